import DetectorCore
import Foundation
import Recording
import Testing

@testable import sapper

@Suite("Replay")
struct ReplayTests {
  /// Runs a fake through the summing chain and gives what was written.
  private func written(
    _ file: FakeRadarFile, block: Int, form: ReplaySink.Form = .lines
  ) throws -> (events: String, levels: String) {
    let folder = try TemporaryFolder()
    let events = folder.path("events")
    let levels = folder.path("levels")
    var sink = try ReplaySink(
      form: form,
      output: ByteOutput.file(at: events, heldBytes: 0, replacingOnly: "{"),
      levels: ByteOutput.file(at: levels, heldBytes: 64, replacingOnly: "s"), track: nil)
    var source: any RadarFile = file
    var chain = try SummingChain(file)
    try Replay(blockTraces: block).run(&source, &chain, into: &sink, width: 8)
    try sink.finish()
    return (try folder.text("events"), try folder.text("levels"))
  }

  @Test("Any block size gives the same bytes", arguments: [1, 2, 3, 7, 64, 100, 4_096])
  func blockSize(block: Int) throws {
    var file = FakeRadarFile(traces: 100)
    file.lostBefore = [13: 4, 50: 1]
    let reference = try written(file, block: 99)
    let result = try written(file, block: block)
    #expect(result.events == reference.events)
    #expect(result.levels == reference.levels)
    #expect(reference.events.contains("\"kind\":\"gap\""))
    #expect(reference.events.contains("\"kind\":\"detection\""))
  }

  @Test("Events are numbered 1, 2, 3 in order of emission and the end comes last")
  func numbering() throws {
    let lines = try written(FakeRadarFile(traces: 60), block: 7).events.split(separator: "\n")
    for (index, line) in lines.enumerated() {
      #expect(line.hasPrefix("{\"id\":\(index + 1),"))
    }
    #expect(lines.last?.contains("\"kind\":\"end\"") == true)
    #expect(lines.last?.contains("\"samples\":60") == true)
  }

  @Test("Every trace has one level row, in integers, with its flags by name")
  func levels() throws {
    let rows = try written(FakeRadarFile(traces: 60), block: 7).levels.split(separator: "\n")
    #expect(rows.first == "sensor,sample,sequence,level_q8,flags,reach_mm")
    #expect(rows.count == 61)
    #expect(rows[1].hasPrefix("radar,0,0,"))
    #expect(rows.contains { $0.hasSuffix(",alarm+settling,") })
  }

  @Test("An empty recording ends at once")
  func empty() throws {
    let result = try written(FakeRadarFile(traces: 0), block: 8)
    #expect(result.events.hasPrefix("{\"id\":1,\"kind\":\"end\""))
    #expect(result.events.split(separator: "\n").count == 1)
  }

  @Test("A flag on the end reaches the chain")
  func endFlag() throws {
    var file = FakeRadarFile(traces: 5)
    file.endFlags = .shortTail
    var chain = try SummingChain(file)
    var source: any RadarFile = file
    var sink = CollectingSink(track: nil)
    try Replay(blockTraces: 2).run(&source, &chain, into: &sink, width: 8)
    #expect(chain.headers.map(\.count) == [2, 2, 1, 0])
    #expect(chain.headers.last?.flags == .shortTail)
  }

  @Test("A read that fails half way is told, and what came before is kept")
  func readFails() throws {
    var file = FakeRadarFile(traces: 100)
    file.failsAt = 41
    var source: any RadarFile = file
    var sink = CollectingSink(track: nil)
    var chain = try SummingChain(file)
    do throws(RecordingError) {
      try Replay(blockTraces: 10).run(&source, &chain, into: &sink, width: 8)
      Issue.record("the fault was lost")
    } catch {
      #expect(error.field == "trace 41")
    }
    #expect(!sink.events.isEmpty)
    #expect(sink.events.allSatisfy { $0.kind != .end })
  }

  @Test("A track gives detections their place, and only them")
  func track() throws {
    struct Line: PositionTrack {
      func position(atMicroseconds time: Int64) -> Position? {
        time < 300_000 ? Position(eastMillimetres: Int32(time / 1_000), northMillimetres: 7) : nil
      }
    }
    var file = FakeRadarFile(traces: 60)
    file.lostBefore = [5: 1]
    var source: any RadarFile = file
    var sink = CollectingSink(track: Line())
    var chain = try SummingChain(file)
    try Replay().run(&source, &chain, into: &sink, width: 8)
    for event in sink.events {
      let isPlaced = event.kind == .detection && event.timeMicroseconds < 300_000
      let east = isPlaced ? Int32(event.timeMicroseconds / 1_000) : nil
      #expect(event.position?.eastMillimetres == east)
    }
    #expect(sink.events.contains { $0.position != nil })
    #expect(sink.events.contains { $0.kind == .detection && $0.position == nil })
  }

  @Test("The table has one heading, one row an event, and no row for the end")
  func table() throws {
    var file = FakeRadarFile(traces: 60)
    file.lostBefore = [5: 3]
    let rows = try written(file, block: 8, form: .table).events.split(separator: "\n")
    let lines = try written(file, block: 8).events.split(separator: "\n")
    #expect(rows.count == lines.count)
    #expect(rows.count { $0.contains("depth m") } == 1)
    #expect(rows.contains { $0.hasSuffix("gap: 3 traces lost") })
    #expect(rows.dropFirst().allSatisfy { !$0.contains("end") })
  }

  @Test("The chain of either capacity runs on a thread with a stack of 8 MiB")
  func smallStack() async {
    for samples: Int32 in [256, 512, 513, 4_096] {
      let ended = await withCheckedContinuation { continuation in
        let thread = Thread {
          var recording = OpenedRecording(radar: FakeRadarFile(traces: 40, samples: samples))
          recording.description.centreFrequencyKilohertz = 2_000_000
          var sink = CollectingSink(track: nil)
          do throws(RecordingError) {
            var sweep = try Sweep(recording, LoadedConfiguration())
            try sweep.run(Replay(blockTraces: 2), into: &sink)
            continuation.resume(returning: true)
          } catch {
            continuation.resume(returning: false)
          }
        }
        thread.stackSize = 8_388_608
        thread.start()
      }
      #expect(ended)
    }
  }

  @Test("The capacity is the smallest that takes the trace")
  func capacity() throws {
    func chain(_ samples: Int32) throws -> any RadarChain {
      let file = FakeRadarFile(traces: 1, samples: samples)
      return RadarChains.chain(for: try RadarSettings(description: file.description))
    }
    #expect(try chain(512) is Engine<RadarPipeline<512>>)
    #expect(try chain(513) is Engine<RadarPipeline<4_096>>)
    #expect(try chain(4_096) is Engine<RadarPipeline<4_096>>)
  }

  @Test("The benchmark gives the chain every trace once, then the end")
  func heldTraces() throws {
    var file = FakeRadarFile(traces: 150)
    file.lostBefore = [70: 2]
    let held = try HeldInputs(Sweep(OpenedRecording(radar: file), LoadedConfiguration()))
    var sink = CheckingSink()
    var chain = try SummingChain(file)
    held.replay(&chain, into: &sink)
    #expect(sink.levels == 150)
    #expect(held.samples.count == 150 * 8)
    var again = CheckingSink()
    var second = try SummingChain(file)
    held.replay(&second, into: &again)
    #expect(again.events == sink.events)
    #expect(again.checksum == sink.checksum)
  }

  @Test("The benchmark's checksum tells levels and events apart, and their order")
  func checksum() {
    func checksum(_ levels: [UInt16]) -> UInt32 {
      var sink = CheckingSink()
      for level in levels {
        sink.level(OperatorLevel(sensor: .radar, index: 0, sequence: 0, levelQ8: level))
      }
      return sink.checksum
    }
    #expect(checksum([1, 2]) != checksum([2, 1]))
    #expect(checksum([1, 2]) != checksum([1, 3]))
    #expect(checksum([1]) != checksum([1, 0]))
    var sink = CheckingSink()
    sink.emit(
      DetectionEvent(
        .gap(lost: 1), sensor: .radar, sample: 0, sequence: 1, timeMicroseconds: 0))
    #expect(sink.checksum != checksum([1]))
  }
}

@Suite("Figures of the chain")
struct ChainFiguresTests {
  private func recording() -> OpenedRecording {
    OpenedRecording(radar: FakeRadarFile(traces: 4, samples: 256))
  }

  @Test("What the chain cannot use is refused by name, with what was found and expected")
  func refusals() {
    let cases: [((inout RadarDescription) -> Void, String, String)] = [
      ({ $0.centreFrequencyKilohertz = 0 }, "centre frequency", "nothing"),
      ({ $0.centreFrequencyKilohertz = 90_000_000 }, "centre frequency", "90000 MHz"),
      ({ $0.sampleIntervalFemtoseconds = 0 }, "sample interval", "0 ps"),
      ({ $0.traceSpacingMicrometres = 11_000_000 }, "trace spacing", "11 m"),
      ({ $0.waveSpeedMicrometresPerNanosecond = 300_000 }, "wave speed", "0.3 m/ns"),
      ({ $0.samplesPerTrace = 5_000 }, "samples per trace", "5000"),
      ({ $0.samplesPerTrace = 4 }, "samples per trace", "4"),
    ]
    for (spoil, field, found) in cases {
      var recording = recording()
      spoil(&recording.description)
      do throws(RecordingError) {
        _ = try recording.settings(RadarConfiguration())
        Issue.record("\(field) \(found) was taken")
      } catch {
        #expect(error.file == "fake.dzt" && error.field == field && error.found == found)
        #expect(!error.expected.isEmpty)
      }
    }
  }

  @Test("A frequency is estimated from the first traces, which are read again; a pipe goes without")
  func frequency() throws {
    var fake = FakeRadarFile(traces: 4, samples: 256)
    fake.description.centreFrequencyKilohertz = 0
    var recording = OpenedRecording(radar: fake)
    let configuration = RadarConfiguration()
    try FrequencyEstimate.complete(&recording, configuration: configuration)
    #expect(recording.description.centreFrequencyKilohertz > 0)
    #expect(recording.warnings.map(\.field) == ["centre frequency"])
    let held = try HeldInputs(Sweep(recording, LoadedConfiguration()))
    #expect(held.samples.count == 4 * 256)

    fake.isPipe = true
    var pipe = OpenedRecording(radar: fake)
    try FrequencyEstimate.complete(&pipe, configuration: configuration)
    #expect(pipe.description.centreFrequencyKilohertz == 0)
    #expect(throws: RecordingError.self) { try pipe.settings(configuration) }
  }

  @Test("The depths looked at end with the window, or with what the configuration says")
  func lookedAt() throws {
    // 256 samples of 20 ps at 0.1 m/ns: 5.12 ns, 0.256 m one way. 6 GHz: a wavelength of 16.67 mm.
    var configuration = RadarConfiguration()
    let window = LookedAt(try recording().settings(configuration))
    #expect(
      window
        == LookedAt(
          shallowestMillimetres: 4, deepestMillimetres: 256, smallestCasingMillimetres: 8))
    configuration.depthMaximumMillimetres = 100
    #expect(LookedAt(try recording().settings(configuration)).deepestMillimetres == 100)
    #expect(!window.isTooCoarse)
  }

  @Test("Every derived figure has a value, an origin and a reason")
  func derived() throws {
    let figures = DerivedFigures.all(try recording().settings(RadarConfiguration()))
    #expect(figures.count == 12)
    for figure in figures {
      #expect(!figure.text.isEmpty && !figure.origin.isEmpty && figure.why.hasSuffix("."))
    }
    #expect(figures[0].text == "0.1000 m/ns" && figures[0].origin == "assumed")
    #expect(figures[1].text == "6000 MHz" && figures[1].origin == "recording")
  }
}
