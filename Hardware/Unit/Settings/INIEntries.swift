import CInih
import Devices
import Journal

/// The entries of an INI text, as libinih found them.
@safe struct INIEntries: ~Copyable {
  private let ini: OpaquePointer
  private let file: DeviceName
  /// How many there are.
  let count: UInt32

  /// Reads a text; `file` is what a person calls it.
  init(_ text: Span<UInt8>, file: DeviceName) throws(SettingsError) {
    // SAFETY: the text outlives the call, which copies what it keeps.
    let parsed = unsafe text.withUnsafeBufferPointer { buffer in
      unsafe cinih_parse(buffer.baseAddress, buffer.count)
    }
    guard let made = unsafe parsed else {
      throw SettingsError(file: file, expected: "more memory")
    }
    // SAFETY: the entries were just made and belong to nobody else.
    let problem = unsafe cinih_problem(made)
    guard problem.fault == CINIH_NONE else {
      // SAFETY: they are not used again.
      unsafe cinih_free(made)
      throw Self.refusal(of: problem, file: file)
    }
    // SAFETY: from here on this value alone knows them, and gives them back when it goes out of use.
    unsafe ini = made
    self.file = file
    count = unsafe cinih_count(made)
  }

  deinit {
    // SAFETY: given back once, here.
    unsafe cinih_free(ini)
  }

  /// An entry; one whose key stands in the file before is refused.
  @inline(never)
  func entry(at index: UInt32) throws(SettingsError) -> SettingsEntry {
    // SAFETY: `index` is below the count; the texts end with a zero and live as long as this value.
    let entry = unsafe SettingsEntry(
      file: file, line: cinih_line(ini, index),
      section: DeviceName(cText: cinih_section(ini, index), limit: 256),
      key: DeviceName(cText: cinih_name(ini, index), limit: 256),
      value: DeviceName(cText: cinih_value(ini, index), limit: 256))
    // SAFETY: as before.
    let first = unsafe cinih_first(ini, index)
    guard first == 0 else {
      var error = entry.refusal("one value; the first stands at line")
      error.firstLine = first
      throw error
    }
    return entry
  }

  /// Why a line is refused.
  @inline(never)
  private static func refusal(of problem: cinih_problem, file: DeviceName) -> SettingsError {
    var error = SettingsError(
      file: file, expected: "[section], key = value, or ; comment, of at most 197 bytes")
    error.line = problem.line
    switch Int(problem.fault) {
    case CINIH_NO_TEXT:
      error.expected = "text in UTF-8 without control characters"
      error.found.append(UInt8(truncatingIfNeeded: problem.found))
    case CINIH_RETURN:
      error.expected = "lines that end in LF or CR LF, not in CR alone"
      error.found.append(UInt8(truncatingIfNeeded: problem.found))
    case CINIH_BEHIND_SECTION: error.expected = "[section] alone on its line"
    case CINIH_FULL: error.expected = "at most 256 entries"
    default: break
    }
    return error
  }
}
