import DetectorCore
import TestSupport
import Testing

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
    var source = StretchSource(section, width: lane.samples)
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
    var broken = StretchSource(lane.make(), width: lane.samples, failAt: 50)
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
    var source = StretchSource(lane.make(), width: lane.samples)
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
