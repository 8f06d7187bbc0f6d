import DetectorCore

/// The level bar: how loud it is, on a scale of octaves with the threshold marked.
enum WatchLevel {
  /// Octaves below the threshold that the scale shows, and above it.
  private static let octavesBelow = 2
  private static let octavesAbove = 8

  private static let label = "level "
  /// Columns at the right of the bar for the figure.
  private static let figureColumns = 10

  /// Columns of the bar itself.
  static func barColumns(width: Int) -> Int {
    max(8, width - label.utf8.count - figureColumns - 1)
  }

  /// Column of the bar at which the threshold stands.
  static func thresholdColumn(width: Int) -> Int {
    barColumns(width: width) * octavesBelow / (octavesBelow + octavesAbove)
  }

  /// The bar with its threshold mark and its figure.
  static func bar(_ state: WatchState, width: Int, style: WatchStyle) -> TerminalLine {
    let columns = barColumns(width: width)
    let threshold = thresholdColumn(width: width)
    let filled = state.level.map { self.filled($0.levelQ8, columns: columns) } ?? 0
    let full: Character = style.unicode ? "█" : "#"
    let blank: Character = style.unicode ? "·" : "."
    let mark: Character = style.unicode ? "┃" : "|"
    func part(_ range: Range<Int>) -> String {
      String(range.map { $0 == threshold ? mark : $0 < filled ? full : blank })
    }
    var line = TerminalLine(label)
    line.append(part(0..<min(filled, columns)), state.isAlarm ? .loud : .strong)
    line.append(part(min(filled, columns)..<columns), .faint)
    line.append(" ")
    let figure = state.level.map(figure) ?? "–"
    line.append(TerminalText.fit(figure, columns: figureColumns, right: true), .strong)
    return line
  }

  /// What stands under the bar.
  static func scale(width: Int) -> TerminalLine {
    let columns = barColumns(width: width)
    var text = [Character](repeating: " ", count: columns + label.utf8.count + figureColumns)
    func put(_ words: String, at column: Int) {
      let start = label.utf8.count + column
      guard start + words.count <= label.utf8.count + columns else { return }
      for (offset, character) in words.enumerated() { text[start + offset] = character }
    }
    put("threshold", at: thresholdColumn(width: width))
    for octave in [4, 6] {
      let column = columns * (octavesBelow + octave) / (octavesBelow + octavesAbove)
      if column > thresholdColumn(width: width) + 10 { put("\(1 << octave) ×", at: column) }
    }
    return TerminalLine(String(text), .faint)
  }

  /// A level in words.
  static func words(_ level: OperatorLevel) -> String {
    let sound = Wording.sound(level.sensor)
    return level.levelQ8 >= OperatorLevel.thresholdQ8
      ? "\(sound) at \(figure(level)) the threshold"
      : "\(sound) near by, \(figure(level)) the threshold"
  }

  /// Columns of `columns` that a level fills.
  static func filled(_ levelQ8: UInt16, columns: Int) -> Int {
    // Octaves over ¼ of the threshold (64 of Q8), in 1/16 of an octave, from the integer logarithm
    // and the four bits after the leading one.
    guard levelQ8 >= 64 else { return 0 }
    let exponent = UInt16.bitWidth - 1 - levelQ8.leadingZeroBitCount
    let fraction = Int(levelQ8 << (UInt16.bitWidth - exponent)) >> (UInt16.bitWidth - 4)
    let sixteenths = (exponent - 6) * 16 + fraction
    return min(columns, columns * sixteenths / (16 * (octavesBelow + octavesAbove)))
  }

  private static func figure(_ level: OperatorLevel) -> String {
    Figure.times(hundredths: (Int64(level.levelQ8) * 100 + 128) / 256)
  }
}
