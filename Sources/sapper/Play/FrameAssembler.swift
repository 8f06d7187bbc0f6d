import DetectorCore
import FrameProtocol

/// A frame on its way out, with its numbers.
struct PlayedFrame {
  /// Which frame, and what was wrong before it.
  var header: BlockHeader
  /// What the frame says beside its numbers.
  var frame: FrontEndFrame
  /// One number a channel.
  var numbers: [Int32]
}

/// Joins frames, positions and housekeeping, which a recording keeps in streams of their own, to the frames
/// that a front end sends.
///
/// A frame leaves when the next one has come, since what belongs to it stands behind it. Position and state
/// are the newest at its time or before.
struct FrameAssembler {
  /// What a recording without housekeeping is sent with: nothing is wrong with the front end.
  static let sound = HousekeepingSample(
    currentMicroamperes: 3_000_000, temperatureMillidegrees: 25_000, batteryMillivolts: 12_600,
    flags: .clear)
  /// The button for the ground balance, as a front end sends it.
  static let balanceButton = FrontEndFlags(rawValue: 1 << 17)
  /// Time between two presses of it: above the 30 ms in which a unit takes them for one.
  static let pressMicroseconds: Int64 = 40_000

  private let format: FrameFormat
  private let rateMicrohertz: Int64
  private let holdsStates: Bool
  private let holdsPoints: Bool
  private var state = Self.sound
  private var point: TrackPoint?
  private var nextPoint: TrackPoint?
  private var waiting: PlayedFrame?
  private var pressesDue = 0
  private var pressedAt: Int64?
  private var isPressed = false

  /// Joins to frames of a format and a rate. A track or housekeeping at the rate of the frames has a row for
  /// each that knows it; at another rate its rows count until the next one.
  init(
    format: FrameFormat, rateMicrohertz: Int64, trackRateMicrohertz: Int64,
    housekeepingRateMicrohertz: Int64
  ) {
    self.format = format
    self.rateMicrohertz = rateMicrohertz
    holdsPoints = trackRateMicrohertz != rateMicrohertz
    holdsStates = housekeepingRateMicrohertz != rateMicrohertz
  }

  /// Takes one input; answers the frame that has become whole by it.
  mutating func take(_ input: Input, _ block: Span<Int32>) -> PlayedFrame? {
    switch input {
    case .samples(let header):
      guard header.count > 0 else { return nil }
      let whole = finish()
      begin(header, block)
      return whole
    case .point(let point, let time):
      guard waiting.map({ time <= $0.frame.timeMicroseconds }) ?? false else {
        nextPoint = point
        return nil
      }
      set(point)
    case .state(let sample): set(sample)
    case .balance(let orders, _): pressesDue += (orders.ends ? 1 : 0) + (orders.begins ? 1 : 0)
    case .end: return finish()
    }
    return nil
  }

  /// The last frame.
  mutating func finish() -> PlayedFrame? {
    guard var whole = waiting.take() else { return nil }
    press(&whole.frame)
    if !holdsPoints { point = nil }
    return whole
  }

  private mutating func begin(_ header: BlockHeader, _ block: Span<Int32>) {
    let time = DeviceTime.microseconds(
      ofSequence: header.sequence, rateMicrohertz: rateMicrohertz)
    let frame = FrontEndFrame(
      format: format, sequence: UInt32(truncatingIfNeeded: header.sequence),
      timeMicroseconds: UInt64(clamping: time))
    var numbers: [Int32] = []
    for channel in 0..<format.channels { numbers.append(block[channel]) }
    waiting = PlayedFrame(header: header, frame: frame, numbers: numbers)
    set(state)
    if header.flags.contains(.reference) {
      waiting?.frame.flags.insert(.referenceInjected)
    }
    if let known = nextPoint.take() ?? point { set(known) }
  }

  /// Puts a state into the frame that waits.
  private mutating func set(_ sample: HousekeepingSample) {
    state = sample
    waiting?.frame.transmitMicroamperes = sample.currentMicroamperes
    waiting?.frame.coilMillidegrees = sample.temperatureMillidegrees
    waiting?.frame.batteryMillivolts = sample.batteryMillivolts
    var flags = sample.flags
    // Of the states that count longer than a frame, a reference is none.
    if holdsStates { flags.remove(.referenceInjected) }
    let position = FrontEndFlags.positionValid.union(.heightValid)
    flags.remove(position)
    let isPlaced = waiting?.frame.flags.intersection(position) ?? .clear
    let isReference = waiting?.header.flags.contains(.reference) ?? false
    waiting?.frame.flags = flags.union(isPlaced).union(isReference ? .referenceInjected : .clear)
    if holdsStates { return }
    state.flags = flags.subtracting(.referenceInjected)
  }

  /// Puts a position into the frame that waits.
  private mutating func set(_ known: TrackPoint) {
    point = known
    waiting?.frame.encoderXMillimetres = known.eastMillimetres
    waiting?.frame.encoderYMillimetres = known.northMillimetres
    waiting?.frame.heightMillimetres = known.heightMillimetres
    waiting?.frame.positionQuality = UInt32(clamping: known.quality)
    waiting?.frame.flags.insert(.positionValid)
    waiting?.frame.flags.insert(.heightValid)
  }

  /// Presses the button in this frame, if the ground balance is asked for with the next one.
  private mutating func press(_ frame: inout FrontEndFrame) {
    let time = Int64(clamping: frame.timeMicroseconds)
    let isSoon = pressedAt.map { time - $0 < Self.pressMicroseconds } ?? false
    let presses = pressesDue > 0 && !isPressed && !isSoon
    isPressed = presses
    guard presses else { return }
    frame.flags.insert(Self.balanceButton)
    pressesDue -= 1
    pressedAt = time
  }
}
