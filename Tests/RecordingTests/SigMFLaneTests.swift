import DetectorCore
import Foundation
import Journal
import Recording
import Testing

// The lanes lie beside the project and not in it; without them these tests are off.
@Suite("SigMF lanes", .enabled(if: Lanes.arePresent, "needs ../shared/data/lanes"))
struct SigMFLaneTests {
  @Test("Every lane opens without a warning, its shapes as its files say", arguments: Lanes.names)
  func opens(name: String) throws {
    let collection = try SigMFCollection(opening: "\(Lanes.folder)/\(name).sigmf-collection")
    #expect(collection.warnings.isEmpty, "\(collection.warnings)")
    #expect(collection.streams.count == (name.hasPrefix("dual") ? 3 : 2))
    for stream in collection.streams {
      let json = try json(stream.metaPath)
      let global = try #require(json["global"] as? [String: Any])
      #expect(global["core:num_channels"] as? Int == Int(stream.global.stream.channelCount))
      let size = try FileManager.default.attributesOfItem(atPath: stream.dataPath)[.size] as? Int
      #expect(size == Int(stream.sampleCount) * stream.global.stream.byteCountPerSample)
      let captures = try #require(json["captures"] as? [[String: Any]])
      #expect(
        captures.map { $0["core:sample_start"] as? Int64 } == stream.captures.map(\.sampleStart))
      #expect(
        captures.map { $0["core:global_index"] as? Int64 } == stream.captures.map(\.globalIndex))
      #expect((json["annotations"] as? [Any])?.count == stream.annotations.count)
      #expect(try SigMFVerify.check(stream) == .matches)
    }
  }

  @Test("A dual lane's radar says its figures and gives every trace", arguments: 1...5)
  func radar(lane: Int) throws {
    var file = try SigMFRadarFile(opening: "\(Lanes.folder)/dual\(lane)")
    #expect(file.description.samplesPerTrace == 512)
    #expect(file.description.sampleIntervalFemtoseconds == 21_228)
    #expect(file.description.traceSpacingMicrometres == 21_000)
    #expect(file.description.centreFrequencyKilohertz == 1_500_000)
    #expect(file.description.antennaHeightMicrometres == 51_000)
    let all = try readAll(&file, blockTraces: 7)
    let data = try Data(contentsOf: URL(fileURLWithPath: file.recording.dataPath))
    let expected = stride(from: 0, to: data.count, by: 2).map {
      Int32(Int16(truncatingIfNeeded: Int(data[$0]) | Int(data[$0 + 1]) << 8))
    }
    #expect(all.samples == expected)
    try file.rewind()
    #expect(try readAll(&file, blockTraces: 64).samples == expected)
  }

  @Test("A strip's frames come with their gaps, whatever the block", arguments: [1, 5, 8])
  func induction(lane: Int) throws {
    let path = "\(Lanes.folder)/strip\(lane)"
    let captures = try #require(try SigMFCollection(opening: path).induction).captures
    var sequences: [[Int64]] = []
    for frames in [1, 1_000] {
      var stream = try SigMFInductionStream(opening: path)
      var block = [Int32](repeating: 0, count: stream.gateCount * frames)
      var all: [Int64] = []
      while true {
        var span = block.mutableSpan
        let header = try stream.read(into: &span)
        if header.count == 0 { break }
        #expect(header.index == Int64(all.count))
        all += (0..<Int64(header.count)).map { header.sequence + $0 }
      }
      #expect(Int64(all.count) == stream.frameCount)
      sequences.append(all)
    }
    #expect(sequences[0] == sequences[1])
    for capture in captures {
      #expect(sequences[0][Int(capture.sampleStart)] == capture.globalIndex)
    }
    let jumps = zip(sequences[0], sequences[0].dropFirst()).count { $1 != $0 + 1 }
    #expect(jumps == captures.count - 1)
  }

  @Test("A dual lane's truth lies on the track, at the trace in the middle of its annotation")
  func track() throws {
    let collection = try SigMFCollection(opening: "\(Lanes.folder)/dual1")
    let radar = try #require(collection.radar)
    let track = try SigMFTrack(try #require(collection.track))
    for truth in radar.annotations where truth.sampleCount == 9 {
      let position = try #require(truth.positionMetres)
      let trace = truth.sampleStart + truth.sampleCount / 2
      let time = Double(trace) * 1e12 / Double(radar.global.stream.rateMicrohertz)
      let point = try #require(track.point(atMicroseconds: Int64(time)))
      // Half a trace spacing for the rounding to a trace, and as much for the jitter of the track.
      #expect(abs(Double(point.eastMillimetres) / 1_000 - position.east) <= 0.021)
    }
  }

  @Test("A stream that is not of the sensor asked for is refused by name")
  func otherSensor() throws {
    let collection = try SigMFCollection(opening: "\(Lanes.folder)/dual1")
    let track = try #require(collection.track)
    let error = #expect(throws: RecordingError.self) { try SigMFRadarFile(track) }
    #expect(error?.found == "track")
    #expect(throws: RecordingError.self) {
      try SigMFRadarFile(opening: "\(Lanes.folder)/strip1.sigmf-collection")
    }
  }

  private func json(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }
}
