import FilterDesign
import Foundation
import Testing

/// One design that SciPy made; Golden/make-scipy says what it holds.
struct GoldenDesign: Sendable, CustomTestStringConvertible {
  let words: [String]
  private(set) var lines: [String: [Double]] = [:]

  var testDescription: String { words.joined(separator: " ") }

  /// All designs of a kind.
  static func all(_ kind: String) -> [GoldenDesign] { file.filter { $0.words.first == kind } }

  /// The band of a Butterworth or sinc design.
  func band() throws -> PassBand {
    let (from, to) = (try number(3), try number(4))
    switch words[1] {
    case "low": return .low(to: to)
    case "high": return .high(from: from)
    default: return .band(from: from, to: to)
    }
  }

  /// A word as a number.
  func number(_ index: Int) throws -> Double { try #require(Double(words[index])) }

  /// A line of numbers.
  func numbers(_ name: String) throws -> [Double] { try #require(lines[name]) }

  private static let file: [GoldenDesign] = {
    let place = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/scipy.txt")
    guard let text = try? String(contentsOf: place, encoding: .utf8) else { return [] }
    var designs: [GoldenDesign] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      let isHead = ["butterworth", "sinc", "kaiser"].contains(words[0])
      if isHead {
        designs.append(GoldenDesign(words: words))
      } else if !designs.isEmpty {
        designs[designs.count - 1].lines[words[0]] = words.dropFirst().compactMap(Double.init)
      }
    }
    return designs
  }()

  private init(words: [String]) { self.words = words }
}
