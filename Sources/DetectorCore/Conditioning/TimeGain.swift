/// A fixed gain along fast time, for spreading losses: (t / T)^p, from 1 up to 16.
///
/// Never an AGC: it does not look at the signal, so that amplitudes stay comparable along the track
/// (decision 7). Gain is Q8; products saturate at ±2²⁵.
public struct TimeGain<let capacity: Int>: ~Copyable {
  private var gainQ8 = InlineArray<capacity, Int32>(repeating: 256)
  private let isUnity: Bool

  /// Gain at the most, Q8.
  public static var maximumQ8: Int64 { 16 * 256 }

  /// Makes a table for a time zero and a period in samples (Q8) and an exponent of 0, ½ or 1 in
  /// hundredths.
  public init(timeZeroQ8: Int64, periodQ8: Int32, exponentHundredths: Int32) {
    isUnity = exponentHundredths == 0
    guard exponentHundredths > 0 else { return }
    for n in 0..<capacity {
      let time = max(Int64(n) * 256 - timeZeroQ8, Int64(periodQ8))
      let ratioQ8 = time * 256 / Int64(max(periodQ8, 1))
      let gain =
        exponentHundredths >= 100
        ? ratioQ8 : Int64(SquareRoot.floor(of: UInt64(ratioQ8 * 256)))
      gainQ8[n] = Int32(min(max(gain, 256), Self.maximumQ8))
    }
  }

  /// Multiplies a trace by the table, in place.
  public func process(_ y: inout MutableSpan<Int32>) {
    guard !isUnity else { return }
    let table = gainQ8.span
    let limit: Int64 = 1 << 25
    for n in 0..<min(y.count, capacity) {
      let product = (Int64(y[n]) &* Int64(table[n]) &+ 128) &>> 8
      y[n] = Int32(truncatingIfNeeded: max(-limit, min(limit, product)))
    }
  }
}
