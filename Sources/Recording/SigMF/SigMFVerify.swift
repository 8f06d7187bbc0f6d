/// Compares the data of a recording with the hash in its description.
public enum SigMFVerify: Equatable, Sendable {
  /// The data are those that were described.
  case matches
  /// The description has no hash: the unit writes none.
  case absent
  /// The data are not those that were described.
  case differs(described: String, found: String)

  /// Reads the whole data file.
  public static func check(_ recording: SigMFRecording) throws(RecordingError) -> SigMFVerify {
    guard let described = recording.global.sha512 else { return .absent }
    let found = try SigMFFinish.hash(of: recording.dataPath)
    return found == described ? .matches : .differs(described: described, found: found)
  }
}
