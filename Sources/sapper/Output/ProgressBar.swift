/// A bar on standard error for work of more than a second, while a person watches.
///
/// The clock is read here, at the edge; nothing of it reaches the core or standard output.
struct ProgressBar {
  private let total: Int64?
  private let noun: String
  private let isShown: Bool
  private let started: ContinuousClock.Instant
  private var drawn: ContinuousClock.Instant?

  /// Time before the bar appears.
  static let patience = Duration.seconds(1)
  /// Time between two drawings.
  static let interval = Duration.milliseconds(100)
  /// Characters between the brackets.
  static let width = 30

  /// What takes a bar away from its line.
  static let erasure = "\r\u{1b}[K"

  /// Starts the clock; `total` is absent for a stream without a known end.
  init(total: Int64?, noun: String, isShown: Bool = StandardError.isTerminal) {
    self.total = total
    self.noun = noun
    self.isShown = isShown
    started = ContinuousClock.now
  }

  /// Draws, if it is time.
  mutating func update(done: Int64) {
    guard isShown else { return }
    let now = ContinuousClock.now
    guard now - started >= Self.patience else { return }
    if let drawn, now - drawn < Self.interval { return }
    drawn = now
    StandardError.writeRaw("\r" + Self.text(done: done, total: total, noun: noun) + "\u{1b}[K")
  }

  /// Takes the bar away.
  mutating func clear() {
    guard drawn != nil else { return }
    drawn = nil
    StandardError.writeRaw(Self.erasure)
  }

  /// The bar as it stands.
  static func text(done: Int64, total: Int64?, noun: String) -> String {
    guard let total, total > 0 else { return "\(done) \(noun)" }
    let share = Double(min(done, total)) / Double(total)
    let filled = Int(share * Double(width))
    let bar =
      String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    return "[\(bar)] " + Text.right("\(Int(share * 100))", 3) + " %  \(done) of \(total) \(noun)"
  }
}
