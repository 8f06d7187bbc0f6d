import DetectorCore
import Foundation
import Testing

@Suite("Kernels of the induction chain")
struct InductionKernelTests {
  @Test("The decay agrees with the exponential within 8 counts of 2^-30, to where it is 0")
  func exponential() {
    var worst = 0.0
    for step in 0..<20_000 {
      let x = Double(step) * 0.002
      let fixed = Exponential.decay(ofQ30: Int64((x * 1_073_741_824).rounded()))
      worst = max(worst, abs(Double(fixed) - exp(-x) * 1_073_741_824))
    }
    #expect(worst <= 8)
    #expect(Exponential.decay(ofQ30: 0) == 1 << 30)
    #expect(Exponential.decay(ofQ30: 1 << 62) == 0)
  }

  @Test("Wide products and ratios saturate and never trap")
  func wide() {
    #expect(Wide.shifted(.max, .max, by: 0) == .max)
    #expect(Wide.shifted(.min, .max, by: 0) == .min)
    #expect(Wide.scaled(.max, by: .max, over: 1) == .max)
    #expect(Wide.scaled(1 << 40, by: 1 << 40, over: 1 << 50) == 1 << 30)
    #expect(Wide.ratio(.max, 1) == 1 << 40)
    #expect(Wide.ratio(-3, 2) == -(3 << 29))
  }

  @Test(
    "The decimator's outputs follow the sequence number, wherever a stream begins",
    arguments: [1, 2, 7])
  func decimatorPhase(factor: Int) {
    for start in Int64(0)..<Int64(factor) {
      var decimator = FrameDecimator(channels: 2, factor: factor)
      for sequence in start..<start + 50 {
        let frame: [Int32] = [Int32(sequence), 5]
        let hasOutput = decimator.take(frame.span, sequence: sequence)
        #expect(hasOutput == ((sequence + 1) % Int64(factor) == 0))
        guard hasOutput else { continue }
        #expect(decimator.output(channel: 1) == 5 * decimator.gain)
        // A ramp comes out as it was 3 (M - 1) / 2 frames ago, once the filter is full.
        if sequence >= start + 3 * Int64(factor) {
          let doubled = decimator.output(channel: 0) * 2 / decimator.gain
          #expect(doubled == 2 * sequence - 3 * Int64(factor - 1))
        }
      }
    }
  }

  @Test("The decimator holds the rails: full-scale counts sum without overflow")
  func decimatorRails() {
    var decimator = FrameDecimator(channels: 1, factor: FrameDecimator.maximumFactor)
    let frame: [Int32] = [.min]
    for sequence in Int64(0)..<200 { _ = decimator.take(frame.span, sequence: sequence) }
    #expect(decimator.output(channel: 0) == Int64(Int32.min) * decimator.gain)
  }

  @Test("The motion filter takes away an offset and a slope exactly, and passes a coil's bump")
  func motionFilter() {
    var ring = CellRing()
    for number in 0..<41 {
      var cell = CellRing.Cell()
      cell.mean[0] = 1_000_000
      cell.mean[1] = Int64(number) * 12_288
      let distance = Double(number - 20) * 0.02
      cell.mean[2] = Int64(1e9 * exp(-distance * distance / (2 * 0.09 * 0.09)))
      ring.push(cell)
    }
    let response = MotionFilter.response(&ring)
    #expect(response[0] == 0)
    #expect(abs(response[1]) <= 1)
    #expect(response[2] > 600_000_000)
  }

  @Test("The motion filter's noise power is the sum of its squared taps")
  func motionNoise() {
    var sum = 0.0
    for k in -MotionFilter.reach...MotionFilter.reach {
      var ring = CellRing()
      for number in -20...20 {
        var cell = CellRing.Cell()
        if number == k { cell.mean[0] = 1 << 30 }
        ring.push(cell)
      }
      let tap = Double(MotionFilter.response(&ring)[0]) / Double(1 << 30)
      sum += tap * tap
    }
    #expect(abs(Double(MotionFilter.noisePowerQ16) / 65_536 - sum) < 1e-4)
  }

  @Test("A track that jitters by millimetres lengthens the way by less than 3 %")
  func pathLength() {
    var follower = PathFollower(intervalMicroseconds: 15_000)
    var random = SplitMix(seed: 5)
    var last: PathFollower.Place?
    for index in 0..<500 {
      let jitter = Int32(truncatingIfNeeded: random.next() % 9) - 4
      let point = TrackPoint(
        eastMillimetres: Int32(index * 10) + jitter, northMillimetres: jitter,
        heightMillimetres: 40, quality: 100)
      last = follower.take(point, timeMicroseconds: Int64(index) * 20_000) ?? last
    }
    let arc = Double(last?.arcQ8 ?? 0) / 256
    #expect(arc > 4_930 && arc < 5_100)
  }

  @Test("A point that comes late, twice or out of order changes nothing")
  func pathOrder() {
    var follower = PathFollower(intervalMicroseconds: 15_000)
    let point = TrackPoint(
      eastMillimetres: .max, northMillimetres: .min, heightMillimetres: 0, quality: 0)
    for index in 0..<20 { _ = follower.take(point, timeMicroseconds: Int64(index) * 20_000) }
    #expect(follower.take(point, timeMicroseconds: 380_000) == nil)
    #expect(follower.take(point, timeMicroseconds: -1) == nil)
    #expect(follower.take(point, timeMicroseconds: 381_000) == nil)
    let after = follower.take(point, timeMicroseconds: 400_000)
    #expect(after?.eastQ8 == Int64(Int32.max) * 256)
  }

  @Test("Cells close by the first sample beyond them, and the way breaks after ten empty ones")
  func cells() {
    func sample(_ millimetres: Int64) -> PathCells.Sample {
      var decay = BandVector()
      decay[0] = millimetres
      return PathCells.Sample(
        decay: decay, arcQ8: millimetres * 256, eastQ8: 0, northQ8: 0, index: millimetres,
        sequence: millimetres)
    }
    var cells = PathCells()
    guard case .broke(nil) = cells.take(sample(0)) else { return #expect(Bool(false)) }
    guard case .within = cells.take(sample(19)) else { return #expect(Bool(false)) }
    guard case .closed(let cell, skipped: 2) = cells.take(sample(65)) else {
      return #expect(Bool(false))
    }
    #expect(cell.count == 2)
    #expect(cell.mean[0] == 10)
    #expect(cell.index == 9)
    guard case .broke(.some) = cells.take(sample(65 + 240)) else { return #expect(Bool(false)) }
    #expect(cells.end()?.count == 1)
    #expect(cells.end() == nil)
  }

  @Test("Third differences tell white noise of a deviation, whatever slope lies below it")
  func cellNoise() {
    var random = SplitMix(seed: 9)
    var ring = CellRing()
    var noise = CellNoise()
    for number in 0..<4_000 {
      var cell = CellRing.Cell()
      var sum = 0.0
      for _ in 0..<12 { sum += Double(random.next() >> 11) / 9_007_199_254_740_992 - 0.5 }
      cell.mean[0] = Int64(number) * 3_000 + Int64(sum * 25_600)
      ring.push(cell)
      noise.take(&ring, bandCount: 1)
    }
    // 25,600 in Q8 is a deviation of 100 nV; the variance is in Q6.
    let deviation = (Double(noise.variance(band: 0, floor: 0)) / 64).squareRoot()
    #expect(deviation > 90 && deviation < 110)
    #expect(noise.variance(band: 1, floor: 77) == 77)
  }
}
