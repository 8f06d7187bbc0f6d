import DetectorCore
import Journal
package import Recording

extension SceneFiles {
  /// Frames in one block.
  private static let blockFrames = 4_096
  /// Samples that may be off the medium while a recording is made.
  private static let inductionSyncInterval = 1 << 22

  /// Writes the collection `path`: induction with the truth, housekeeping, the track if there is one, and
  /// the radar that goes with the coil, if there is one; beside it the zones where a body can be heard.
  ///
  /// Gives the paths of its files. `progress` is told the frames done. What was begun is removed when it
  /// cannot be finished.
  package static func write(
    _ scene: InductionScene, radar: RadarScene? = nil, to path: String,
    progress: (_ done: Int64) -> Void = { _ in }
  ) throws(RecordingError) -> [String] {
    var source = InductionSceneSource(scene)
    var streams = streams(of: source)
    if let radar { streams.append(stream(of: radar)) }
    var writer = try SigMFWriter(
      path: path, streams: streams, syncInterval: inductionSyncInterval)
    let name = writer.path
    do throws(RecordingError) {
      try append(&source, to: &writer, progress)
      if let radar { try append(radar, to: &writer, stream: streams.count - 1) { _ in } }
    } catch {
      try? writer.abandon()
      throw error
    }
    try writer.close()
    let zones = name + AudibleZones.ending
    try Storage.replace(zones, with: Array(AudibleGround(scene).zones.text.utf8))
    var files: [String] = []
    for stream in streams {
      let stem = "\(name)-\(stream.description.contents.streamName)"
      files += ["\(stem).sigmf-meta", "\(stem).sigmf-data"]
    }
    let isRadarCut = radar.map { !$0.faults.lost.isEmpty } ?? false
    // Of a balance no event line can name the stream: its description tells its gaps.
    let isTold = scene.instrument.balance == nil
    if isRadarCut || (isTold && source.faults.contains(where: \.kind.losesFrames)) {
      files.append("\(name).events.jsonl")
    }
    return files + [zones, "\(name).sigmf-collection"]
  }

  /// The streams of an induction scene: induction, housekeeping, track.
  static func streams(of source: InductionSceneSource) -> [SigMFStream] {
    let scene = source.scene
    func stream(
      _ contents: StreamDescription.Contents, channels: Int, rate: Int64
    ) -> SigMFStream {
      var stream = SigMFStream(
        StreamDescription(
          contents: contents, sampleType: .int32, channelCount: Int32(channels),
          rateMicrohertz: rate, seed: scene.seed))
      stream.about = "simulated"
      stream.scenario = scene.name
      return stream
    }
    var induction = stream(
      contents(of: source), channels: source.gateCount, rate: source.rateMicrohertz)
    induction.annotations = source.truth + source.faultAnnotations
    let house = stream(.housekeeping, channels: 4, rate: source.rateMicrohertz)
    guard scene.trackRateMicrohertz > 0 else { return [induction, house] }
    return [induction, house, stream(.track(nil), channels: 4, rate: scene.trackRateMicrohertz)]
  }

  /// What the numbers of the frames are.
  private static func contents(of source: InductionSceneSource) -> StreamDescription.Contents {
    guard let drive = source.scene.instrument.balance else {
      return .pulseInduction(source.description)
    }
    var balance = BalanceDescription()
    for frequency in drive.frequenciesMillihertz { balance.append(millihertz: frequency) }
    balance.coilRadiusMicrometres = source.scene.instrument.coilRadiusMicrometres
    return .inductionBalance(balance)
  }

  /// Appends the frames, their housekeeping and the track to the first streams of a writer.
  static func append(
    _ source: inout InductionSceneSource, to writer: inout SigMFWriter, _ progress: (Int64) -> Void
  ) throws(RecordingError) {
    var block = [Int32](repeating: 0, count: source.gateCount * blockFrames)
    var done: Int64 = 0
    while true {
      var span = block.mutableSpan
      let header = source.readBlock(into: &span)
      if header.count == 0 { break }
      let count = header.count * source.gateCount
      try writer.append(block.span.extracting(0..<count), header: header)
      try writer.append(source.lastHousekeeping.span, header: header, to: 1)
      done += Int64(header.count)
      progress(done)
    }
    guard source.trackRateMicrohertz > 0 else { return }
    let track = source.track.flatMap {
      [$0.eastMillimetres, $0.northMillimetres, $0.heightMillimetres, $0.quality]
    }
    try writer.append(
      track.span, header: BlockHeader(count: track.count / 4, index: 0, sequence: 0), to: 2)
  }
}
