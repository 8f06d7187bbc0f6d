import DetectorCore
import Testing

@Suite("Trace average")
struct ConditioningTraceAverageTests {
  private func averaged(_ traces: [[Int32]], length: Int) -> [[Int32]] {
    var average = TraceAverage<32, 16>(length: length)
    return traces.map { trace in
      var mean = [Int32](repeating: 0, count: trace.count)
      var output = mean.mutableSpan
      average.process(trace.span, into: &output)
      return mean
    }
  }

  @Test("The mean of the last two traces is what a hand finds")
  func byHand() {
    let means = averaged([[1, 10], [2, -20], [-3, 40]], length: 2)
    #expect(means == [[1, 10], [2, -5], [-1, 10]])
  }

  /// The sums are exact, so the only error is the rounding of the quotient: half a count.
  @Test("It is within half a count of the mean in Double", arguments: seeds(6))
  func reference(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let length = 1 + random.below(16)
    let traces = (0..<120).map { _ in random.samples(32) as [Int32] }
    let means = averaged(traces, length: length)
    for n in traces.indices {
      let window = traces[max(0, n - length + 1)...n]
      for k in 0..<32 {
        let exact = window.reduce(0) { $0 + Double($1[k]) } / Double(window.count)
        #expect(abs(Double(means[n][k]) - exact) <= 0.5)
      }
    }
  }

  @Test("Full scale and alternating extremes stay exact")
  func rails() {
    for level in [Int32.min, .max] {
      let traces = [[Int32]](repeating: [level, level], count: 40)
      #expect(averaged(traces, length: 16) == traces)
    }
    let alternating: [[Int32]] = (0..<40).map { $0 % 2 == 0 ? [.max, 1] : [.min, -1] }
    #expect(averaged(alternating, length: 16).last == [-1, 0])
  }

  @Test("A column is the moving average of its samples")
  func columns() {
    var random = SplitMix(seed: 5)
    let traces = (0..<60).map { _ in random.samples(20) as [Int32] }
    let means = averaged(traces, length: 9)
    for k in 0..<20 {
      var mean = MovingAverage<16>(length: 9)
      #expect(traces.map { mean.push($0[k]) } == means.map { $0[k] })
    }
  }

  @Test("It knows how much it rests on, and forgets on demand")
  func count() {
    var average = TraceAverage<4, 3>(length: 2)
    var mean: [Int32] = [0, 0]
    for trace in [[5, 6], [7, 8], [9, 10]] as [[Int32]] {
      var output = mean.mutableSpan
      average.process(trace.span, into: &output)
    }
    #expect(mean == [8, 9])
    #expect(average.count == 2)
    average.reset()
    #expect(average.count == 0)
    var output = mean.mutableSpan
    let trace: [Int32] = [1, 2]
    average.process(trace.span, into: &output)
    #expect(mean == [1, 2])
  }

  @Test("A length out of bounds or a trace too wide is a caller's bug")
  func misuse() async {
    await #expect(processExitsWith: .failure) { _ = TraceAverage<4, 3>(length: 0) }
    await #expect(processExitsWith: .failure) { _ = TraceAverage<4, 3>(length: 4) }
    await #expect(processExitsWith: .failure) {
      var average = TraceAverage<2, 3>(length: 3)
      var mean: [Int32] = [0, 0, 0]
      var output = mean.mutableSpan
      let trace: [Int32] = [1, 2, 3]
      average.process(trace.span, into: &output)
    }
  }
}
