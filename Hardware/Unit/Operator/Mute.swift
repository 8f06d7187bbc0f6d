/// The mute button: silences the alarm for a while that has an end, and never a fault.
struct Mute: Sendable, BitwiseCopyable {
  /// The longest mute that can be set, microseconds.
  static let longestMicroseconds: Int64 = 30_000_000

  /// How long one press lasts, microseconds.
  let lengthMicroseconds: Int64

  /// Makes a mute; longer than the longest is cut to it.
  init(milliseconds: Int64) {
    lengthMicroseconds = min(Self.longestMicroseconds, max(0, milliseconds * 1_000))
  }

  /// Takes a press: mutes from now on, or ends a mute. A press never makes one longer.
  func press(_ state: inout SignalState, at time: Int64) {
    state.mutedUntil = time < state.mutedUntil ? time : time + lengthMicroseconds
  }
}

/// Follows the battery and says when it is to be announced.
struct BatteryWatch: Sendable, BitwiseCopyable {
  /// Time between two announcements, microseconds of device time.
  static let intervalMicroseconds: Int64 = 60_000_000
  /// Frames in a row that must say the same: a pulse pulls the voltage down for a moment.
  static let frames: Int32 = 16

  private let low: Int32
  private let empty: Int32
  private var lowFrames: Int32 = 0
  private var emptyFrames: Int32 = 0
  /// Whether the battery is low; it stays so until the unit is switched off.
  private(set) var isLow = false
  /// Whether the battery is empty; it stays so.
  private(set) var isEmpty = false

  /// Makes a watch; 0 leaves a limit to the front end.
  init(lowMillivolts: Int32, emptyMillivolts: Int32) {
    low = lowMillivolts
    empty = emptyMillivolts
  }

  /// Takes what a frame says of the battery.
  mutating func take(
    millivolts: Int32, isFlagged: Bool, state: inout SignalState, at time: Int64
  ) {
    lowFrames = isFlagged || (low > 0 && millivolts < low) ? min(lowFrames + 1, Self.frames) : 0
    emptyFrames = empty > 0 && millivolts < empty ? min(emptyFrames + 1, Self.frames) : 0
    if lowFrames == Self.frames { isLow = true }
    if emptyFrames == Self.frames, !isEmpty {
      isEmpty = true
      state.emptySince = time
      state.lasting[.battery] = true
    }
    guard isLow, !isEmpty else { return }
    guard let last = state.batteryAnnouncedAt else {
      state.batteryAnnouncedAt = time
      return
    }
    if time - last >= Self.intervalMicroseconds { state.batteryAnnouncedAt = time }
  }
}
