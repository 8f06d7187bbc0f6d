import DetectorCore
import Foundation
import Journal
import Recording
import Scoring
import TestSupport

/// The recordings that lie beside the project; suites that use them are off where they are absent.
enum LaneData {
  static let folder = SharedData.folder
  static var isPresent: Bool { SharedData.isPresent }
  /// Why a suite is off.
  static let absence = "needs the recordings of ../shared/data"

  static let ietGPR = folder + "/gpr/iet-gpr/File____001.DZT"
  static let gprpy = folder + "/gpr/gprpy/GSSI/FILE____032.DZT"
  static let pickedApexes = folder + "/gpr/iet-gpr/PICKED_APEXES.csv"
  static let vectors = folder + "/gpr/simulated_scenes/vectors/"
  /// The lanes that are scored: two scenes of flat ground, five lanes of rough ground.
  static let scored = ["at_ap", "uxo_clutter"] + (1...5).map { "dual\($0)" }

  /// What lies in the scenes, from the figures of their README and `.in` files. Trace k is at
  /// x = 0.140 + 0.020·k.
  static let sceneOrigin = 0.14
  static let scenes = [
    "at_ap": """
    x_m,depth_m,radius_m,class,object
    0.450,0.08,0.125,at_mine,AT mine
    1.000,0.04,0.040,ap_mine,AP mine
    """,
    "uxo_clutter": """
    x_m,depth_m,radius_m,class,object
    0.350,0.12,0.030,uxo,UXO
    0.700,0.04,0.040,ap_mine,AP mine
    1.000,0.06,0.035,clutter,rock
    1.250,0.03,0.005,clutter,scrap
    """,
  ]
}

/// A recording ready to be replayed, with what a score needs.
struct LaneRecording {
  let name: String
  var radar: any RadarFile
  let description: RadarDescription
  let line: ScoredLine
  private let track: SigMFTrack?

  /// Opens a lane that is scored, by its name; a scene in the given depth of samples.
  init(named name: String, bits: Int = 16) throws {
    guard let truth = LaneData.scenes[name] else {
      try self.init(lane: name)
      return
    }
    let opened = try Self(file: LaneData.vectors + "\(name)_\(bits)bit.DZT")
    let objects = try TruthText.objects(
      in: Array(truth.utf8), file: name, origin: LaneData.sceneOrigin)
    let spacing = Double(opened.description.traceSpacingMicrometres) / 1e6
    let count = Double(opened.radar.traceCount ?? 0)
    self.init(
      name: name, radar: opened.radar, description: opened.description,
      line: ScoredLine(truth: objects, metres: (count - 1) * spacing), track: nil)
  }

  /// Opens a file with no option given; what it does not say of its frequency comes from its traces.
  init(file path: String) throws {
    var radar: any RadarFile = try RadarFileOpener.open(path, options: RadarFileOptions())
    var description = radar.description
    if description.centreFrequencyKilohertz == 0 {
      let samples = Int(description.samplesPerTrace)
      var block = [Int32](repeating: 0, count: samples * RadarFirstLook.traceCount)
      var span = block.mutableSpan
      let count = try radar.read(into: &span).count
      try radar.rewind()
      let traces = (0..<count).map { Array(block[$0 * samples..<($0 + 1) * samples]) }
      let look = RadarFirstLook(
        traces: traces, leading: Int(description.leadingNonSignalSamples))
      let interval = Double(description.sampleIntervalFemtoseconds)
      description.centreFrequencyKilohertz = Int64((look.cyclesPerSample ?? 0) * 1e12 / interval)
    }
    self.init(
      name: path, radar: radar, description: description, line: ScoredLine(truth: [], metres: 0),
      track: nil)
  }

  private init(lane name: String) throws {
    let collection = try SigMFCollection(opening: LaneData.folder + "/lanes/" + name)
    let radar = try SigMFRadarFile(opening: LaneData.folder + "/lanes/" + name)
    guard let recording = collection.track else { throw LaneFault.noTrack(name) }
    let track = try SigMFTrack(recording)
    let rate = radar.description.traceRateMillihertz
    let line = ScoredLine(annotations: radar.annotations, traceCount: radar.traceCount ?? 0) {
      track.point(
        atMicroseconds: DeviceTime.microseconds(ofSequence: $0, rateMicrohertz: rate * 1_000)
      ).map { point in
        GroundPoint(
          east: Double(point.eastMillimetres) / 1_000,
          north: Double(point.northMillimetres) / 1_000)
      }
    }
    self.init(
      name: name, radar: radar, description: radar.description, line: line, track: track)
  }

  private init(
    name: String, radar: any RadarFile, description: RadarDescription, line: ScoredLine,
    track: SigMFTrack?
  ) {
    self.name = name
    self.radar = radar
    self.description = description
    self.line = line
    self.track = track
  }

  /// Replays it from the start.
  mutating func replay(
    _ configuration: RadarConfiguration = RadarConfiguration(), blockTraces: Int = 64
  ) throws -> LaneRun {
    let settings = try RadarSettings(description: description, configuration: configuration)
    try radar.rewind()
    var sink = LaneRun(settings: settings, track: track)
    var storage = [Int32](repeating: 0, count: Int(description.samplesPerTrace) * blockTraces)
    var block = storage.mutableSpan
    var chain: any Pipeline =
      description.samplesPerTrace <= 512
      ? Engine(RadarPipeline<512>(settings: settings))
      : Engine(RadarPipeline<4_096>(settings: settings))
    try run(&radar, &chain, &sink, block: &block)
    return sink
  }

  /// Replays it and scores what is found.
  mutating func score(_ configuration: RadarConfiguration = RadarConfiguration()) throws -> Score {
    line.score(try replay(configuration).events, name: name)
  }
}

/// A lane is not as it should be.
enum LaneFault: Error {
  case noTrack(String)
}

/// What left the chain, in order, with the number of levels that had left before each event.
struct LaneRun: EventSink {
  let settings: RadarSettings
  private let track: SigMFTrack?
  private(set) var levels: [OperatorLevel] = []
  private(set) var events: [DetectionEvent] = []
  private(set) var levelsBefore: [Int] = []

  init(settings: RadarSettings, track: SigMFTrack?) {
    self.settings = settings
    self.track = track
  }

  mutating func level(_ level: OperatorLevel) throws(RecordingError) { levels.append(level) }

  mutating func emit(_ event: DetectionEvent) throws(RecordingError) {
    var placed = event
    if let point = track?.point(atMicroseconds: event.timeMicroseconds) {
      placed.finding?.position = Position(
        eastMillimetres: point.eastMillimetres, northMillimetres: point.northMillimetres)
    }
    events.append(placed)
    levelsBefore.append(levels.count)
  }

  /// The events as they are written.
  var lines: [UInt8] {
    var text = LaneText()
    for event in events { EventLine.write(event, into: &text) }
    return text.bytes
  }
}

/// Event lines in memory.
private struct LaneText: TextSink {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ byte: UInt8) { bytes.append(byte) }
}
