import DetectorCore

/// Makes the counts of one frame after the other: noise, faults, rails, rounding.
struct FrameMaker: Sendable {
  private let instrument: InductionInstrument
  private let noise: InductionNoise
  private let shorted: [Double]
  private let rail: Int32
  private let perVolt: Double
  private let step: Double
  private var frameNoise: FrameNoise
  private var gates: [Double]
  private var previous: [Int32] = []
  /// Whether the last frame met a rail.
  private(set) var isClipped = false
  /// Current, temperature, battery and flags of the last frame.
  private(set) var housekeeping: [Int32] = [0, 0, 0, 0]

  /// What a shorted turn adds to a gate that opens at once, volts, and its time constant, seconds.
  private static let short = (volts: 0.4, seconds: 12e-6)

  init(_ scene: InductionScene, frameCount: Int64) {
    instrument = scene.instrument
    noise = scene.noise
    rail = scene.instrument.railCounts
    perVolt = 1 / scene.instrument.lsbVolts
    let clock = 1 + scene.noise.clockPartsPerMillion * 1e-6
    step = clock / scene.instrument.frameRate
    frameNoise = FrameNoise(scene, frameCount: frameCount)
    gates = [Double](repeating: 0, count: scene.instrument.channelCount)
    let shares =
      scene.instrument.balance == nil
      ? scene.instrument.gateSeconds.map { Elementary.exp(-$0.start / Self.short.seconds) }
      : scene.instrument.driftShares
    shorted = shares.map { Self.short.volts * $0 }
  }

  /// The counts of a frame; `faults` are those that strike it.
  mutating func frame(
    _ sequence: Int64, of waveform: InductionWaveform, faults: [InductionFault]
  ) -> [Int32] {
    let seconds = Double(sequence) * step
    let (factor, flags) = Self.strike(faults)
    waveform.gates(at: seconds, factor: factor, into: &gates)
    frameNoise.add(to: &gates)
    if flags & 8 != 0 { for gate in gates.indices { gates[gate] += shorted[gate] } }
    keepHouse(at: seconds, waveform, factor: factor, flags: flags)
    isClipped = false
    var counts: [Int32] = []
    counts.reserveCapacity(gates.count)
    for volts in gates { counts.append(rounded(volts)) }
    if flags & 1 != 0 { rise(&counts[0]) }
    if flags & 64 != 0 { rise(&counts[counts.count - 1]) }
    if flags & 16 != 0, !previous.isEmpty { counts = previous }
    if isClipped { housekeeping[3] |= 1 }
    previous = counts
    return counts
  }

  /// How loud the ground is under the faults of a frame, and the flags that they set.
  private static func strike(_ faults: [InductionFault]) -> (factor: Double, flags: Int32) {
    var (factor, flags) = (1.0, Int32(0))
    for fault in faults {
      flags |= fault.kind.flag
      switch fault.kind {
      case .coilOpen: factor = 0
      case .coilShort: factor *= 0.8
      case .currentSag: factor *= 0.67
      case .batterySag: factor *= 0.85
      default: break
      }
    }
    return (factor, flags)
  }

  private mutating func rise(_ count: inout Int32) {
    count = rail
    isClipped = true
  }

  private mutating func keepHouse(
    at seconds: Double, _ waveform: InductionWaveform, factor: Double, flags: Int32
  ) {
    let place = min(Int(seconds * SweepPath.rate), waveform.warming.count - 1)
    let fall = noise.sagMillivoltsPerMinute * seconds / 60
    let current = 1 - fall / noise.batteryMillivolts
    let shortage = flags & 8 != 0 ? 1 : factor
    let microamperes = Double(instrument.coilCurrentMilliamperes) * 1_000 * current * shortage
    housekeeping[0] = Int32(max(microamperes, 0))
    housekeeping[1] = Int32((noise.temperatureCelsius + waveform.warming[place]) * 1_000)
    housekeeping[2] = Int32((noise.batteryMillivolts - fall) * (flags & 32 != 0 ? 0.85 : 1))
    housekeeping[3] = flags
  }

  /// Rounded to the nearest count, halves away from 0, and held at the rails.
  private mutating func rounded(_ volts: Double) -> Int32 {
    let counts = volts * perVolt
    if counts >= Double(rail) {
      isClipped = true
      return rail
    }
    let low = -rail - 1
    if counts <= Double(low) {
      isClipped = true
      return low
    }
    return Int32(counts < 0 ? counts - 0.5 : counts + 0.5)
  }
}
