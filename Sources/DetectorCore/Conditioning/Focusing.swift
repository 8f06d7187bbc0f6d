/// A sliding aperture that sums traces along hyperbolae (diffraction stacking).
///
/// For the trace in the middle and each sample n: S = Σ x_j[t_j(n)] and E = Σ x_j²[t_j(n)] over the
/// steps j in ±A, with t_j(n) = √(t₀² + (2 j Δx / v)²) counted from time zero, at three velocities.
/// With W a window of one period, P = Σ_W S² and Q = Σ_W E; the velocity with the largest P wins.
/// √P / N is the coherent amplitude and P / Q, which is N times the semblance (Neidell & Taner 1971,
/// eq. 12), is 1 for unrelated traces and N for an echo in phase over N of them.
///
/// Q-format: x within ±2²⁵; |S| ≤ 17 · 2²⁵ < 2³⁰. Energies are in units of 16 counts², so that the 63
/// samples of the longest window fit in 64 bits. Delays are rounded to whole samples, at least 8 of which make a period.
/// Cost: 51 additions and products a sample looked at.
public struct Focusing<let capacity: Int>: ~Copyable {
  /// Samples in the energy window at the most.
  package static var maximumWindow: Int { 63 }

  private var ring = InlineArray<17, StepRow<capacity>> { _ in StepRow() }
  private var delays = InlineArray<27, DelayRow<capacity>> { _ in DelayRow() }
  // Windowed energy of the coherent sum at the best velocity, and of the single traces with it.
  private var coherent = InlineArray<capacity, Int64>(repeating: 0)
  private var total = InlineArray<capacity, Int64>(repeating: 0)
  private var sum = InlineArray<capacity, Int64>(repeating: 0)
  private var square = InlineArray<capacity, Int64>(repeating: 0)
  /// Which steps are at hand, and where.
  package private(set) var slots: ApertureSlots
  private let aperture: Int
  private var first = 0
  private var end = 0
  /// Samples in the energy window.
  package let window: Int
  private let samples: Int

  /// Velocities focused at, hundredths of the wave speed: soil dries towards the top, and an antenna
  /// held over the ground adds air, so that hyperbolae are flatter than the ground's speed says.
  package static var velocityHundredths: InlineArray<3, Int64> { [100, 130, 170] }
  /// Steps on either side of the apex at the most.
  package static var maximumAperture: Int { 8 }

  /// Makes an aperture of so many steps on either side, which has yet to be laid out.
  package init(aperture: Int, axes: RadarAxes) {
    precondition(aperture >= 1 && aperture <= Self.maximumAperture, "an aperture is 1 … 8 steps")
    self.aperture = aperture
    slots = ApertureSlots(aperture: aperture)
    samples = axes.samples
    window = min(max((Int(axes.periodQ8) + 128) / 256, 3), Self.maximumWindow) | 1
  }

  /// Computes the delays for a geometry.
  package mutating func layOut(geometry: RadarGeometry) {
    let axes = geometry.axes
    reset()
    first = max(geometry.gateStart - window / 2, 0)
    end = min(geometry.gateEnd + window / 2 + 1, samples)
    for velocity in 0..<3 {
      let speed =
        axes.waveSpeedMicrometresPerNanosecond * Self.velocityHundredths[velocity] / 100
      for step in 0...aperture {
        // 2x/v in samples, Q8: µm · 10⁶ / (µm/ns) is fs.
        let offset =
          2 * Int64(step) * axes.stepMicrometres * 1_000_000 / max(speed, 1) * 256
          / axes.intervalFemtoseconds
        delays[velocity * 9 + step].fill(offsetQ8: offset, zeroQ8: geometry.timeZeroQ8)
      }
    }
  }

  /// Puts in a step's trace; `nil` stands for a step that was lost.
  package mutating func push(_ trace: Span<Int32>?) {
    guard let trace else {
      slots.push(isHeld: false)
      return
    }
    slots.push(isHeld: true)
    ring[slots.newest].store(trace)
  }

  /// Forgets every trace.
  package mutating func reset() { slots = ApertureSlots(aperture: aperture) }

  /// Focuses the step `age` steps back: the largest coherent energy and its whole in each cell.
  package mutating func focus(age: Int, geometry: RadarGeometry, into cells: inout CellRow) {
    clearBest()
    for velocity in 0..<3 {
      clearSums()
      for offset in -aperture...aperture {
        guard let row = slots.row(age: age, offset: offset) else { continue }
        gather(row: row, velocity: velocity, distance: abs(offset))
      }
      keepBest()
    }
    pick(geometry: geometry, into: &cells)
  }

  private mutating func clearBest() {
    var coherentSpan = coherent.mutableSpan
    var totalSpan = total.mutableSpan
    for n in first..<end {
      coherentSpan[n] = -1
      totalSpan[n] = 0
    }
  }

  private mutating func clearSums() {
    var sumSpan = sum.mutableSpan
    var squareSpan = square.mutableSpan
    for n in first..<end {
      sumSpan[n] = 0
      squareSpan[n] = 0
    }
  }

  private mutating func gather(row: Int, velocity: Int, distance: Int) {
    var sumSpan = sum.mutableSpan
    var squareSpan = square.mutableSpan
    ring[row].gather(
      along: delays[velocity * 9 + distance], first..<end, samples: samples, sum: &sumSpan,
      square: &squareSpan)
  }

  private mutating func keepBest() {
    var coherentSpan = coherent.mutableSpan
    var totalSpan = total.mutableSpan
    keepLouder(
      sum.span, square.span, first..<end, window: window, coherent: &coherentSpan,
      total: &totalSpan)
  }

  private func pick(geometry: RadarGeometry, into cells: inout CellRow) {
    for cell in 0..<geometry.cellCount {
      let range = geometry.samples(ofCell: cell)
      var best = range.lowerBound
      for n in range where coherent[n] > coherent[best] { best = n }
      cells.coherent[cell] = max(coherent[best], 0)
      cells.total[cell] = total[best]
      cells.sample[cell] = Int32(best)
    }
  }
}

/// Which rows of the ring hold the steps around an apex.
package struct ApertureSlots: BitwiseCopyable, Sendable {
  private var isHeld = InlineArray<17, Bool>(repeating: false)
  private let aperture: Int
  /// The row of the newest step.
  package private(set) var newest = 16

  package init(aperture: Int) { self.aperture = aperture }

  package mutating func push(isHeld held: Bool) {
    newest = newest == 16 ? 0 : newest + 1
    isHeld[newest] = held
  }

  /// Steps at hand around the one that lies `age` steps back.
  package func count(age: Int) -> Int {
    var count = 0
    for offset in -aperture...aperture where row(age: age, offset: offset) != nil { count += 1 }
    return count
  }

  /// The row of the step `offset` after the one `age` back; `nil` when it was lost, or lies after
  /// the newest because the line has ended.
  package func row(age: Int, offset: Int) -> Int? {
    let back = age - offset
    guard back >= 0 && back < 17 else { return nil }
    let row = (newest - back + 17) % 17
    return isHeld[row] ? row : nil
  }
}

/// What focusing gives for each cell of depth.
package struct CellRow: BitwiseCopyable, Sendable {
  /// Largest windowed energy of the coherent sum.
  package var coherent = InlineArray<64, Int64>(repeating: 0)
  /// Windowed energy of the single traces at the same place.
  package var total = InlineArray<64, Int64>(repeating: 0)
  /// The sample it was found at.
  package var sample = InlineArray<64, Int32>(repeating: 0)

  package init() {}
}

/// One step's trace in the ring.
struct StepRow<let capacity: Int>: ~Copyable {
  var samples = InlineArray<capacity, Int32>(repeating: 0)

  mutating func store(_ trace: Span<Int32>) {
    var row = samples.mutableSpan
    for n in 0..<min(trace.count, capacity) { row[n] = trace[n] }
  }

  func gather(
    along delay: borrowing DelayRow<capacity>, _ range: Range<Int>, samples count: Int,
    sum: inout MutableSpan<Int64>, square: inout MutableSpan<Int64>
  ) {
    gatherAlong(
      samples.span, delay.index.span, range, samples: count, sum: &sum, square: &square)
  }
}

/// Where each sample's hyperbola lies in a trace some steps off; beyond the end it points there.
struct DelayRow<let capacity: Int>: ~Copyable {
  var index = InlineArray<capacity, Int16>(repeating: 0)

  mutating func fill(offsetQ8: Int64, zeroQ8: Int64) {
    let square = UInt64(min(offsetQ8, 1 << 28)) * UInt64(min(offsetQ8, 1 << 28))
    for n in 0..<capacity {
      let time = max(Int64(n) * 256 - zeroQ8, 0)
      let delayed = Int64(SquareRoot.floor(of: UInt64(time * time) + square))
      let place = (delayed + zeroQ8 + 128) >> 8
      // Samples above time zero stay where they are.
      index[n] = Int16(clamping: max(place, Int64(n)))
    }
  }
}

/// Adds one trace along its delays, as far as it reaches.
private func gatherAlong(
  _ trace: Span<Int32>, _ index: Span<Int16>, _ range: Range<Int>,
  samples: Int, sum: inout MutableSpan<Int64>, square: inout MutableSpan<Int64>
) {
  for n in range {
    let place = Int(index[n])
    // Delays grow with n: beyond the end, nothing comes any more.
    guard place < samples else { return }
    let value = Int64(trace[place])
    sum[n] &+= value
    square[n] &+= value &* value
  }
}

/// Windowed energies of the sums at one velocity; keeps them where they are the loudest so far.
private func keepLouder(
  _ sum: Span<Int64>, _ square: Span<Int64>, _ range: Range<Int>, window: Int,
  coherent: inout MutableSpan<Int64>, total: inout MutableSpan<Int64>
) {
  let half = window / 2
  var energy: Int64 = 0
  var whole: Int64 = 0
  // |S| < 2³⁰, so that (S / 4)² summed over 63 samples stays below 2⁶²; E is scaled alike.
  for n in range.lowerBound..<min(range.lowerBound + half, range.upperBound) {
    energy &+= scaledSquare(sum[n])
    whole &+= square[n] &>> 4
  }
  for n in range {
    let entering = n &+ half
    if entering < range.upperBound {
      energy &+= scaledSquare(sum[entering])
      whole &+= square[entering] &>> 4
    }
    let leaving = n &- half &- 1
    if leaving >= range.lowerBound {
      energy &-= scaledSquare(sum[leaving])
      whole &-= square[leaving] &>> 4
    }
    if energy > coherent[n] {
      coherent[n] = energy
      total[n] = whole
    }
  }
}

@inline(__always)
private func scaledSquare(_ value: Int64) -> Int64 {
  let scaled = value &>> 2
  return scaled &* scaled
}
