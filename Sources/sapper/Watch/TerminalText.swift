/// Text for a terminal: cut to a width, and unable to steer the terminal.
enum TerminalText {
  /// Columns that a character takes: 0 for marks that combine, 2 for East Asian wide ones.
  static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// Columns that a text takes.
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  /// The text with every character that would act on the terminal shown as `?`; without `unicode`,
  /// every character beyond ASCII as what stands for it there.
  static func clean(_ text: String, unicode: Bool) -> String {
    var clean = ""
    for scalar in text.unicodeScalars {
      if Markup.isInvisible(scalar) {
        clean.append("?")
      } else if unicode || scalar.isASCII {
        clean.unicodeScalars.append(scalar)
      } else {
        clean.append(plain(scalar))
      }
    }
    return clean
  }

  /// The beginning of a text that fits in `columns`.
  static func cut(_ text: String, columns: Int) -> String {
    var kept = String.UnicodeScalarView()
    var used = 0
    for scalar in text.unicodeScalars {
      used += width(scalar)
      if used > columns { break }
      kept.append(scalar)
    }
    return String(kept)
  }

  /// The text, or as much of its end as fits in `columns` after two dots.
  static func tail(_ text: String, columns: Int) -> String {
    guard width(text) > columns else { return text }
    var kept = ""
    var used = 2
    for character in text.reversed() {
      used += width(String(character))
      if used > columns { break }
      kept.insert(character, at: kept.startIndex)
    }
    return cut(".." + kept, columns: columns)
  }

  /// The text, cut or filled with blanks to exactly `columns`.
  static func fit(_ text: String, columns: Int, right: Bool = false) -> String {
    let kept = cut(text, columns: columns)
    let blanks = String(repeating: " ", count: max(0, columns - width(kept)))
    return right ? blanks + kept : kept + blanks
  }

  private static func plain(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "×": "x"
    case "–", "—", "−", "·": "-"
    case "\u{A0}", "\u{202F}": " "
    default: "?"
    }
  }
}

/// A line of a frame: pieces of text, each with what it means; colour never says anything alone.
struct TerminalLine: Equatable {
  /// What a piece means.
  enum Emphasis {
    case plain, faint, strong, loud, alarm, warning
  }

  private(set) var pieces: [(text: String, emphasis: Emphasis)] = []

  /// Makes a line of one piece.
  init(_ text: String = "", _ emphasis: Emphasis = .plain) { append(text, emphasis) }

  /// Adds a piece.
  mutating func append(_ text: String, _ emphasis: Emphasis = .plain) {
    if !text.isEmpty { pieces.append((text, emphasis)) }
  }

  /// The text alone.
  var text: String { pieces.map(\.text).joined() }

  /// The line as a terminal takes it, cut to `columns`.
  func rendered(columns: Int, style: WatchStyle) -> String {
    var line = ""
    var left = columns
    for piece in pieces {
      let text = TerminalText.cut(
        TerminalText.clean(piece.text, unicode: style.unicode), columns: left)
      left -= TerminalText.width(text)
      line += style.colour ? Self.coloured(text, piece.emphasis) : text
    }
    return line
  }

  private static func coloured(_ text: String, _ emphasis: Emphasis) -> String {
    let code =
      switch emphasis {
      case .plain: ""
      case .faint: "2"
      case .strong: "1"
      case .loud: "1;91"
      case .alarm: "1;97;41"
      case .warning: "1;30;43"
      }
    return code.isEmpty || text.isEmpty ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  /// Whether both lines say and mean the same.
  static func == (left: TerminalLine, right: TerminalLine) -> Bool {
    left.pieces.elementsEqual(right.pieces) { $0.text == $1.text && $0.emphasis == $1.emphasis }
  }
}

/// What a terminal can show.
struct WatchStyle: Sendable, Equatable {
  /// Whether colours are wanted; `NO_COLOR` says no.
  var colour: Bool
  /// Whether it shows more than ASCII.
  var unicode: Bool

  /// What the environment says of the terminal: `lookup` gives the value of a variable.
  init(lookup: (String) -> String?) {
    colour = (lookup("NO_COLOR") ?? "").isEmpty && lookup("TERM") != "dumb"
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(lookup).first { !$0.isEmpty } ?? ""
    let encoding = locale.uppercased()
    unicode = encoding.contains("UTF-8") || encoding.contains("UTF8")
  }

  /// Makes a style.
  init(colour: Bool, unicode: Bool) {
    self.colour = colour
    self.unicode = unicode
  }
}
