import Foundation
import TestSupport

/// The published test patterns of CMSIS-DSP, which lie beside the project and are not part of it.
///
/// A file is a line with the width (B, H, W or D), a line with the count, and a hexadecimal number
/// a line, two's complement; comments stand between. Without the files the tests that need them are
/// off, which the test run says.
enum ConformancePattern {
  private static let folder = URL(filePath: SharedData.folder + "/conformance/cmsis-dsp")

  static var isPresent: Bool { SharedData.has("conformance/cmsis-dsp") }

  /// The numbers of one file, all of the width of `T`.
  static func read<T: FixedWidthInteger & SignedInteger>(_ path: String, as: T.Type) throws -> [T] {
    let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    let numbers = lines.compactMap { line in
      line.hasPrefix("0x") ? UInt64(line.dropFirst(2), radix: 16) : nil
    }
    guard lines.count > 2, Int(lines[1]) == numbers.count else {
      throw CocoaError(.fileReadCorruptFile)
    }
    return numbers.map { T(truncatingIfNeeded: $0) }
  }

  /// Signal over error in decibels, as the patterns' own tests compute it.
  static func ratioDecibels<T: BinaryInteger>(_ reference: [T], _ output: [T]) -> Double {
    let signal = reference.reduce(0) { $0 + Double($1) * Double($1) }
    let error = zip(reference, output).reduce(0) { sum, pair in
      sum + (Double(pair.0) - Double(pair.1)) * (Double(pair.0) - Double(pair.1))
    }
    return error == 0 ? .infinity : 10 * log10(signal / error)
  }

  /// The largest difference.
  static func largestError<T: BinaryInteger>(_ reference: [T], _ output: [T]) -> Int {
    zip(reference, output).map { abs(Int($0) - Int($1)) }.max() ?? 0
  }
}
