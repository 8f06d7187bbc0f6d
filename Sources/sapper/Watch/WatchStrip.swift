/// The last traces as a picture of depth over distance: how far each departs from the running
/// average.
///
/// Display only: the average is taken away and the brightness follows the strongest departures of
/// the last traces, so that the strip shows something in any soil. The alarm comes from the chain.
struct WatchStrip: Sendable {
  /// Traces that the running average spans, as a power of two.
  private static let averageShift: Int64 = 6

  /// Samples that the strip spans, from the surface to the deepest depth looked at.
  let samples: Range<Int>
  /// Departures, `rows` for each column, the newest column last.
  private(set) var cells: [UInt32] = []
  /// Index in the file of the trace of each column.
  private(set) var indices: [Int64] = []
  private var average: [Int64] = []

  /// Makes an empty strip.
  init(geometry: ReportGeometry, depthGate: DepthGate?) {
    let count = max(0, geometry.samplesPerTrace)
    let zero = geometry.depthZeroSampleQ8.map { Int($0) / 256 } ?? 0
    let top = max(0, min(zero, count))
    let deepest = depthGate.flatMap { geometry.sample(ofDepth: Int64($0.deepestMillimetres)) }
    let bottom = max(min(deepest ?? count, count), top)
    samples = bottom > top ? top..<bottom : 0..<count
  }

  /// Rows of a column.
  var rows: Int { min(WatchState.rowsMax, samples.count) }
  /// Columns.
  var columns: Int { indices.count }

  /// Takes the next trace.
  mutating func push(_ trace: Span<Int32>, index: Int64) {
    guard rows > 0, trace.count >= samples.upperBound else { return }
    if average.isEmpty {
      average = samples.map { Int64(trace[$0]) << Self.averageShift }
    }
    var column = [UInt32](repeating: 0, count: rows)
    for (place, sample) in samples.enumerated() {
      let excess = Int64(trace[sample]) - (average[place] >> Self.averageShift)
      average[place] += excess
      let row = place * rows / samples.count
      column[row] = max(column[row], UInt32(clamping: excess.magnitude))
    }
    cells.append(contentsOf: column)
    indices.append(index)
    guard indices.count >= 2 * WatchState.columnsMax else { return }
    cells.removeFirst(WatchState.columnsMax * rows)
    indices.removeFirst(WatchState.columnsMax)
  }

  /// The last `width` columns in `height` rows, 0 … 4 by brightness, row after row; and the index
  /// of the trace of each column, `nil` where there is none yet.
  func shades(width: Int, height: Int) -> (shades: [[UInt8]], indices: [Int64?]) {
    let shown = min(width, columns)
    let first = columns - shown
    let blank = [Int64?](repeating: nil, count: width - shown)
    let lines = (0..<height).map { line in
      let top = line * rows / height
      let bottom = min(rows, max(top + 1, (line + 1) * rows / height))
      return (first..<columns).map { column in
        cells[column * rows + top..<column * rows + bottom].max() ?? 0
      }
    }
    let peaks = lines.map { $0.max() ?? 0 }
    let highest = peaks.max() ?? 0
    let shades = zip(lines, peaks).map { line, peak in
      // Half of the way, in decibels, from the picture's peak to the row's own: echoes fade with
      // depth.
      let full = (Double(peak) * Double(highest)).squareRoot()
      return [UInt8](repeating: 0, count: width - shown) + line.map { Self.shade($0, full: full) }
    }
    return (shades, blank + indices[first...].map(Optional.some))
  }

  /// Shades 5 dB apart from the brightest down.
  private static func shade(_ value: UInt32, full: Double) -> UInt8 {
    let share = full > 0 ? Double(value) / full : 0
    return share >= 0.56 ? 4 : share >= 0.32 ? 3 : share >= 0.18 ? 2 : share >= 0.1 ? 1 : 0
  }
}

extension ReportGeometry {
  /// The sample at a depth straight down; `nil` when speed, interval or surface is not known.
  func sample(ofDepth millimetres: Int64) -> Int? {
    guard waveSpeedMicrometresPerNanosecond > 0, sampleIntervalFemtoseconds > 0,
      let zero = depthZeroSampleQ8
    else { return nil }
    // Two ways: 2·mm·1,000 µm over µm/ns is ns; a million fs in each.
    let time = Figure.product(millimetres, 2_000_000_000) / Int64(waveSpeedMicrometresPerNanosecond)
    return Int(clamping: Figure.sum(Int64(zero) / 256, time / sampleIntervalFemtoseconds))
  }

  /// The depth of a sample, millimetres, straight down; `nil` as above.
  func depthMillimetres(ofSample sample: Int) -> Int64? {
    guard waveSpeedMicrometresPerNanosecond > 0, sampleIntervalFemtoseconds > 0,
      let zero = depthZeroSampleQ8
    else { return nil }
    let time = Figure.product(Int64(sample) - Int64(zero) / 256, sampleIntervalFemtoseconds)
    return Figure.product(time / 1_000, Int64(waveSpeedMicrometresPerNanosecond)) / 2_000_000
  }
}
