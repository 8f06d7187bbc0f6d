import DetectorCore
import Journal
import Recording

struct Lines: EventSink {
  func level(_ level: OperatorLevel) throws(RecordingError) {}
  func emit(_ event: DetectionEvent) throws(RecordingError) { print(event.line) }
}

func chain(of stream: StreamDescription) throws -> (any Pipeline)? {
  let rate = stream.rateMicrohertz
  switch stream.contents {
  case .pulseInduction(let coil):
    return Engine(InductionPipeline(settings: try .init(description: coil, rateMicrohertz: rate)))
  case .inductionBalance(let coil):
    return Engine(
      BalancePipeline(
        settings: try .init(frequencyCount: coil.frequencyCount, rateMicrohertz: rate)))
  case .groundRadar(let radar):
    return Engine(RadarPipeline<4_096>(settings: try .init(description: radar)))
  case .housekeeping, .track: return nil
  }
}

@main enum Program {
  static func main() throws {
    for stream in try SigMFCollection(opening: CommandLine.arguments[1]).streams {
      guard var chain = try chain(of: stream.global.stream) else { continue }
      var source = try MergedSource(stream)
      var lines = Lines()
      var storage = [Int32](repeating: 0, count: 64 * Int(stream.global.stream.channelCount))
      var block = storage.mutableSpan
      try run(&source, &chain, &lines, block: &block)
    }
  }
}
