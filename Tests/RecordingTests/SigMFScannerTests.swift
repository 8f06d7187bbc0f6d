import Foundation
import Recording
import Testing

@Suite("Strict JSON")
struct SigMFScannerTests {
  @Test(
    "What is not one JSON value with every key once is refused with its place",
    arguments: [
      ("", "end of the file"), ("{", "end of the file"), ("[1,]", "\"]\""), ("[1 2]", "comma"),
      ("{\"a\":1,\"a\":2}", "again"), ("{\"a\":1,\"\\u0061\":2}", "again"), ("{a:1}", "quotes"),
      ("{\"a\" 1}", "colon"), ("[NaN]", "NaN"), ("[Infinity]", "NaN or Infinity"),
      ("[-Infinity]", "digit"), ("[01]", "zero"), ("[1.]", "point"), ("[.5]", "JSON value"),
      ("[1e]", "exponent"), ("[+1]", "JSON value"), ("[0x10]", "comma"), ("tru", "true"),
      ("[1]x", "end of the file"), ("\"a\nb\"", "control"), ("\"a\u{0}b\"", "control"),
      ("\"\\u0000\"", "NUL"), ("\"\\ud800\"", "surrogate"), ("\"\\udc00\\ud800\"", "surrogate"),
      ("\"\\u+123\"", "hexadecimal"), ("\"\\x\"", "backslash"), ("\"abc", "quote"),
      ("\u{FEFF}{}", "0xef"), ("[1]//", "end of the file"), ("'a'", "JSON value"),
    ])
  func refused(text: String, words: String) {
    let error = #expect(throws: RecordingError.self) {
      try JSONScanner.parse(Array(text.utf8), file: "x.sigmf-meta")
    }
    let description = error?.description ?? ""
    #expect(description.contains(words), "\(description)")
    #expect(description.hasPrefix("x.sigmf-meta: line 1, column "), "\(description)")
  }

  @Test("Text that is not UTF-8 is refused")
  func notUTF8() {
    let texts: [[UInt8]] = [
      [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0xFF], [0x22, 0xED, 0xA0, 0x80, 0x22],
    ]
    for bytes in texts {
      #expect(throws: RecordingError.self) { try JSONScanner.parse(bytes, file: "x") }
    }
  }

  @Test("Nesting has a bound, and a hundred thousand brackets are refused without a crash")
  func nesting() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    _ = try JSONScanner.parse(nested(JSONScanner.maximumDepth), file: "x")
    for depth in [JSONScanner.maximumDepth + 1, 100_000] {
      let error = #expect(throws: RecordingError.self) {
        try JSONScanner.parse(nested(depth), file: "x")
      }
      #expect(error?.found == "deeper nesting")
    }
    let open = [UInt8](repeating: UInt8(ascii: "{"), count: 100_000)
    #expect(throws: RecordingError.self) { try JSONScanner.parse(open, file: "x") }
  }

  @Test("Values and digits have a bound")
  func bounds() {
    let many = "[" + String(repeating: "0,", count: JSONScanner.maximumValues) + "0]"
    let error = #expect(throws: RecordingError.self) {
      try JSONScanner.parse(Array(many.utf8), file: "x")
    }
    #expect(error?.found == "more values")
    let long = String(repeating: "1", count: JSONScanner.maximumNumberLength + 1)
    #expect(throws: RecordingError.self) { try JSONScanner.parse(Array(long.utf8), file: "x") }
  }

  @Test("The place of an error counts lines and columns")
  func place() {
    let error = #expect(throws: RecordingError.self) {
      try JSONScanner.parse(Array("{\n  \"a\": 1,\n  \"a\": 2\n}".utf8), file: "x")
    }
    #expect(error?.field == "line 3, column 3")
  }

  @Test(
    "A number is scaled exactly and rounded to the nearest, half away from zero",
    arguments: [
      ("2.1227889030747153e-11", 15, 21_228), ("2.1228e-11", 15, 21_228), ("0.5", 0, 1),
      ("-0.5", 0, -1), ("0.49999999999999999999", 0, 0), ("1.5", 0, 2), ("2.5", 0, 3),
      ("9223372036854775807", 0, .max), ("-9223372036854775808", 0, .min),
      ("1e18", 0, 1_000_000_000_000_000_000),
      ("0e999999999999", 9, 0), ("1e-999999999999", 9, 0), ("0.021", 6, 21_000),
      ("1500000000.0", -3, 1_500_000), ("1E+3", 0, 1_000), ("0.05", 1, 1), ("0.04", 1, 0),
      ("0.5e-1", 0, 0), ("0.99", 0, 1),
    ] as [(String, Int, Int64)])
  func scaled(text: String, decimals: Int, expected: Int64) {
    #expect(JSONNumber(text: text).scaled(decimals: decimals)?.value == expected)
  }

  @Test(
    "A number that does not fit is no number",
    arguments: [
      ("9223372036854775808", 0), ("-9223372036854775809", 0), ("1e400", 0), ("1e19", 0),
      ("1e999999999999999999999999", 0), ("9223372036854775807", 1), ("18446744073709551616", 0),
      ("9999999999999999999", 0),
    ])
  func tooLarge(text: String, decimals: Int) {
    #expect(JSONNumber(text: text).scaled(decimals: decimals) == nil)
  }

  @Test("What was rounded off is told")
  func exactness() {
    #expect(JSONNumber(text: "5.0").scaled(decimals: 0)?.isExact == true)
    #expect(JSONNumber(text: "5.00000000000000000001").scaled(decimals: 0)?.isExact == false)
    #expect(JSONNumber(text: "50e-1").scaled(decimals: 0)?.isExact == true)
  }

  @Test("Escapes come back as the characters they stand for")
  func escapes() throws {
    let value = try JSONScanner.parse(
      Array(#""\"\\\/\b\f\n\r\t\u00b5\ud83d\ude00""#.utf8), file: "x")
    #expect(value == .string("\"\\/\u{8}\u{C}\n\r\tµ😀"))
  }
}
