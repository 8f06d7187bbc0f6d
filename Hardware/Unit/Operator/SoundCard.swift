import CUnit
package import Devices

/// The sound card: a thread that plays the tone in force, so that the loop never waits for a card.
@safe struct SoundCard: ~Copyable {
  /// How long ending may take, milliseconds; what the card holds is 40 ms.
  static let endingMilliseconds: UInt32 = 1_000

  private let pointer: OpaquePointer

  /// Starts the thread; the card is opened by it, and what fails is told by the state.
  init?(_ device: DeviceName, realTimePriority: Int32) {
    // SAFETY: the name ends with a zero and is copied; what was made belongs to this value alone.
    let made = unsafe device.withCText { name in unsafe cunit_sound_start(name, realTimePriority) }
    guard let made = unsafe made else { return nil }
    unsafe pointer = made
  }

  /// Says which tone is in force.
  func play(_ tone: Tone) {
    // SAFETY: the thread's state lives as long as this value.
    unsafe cunit_sound_set(
      pointer, UInt32(clamping: tone.periodMicroseconds), UInt32(clamping: tone.pulseMicroseconds))
  }

  /// How the card does.
  var state: SoundState {
    var raw = cunit_sound_state()
    // SAFETY: the thread's state lives as long as this value, `raw` is this function's own.
    unsafe cunit_sound_look(pointer, &raw)
    return SoundState(raw)
  }

  /// Ends the sound without a click.
  consuming func finish() {
    // SAFETY: the value is consumed, so nobody uses the thread's state again.
    _ = unsafe cunit_sound_finish(pointer, Self.endingMilliseconds)
  }

  /// The number of the card that a line of /proc/asound/cards is about; `nil` on its second line.
  static func number(ofLine line: DeviceName) -> Int64? {
    var number: Int64?
    for place in 0..<line.count {
      let byte = line[place]
      if byte == UInt8(ascii: "[") { return number }
      if byte == UInt8(ascii: " ") { continue }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), place < 3 else { return nil }
      number = (number ?? 0) * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    return nil
  }

  /// Opens a card and closes it again.
  static func attempt(_ device: DeviceName) -> SoundState {
    var raw = cunit_sound_state()
    // SAFETY: the name ends with a zero and outlives the call, `raw` is this function's own.
    unsafe device.withCText { name in unsafe cunit_sound_try(name, &raw) }
    return SoundState(raw)
  }
}

/// How a sound card does.
package struct SoundState: Equatable, Sendable, BitwiseCopyable {
  /// What can fail.
  package enum Operation: UInt32, Sendable, BitwiseCopyable {
    case none, library, open, set, play
  }

  /// Why nothing is played; 0 while it is.
  package var error = ErrorNumber(0)
  /// What failed.
  package var operation = Operation.none
  /// How often the card ran dry and began anew.
  package var underruns: Int64 = 0
  /// How long the present call has lasted, milliseconds.
  package var busyMilliseconds: Int64 = 0

  /// A card that plays.
  package init() {}

  /// Takes a state from the C surface.
  init(_ raw: cunit_sound_state) {
    error = ErrorNumber(-raw.error)
    operation = Operation(rawValue: raw.operation) ?? .none
    underruns = Int64(raw.underruns)
    busyMilliseconds = raw.busy_milliseconds
  }
}
