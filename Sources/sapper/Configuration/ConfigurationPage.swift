import Journal

/// The configuration as a person reads it.
enum ConfigurationPage {
  /// Every value with its unit, range and origin, as INI text that reads back to the same values.
  static func show(_ loaded: LoadedConfiguration, derived: [DerivedFigure]) -> String {
    let keys = ConfigurationKeys.all
    var nameWidth = 0
    var valueWidth = 0
    var rangeWidth = 0
    for index in keys.indices {
      nameWidth = max(nameWidth, "\(keys[index].name)".count)
      valueWidth = max(valueWidth, keys[index].text(keys[index].value(in: loaded.chains)).count)
      rangeWidth = max(rangeWidth, keys[index].range.count)
    }
    var lines = ["; sapper configuration: key = value ; range | where the value came from"]
    var section = ""
    for index in keys.indices {
      let key = keys[index]
      if "\(key.section)" != section {
        section = "\(key.section)"
        lines += ["", "[\(section)]"]
      }
      let name = Text.left("\(key.name)", nameWidth)
      let value = Text.left(key.text(key.value(in: loaded.chains)), valueWidth)
      let range = Text.left(key.range, rangeWidth)
      lines.append("\(name) = \(value)  ; \(range) | \(origin(index, in: loaded))")
    }
    lines += derivedLines(derived)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Every value with the physics behind it.
  static func explain(_ loaded: LoadedConfiguration, derived: [DerivedFigure]) -> String {
    let keys = ConfigurationKeys.all
    var lines: [String] = []
    for index in keys.indices {
      let key = keys[index]
      if !lines.isEmpty { lines.append("") }
      lines.append(key.path)
      lines.append("  value    " + key.textWithUnit(key.value(in: loaded.chains)))
      lines.append("  range    " + key.range)
      lines.append("  origin   " + loaded.origins[index].text)
      if key.isDerivable { lines.append("  auto     \(key.derivation)") }
      lines += Text.wrapped("\(key.why)", indent: "  ", width: 80)
    }
    for figure in derived {
      lines += ["", "derived: \(figure.name)"]
      lines.append("  value    " + figure.text)
      lines.append("  origin   " + figure.origin)
      lines += Text.wrapped(figure.why, indent: "  ", width: 80)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// An origin that is short enough for a line which has to be read back.
  private static func origin(_ index: Int, in loaded: LoadedConfiguration) -> String {
    Text.tail(Text.line(loaded.origins[index].text), bytes: originBytes)
  }

  private static func derivedLines(_ derived: [DerivedFigure]) -> [String] {
    guard !derived.isEmpty else { return [] }
    let nameWidth = derived.map { $0.name.count }.max() ?? 0
    let valueWidth = derived.map { $0.text.count }.max() ?? 0
    var lines = ["", "; derived for this recording: value | where it came from"]
    for figure in derived {
      let name = Text.left(figure.name, nameWidth)
      let value = Text.left(figure.text, valueWidth)
      let origin = Text.tail(Text.line(figure.origin), bytes: originBytes)
      lines.append("; \(name)  \(value) | \(origin)")
    }
    return lines
  }

  /// Bytes of an origin in `show`, so that every line stays short enough to be read back.
  private static let originBytes = 60
}
