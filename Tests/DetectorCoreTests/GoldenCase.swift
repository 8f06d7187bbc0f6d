import DetectorCore
import Foundation
import Testing

/// One case of the vectors that CMSIS-DSP made; Golden/make-cmsis says what they hold.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  let kernel: String
  let type: String
  let what: String
  private(set) var lines: [String: [Int64]] = [:]

  var testDescription: String { "\(kernel) \(type) \(what)" }

  /// All cases of a kernel.
  static func all(_ kernel: String) -> [GoldenCase] { file.filter { $0.kernel == kernel } }

  /// The numbers of a line; a missing one, or one that does not fit, is an error.
  func numbers<T: FixedWidthInteger>(_ name: String, as: T.Type = T.self) throws -> [T] {
    try #require(lines[name], "no line '\(name)' in \(testDescription)").map {
      try #require(T(exactly: $0))
    }
  }

  /// One number of a line.
  func number(_ name: String) throws -> Int { try #require(numbers(name, as: Int.self).first) }

  private static let file: [GoldenCase] = {
    let place = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/cmsis.txt")
    guard let text = try? String(contentsOf: place, encoding: .utf8) else { return [] }
    var cases: [GoldenCase] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      if words[0] == "case", words.count == 4 {
        cases.append(GoldenCase(kernel: words[1], type: words[2], what: words[3]))
      } else if !cases.isEmpty {
        // The hash has 64 bits without a sign.
        let numbers = words.dropFirst().compactMap {
          Int64($0) ?? UInt64($0).map { Int64(bitPattern: $0) }
        }
        cases[cases.count - 1].lines[words[0]] = numbers
      }
    }
    return cases
  }()

  private init(kernel: String, type: String, what: String) {
    (self.kernel, self.type, self.what) = (kernel, type, what)
  }
}

/// Every cut of `count` samples into one, two and three blocks, empty ones included; and some into
/// many.
func everyCut(of count: Int) -> [[Range<Int>]] {
  var cuts = (0...count).flatMap { first in
    (first...count).map { second in [0..<first, first..<second, second..<count] }
  }
  cuts.append((0..<count).map { $0..<$0 + 1 })
  var random = SplitMix(seed: 9)
  for _ in 0..<10 { cuts.append(random.cuts(of: count, longest: 7)) }
  return cuts
}
