import DetectorCore
import Foundation

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

/// What left a chain, in order, with the number of levels that had left before each event.
struct Gathered: EventSink, Equatable {
  var levels: [OperatorLevel] = []
  var events: [DetectionEvent] = []
  var levelsBefore: [Int] = []

  mutating func level(_ level: OperatorLevel) throws(Never) { levels.append(level) }

  mutating func emit(_ event: DetectionEvent) throws(Never) {
    events.append(event)
    levelsBefore.append(levels.count)
  }

  var detections: [DetectionEvent] { events.filter { $0.kind == .detection } }
  var objects: [DetectionEvent] { events.filter { $0.kind == .object } }
  var faults: [Fault: Int64] {
    events.reduce(into: [:]) { sum, event in
      if let fault = event.fault { sum[fault, default: 0] += event.count ?? 0 }
    }
  }
}

/// A stretch of traces as a source would give it.
struct Stretch {
  var range: Range<Int>
  var sequence: Int64
}

/// A source over the stretches of a section.
struct StretchSource: SampleSource {
  /// What can go wrong in the world outside.
  typealias Failure = Never

  let section: [Int32]
  let samples: Int
  let stretches: [Stretch]
  private var place = 0
  private var used = 0

  init(_ section: [Int32], samples: Int, stretches: [Stretch]) {
    self.section = section
    self.samples = samples
    self.stretches = stretches
  }

  mutating func read(into block: inout MutableSpan<Int32>) throws(Never) -> BlockHeader {
    while place < stretches.count, used == stretches[place].range.count {
      place += 1
      used = 0
    }
    guard place < stretches.count else { return .end(index: 0, sequence: 0) }
    let stretch = stretches[place]
    let first = stretch.range.lowerBound + used
    let count = min(block.count / samples, stretch.range.upperBound - first)
    for n in 0..<count * samples { block[n] = section[first * samples + n] }
    defer { used += count }
    return BlockHeader(
      count: count, index: Int64(first), sequence: stretch.sequence + Int64(used))
  }
}

/// The chain of a capacity on the heap, so that a test's stack stays small.
final class RadarBox<let capacity: Int> {
  private var pipeline: RadarPipeline<capacity>

  init(_ settings: RadarSettings) { pipeline = RadarPipeline(settings: settings) }

  func replay(_ section: [Int32], samples: Int, stretches: [Stretch]) -> Gathered {
    var sink = Gathered()
    var source = StretchSource(section, samples: samples, stretches: stretches)
    var storage = [Int32](repeating: 0, count: 64 * samples)
    var block = storage.mutableSpan
    do throws(RunFailure<Never, Never>) {
      try run(&source, &pipeline, &sink, block: &block)
    } catch {}
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
