import Foundation

/// A response as a plot on the terminal: level over frequency, in braille or in ASCII.
struct DesignPlot {
  /// The level at a frequency, dB.
  let level: (Double) -> Double
  /// The lowest level, dB.
  let floor: Double
  /// Whether braille is shown.
  let unicode: Bool
  /// The end of the frequency axis, as it is written.
  let end: String
  /// The unit of the frequency axis.
  let unit: String

  /// The highest level, dB: a little room above the pass band.
  static let top = 5.0
  private static let columns = 64
  private static let rows = 15

  /// The lines of the plot.
  var lines: [String] {
    let cells = unicode ? braille : ascii
    let (wall, corner, bar) = unicode ? ("┤", "└", "─") : ("|", "+", "-")
    let labels = self.labels
    var lines = cells.enumerated().map { row, line in
      Text.right(labels[row] ?? "", 7) + " " + wall + line
    }
    lines.append(Text.right("dB", 7) + " " + corner + String(repeating: bar, count: Self.columns))
    let axis = Text.left("0", Self.columns - end.count) + end
    lines.append(String(repeating: " ", count: 9) + axis + " " + unit)
    return lines
  }

  /// Levels by the row in which they lie.
  private var labels: [Int: String] {
    let step = floor < -120 ? 40.0 : floor < -40 ? 20 : 10
    var labels: [Int: String] = [:]
    for level in stride(from: 0, through: floor, by: -step) {
      if let row = dot(level, of: Self.rows) { labels[row] = String(format: "%.0f", level) }
    }
    return labels
  }

  /// The dot, from the top, on which a level lies; `nil` below the floor.
  private func dot(_ level: Double, of dots: Int) -> Int? {
    guard level >= floor else { return nil }
    let place = (Self.top - min(level, Self.top)) / (Self.top - floor) * Double(dots)
    return min(dots - 1, Int(place))
  }

  /// For each of `count` columns the dots that the curve runs through.
  private func curve(columns count: Int, dots: Int) -> [ClosedRange<Int>?] {
    (0..<count).map { column in
      // Enough points that a steep edge leaves no hole.
      let inside = (0...8).map { step in
        level(0.5 * min(1, (Double(column) + Double(step) / 8) / Double(count)))
      }
      guard let high = inside.max(), let top = dot(high, of: dots) else { return nil }
      let low = max(inside.min() ?? high, floor)
      return top...max(top, dot(low, of: dots) ?? top)
    }
  }

  private var braille: [String] {
    let columns = curve(columns: 2 * Self.columns, dots: 4 * Self.rows)
    // Bits of the eight dots of a cell, by column and row.
    let bits: [[UInt32]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
    return (0..<Self.rows).map { row in
      let scalars = (0..<Self.columns).map { column -> Character in
        var cell: UInt32 = 0x2800
        for side in 0..<2 {
          guard let range = columns[2 * column + side] else { continue }
          for dot in 0..<4 where range.contains(4 * row + dot) { cell |= bits[side][dot] }
        }
        return Unicode.Scalar(cell).map(Character.init) ?? " "
      }
      return String(scalars)
    }
  }

  private var ascii: [String] {
    let columns = curve(columns: Self.columns, dots: Self.rows)
    return (0..<Self.rows).map { row in
      String(columns.map { $0?.contains(row) ?? false ? "*" : " " })
    }
  }
}
