import DetectorCore

/// The middle of the live view: depth over distance while traces come, else the course of the
/// level.
enum WatchPicture {
  /// Columns for the depth or level at the left.
  private static let axisColumns = 8

  static func lines(
    _ state: WatchState, width: Int, height: Int, style: WatchStyle
  ) -> [TerminalLine] {
    state.strip.columns > 0
      ? depthStrip(state, width: width, height: height, style: style)
      : levelCourse(state, width: width, height: height, style: style)
  }

  private static func depthStrip(
    _ state: WatchState, width: Int, height: Int, style: WatchStyle
  ) -> [TerminalLine] {
    let columns = min(WatchState.columnsMax, max(1, width - axisColumns - 1))
    let rows = max(1, height - 2)
    let (shades, indices) = state.strip.shades(width: columns, height: rows)
    let ramp: [Character] = style.unicode ? [" ", "░", "▒", "▓", "█"] : [" ", ".", ":", "*", "#"]
    var cells = shades.map { line in line.map { ramp[Int($0)] } }
    let axis = mark(state, indices: indices, rows: rows, cells: &cells, style: style)
    let title = state.depthGate == nil ? "samples" : "depth"
    var lines = [TerminalLine("\(title), last \(min(columns, state.strip.columns)) traces", .faint)]
    for (row, line) in cells.enumerated() {
      lines.append(label(state, row: row, rows: rows, style: style))
      lines[lines.count - 1].append(String(line))
    }
    let blank = String(repeating: " ", count: axisColumns + 1)
    lines.append(TerminalLine(blank + String(axis), .strong))
    return lines
  }

  /// Puts a mark where an echo was, and gives the line of their numbers.
  private static func mark(
    _ state: WatchState, indices: [Int64?], rows: Int, cells: inout [[Character]],
    style: WatchStyle
  ) -> [Character] {
    var axis = [Character](repeating: " ", count: indices.count)
    let samples = state.strip.samples
    for event in state.events {
      guard let trace = event.sample, let column = indices.firstIndex(of: trace) else { continue }
      let number = Array(String(event.id))
      for (offset, digit) in number.enumerated() where column + offset < axis.count {
        axis[column + offset] = digit
      }
      guard let depth = event.depthMillimetres,
        let sample = state.geometry.sample(ofDepth: Int64(depth)), samples.contains(sample)
      else { continue }
      let row = (sample - samples.lowerBound) * rows / samples.count
      cells[row][column] = style.unicode ? "◆" : "X"
    }
    return axis
  }

  /// The depth at the top of a row, every third row, or its sample where no depth is known.
  private static func label(
    _ state: WatchState, row: Int, rows: Int, style: WatchStyle
  ) -> TerminalLine {
    let samples = state.strip.samples
    let sample = samples.lowerBound + row * samples.count / rows
    var text = ""
    if row % 3 == 0 {
      text =
        state.geometry.depthMillimetres(ofSample: sample).map { Figure.depth(millimetres: $0) }
        ?? Figure.count(Int64(sample))
    }
    let wall = style.unicode ? "│" : "|"
    return TerminalLine(TerminalText.fit(text, columns: axisColumns, right: true) + wall, .faint)
  }

  private static func levelCourse(
    _ state: WatchState, width: Int, height: Int, style: WatchStyle
  ) -> [TerminalLine] {
    let columns = min(WatchState.columnsMax, max(1, width - axisColumns - 1))
    let rows = max(1, height - 1)
    let levels = state.levels.suffix(columns)
    let blank = String(repeating: " ", count: columns - levels.count)
    var lines = [TerminalLine("level, last \(levels.count) \(state.noun)s", .faint)]
    let steps = levels.map { WatchLevel.filled($0, columns: rows * 8) }
    // The threshold lies two octaves of ten up, in eighths of a row.
    let threshold = rows * 8 * 2 / 10 / 8
    for row in 0..<rows {
      let up = rows - 1 - row
      let isThreshold = up == threshold
      let wall = style.unicode ? "│" : "|"
      let text = isThreshold ? "thresh." : ""
      var line = TerminalLine(
        TerminalText.fit(text, columns: axisColumns, right: true) + wall, .faint)
      let empty: Character = isThreshold ? (style.unicode ? "╌" : "-") : " "
      line.append(blank + String(steps.map { block($0 - up * 8, empty, style) }))
      lines.append(line)
    }
    return lines
  }

  /// The part of a cell that is filled, in eighths.
  private static func block(_ eighths: Int, _ empty: Character, _ style: WatchStyle) -> Character {
    guard eighths > 0 else { return empty }
    guard style.unicode else { return eighths >= 4 ? "#" : ":" }
    return Array("▁▂▃▄▅▆▇█")[min(eighths, 8) - 1]
  }
}
