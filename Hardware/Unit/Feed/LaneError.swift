package import Devices
package import Journal

/// Why a recorded lane cannot be fed: file, field, what was expected.
package struct LaneError: ErrorText, Equatable {
  /// The file.
  package var file: DeviceName
  /// The field.
  package var field: StaticString
  /// What was expected.
  package var expected: StaticString
  /// What Linux answered; 0 when it was not that.
  package var errorNumber = ErrorNumber(0)

  /// Makes an error.
  package init(
    _ file: DeviceName, _ field: StaticString, expected: StaticString,
    errorNumber: ErrorNumber = ErrorNumber(0)
  ) {
    self.file = file
    self.field = field
    self.expected = expected
    self.errorNumber = errorNumber
  }

  /// Writes the line.
  package func write<Sink: TextSink & ~Copyable>(to sink: inout Sink) {
    sink.append(name: file)
    sink.append(": ")
    sink.append(field)
    if errorNumber.rawValue != 0 {
      sink.append(": ")
      sink.append(errorNumber)
    }
    sink.append("; expected ")
    sink.append(expected)
    switch errorNumber {
    case .accessDenied, .notPermitted:
      sink.append(". Try: ls -l shows whose it is, and whose its folder: let this user in")
    default: break
    }
  }

  /// Whether both say the same of the same file.
  package static func == (left: LaneError, right: LaneError) -> Bool {
    left.file == right.file && left.errorNumber == right.errorNumber
  }
}

#if !hasFeature(Embedded)
  extension LaneError: CustomStringConvertible {}
#endif
