import DetectorCore
import Foundation
import Recording

@testable import sapper

/// A small B-scan with known hyperbolae: direct wave, ground bounce, point echoes, noise. Only what
/// a report needs to be looked at; the simulator's scenes are another matter.
struct SeededLine {
  var traces = 240
  var samples = 400
  var intervalNanoseconds = 0.03
  var spacingMetres = 0.02
  var speed = 0.10
  var bounceSample = 60.0
  var frequencyGigahertz = 1.2
  /// Apex along the line and depth, metres, and amplitude.
  var objects: [(along: Double, depth: Double, amplitude: Double)] = [
    (0.9, 0.08, 2_600), (2.1, 0.16, 1_500), (3.4, 0.05, 3_200), (4.1, 0.30, 900),
  ]
  var noise = 60.0
  var seed: UInt64 = 0x5EED

  /// The samples, trace after trace.
  func cells() -> [Int32] {
    var state = seed
    var cells: [Int32] = []
    cells.reserveCapacity(traces * samples)
    for trace in 0..<traces {
      let x = Double(trace) * spacingMetres
      for sample in 0..<samples {
        let time = Double(sample) * intervalNanoseconds
        let surface = bounceSample * intervalNanoseconds
        var value = 9_000 * ricker(time - 0.6 * surface) + 14_000 * ricker(time - surface)
        for object in objects {
          let offset = x - object.along
          let path = (object.depth * object.depth + offset * offset).squareRoot()
          let fade = object.depth / path
          value += object.amplitude * fade * fade * ricker(time - surface - 2 * path / speed)
        }
        value += noise * Self.uniform(&state)
        cells.append(Int32(value.rounded()))
      }
    }
    return cells
  }

  /// What the line says of itself.
  var geometry: ReportGeometry {
    ReportGeometry(
      samplesPerTrace: samples, sampleIntervalFemtoseconds: Int64(intervalNanoseconds * 1e6),
      traceSpacingMicrometres: Int64(spacingMetres * 1e6),
      depthZeroSampleQ8: Int32(bounceSample * 256), depthZeroOrigin: "ground bounce",
      waveSpeedMicrometresPerNanosecond: Int32(speed * 1e6),
      waveSpeedOrigin: "permittivity 9.00 of the header")
  }

  private func ricker(_ time: Double) -> Double {
    let a = Double.pi * frequencyGigahertz * time
    return (1 - 2 * a * a) * exp(-a * a)
  }

  /// SplitMix64 to −1 … 1.
  private static func uniform(_ state: inout UInt64) -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) / Double(1 << 52) - 1
  }
}
