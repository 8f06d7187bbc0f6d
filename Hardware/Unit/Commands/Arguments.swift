import CUnit
import Devices
import Journal

/// What the program was asked for.
struct Arguments {
  /// What to do.
  enum Command: Equatable {
    /// Search with the hardware.
    case search
    /// Wait for the self-test alone.
    case selfTest
    /// List chips, lines and devices, and say what to fix.
    case probe
    /// Say the version.
    case version
    /// Say what there is.
    case help
  }

  /// What to do.
  var command = Command.search
  /// The INI file.
  var settings: DeviceName = "/etc/sapper/unit.ini"
  /// Whether the file was named.
  var hasSettings = false
  /// The file that levels go to; empty for none.
  var levels = DeviceName()
  /// Path of the recording, when it is not to be named by the time.
  var recording = DeviceName()
  /// The argument that nobody knows, if there is one.
  var unknown: DeviceName?

  /// Reads the arguments of this process.
  init() {
    var index: UInt32 = 1
    while let word = Self.word(index) {
      index += 1
      if word.matches("probe") {
        command = .probe
      } else if word.matches("self-test") {
        command = .selfTest
      } else if word.matches("--version") {
        command = .version
      } else if word.matches("--help") || word.matches("-h") {
        command = .help
      } else if word.matches("--config") {
        hasSettings = true
        settings = value(of: word, &index)
      } else if word.matches("--levels") {
        levels = value(of: word, &index)
      } else if word.matches("--record") {
        recording = value(of: word, &index)
      } else {
        unknown = word
        return
      }
    }
  }

  /// An option that its command leaves aside, and what to do instead.
  var misplaced: (option: StaticString, advice: StaticString)? {
    if !recording.isEmpty, command != .search {
      return ("--record", "without it: only a search is recorded")
    }
    if !levels.isEmpty, command != .search, command != .selfTest {
      return ("--levels", "without it: levels come from a search")
    }
    return nil
  }

  private mutating func value(of word: DeviceName, _ index: inout UInt32) -> DeviceName {
    guard let next = Self.word(index), !next.isMalformed else {
      unknown = word
      return DeviceName()
    }
    index += 1
    return next
  }

  private static func word(_ index: UInt32) -> DeviceName? {
    var text = InlineArray<1024, CChar>(repeating: 0)
    var span = text.mutableSpan
    // SAFETY: the buffer holds as many bytes as it says; the answer ends with a zero.
    let count = unsafe span.withUnsafeMutableBufferPointer { buffer in
      unsafe cunit_argument(index, buffer.baseAddress, buffer.count)
    }
    guard count != -1 else { return nil }
    var name = DeviceName()
    guard count >= 0 else {
      // Longer than any name: what stands for it is malformed.
      name.append(0)
      return name
    }
    for place in 0..<Int(count) { name.append(UInt8(bitPattern: text[place])) }
    return name
  }
}
