import Foundation
import Journal
import Testing

@Suite("JSON text")
struct JSONTextTests {
  @Test("Quotes, backslashes and control characters are escaped, the rest stands as it is")
  func escapes() {
    let text = "a\"b\\c\n\t\r\u{8}\u{C}\u{1}\u{1F}\u{7F}/µ€😀"
    let expected = #""a\"b\\c\n\t\r\b\f\u0001\u001f\u007f/µ€😀""#
    #expect(written { $0.append(jsonString: text.utf8.span) } == expected)
  }

  @Test("Whatever the bytes are, the string is JSON, and well-formed text comes back")
  func anyBytes() throws {
    var random = SplitMix(state: 7)
    for _ in 0..<500 {
      let bytes = (0..<Int(random.next() % 12)).map { _ in
        UInt8(truncatingIfNeeded: random.next() & (random.next() % 2 == 0 ? 0xFF : 0x7F))
      }
      let text = written { $0.append(jsonString: bytes.span) }
      let read = try #require(
        try JSONSerialization.jsonObject(with: Data("[\(text)]".utf8)) as? [String])
      if let valid = String(validating: bytes, as: UTF8.self) { #expect(read == [valid]) }
    }
  }

  @Test(
    "A byte that is no UTF-8 becomes the replacement character",
    arguments: [
      [0x80], [0xC0], [0xC1, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF5], [0xE2, 0x82],
      [0xF4, 0x90, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80],
    ] as [[UInt8]])
  func malformed(bytes: [UInt8]) {
    let expected = "\"" + String(repeating: "\u{FFFD}", count: bytes.count) + "\""
    #expect(written { $0.append(jsonString: bytes.span) } == expected)
  }
}
