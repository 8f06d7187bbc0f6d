/// Why a recording was refused, in words that let a person mend it.
public struct RecordingError: Error, Equatable, Sendable {
  /// What kind of trouble it is.
  public enum Kind: Sendable, Equatable {
    /// The operating system said no.
    case unreadable
    /// No reader knows the file.
    case unknownFormat
    /// The file contradicts itself or holds what no reader can take.
    case refused
    /// The file could not be written.
    case unwritable
  }

  /// What kind of trouble it is.
  public var kind: Kind
  /// The file, as the caller named it.
  public var file: String
  /// The field, byte offset or step that is wrong.
  public var field: String
  /// What was found there.
  public var found: String
  /// What was expected.
  public var expected: String
  /// What to try; empty when there is nothing to say.
  public var advice: String
  /// What the operating system answered (`errno`); 0 when it was not asked.
  public var errorNumber: Int32 = 0

  /// Makes an error.
  public init(
    _ kind: Kind, file: String, field: String, found: String, expected: String,
    advice: String = ""
  ) {
    self.kind = kind
    self.file = file
    self.field = field
    self.found = found
    self.expected = expected
    self.advice = advice
  }
}

extension RecordingError: CustomStringConvertible {
  /// One line: file, field, found, expected, what to try.
  public var description: String {
    let line = "\(file): \(field): found \(found), expected \(expected)"
    return advice.isEmpty ? line : line + ". Try: \(advice)"
  }
}

/// Something that reads on but that a person should know: what was found and what was assumed.
public struct RecordingWarning: Equatable, Sendable, CustomStringConvertible {
  /// The file, as the caller named it.
  public var file: String
  /// The field or byte offset.
  public var field: String
  /// What was found there.
  public var found: String
  /// What the reader did about it.
  public var assumed: String

  /// Makes a warning.
  public init(file: String, field: String, found: String, assumed: String) {
    self.file = file
    self.field = field
    self.found = found
    self.assumed = assumed
  }

  /// One line.
  public var description: String { "\(file): \(field): found \(found); \(assumed)" }
}
