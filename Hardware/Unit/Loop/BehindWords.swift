import DetectorCore
import Journal

extension UnitSink {
  /// Says that something was passed without a tone, and writes it into the log: which detection, where, and
  /// how far behind the coil, if the front end knows positions.
  mutating func sayBehind(_ event: DetectionEvent) {
    var words = Self.opening
    words.append("behind you: something was passed without a tone")
    var text = TextBuffer<1024>()
    text.append("{\"what\":\"behind")
    Self.place(event.sample ?? 0, event.timeMicroseconds, &text)
    text.append(",\"id\":")
    text.append(integer: Int64(event.id))
    if let position = event.position {
      text.append(",\"position_m\":[")
      Self.point(position, &text)
      text.append("]")
      words.append(" at ")
      Self.point(position, &words)
      words.append(" m (east,north)")
      if let place {
        let back = Self.distance(position, place)
        text.append(",\"back_m\":")
        text.append(fixed: back, decimals: 3)
        words.append(", ")
        words.append(fixed: back, decimals: 3)
        words.append(" m back")
      }
    }
    text.append("}\n")
    text.withBytes { recorder?.take(log: $0) }
    words.append(". Stop, and sweep back over it\n")
    words.withBytes { say($0) }
  }

  private static func point(_ position: Position, _ text: inout TextBuffer<1024>) {
    text.append(fixed: Int64(position.eastMillimetres), decimals: 3)
    text.append(",")
    text.append(fixed: Int64(position.northMillimetres), decimals: 3)
  }

  /// Millimetres from a place to where the coil is.
  private static func distance(_ from: Position, _ to: TrackPoint) -> Int64 {
    let east = Int64(from.eastMillimetres) - Int64(to.eastMillimetres)
    let north = Int64(from.northMillimetres) - Int64(to.northMillimetres)
    let squared = east.magnitude.multipliedReportingOverflow(by: east.magnitude)
    let other = north.magnitude.multipliedReportingOverflow(by: north.magnitude)
    let sum = squared.partialValue.addingReportingOverflow(other.partialValue)
    return sum.overflow ? .max : Int64(SquareRoot.floor(of: sum.partialValue))
  }
}
