import DetectorCore
import Journal

/// The bytes of an event's line, written in one place for all that send them on.
enum EventBytes {
  /// The line of an event.
  @inline(never)
  static func line(_ event: DetectionEvent) -> TextBuffer<1024> {
    var text = TextBuffer<1024>()
    EventLine.write(event, into: &text)
    return text
  }
}
