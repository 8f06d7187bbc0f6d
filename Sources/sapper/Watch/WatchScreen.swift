import Glibc

/// A terminal taken over for a live view, and given back however the program ends.
///
/// It draws on the terminal's second screen, so that what stood on the first is there again
/// afterwards. Nothing of the terminal's modes is changed; a signal that ends the program gives it
/// back too.
struct WatchScreen: ~Copyable {
  /// Size that is assumed when the terminal does not tell its own.
  static let defaultSize = (columns: 80, rows: 24)

  /// Second screen, no cursor.
  private static let enter: StaticString = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J"
  /// Plain letters, cursor, first screen.
  private static let leave: StaticString = "\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l"
  private static let endings = [SIGINT, SIGTERM, SIGHUP]

  private let descriptor: Int32

  /// Takes over the terminal on standard output; `nil` when that is none, or a dumb one.
  init?(descriptor: Int32 = STDOUT_FILENO) {
    guard Self.isUsable(descriptor) else { return nil }
    self.descriptor = descriptor
    for ending in Self.endings { signal(ending, Self.giveBack) }
    Self.write(Self.enter, to: descriptor)
  }

  deinit {
    Self.write(Self.leave, to: descriptor)
    for ending in Self.endings { signal(ending, SIG_DFL) }
  }

  /// The terminal's size now.
  var size: (columns: Int, rows: Int) {
    var window = winsize()
    // SAFETY: the system fills a variable of this call that has the size it expects.
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0
    else { return Self.defaultSize }
    return (Int(window.ws_col), Int(window.ws_row))
  }

  /// Draws a frame over the one before.
  func show(_ lines: [String]) {
    var frame = "\u{1B}[H"
    frame += lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
    frame += "\u{1B}[J"
    Self.write(Array(frame.utf8), to: descriptor)
  }

  /// Gives the terminal back.
  consuming func close() {}

  /// The value of an environment variable.
  static func variable(_ name: String) -> String? {
    // SAFETY: getenv gives nothing or a text ended by a zero byte, and it is copied at once.
    getenv(name).map { String(cString: $0) }
  }

  /// Writes all of `bytes`, however often the system takes only a part.
  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    // SAFETY: the bytes outlive the closure.
    bytes.withUnsafeBytes { write($0, to: descriptor) }
  }

  private static func write(_ text: StaticString, to descriptor: Int32) {
    // SAFETY: the text outlives the closure.
    text.withUTF8Buffer { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  // SAFETY: the buffer outlives the call, and no more than its bytes are written.
  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Glibc.write(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        return
      }
    }
  }

  private static func isUsable(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1 && variable("TERM") != "dumb"
  }

  /// Gives the terminal back and lets the signal do what it does by default.
  // SAFETY: runs in a signal handler: it calls `write`, `signal` and `raise` alone, which may be
  // called there, and touches nothing but a constant of the program's image.
  private static let giveBack: @convention(c) (Int32) -> Void = { number in
    _ = Glibc.write(STDOUT_FILENO, leave.utf8Start, leave.utf8CodeUnitCount)
    signal(number, SIG_DFL)
    raise(number)
  }
}
