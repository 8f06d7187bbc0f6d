import DetectorCore

/// The self-test: the mean of frames into which the front end injects its reference, gate by gate.
struct SelfTest: Sendable, BitwiseCopyable {
  /// How it stands.
  enum Verdict: Equatable, Sendable {
    /// Not enough frames with the reference yet.
    case waiting
    /// Every gate answered as it should.
    case passed
    /// A gate did not: its place, its mean, and the counts that it may have.
    case failed(gate: Int, mean: Int32, least: Int32, greatest: Int32)
    /// The time was over before enough frames came.
    case timedOut(frames: Int32)
  }

  private var sums = InlineArray<8, Int64>(repeating: 0)
  /// Frames with the reference so far.
  private(set) var frames: Int32 = 0

  /// Makes a test that has seen nothing.
  init() {}

  /// Takes a frame with the reference.
  mutating func take(_ numbers: Span<Int32>, settings: SelfTestSettings) -> Verdict {
    let gates = min(settings.minimum.count, settings.maximum.count, numbers.count)
    for gate in 0..<gates { sums[gate] += Int64(numbers[gate]) }
    frames += 1
    guard frames >= settings.frames else { return .waiting }
    defer {
      sums = InlineArray<8, Int64>(repeating: 0)
      frames = 0
    }
    for gate in 0..<gates {
      let mean = Int32(clamping: sums[gate] / Int64(frames))
      let least = settings.minimum.values[gate]
      let greatest = settings.maximum.values[gate]
      guard mean >= least, mean <= greatest else {
        return .failed(gate: gate, mean: mean, least: least, greatest: greatest)
      }
    }
    return .passed
  }
}

/// The check with a test piece: pass or fail at a set depth, due again after breaks and changes.
struct TestPiece: Sendable, BitwiseCopyable {
  /// How a check came out.
  enum Outcome: Equatable, Sendable {
    /// The level was reached.
    case passed(levelQ8: UInt16)
    /// The time was over; the highest level until then.
    case failed(levelQ8: UInt16)
  }

  private let settings: TestPieceSettings
  private var begunAt: Int64?
  private var highest: UInt16 = 0
  private var passedAt: Int64?
  private var lastFrame: Int64?

  /// Makes a check that is due.
  init(_ settings: TestPieceSettings) { self.settings = settings }

  /// Whether a check is under way.
  var isUnderWay: Bool { begunAt != nil }

  /// Begins a check.
  mutating func begin(at time: Int64) {
    begunAt = time
    highest = 0
  }

  /// The settings were changed, or the instrument was: the check is due.
  mutating func expire() { passedAt = nil }

  /// Whether the test piece was found, not too long ago and without a break since.
  func isChecked(at time: Int64) -> Bool {
    guard let passedAt else { return false }
    return settings.dueSeconds == 0 || time - passedAt < settings.dueSeconds * 1_000_000
  }

  /// Takes the level of a frame; answers how a check came out, when it did.
  mutating func take(_ level: OperatorLevel, at time: Int64) -> Outcome? {
    if let last = lastFrame, time - last > settings.breakSeconds * 1_000_000 { expire() }
    lastFrame = time
    guard let begun = begunAt else { return nil }
    let isUsable = level.flags.isDisjoint(with: LevelFlags.blind.union(.saturated).union(.held))
    if isUsable { highest = max(highest, level.levelQ8) }
    if Int64(highest) * 100 >= Int64(settings.levelHundredths) * 256 {
      begunAt = nil
      passedAt = time
      return .passed(levelQ8: highest)
    }
    guard time - begun >= settings.windowMilliseconds * 1_000 else { return nil }
    begunAt = nil
    passedAt = nil
    return .failed(levelQ8: highest)
  }
}
