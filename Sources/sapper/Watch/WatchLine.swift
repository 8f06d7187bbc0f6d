import DetectorCore
import Journal
import Recording

/// One line of input of `watch -`: an event line or a level row, as `replay` and the unit write them.
enum WatchLine {
  /// Bytes of a line at the most.
  static let bytesMax = EventLine.maximumLength

  case event(DetectionEvent)
  case level(OperatorLevel)
  /// The row of names above the levels, which says nothing.
  case heading

  /// Reads a line; `nil` when it is none of these.
  init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count <= Self.bytesMax else { return nil }
    let line = Array(bytes)
    if LevelRowReader.isHeading(line) {
      self = .heading
    } else if let level = LevelRowReader.level(line) {
      self = .level(level)
    } else {
      do throws(RecordingError) {
        self = .event(try EventLineReader.event(line, file: "standard input", number: 1))
      } catch {
        return nil
      }
    }
  }
}
