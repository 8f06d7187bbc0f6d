/// How the figures of a score are set for a person to read.
enum Figures {
  /// So many places, rounded half away from zero; no sign on a zero.
  static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite, value.magnitude < 1e12 else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let rounded = Int64((value.magnitude * scale).rounded())
    var digits = String(rounded)
    while digits.count <= places { digits = "0" + digits }
    let sign = value < 0 && rounded > 0 ? "-" : ""
    guard places > 0 else { return sign + digits }
    return sign + digits.dropLast(places) + "." + digits.suffix(places)
  }

  /// Columns as wide as their widest cell, two blanks between them; `right` are set to the right.
  static func columns(_ rows: [[String]], right: Set<Int>) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        line += (column == 0 ? "" : "  ") + (right.contains(column) ? blanks + cell : cell + blanks)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }

  /// `1 alarm`, `2 alarms`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
