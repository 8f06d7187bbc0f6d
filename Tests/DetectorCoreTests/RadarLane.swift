import DetectorCore
import Foundation
import TestSupport

/// A section of hyperbolae under a ground bounce, for the tests of the chain: seeded, in Double.
struct RadarLane {
  var traces = 160
  var samples = 512
  var intervalNanoseconds = 0.0212
  var spacingMetres = 0.021
  var frequencyGigahertz = 1.5
  var speed = 0.15
  var peak = 24_000.0
  /// Point reflectors: distance and depth in metres, echo over bounce.
  var objects: [(x: Double, depth: Double, amplitude: Double)] = [(1.7, 0.12, 0.03)]
  var noise = 4.0
  var seed: UInt64 = 1

  var description: RadarDescription {
    var description = RadarDescription(
      samplesPerTrace: Int32(samples),
      sampleIntervalFemtoseconds: Int64((intervalNanoseconds * 1e6).rounded()))
    description.traceSpacingMicrometres = Int64((spacingMetres * 1e6).rounded())
    description.traceRateMillihertz = 20_000
    description.centreFrequencyKilohertz = Int64((frequencyGigahertz * 1e6).rounded())
    description.railLow = -32_768
    description.railHigh = 32_767
    return description
  }

  /// Trace after trace.
  func make() -> [Int32] {
    var random = SplitMix(seed: seed)
    var section = [Int32]()
    section.reserveCapacity(traces * samples)
    for trace in 0..<traces {
      let x = Double(trace) * spacingMetres
      for sample in 0..<samples {
        let t = Double(sample) * intervalNanoseconds
        var value = peak * ricker(t - 1.1)
        for object in objects {
          let path = 2 / speed * (pow(object.depth, 2) + pow(x - object.x, 2)).squareRoot()
          value += peak * object.amplitude * ricker(t - 1.1 - path)
        }
        let uniform = Double(random.next() % 2_000_001) / 1_000_000 - 1
        section.append(Int32((value + noise * uniform * 1.7).rounded()))
      }
    }
    return section
  }

  private func ricker(_ t: Double) -> Double {
    let a = pow(.pi * frequencyGigahertz * t, 2)
    return a > 40 ? 0 : (1 - 2 * a) * exp(-a)
  }
}

/// The chain of a capacity on the heap, so that a test's stack stays small.
final class RadarBox<let capacity: Int> {
  private var pipeline: RadarPipeline<capacity>

  init(_ settings: RadarSettings) { pipeline = RadarPipeline(settings: settings) }

  func replay(_ section: [Int32], samples: Int, stretches: [Stretch]) -> Gathered {
    var sink = Gathered()
    var source = StretchSource(section, width: samples, stretches: stretches)
    var storage = [Int32](repeating: 0, count: 64 * samples)
    var block = storage.mutableSpan
    do throws(RunFailure<StretchSource.Broken, Never>) {
      try run(&source, &pipeline, &sink, block: &block)
    } catch {
      preconditionFailure("a source that cannot fail failed")
    }
    return sink
  }
}

/// Runs a section through a chain in one stretch, or in those given.
func replay(
  _ section: [Int32], _ description: RadarDescription,
  _ configuration: RadarConfiguration = RadarConfiguration(), stretches: [Stretch]? = nil
) throws -> Gathered {
  let settings = try RadarSettings(description: description, configuration: configuration)
  let samples = Int(description.samplesPerTrace)
  let whole = stretches ?? [Stretch(range: 0..<section.count / samples, sequence: 0)]
  return samples <= 512
    ? RadarBox<512>(settings).replay(section, samples: samples, stretches: whole)
    : RadarBox<4_096>(settings).replay(section, samples: samples, stretches: whole)
}
