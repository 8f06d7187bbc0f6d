public import DetectorCore
import Journal

extension DetectionEvent {
  /// The event as a line of JSON, without its newline.
  public var line: String {
    var text = GrowingText()
    EventLine.write(self, into: &text)
    return String(decoding: text.bytes.dropLast(), as: UTF8.self)
  }
}
