/// The tags and texts of a small XML file, without any of XML's dangerous parts.
///
/// It knows elements, text, the five named entities, comments, CDATA and processing instructions, and
/// passes over attributes. It refuses a document type, and so every declared entity: nothing can
/// expand, nothing outside the file is ever opened, and no library is needed on the unit.
package struct TagScanner {
  /// What comes next.
  package enum Token: Equatable {
    /// `<name …>`, without a namespace prefix.
    case open(String)
    /// `</name>`, or the end of `<name …/>`.
    case close(String)
    /// Text between tags, entities resolved, never empty.
    case text(String)
    /// What breaks the rules, and at which byte.
    case broken(String, at: Int)
  }

  private let bytes: [UInt8]
  private var index = 0
  private var selfClosed: String?

  /// Scans `bytes` from the start.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next token, nil at the end; after `.broken` there is nothing more.
  package mutating func next() -> Token? {
    if let name = selfClosed {
      selfClosed = nil
      return .close(name)
    }
    while index < bytes.count {
      if bytes[index] != 60 { return text() }
      if starts(with: "<!--") {
        guard skip(past: "-->") else { return broken("a comment without an end") }
      } else if starts(with: "<![CDATA[") {
        let first = index + 9
        guard skip(past: "]]>") else { return broken("CDATA without an end") }
        if index - 3 > first { return .text(decode(bytes[first..<(index - 3)])) }
      } else if starts(with: "<?") {
        guard skip(past: "?>") else { return broken("an instruction without an end") }
      } else if starts(with: "<!") {
        return broken("a document type, which is not read")
      } else {
        return tag()
      }
    }
    return nil
  }

  private mutating func broken(_ words: String) -> Token {
    defer { index = bytes.count }
    return .broken(words, at: index)
  }

  private func starts(with text: StaticString) -> Bool {
    let wanted = [UInt8](text.description.utf8)
    return bytes.count - index >= wanted.count
      && bytes[index..<(index + wanted.count)].elementsEqual(wanted)
  }

  private mutating func skip(past text: StaticString) -> Bool {
    let wanted = [UInt8](text.description.utf8)
    var at = index
    while at + wanted.count <= bytes.count {
      if bytes[at..<(at + wanted.count)].elementsEqual(wanted) {
        index = at + wanted.count
        return true
      }
      at += 1
    }
    return false
  }

  private mutating func text() -> Token {
    let first = index
    while index < bytes.count && bytes[index] != 60 { index += 1 }
    return .text(resolve(decode(bytes[first..<index])))
  }

  private mutating func tag() -> Token {
    let first = index + 1
    var end = first
    var quote: UInt8?
    while end < bytes.count {
      let byte = bytes[end]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == 34 || byte == 39 {
        quote = byte
      } else if byte == 62 {
        break
      }
      end += 1
    }
    guard end < bytes.count else { return broken("a tag without an end") }
    let isEnd = bytes[first] == 47
    let isWhole = !isEnd && bytes[end - 1] == 47 && end > first
    let named = bytes[(isEnd ? first + 1 : first)..<end].prefix { $0 > 32 && $0 != 47 }
    let name = decode(named.split(separator: 58).last ?? named)
    guard !name.isEmpty else { return broken("a tag without a name") }
    index = end + 1
    if isEnd { return .close(name) }
    if isWhole { selfClosed = name }
    return .open(name)
  }

  private func decode(_ slice: ArraySlice<UInt8>) -> String {
    String(decoding: slice, as: UTF8.self)
  }

  private func resolve(_ text: String) -> String {
    guard text.utf8.contains(38) else { return text }
    var result = ""
    var rest = text[...]
    while let mark = rest.firstIndex(of: "&") {
      result += rest[..<mark]
      rest = rest[mark...]
      let entities = [
        ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"),
      ]
      if let (name, letter) = entities.first(where: { rest.hasPrefix($0.0) }) {
        result += letter
        rest.removeFirst(name.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result + rest
  }
}
