/// The decay of one instant in up to four bands, early to late: gates less the earth-field gate.
///
/// Unit: 1/256 nV at the coil (Q8 of a nanovolt). Range: ±2³⁸, which is ±1.07 V; `clamped` holds it
/// there. Bands that an instrument does not have are 0.
public struct BandVector: BitwiseCopyable, Sendable, Equatable {
  /// Bands at the most.
  public static let capacity = 4
  /// The largest magnitude.
  public static let rail: Int64 = 1 << 38

  /// The bands, early to late.
  public var bands = InlineArray<4, Int64>(repeating: 0)

  /// Makes a vector of nothing.
  public init() {}

  /// One band.
  @inlinable
  public subscript(band: Int) -> Int64 {
    get { bands[band] }
    set { bands[band] = newValue }
  }

  /// The same, no band beyond the rail.
  public var clamped: BandVector { clamped(to: Self.rail) }

  /// The same, no band beyond a magnitude.
  public func clamped(to rail: Int64) -> BandVector {
    var result = self
    for band in 0..<Self.capacity { result.bands[band] = max(-rail, min(rail, bands[band])) }
    return result
  }

  /// The sum of magnitudes.
  public var magnitude: Int64 {
    var sum: Int64 = 0
    for band in 0..<Self.capacity { sum += abs(bands[band]) }
    return sum
  }

  /// Whether both hold the same bands.
  public static func == (left: BandVector, right: BandVector) -> Bool {
    for band in 0..<capacity where left.bands[band] != right.bands[band] { return false }
    return true
  }

  /// Band by band.
  public static func + (left: BandVector, right: BandVector) -> BandVector {
    var result = left
    for band in 0..<capacity { result.bands[band] += right.bands[band] }
    return result
  }

  /// Band by band.
  public static func - (left: BandVector, right: BandVector) -> BandVector {
    var result = left
    for band in 0..<capacity { result.bands[band] -= right.bands[band] }
    return result
  }

  /// Every band times a factor; the caller keeps the product below 2⁶³.
  public func scaled(by factor: Int64) -> BandVector {
    var result = self
    for band in 0..<Self.capacity { result.bands[band] = bands[band] * factor }
    return result
  }

  /// Every band divided, rounded to nearest.
  public func divided(by divisor: Int64) -> BandVector {
    var result = self
    for band in 0..<Self.capacity {
      result.bands[band] = bands[band].dividedToNearest(by: divisor)
    }
    return result
  }
}
