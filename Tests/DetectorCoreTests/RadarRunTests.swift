import DetectorCore
import Testing

/// A source over traces in memory that may fail after some of them.
private struct ArraySource: SampleSource {
  /// What can go wrong in the world outside.
  typealias Failure = Broken

  struct Broken: Error, Equatable {}

  let section: [Int32]
  let samples: Int
  var failAt: Int?
  var next = 0

  mutating func read(into block: inout MutableSpan<Int32>) throws(Broken) -> BlockHeader {
    if let failAt, next >= failAt { throw Broken() }
    let count = min(block.count / samples, section.count / samples - next)
    for n in 0..<count * samples { block[n] = section[next * samples + n] }
    defer { next += count }
    return BlockHeader(count: count, index: Int64(next), sequence: Int64(next))
  }
}

/// A sink that is full after some levels.
private struct FullSink: EventSink {
  struct Full: Error, Equatable {}

  var left: Int

  mutating func level(_ level: OperatorLevel) throws(Full) {
    guard left > 0 else { throw Full() }
    left -= 1
  }

  mutating func emit(_ event: DetectionEvent) throws(Full) {}
}

@Suite("Run")
struct RadarRunTests {
  private let lane = RadarLane()

  @Test("A run gives what the chain gives by hand, at every size of block", arguments: [1, 3, 160])
  func whole(blockTraces: Int) throws {
    let section = lane.make()
    var source = ArraySource(section: section, samples: lane.samples)
    var pipeline = RadarPipeline<512>(settings: try RadarSettings(description: lane.description))
    var sink = Gathered()
    var storage = [Int32](repeating: 0, count: blockTraces * lane.samples)
    var block = storage.mutableSpan
    try run(&source, &pipeline, &sink, block: &block)
    #expect(try sink == replay(section, lane.description))
  }

  @Test("A source or a sink that fails ends the run, and the failure says which it was")
  func failures() throws {
    var storage = [Int32](repeating: 0, count: 10 * lane.samples)
    let settings = try RadarSettings(description: lane.description)
    var broken = ArraySource(section: lane.make(), samples: lane.samples, failAt: 50)
    var pipeline = RadarPipeline<512>(settings: settings)
    var sink = Gathered()
    do {
      var block = storage.mutableSpan
      try run(&broken, &pipeline, &sink, block: &block)
      Issue.record("a broken source went unnoticed")
    } catch {
      guard case .source = error else {
        Issue.record("\(error)")
        return
      }
    }
    #expect(sink.levels.count == 50)
    var source = ArraySource(section: lane.make(), samples: lane.samples)
    var second = RadarPipeline<512>(settings: settings)
    var full = FullSink(left: 7)
    do {
      var block = storage.mutableSpan
      try run(&source, &second, &full, block: &block)
      Issue.record("a full sink went unnoticed")
    } catch {
      guard case .sink = error else {
        Issue.record("\(error)")
        return
      }
    }
  }
}
