import DetectorCore
import Testing

/// Runs something that writes a trace as long as its input.
private func written(
  _ count: Int, _ body: (inout MutableSpan<Int32>) -> Void
) -> [Int32] {
  var y = [Int32](repeating: 0, count: count)
  var span = y.mutableSpan
  body(&span)
  return y
}

@Suite("Trace repair")
struct TraceRepairTests {
  private func repair(
    _ x: [Int32], leading: Int32 = 0, rails: ClosedRange<Int32> = -32_768...32_767
  ) -> (y: [Int32], condition: TraceCondition) {
    var description = RadarDescription(
      samplesPerTrace: Int32(x.count), sampleIntervalFemtoseconds: 20_000)
    description.leadingNonSignalSamples = leading
    description.railLow = rails.lowerBound
    description.railHigh = rails.upperBound
    let repair = TraceRepair(description: description, periodQ8: 10 * 256)
    var condition = TraceCondition()
    let y = written(x.count) { condition = repair.process(x.span, into: &$0) }
    return (y, condition)
  }

  @Test("Samples that hold no signal take the value of the first that does")
  func leading() {
    #expect(repair([777, -9, 5, 6, 7], leading: 2).y == [5, 5, 5, 6, 7])
  }

  @Test("A spike above the trace's own peak takes the mean of its neighbours; its sides stay")
  func spike() {
    let found = repair([0, 10, 20, 900, 20, 10, 0])
    #expect(found.y == [0, 10, 20, 20, 20, 10, 0])
    #expect(found.condition.spikes == 1 && found.condition.peak == 20)
    #expect(repair([0, -10, -20, -900, -20, -10, 0]).y == [0, -10, -20, -20, -20, -10, 0])
  }

  @Test("A wavelet with 8 samples to a period holds no spike", arguments: [1, -1])
  func wavelet(sign: Int32) {
    let ricker: [Int32] = [0, -8, -120, -446, 593, 1_000, 593, -446, -120, -8, 0]
    let x = ricker.map { $0 * sign }
    #expect(repair(x).y == x)
    #expect(repair(x).condition.spikes == 0)
  }

  @Test("Three samples at a rail are a clip and two are a peak that touches it")
  func clip() {
    #expect(repair([0, 9, 9, 0, 0], rails: -9...9).condition.clipped == 0)
    let three = repair([0, 9, 9, 9, 0, -9, -9, -9, -9], rails: -9...9).condition
    #expect(three.clipped == 7 && three.lastClipped == 8)
  }

  @Test("A trace of one value is flat, and one of the rails has a peak that fits")
  func flat() {
    #expect(repair([4, 4, 4]).condition.flat)
    #expect(!repair([4, 4, 5]).condition.flat)
    let rails = repair([.min, .min, .min], rails: .min ... .max).condition
    #expect(rails.peak == .max && rails.flat)
  }
}

@Suite("Ground bounce")
struct GroundBounceTests {
  /// A bounce of amplitude 1,000 at `place`, 20 samples to a period.
  private func trace(at place: Int, scale: Int32 = 1) -> [Int32] {
    let pulse: [Int32] = [0, 200, -400, -900, 300, 1_000, 300, -900, -400, 200, 0]
    return (0..<200).map { n in
      let k = n - place + 5
      return pulse.indices.contains(k) ? pulse[k] * scale : Int32(n % 3)
    }
  }

  @Test("It is the largest envelope within four periods of the first arrival, not a later one")
  func find() {
    var envelope = [Int32](repeating: 1, count: 300)
    envelope[40] = 500
    envelope[60] = 800
    envelope[200] = 900
    let found = GroundBounce.find(envelope.span, periodQ8: 10 * 256)
    #expect(found.sample == 60 && found.amplitude == 800)
  }

  @Test("The lag of a trace is how far its bounce moved", arguments: [-9, -3, 0, 1, 7, 10])
  func lag(moved: Int) {
    var alignment = GroundBounceAlignment(bounce: 80, periodQ8: 20 * 256, samples: 200, peak: 1_000)
    let first = trace(at: 80)
    let next = trace(at: 80 + moved, scale: 2)
    let still = alignment.lag(of: first.span)
    let lag = alignment.lag(of: next.span)
    #expect(still == 0 && lag == moved)
  }

  @Test("A bounce that moved further or vanished is lost")
  func lost() {
    for wrong in [trace(at: 120), [Int32](repeating: 3, count: 200)] {
      var alignment = GroundBounceAlignment(
        bounce: 80, periodQ8: 20 * 256, samples: 200, peak: 1_000)
      let first = trace(at: 80)
      let still = alignment.lag(of: first.span)
      let lag = alignment.lag(of: wrong.span)
      #expect(still == 0 && lag == nil)
    }
  }

  @Test("Rails and windows at either end neither trap nor move", arguments: [0, 3, 197])
  func rails(bounce: Int) {
    var alignment = GroundBounceAlignment(
      bounce: bounce, periodQ8: 20 * 256, samples: 200, peak: .max)
    let x = (0..<200).map { $0 % 2 == 0 ? Int32.max : .min }
    let first = alignment.lag(of: x.span)
    let second = alignment.lag(of: x.span)
    #expect(first == 0 && second == 0)
  }
}

@Suite("Step conditioning")
struct StepConditioningTests {
  /// Peak 3 puts 3 at 3 · 2¹⁸: the first trace's peak lies in 2¹⁹ … 2²⁰.
  @Test("A stack of two traces averages blocks of two samples, as a hand finds")
  func stack() {
    var stack = TraceStack<8>(decimation: 2, samples: 3, peak: 3)
    let a: [Int32] = [1, 3, 2, 2, 0, 0]
    let b: [Int32] = [3, 3, 0, 0, 2, 2]
    let (overA, overB) = (stack.add(a.span, lag: 0), stack.add(b.span, lag: 0))
    let gathered = stack.count
    #expect(!overA && !overB && gathered == 2)
    let y = written(3) { stack.take(into: &$0) }
    let unit: Int32 = 1 << 18
    #expect(y == [10 * unit / 4, unit, unit])
    let left = stack.count
    #expect(left == 0)
  }

  @Test("A lag moves the trace, and beyond its end the end stands")
  func lag() {
    var stack = TraceStack<8>(decimation: 1, samples: 4, peak: 1 << 20)
    let x: [Int32] = [1 << 20, 2 << 19, 3 << 18, 4 << 17]
    _ = stack.add(x.span, lag: 2)
    let y = written(4) { stack.take(into: &$0) }
    #expect(y == [3 << 17, 4 << 16, 4 << 16, 4 << 16])
  }

  @Test("What exceeds 16 times the first trace's peak is held at the rail and said")
  func stackRails() {
    var stack = TraceStack<4>(decimation: 1, samples: 2, peak: 100)
    let loud: [Int32] = [.max, .min]
    let saturated = stack.add(loud.span, lag: 0)
    let y = written(2) { stack.take(into: &$0) }
    #expect(saturated && y == [1 << 24, -(1 << 24)])
  }

  @Test("A dewow takes out a constant wholly and a slope to the ends' share")
  func dewow() {
    let dewow = Dewow(periodQ8: 8 * 256)
    #expect(dewow.length == 17)
    let constant = [Int32](repeating: 1 << 24, count: 64)
    let flat = written(64) { dewow.process(constant.span, into: &$0) }
    #expect(flat.allSatisfy { abs($0) <= 1 })
    let slope = (0..<64).map { Int32($0 * 1_000) }
    let y = written(64) { dewow.process(slope.span, into: &$0) }
    #expect(y[8...55].allSatisfy { abs($0) <= 1 })
  }

  @Test("A dewow is the mean in Double within two counts", arguments: seeds(6))
  func dewowReference(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let dewow = Dewow(periodQ8: Int32(8 * 256 + random.below(2_000)))
    let x = (0..<200).map { _ in Int32(random.below(1 << 25)) - 1 << 24 }
    let y = written(200) { dewow.process(x.span, into: &$0) }
    let half = dewow.length / 2
    for n in x.indices {
      let mean =
        (-half...half).reduce(0.0) { $0 + Double(x[min(max(n + $1, 0), 199)]) }
        / Double(dewow.length)
      // The reciprocal of 24 bits is off by 2⁻²⁵ of itself at most: |mean| ≤ 2²⁴ gives length/2
      // · 2⁻¹ … below one count for every length here; rounding adds a half.
      #expect(abs(Double(y[n]) - (Double(x[n]) - mean)) <= Double(dewow.length) / 2 + 0.5)
    }
  }

  @Test("A background takes out what stays, and gives what is new in full")
  func background() {
    var background = BackgroundRemoval<4>(steps: 64)
    let still: [Int32] = [5_000, -70_000, 0, 1 << 24]
    for _ in 0..<40 {
      let y = written(4) { background.process(still.span, holding: false, into: &$0) }
      #expect(y.allSatisfy { abs($0) <= 1 })
    }
    let new: [Int32] = [5_000, -70_000, 6_400, 1 << 24]
    let y = written(4) { background.process(new.span, holding: false, into: &$0) }
    // It is the 41st trace: the mean takes a 41st part of it.
    #expect(abs(y[2] - (6_400 - 6_400 / 41)) <= 1)
    let settled = background.isSettled
    #expect(settled)
  }

  @Test("A held background stands still once half its constant has gone by, and not before")
  func held() {
    var background = BackgroundRemoval<1>(steps: 20)
    let zero: [Int32] = [0]
    let loud: [Int32] = [1_000]
    for _ in 0..<10 { _ = written(1) { background.process(zero.span, holding: true, into: &$0) } }
    let before = background.taken
    for _ in 0..<50 {
      let y = written(1) { background.process(loud.span, holding: true, into: &$0) }
      #expect(y == [1_000])
    }
    let after = background.taken
    #expect(before == 10 && after == 10)
  }

  @Test("A gain of exponent 1 doubles with the time from one period on, up to 16, and saturates")
  func gain() {
    let gain = TimeGain<64>(timeZeroQ8: 0, periodQ8: 2 * 256, exponentHundredths: 100)
    var y = [Int32](repeating: 100, count: 64)
    y[63] = 1 << 24
    var span = y.mutableSpan
    gain.process(&span)
    #expect(y[0] == 100 && y[2] == 100 && y[4] == 200 && y[40] == 1_600 && y[62] == 1_600)
    #expect(y[63] == 1 << 25)
  }

  /// T = 20 samples of 50 ps = 1 ns, v = 100 µm/ps·10⁻³…: bounce at 30; half a period is 10 samples.
  @Test("The gate runs from half a period after the bounce to the deepest depth, as a hand finds")
  func geometry() {
    let axes = RadarAxes(
      samples: 400, periodQ8: 20 * 256, intervalFemtoseconds: 50_000, stepMicrometres: 20_000,
      waveSpeedMicrometresPerNanosecond: 100_000, depthMaximumMicrometres: 500_000)
    let geometry = RadarGeometry(axes: axes, bounce: 30, amplitude: 1)
    #expect(geometry.gateStart == 40)
    // 2 · 0.5 m / 0.1 m/ns = 10 ns = 200 samples.
    #expect(geometry.gateEnd == 230)
    #expect(geometry.cellSamples == 10 && geometry.cellCount == 19)
    #expect(geometry.depthMicrometres(ofSample: 50) == 50_000)
    #expect(geometry.samples(ofCell: 18) == 220..<230)
  }
}
