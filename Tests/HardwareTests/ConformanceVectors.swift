import Foundation

/// One vector of a conformance file: its first line, and the value behind each key.
struct ConformanceVector {
  let title: String
  let values: [Substring: Substring]

  /// The value of a key as text; a vector without it is a mistake of the file.
  func text(_ key: Substring) -> Substring { values[key] ?? "" }
  /// The value of a key as a number.
  func number<Number: FixedWidthInteger>(_ key: Substring) -> Number { Number(text(key)) ?? 0 }
  /// The value of a key as numbers.
  func numbers(_ key: Substring) -> [Int32] {
    text(key).split(separator: " ").compactMap { Int32($0) }
  }
  /// The bytes of the vector.
  var bytes: [UInt8] { HardwareTests.bytes(hex: text("hex")) }

  /// The vectors of a file of `Hardware/FrontEnd/Conformance`, those whose title begins so.
  static func all(in file: String, _ beginning: String) throws -> [ConformanceVector] {
    let path = "\(packageFolder)/Hardware/FrontEnd/Conformance/\(file)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return text.components(separatedBy: "\n\n").compactMap { block in
      let lines = block.split(separator: "\n").filter { !$0.hasPrefix("#") }
      guard let title = lines.first, title.hasPrefix(beginning) else { return nil }
      var values: [Substring: Substring] = [:]
      for line in lines.dropFirst() {
        let parts = line.split(separator: " ", maxSplits: 1)
        values[parts[0]] = parts.count > 1 ? parts[1] : ""
      }
      return ConformanceVector(title: String(title), values: values)
    }
  }
}
