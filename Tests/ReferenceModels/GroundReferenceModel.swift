package import DetectorCore

/// `GroundModel`'s statistics in Double: what its integers round.
///
/// It takes the covariance as a matrix in nV² with everything in it, by Gaussian elimination instead of
/// Cholesky's factors, and projects with the inverse as the inner product instead of whitened directions.
package struct GroundReferenceModel {
  private let inverse: [[Double]]
  private let shapes: [[Double]]
  private let own: [Double]
  private let ground: GroundShapes
  private let bandCount: Int

  /// Takes a covariance, nV².
  package init(
    covariance: [[Double]], dictionary: DecayDictionary, ground: GroundShapes, own: BandVector
  ) {
    bandCount = covariance.count
    inverse = Self.inverted(covariance)
    shapes = (0..<DecayDictionary.count).map {
      Self.bands(dictionary.shapes[$0], covariance.count)
    }
    self.own = Self.bands(own, covariance.count)
    self.ground = ground
  }

  /// The statistics of a response in nV: whole, steady, outside, beyond without its sign.
  package func evaluate(_ response: [Double]) -> [Double] {
    let plane = basis([bands(ground.soil), bands(ground.patch)])
    let space = basis([bands(ground.soil), bands(ground.patch), bands(ground.conducting)])
    return [
      best(response, []), best(response, basis([own])), best(response, plane),
      best(response, space),
    ]
  }

  /// The largest match of a decay with a response, both without what a basis explains.
  private func best(_ response: [Double], _ basis: [[Double]]) -> Double {
    var best = -Double.infinity
    for shape in shapes {
      let left = without(shape, basis)
      let length = inner(left, left).squareRoot()
      // As the integers: nothing where less than 1/64 of it is left.
      guard length >= inner(shape, shape).squareRoot() / 64 else {
        best = max(best, 0)
        continue
      }
      best = max(best, inner(response, left) / length)
    }
    return best
  }

  private func without(_ vector: [Double], _ basis: [[Double]]) -> [Double] {
    basis.reduce(vector) { left, axis in
      let share = inner(left, axis)
      return zip(left, axis).map { $0 - share * $1 }
    }
  }

  private func basis(_ vectors: [[Double]]) -> [[Double]] {
    vectors.reduce(into: []) { basis, vector in
      let left = without(vector, basis)
      let length = inner(left, left).squareRoot()
      basis.append(left.map { $0 / length })
    }
  }

  private func inner(_ first: [Double], _ second: [Double]) -> Double {
    var sum = 0.0
    for row in 0..<bandCount {
      for column in 0..<bandCount { sum += first[row] * inverse[row][column] * second[column] }
    }
    return sum
  }

  private func bands(_ vector: BandVector) -> [Double] { Self.bands(vector, bandCount) }

  private static func bands(_ vector: BandVector, _ count: Int) -> [Double] {
    (0..<count).map { Double(vector[$0]) / 1_048_576 }
  }

  private static func inverted(_ matrix: [[Double]]) -> [[Double]] {
    let count = matrix.count
    var work = matrix.enumerated().map { row, values in
      values + (0..<count).map { $0 == row ? 1.0 : 0.0 }
    }
    for pivot in 0..<count {
      let scale = work[pivot][pivot]
      work[pivot] = work[pivot].map { $0 / scale }
      for row in 0..<count where row != pivot {
        let factor = work[row][pivot]
        work[row] = zip(work[row], work[pivot]).map { $0 - factor * $1 }
      }
    }
    return work.map { Array($0[count...]) }
  }
}
