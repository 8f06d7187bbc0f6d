/// What a single exponential of each time constant looks like in the bands of an instrument.
///
/// A target's decay is a sum of such exponentials with positive weights, so that a
/// detector that is blind to none of them is blind to no target. Time constants run from 5 to 200 µs
/// in twelve steps of about √2. Each shape has its largest band at 2²⁰.
package struct DecayDictionary: BitwiseCopyable, Sendable {
  /// Time constants.
  package static let count = 12
  /// The time constants, nanoseconds.
  package static let nanoseconds: InlineArray<12, Int64> = [
    5_000, 7_000, 10_000, 14_000, 20_000, 28_000, 40_000, 57_000, 80_000, 113_000, 160_000, 200_000,
  ]

  /// Shapes in the order of the time constants.
  package let shapes: InlineArray<12, BandVector>

  /// Takes shapes.
  package init(shapes: InlineArray<12, BandVector>) { self.shapes = shapes }
}
