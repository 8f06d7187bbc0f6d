/// What a reader gathers for a person while it opens a file: warnings and facts, and its refusals.
package struct ReaderNotes {
  /// The file, as the caller named it.
  package let file: String
  /// What a person should know before trusting the rest.
  package private(set) var warnings: [RecordingWarning] = []
  /// What the file says.
  package private(set) var facts: [RecordingFact] = []

  /// Makes notes on a file.
  package init(file: String) { self.file = file }

  /// Adds a warning.
  package mutating func warn(field: String, found: String, assumed: String) {
    warnings.append(
      RecordingWarning(file: file, field: field, found: found, assumed: assumed))
  }

  /// Adds a fact.
  package mutating func fact(
    _ name: String, _ value: String, unit: String = "", origin: String
  ) {
    facts.append(RecordingFact(name: name, value: value, unit: unit, origin: origin))
  }

  /// Refuses the file.
  package func refusal(
    field: String, found: String, expected: String, advice: String = ""
  ) -> RecordingError {
    RecordingError(
      .refused, file: file, field: field, found: found, expected: expected, advice: advice)
  }

  /// Refuses the file unless `condition` holds.
  package func require(
    _ condition: Bool, field: String, found: @autoclosure () -> String,
    expected: @autoclosure () -> String, advice: @autoclosure () -> String = ""
  ) throws(RecordingError) {
    guard !condition else { return }
    throw refusal(field: field, found: found(), expected: expected(), advice: advice())
  }
}
