/// How samples with fractions become whole ones: times a power of two, the same for all of a file.
///
/// Whole numbers within Int32 stay as they are. Otherwise the power is the largest that keeps what was
/// looked at within ±2^30, or ±2^26 where the file is too large to look at all of it: four bits are
/// left for what was not seen, and what still does not fit is clipped and flagged.
package struct SampleScale: Equatable, Sendable {
  /// Bytes that are looked at before a file is only sampled.
  static let lookByteCount: Int64 = 16 * 1_048_576
  /// Largest magnitude, as a power of two, where every sample was seen.
  static let bits = 30
  /// The same where some were not.
  static let cautiousBits = 26

  /// The power of two; 0 for whole numbers.
  package private(set) var shift = 0
  /// Whether every sample that was seen is a whole number within Int32.
  package private(set) var isWhole = true
  /// Whether every sample was seen.
  package var sawAll = false
  /// Samples that are no number or infinite.
  package private(set) var strays: Int64 = 0
  /// Samples seen.
  package private(set) var count: Int64 = 0
  /// Largest magnitude seen.
  package private(set) var largest = 0.0
  private var factor = 1.0

  /// The scale of whole numbers.
  package init() {}

  /// Takes a trace of records into account.
  package mutating func look(at bytes: Span<UInt8>, from first: Int, records: TraceRecords) {
    var offset = first
    for _ in 0..<records.samples {
      look(at: records.coding.real(bytes, at: offset))
      offset += records.coding.byteCount
    }
  }

  /// Takes a sample into account.
  package mutating func look(at value: Double) {
    count += 1
    guard value.isFinite else {
      strays += 1
      return
    }
    largest = max(largest, abs(value))
    if isWhole && (abs(value) > 2_147_483_647 || value != value.rounded()) { isWhole = false }
  }

  /// Settles the power of two when all has been looked at.
  package mutating func settle() {
    guard !isWhole, largest > 0 else { return }
    let exponent = Int(largest.exponent) + (largest.significand == 1 ? 0 : 1)
    shift = min((sawAll ? Self.bits : Self.cautiousBits) - exponent, 512)
    factor = Double(sign: .plus, exponent: shift, significand: 1)
  }

  /// The whole number for a sample, and whether it had to be clipped; what is no number becomes 0.
  package func apply(_ value: Double) -> (value: Int32, isClipped: Bool) {
    guard !value.isNaN else { return (0, true) }
    let scaled = (value * factor).rounded(.toNearestOrAwayFromZero)
    if scaled >= 2_147_483_647 { return (.max, true) }
    if scaled <= -2_147_483_648 { return (.min, true) }
    return (Int32(scaled), false)
  }

  /// Notes what was done, and refuses samples that no radar gives.
  package func note(
    _ title: String, field: String, notes: inout ReaderNotes
  ) throws(RecordingError) {
    let isDenormal = largest > 0 && largest < 1e-30
    try notes.require(
      strays * 8 <= count && largest <= 1e30 && !isDenormal, field: field,
      found: "\(title) samples of which \(strays) in \(count) are no number and the largest "
        + "is \(largest)", expected: "numbers of 1e-30 to 1e30",
      advice:
        "looking at the sample type; whole numbers look like this when they are read as floats")
    notes.fact(
      "scale", isWhole ? "1" : "2^\(shift)",
      origin: isWhole
        ? "whole numbers"
        : "numbers with a fraction, made to fit 2^\(sawAll ? Self.bits : Self.cautiousBits)")
    if !isWhole {
      notes.warn(
        field: "samples", found: "numbers that are not whole",
        assumed: "all are multiplied by 2^\(shift) and rounded"
          + (sawAll ? "" : "; what was not seen yet and does not fit is clipped"))
    }
    if strays > 0 {
      notes.warn(
        field: "samples", found: "\(strays) that are infinite or no number",
        assumed: "they count as clipped; no number becomes 0")
    }
  }
}
