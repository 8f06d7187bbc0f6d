/// One frequency of an induction balance: low-pass, baseline, ground phase, floors.
struct BalanceChannel: BitwiseCopyable, Sendable {
  private var lowPass: PhasorFilter
  private var baseline: PhasorFilter
  private var across: AmplitudeFloor
  private var along: AmplitudeFloor
  private let fresh: AmplitudeFloor
  private var ground = BinaryAngle(bits: 0)
  private var pumped: GroundPhase?
  private var sincePumped: Int64 = 0
  private let pumpStep: Int64
  /// What stands out of the baseline, the ground on the axis of I.
  private(set) var target = Phasor()
  /// Statistic, Q8 standard deviations.
  private(set) var statisticQ8: Int64 = 0

  init(settings: BalanceSettings) {
    let configuration = settings.configuration
    lowPass = PhasorFilter(
      framesQ8: settings.framesQ8(milliseconds: Int64(configuration.lowPassMilliseconds)))
    baseline = PhasorFilter(
      framesQ8: settings.framesQ8(milliseconds: Int64(configuration.baselineMilliseconds)),
      beginsAsMean: true)
    // Ten seconds.
    let memory = settings.framesQ8(milliseconds: 10_000) / 256
    fresh = AmplitudeFloor(least: Int64(configuration.noiseCounts), memory: memory)
    across = fresh
    along = fresh
    // 32 phasors a second, so that 1,024 of them are 32 seconds.
    pumpStep = max(settings.framesQ8(milliseconds: 32) / 256, 1)
  }

  /// The floor across the ground: what a target that is not ground has to stand out of.
  var deviation: Int64 { across.deviation }
  /// The phase of the target behind that of ferrite.
  var phase: BinaryAngle { target.polar.angle }

  /// Takes a frame's phasor; `slower` holds the baseline back, `learns` lets the floors follow.
  mutating func take(_ phasor: Phasor, slower: Int64, learns: Bool) {
    lowPass.take(phasor)
    baseline.take(phasor, slower: slower)
    sincePumped += 1
    if sincePumped >= pumpStep {
      sincePumped = 0
      pumped?.take(lowPass.value)
    }
    target = (lowPass.value - baseline.value).turnedBack(by: ground)
    let first = Self.ratio(target.quadrature, across.deviation)
    let second = Self.ratio(target.inPhase, along.deviation)
    statisticQ8 = max(first, second)
    guard learns else { return }
    across.take(target.quadrature)
    along.take(target.inPhase)
  }

  /// Begins filters and baseline with the next frame.
  mutating func reset() {
    lowPass.reset()
    baseline.reset()
    statisticQ8 = 0
  }

  mutating func beginGroundPhase() { pumped = GroundPhase() }

  mutating func endGroundPhase() -> GroundPhase.Result {
    guard let pumped else { return .refused(.notBegun) }
    self.pumped = nil
    let verdict = pumped.verdict()
    if case .learnt(let angle) = verdict {
      ground = angle
      // What the axes had of noise and ground is turned with them.
      across = fresh
      along = fresh
    }
    return verdict
  }

  private static func ratio(_ value: Int64, _ deviation: Int64) -> Int64 {
    Wide.scaled(abs(value), by: 256, over: max(deviation, 1))
  }
}
