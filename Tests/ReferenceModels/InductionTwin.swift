public import DetectorCore

/// The induction chain's arithmetic in Double, up to the motion filter: what `InductionInput`, `PathCells`
/// and `MotionFilter` round.
///
/// Which cell an output belongs to is a decision and no rounding: the twin takes the length of the way from
/// the integer chain. It holds decays at ±2³⁸/256 nV, as the chain does. All in nanovolts.
public struct InductionTwin {
  private let bands: [Range<Int>]
  private let gateCount: Int
  private let lsbNanovolts: Double
  private let factor: Int
  private let taps: [Double]
  private var history: [[Double]] = []
  private var cell: Int64?
  private var sum: [Double] = []
  private var count = 0.0
  private var means: [[Double]] = []

  /// The largest magnitude of a decay, nV.
  public static let railNanovolts = Double(BandVector.rail) / 256

  /// Takes what the chain derived.
  public init(settings: InductionSettings) {
    bands = (0..<settings.bandCount).map { settings.gates(ofBand: $0) }
    gateCount = settings.description.gateCount
    lsbNanovolts = Double(settings.description.lsbFemtovolts) / 1e6
    factor = settings.factor
    let box = [Double](repeating: 1 / Double(settings.factor), count: settings.factor)
    taps = Self.convolved(Self.convolved(box, box), box)
  }

  /// Takes a frame in counts; answers the bands of the output that belongs to it, nV.
  public mutating func take(_ frame: [Int32], sequence: Int64) -> [Double]? {
    let row = frame.map(Double.init)
    if history.isEmpty { history = [[Double]](repeating: row, count: taps.count) }
    history.append(row)
    history.removeFirst()
    guard (sequence + 1) % Int64(factor) == 0 else { return nil }
    let smooth = (0..<gateCount).map { gate in
      zip(taps, history).reduce(0) { $0 + $1.0 * $1.1[gate] }
    }
    return bands.map { gates in
      let mean = gates.reduce(0) { $0 + smooth[$1] } / Double(gates.count)
      return Self.held((mean - smooth[gateCount - 1]) * lsbNanovolts)
    }
  }

  /// The next frame begins the decimator anew.
  public mutating func reset() { history = [] }

  /// Takes an output's bands at a length of the way in 1/256 mm; answers the filter's responses that it
  /// completes, and none where the way begins or breaks.
  public mutating func place(_ decay: [Double], arcQ8: Int64) -> [[Double]] {
    let number = arcQ8 / PathCells.lengthQ8
    guard let open = cell else {
      begin(decay, number)
      return []
    }
    guard number != open else {
      add(decay)
      return []
    }
    let closed = sum.map { $0 / count }
    let skipped = number - open - 1
    begin(decay, number)
    var responses = push(closed)
    guard skipped >= 0 && skipped <= PathCells.longestSkip else {
      means = []
      return responses
    }
    for place in 0..<skipped {
      let part = Double(place + 1) / Double(skipped + 1)
      responses += push(zip(closed, decay).map { $0 + ($1 - $0) * part })
    }
    return responses
  }

  /// The way ends: what its open cell completes.
  public mutating func end() -> [[Double]] {
    guard cell != nil else { return [] }
    cell = nil
    return push(sum.map { $0 / count })
  }

  private mutating func begin(_ decay: [Double], _ number: Int64) {
    cell = number
    sum = decay
    count = 1
  }

  private mutating func add(_ decay: [Double]) {
    if count == 4_096 {
      sum = sum.map { $0 / 2 }
      count /= 2
    }
    sum = zip(sum, decay).map(+)
    count += 1
  }

  private mutating func push(_ mean: [Double]) -> [[Double]] {
    let reach = MotionFilter.reach
    means.append(mean)
    guard means.count > 2 * reach else { return [] }
    means = Array(means.suffix(2 * reach + 1))
    let width = Double(MotionFilter.triangle)
    let response = bands.indices.map { band in
      var (near, far, outer) = (0.0, 0.0, 0.0)
      for k in -reach...reach {
        let value = means[k + reach][band]
        near += max(width - Double(abs(k)), 0) * value / (width * width)
        if abs(k) >= MotionFilter.inner {
          far += value
          outer += 1
        }
      }
      return Self.held(near - far / outer)
    }
    return [response]
  }

  private static func held(_ value: Double) -> Double {
    max(-railNanovolts, min(railNanovolts, value))
  }

  private static func convolved(_ x: [Double], _ y: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: x.count + y.count - 1)
    for (i, a) in x.enumerated() { for (j, b) in y.enumerated() { result[i + j] += a * b } }
    return result
  }
}
