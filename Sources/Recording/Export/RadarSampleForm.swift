/// How samples are written: their type, and what each of them is multiplied by.
public struct RadarSampleForm: Equatable, Sendable {
  /// The type of a sample.
  public enum Kind: String, CaseIterable, Sendable {
    /// 16 bits, signed.
    case int16
    /// 32 bits, signed.
    case int32
    /// IEEE single.
    case float32

    /// Lowest and highest number of a whole-numbered type.
    var rails: ClosedRange<Double> {
      switch self {
      case .int16: -32_768...32_767
      case .int32: -2_147_483_648...2_147_483_647
      case .float32: -3e38...3e38
      }
    }

    /// Bytes of a sample.
    package var byteCount: Int { self == .int16 ? 2 : 4 }
  }

  /// The type.
  public var kind: Kind
  /// What each sample is multiplied by; whole-numbered types round, half away from zero.
  public var factor = 1.0

  /// Makes a form.
  public init(_ kind: Kind, factor: Double = 1) {
    self.kind = kind
    self.factor = factor
  }

  /// The largest power of two that brings `largest` within a type, and never more than 1.
  public static func factor(for largest: Int64, in kind: Kind) -> Double {
    var factor = 1.0
    while Double(largest) * factor > kind.rails.upperBound { factor /= 2 }
    return factor
  }
}

/// Turns samples into the bytes or the text of a form, and counts what could not be kept exactly.
package struct SampleEncoder {
  /// The order of the bytes of a sample.
  package enum Order: Sendable {
    case little
    case big
  }

  /// Samples that were rounded to the 24 bits of a single, or by the factor.
  package private(set) var roundedCount: Int64 = 0
  private let form: RadarSampleForm
  private let order: Order
  private let file: String

  /// Makes an encoder; `file` is what a refusal names.
  package init(_ form: RadarSampleForm, order: Order, file: String) {
    self.form = form
    self.order = order
    self.file = file
  }

  /// Appends a trace's samples to `bytes`.
  package mutating func append(
    _ trace: Span<Int32>, number: Int64, to bytes: inout [UInt8]
  ) throws(RecordingError) {
    if form.factor == 1 && form.kind != .float32 {
      return try appendCounts(trace, number: number, to: &bytes)
    }
    for index in 0..<trace.count {
      let value = Double(trace[index]) * form.factor
      if form.kind == .float32 {
        let single = Float(value)
        if Double(single) != value { roundedCount += 1 }
        append(single.bitPattern, width: 4, to: &bytes)
      } else {
        let whole = value.rounded(.toNearestOrAwayFromZero)
        if whole != value { roundedCount += 1 }
        try check(whole, trace: number, sample: index)
        append(UInt32(bitPattern: Int32(whole)), width: form.kind.byteCount, to: &bytes)
      }
    }
  }

  /// What is to be said of the samples that were rounded; nothing where there are none.
  package var note: String? {
    guard roundedCount > 0 else { return nil }
    let kept = form.kind == .float32 ? "the 24 bits of a single" : "whole numbers"
    return "\(roundedCount) samples were rounded to \(kept)"
  }

  /// A sample as a whole number, or a refusal where the type does not hold it.
  package mutating func whole(
    _ sample: Int32, trace: Int64, index: Int
  ) throws(RecordingError) -> Int32 {
    guard form.factor != 1 else { return sample }
    let value = Double(sample) * form.factor
    let whole = value.rounded(.toNearestOrAwayFromZero)
    if whole != value { roundedCount += 1 }
    try check(whole, trace: trace, sample: index)
    return Int32(whole)
  }

  private func appendCounts(
    _ trace: Span<Int32>, number: Int64, to bytes: inout [UInt8]
  ) throws(RecordingError) {
    let width = form.kind.byteCount
    for index in 0..<trace.count {
      let value = trace[index]
      if width == 2 && Int32(Int16(truncatingIfNeeded: value)) != value {
        try check(Double(value), trace: number, sample: index)
      }
      append(UInt32(bitPattern: value), width: width, to: &bytes)
    }
  }

  private func append(_ word: UInt32, width: Int, to bytes: inout [UInt8]) {
    for place in 0..<width {
      let byte = order == .little ? place : width - 1 - place
      bytes.append(UInt8(truncatingIfNeeded: word >> (8 * UInt32(byte))))
    }
  }

  private func check(_ value: Double, trace: Int64, sample: Int) throws(RecordingError) {
    guard !form.kind.rails.contains(value) else { return }
    let rails = form.kind.rails
    throw RecordingError(
      .unwritable, file: file, field: "trace \(trace), sample \(sample)",
      found: DecimalText.text(value),
      expected:
        "\(Int64(rails.lowerBound)) to \(Int64(rails.upperBound)), which \(form.kind) holds",
      advice: "--scale auto, which multiplies all samples by one stated power of two, or --sample "
        + "with a wider type")
  }
}
