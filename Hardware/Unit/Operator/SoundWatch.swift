package import Devices
package import Journal

/// What is wrong with the sound card, as a fault and as words.
package struct SoundTrouble: ErrorText, Equatable {
  /// What kind it is.
  package enum Kind: Equatable, Sendable {
    /// It cannot be used, and is tried again each 2 s.
    case failed(SoundState.Operation, ErrorNumber)
    /// One call has lasted for so long.
    case late(milliseconds: Int64)
    /// It ran dry, and began anew.
    case ranDry
  }

  /// The card, as the settings name it.
  package var card: DeviceName
  /// What kind it is.
  package var kind: Kind
  /// How often it happened since it was told last, 1 at the least.
  package var count: Int64

  /// Makes a trouble.
  package init(card: DeviceName, kind: Kind, count: Int64) {
    self.card = card
    self.kind = kind
    self.count = count
  }

  /// Writes what is wrong and what to try.
  package func write<Sink: TextSink & ~Copyable>(to sink: inout Sink) {
    sink.append("sound card '")
    sink.append(name: card)
    sink.append("': ")
    switch kind {
    case .failed(let operation, let error):
      switch operation {
      case .library: sink.append("find libasound.so.2: ")
      case .open: sink.append("open: ")
      case .set: sink.append("set 48 kHz, two channels of 16 bits: ")
      case .none, .play: sink.append("play: ")
      }
      sink.append(error)
      sink.append(". Try: ")
      sink.append(Self.advice(operation, error))
    case .late(let milliseconds):
      sink.append("one call has lasted for ")
      sink.append(integer: milliseconds)
      sink.append(" ms. Try: another card, or its hw name in [outputs] alsa")
    case .ranDry:
      sink.append("it ran dry ")
      sink.append(integer: count)
      sink.append(count == 1 ? " time" : " times")
      sink.append(" and began anew. Try: real_time_priority, or fewer other programs")
    }
  }

  private static func advice(
    _ operation: SoundState.Operation, _ error: ErrorNumber
  ) -> StaticString {
    if operation == .library { return "sudo apt install libasound2" }
    if operation == .set { return "plughw in place of hw in [outputs] alsa" }
    switch error {
    case .accessDenied, .notPermitted: return "sudo usermod -aG audio $USER, then log in again"
    case .busy: return "end the program that holds the card, or name another one"
    default:
      return "plug it in, a search tries it each 2 s; cat /proc/asound/cards; aplay -L lists names"
    }
  }

  /// Whether both say the same.
  package static func == (left: SoundTrouble, right: SoundTrouble) -> Bool {
    left.card == right.card && left.kind == right.kind && left.count == right.count
  }
}

#if !hasFeature(Embedded)
  extension SoundTrouble: CustomStringConvertible {}
#endif

/// Follows the sound card and tells each trouble once, when it begins.
package struct SoundWatch: Sendable {
  /// A call that lasts longer is a fault, milliseconds.
  package static let lateMilliseconds: Int64 = 1_000
  /// A card that runs dry is told so often at the most, microseconds.
  package static let dryInterval: Int64 = 10_000_000

  private var hasFailed = false
  private var isLate = false
  private var underrunsBefore: Int64 = 0
  private var dryAt: Int64?

  /// Makes a watch of a card that is well.
  package init() {}

  /// Whether nothing can be heard of the card now.
  package var isBad: Bool { hasFailed || isLate }

  /// Looks at the card; times are of the unit, microseconds.
  package mutating func take(
    _ state: SoundState, card: DeviceName, at time: Int64
  ) -> SoundTrouble? {
    let (hadFailed, wasLate) = (hasFailed, isLate)
    hasFailed = state.error.rawValue != 0
    isLate = state.busyMilliseconds > Self.lateMilliseconds
    if hasFailed, !hadFailed {
      return SoundTrouble(card: card, kind: .failed(state.operation, state.error), count: 1)
    }
    if isLate, !wasLate {
      return SoundTrouble(
        card: card, kind: .late(milliseconds: state.busyMilliseconds), count: 1)
    }
    let fresh = state.underruns - underrunsBefore
    guard fresh > 0 else { return nil }
    if let dryAt, time - dryAt < Self.dryInterval { return nil }
    dryAt = time
    underrunsBefore = state.underruns
    return SoundTrouble(card: card, kind: .ranDry, count: fresh)
  }
}
