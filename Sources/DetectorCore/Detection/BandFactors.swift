/// A covariance of up to four bands, decomposed so that whatever it describes becomes white.
///
/// Formula: C = L D Lᵀ (Cholesky without roots), z = D^−½ L⁻¹ x. What cancellation leaves of a band is
/// no less than a floor, the instrument's own noise.
/// Q-format: C Q6 nV², L Q30, D^½ Q3 nV, x Q8 nV, z Q8 standard deviations, directions Q20.
package struct BandFactors: BitwiseCopyable, Sendable {
  /// One in the unit of a direction.
  package static let one: Int64 = 1 << 20

  private var lower = InlineArray<6, Int64>(repeating: 0)
  /// The deviation of each band once the earlier ones have predicted it, Q3 nV.
  private(set) var deviation = InlineArray<4, Int64>(repeating: 8)
  private let bandCount: Int

  /// Makes the factors of nothing.
  package init(bandCount: Int) { self.bandCount = bandCount }

  /// Where the covariance of two bands stands, `row` ≥ `column`.
  @inlinable
  package static func place(_ row: Int, _ column: Int) -> Int { row * (row + 1) / 2 + column }

  /// Decomposes a covariance, row by row below the diagonal.
  package mutating func decompose(_ covariance: InlineArray<10, Int64>, floor: BandVector) {
    var upper = InlineArray<10, Int64>(repeating: 0)
    for row in 0..<bandCount {
      for column in 0...row {
        var value = covariance[Self.place(row, column)]
        for k in 0..<column {
          value -= Wide.shifted(upper[Self.place(row, k)], factor(column, k), by: 30)
        }
        guard row == column else {
          upper[Self.place(row, column)] = value
          let divisor = upper[Self.place(column, column)]
          lower[row * (row - 1) / 2 + column] = Wide.ratio(value, divisor)
          continue
        }
        let left = max(value, max(floor[row], 64))
        upper[Self.place(row, row)] = left
        deviation[row] = max(Int64(SquareRoot.floor(of: UInt64(left))), 8)
      }
    }
  }

  /// What the factors make of a response: white, where it is what the covariance describes.
  package func whitened(_ response: BandVector) -> WhitenedBands {
    let residual = residuals(response)
    var result = WhitenedBands()
    for band in 0..<bandCount {
      // Q8 nV over Q3 nV is Q5; three more bits make Q8.
      let value = residual[band] * 8 / deviation[band]
      result.bands[band] = max(-WhitenedBands.rail, min(WhitenedBands.rail, value))
    }
    return result
  }

  /// Where a shape points once it is white, of length one; nothing where there is no such band.
  package func direction(_ shape: BandVector) -> BandVector {
    let residual = residuals(shape).clamped(to: 1 << 48)
    var result = BandVector()
    for band in 0..<bandCount {
      // Shapes are 2²⁰ at most.
      let value = (residual[band] << 14) / deviation[band]
      result[band] = max(-(1 << 30), min(1 << 30, value))
    }
    return Self.normalised(result, shortest: 1)
  }

  /// A direction without what it has of another one, of length one again; nothing where less than 1/64
  /// of it is left.
  package static func perpendicular(_ vector: BandVector, to other: BandVector) -> BandVector {
    let share = product(vector, other) >> 20
    var result = vector
    for band in 0..<BandVector.capacity { result[band] -= (other[band] * share) >> 20 }
    return result
  }

  /// The same direction of length one; nothing where it is shorter than `shortest`.
  package static func normalised(_ vector: BandVector, shortest: Int64 = 1 << 14) -> BandVector {
    var result = BandVector()
    let length = Int64(SquareRoot.floor(of: UInt64(max(product(vector, vector), 0))))
    guard length >= shortest else { return result }
    // No band is longer than the vector: products stay below 2⁵¹.
    let share = (1 << 50) / length
    for band in 0..<BandVector.capacity { result[band] = (vector[band] &* share) >> 30 }
    return result
  }

  /// The inner product of two vectors.
  package static func product(_ first: BandVector, _ second: BandVector) -> Int64 {
    var sum: Int64 = 0
    for band in 0..<BandVector.capacity { sum &+= first[band] &* second[band] }
    return sum
  }

  /// What the earlier bands do not predict of each, in the unit of the response.
  func residuals(_ response: BandVector) -> BandVector {
    var result = response
    for row in 0..<bandCount {
      for column in 0..<row {
        result.bands[row] -= Wide.shifted(result.bands[column], factor(row, column), by: 30)
      }
    }
    return result.clamped(to: 1 << 52)
  }

  private func factor(_ row: Int, _ column: Int) -> Int64 { lower[row * (row - 1) / 2 + column] }
}
