package import Devices
package import Journal

/// Why an INI file was refused: file, line, key, what stands there, what was expected.
package struct SettingsError: ErrorText, Equatable {
  /// The file, as the person named it.
  package var file: DeviceName
  /// The line, from 1; 0 when it is no line's.
  package var line: Int32 = 0
  /// The section.
  package var section = DeviceName()
  /// The key.
  package var key = DeviceName()
  /// What stands there.
  package var found = DeviceName()
  /// What was expected.
  package var expected: StaticString
  /// The range of a number, and its decimals.
  package var range: ClosedRange<Int64>?
  /// Decimals of the range.
  package var decimals = 0
  /// The line where the same key stands first; 0 when that is not the matter.
  package var firstLine: Int32 = 0

  /// Makes an error about a file.
  package init(file: DeviceName, expected: StaticString) {
    self.file = file
    self.expected = expected
  }

  /// Writes the line.
  package func write<Sink: TextSink & ~Copyable>(to sink: inout Sink) {
    sink.append(name: file)
    if line > 0 {
      sink.append(":")
      sink.append(integer: Int64(line))
    }
    sink.append(": ")
    if !section.isEmpty {
      sink.append("[")
      sink.append(name: section)
      sink.append("] ")
    }
    if !key.isEmpty {
      sink.append(name: key)
      sink.append(": ")
    }
    if !found.isEmpty {
      sink.append("found \"")
      sink.append(name: found)
      sink.append(found.isMalformed ? "…\"; " : "\"; ")
    } else if !key.isEmpty {
      sink.append("found nothing; ")
    }
    sink.append("expected ")
    sink.append(expected)
    if firstLine > 0 {
      sink.append(" ")
      sink.append(integer: Int64(firstLine))
    }
    if let range {
      sink.append(" from ")
      sink.append(number: range.lowerBound, decimals: decimals)
      sink.append(" to ")
      sink.append(number: range.upperBound, decimals: decimals)
    }
  }

  /// Whether both say the same.
  package static func == (left: SettingsError, right: SettingsError) -> Bool {
    left.file == right.file && left.line == right.line && left.section == right.section
      && left.key == right.key && left.found == right.found && left.range == right.range
  }
}

#if !hasFeature(Embedded)
  extension SettingsError: CustomStringConvertible {}
#endif
