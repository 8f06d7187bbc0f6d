import DetectorCore
import Foundation
import Journal
import Recording
import Testing

@Suite("SigMF mutations")
struct SigMFMutationTests {
  @Test("A mutated description is refused in words, or read with the shape its JSON says")
  func mutations() throws {
    var meta = RadarMeta()
    meta.annotations = """
      [{"core:sample_start": 2, "core:sample_count": 3, "core:label": "a", "sapper:kind": "truth",
        "sapper:class": "uxo", "sapper:position_m": [0.5, -0.25], "sapper:depth_m": 0.1}]
      """
    meta.captures = """
      [{"core:sample_start": 0, "core:global_index": 0, "core:datetime": "2026-01-01T00:00:00Z"},
       {"core:sample_start": 6, "core:global_index": 9}]
      """
    let original = Array(meta.text.utf8)
    var counts = (taken: 0, refused: 0)
    for seed in 0..<600 as Range<UInt64> {
      let mutated = mutate(original, seed: seed)
      switch try opened(mutated) {
      case .failure(let error):
        counts.refused += 1
        #expect(!error.field.isEmpty && !error.found.isEmpty && !error.expected.isEmpty)
      case .success(let recording):
        counts.taken += 1
        try compare(recording, with: mutated, seed: seed)
      }
    }
    // Both sides have to be reached, or nothing was tested.
    #expect(counts.taken >= 50 && counts.refused >= 200, "\(counts)")
  }

  @Test("A mutated collection opens the streams it names, or is refused")
  func collections() throws {
    let folder = try SigMFFolder()
    try folder.write("lane-radar.sigmf-meta", RadarMeta().text)
    try folder.write("lane-radar.sigmf-data", bytes: [UInt8](repeating: 1, count: 80))
    _ = try SigMFRepair.repair(folder.file("lane"))
    let original = try folder.bytes("lane.sigmf-collection")
    for seed in 0..<300 as Range<UInt64> {
      try folder.write("lane.sigmf-collection", bytes: mutate(original, seed: seed))
      do throws(RecordingError) {
        let collection = try SigMFCollection(opening: folder.file("lane.sigmf-collection"))
        #expect(collection.streams.map(\.name) == ["lane-radar"], "seed \(seed)")
      } catch {
        #expect(!error.field.isEmpty && !error.found.isEmpty && !error.expected.isEmpty)
      }
    }
  }

  @Test("A mutated event line is an event that is written the same, or is refused")
  func eventLines() {
    var text = TestText()
    EventLine.write(detection(7, sample: 4), into: &text)
    let original = Array(text.bytes.dropLast())
    for seed in 0..<600 as Range<UInt64> {
      let mutated = mutate(original, seed: seed)
      do throws(RecordingError) {
        let event = try EventLineReader.event(mutated, file: "e", number: 3)
        var again = TestText()
        EventLine.write(event, into: &again)
        #expect(Array(again.bytes.dropLast()) == mutated, "seed \(seed)")
      } catch {
        #expect(error.field.hasPrefix("line 3"), "\(error)")
      }
    }
  }

  /// One to three changes: a bit, a byte, a cut, a doubling, or digits exchanged.
  private func mutate(_ bytes: [UInt8], seed: UInt64) -> [UInt8] {
    var random = SigMFRandom(state: seed)
    var mutated = bytes
    for _ in 0...random.below(3) {
      guard !mutated.isEmpty else { break }
      let place = random.below(mutated.count)
      switch random.below(7) {
      case 0: mutated[place] ^= 1 << UInt8(random.below(8))
      case 1: mutated[place] = UInt8(truncatingIfNeeded: random.next())
      case 2: mutated.remove(at: place)
      case 3: mutated.removeSubrange(place..<min(place + random.below(20), mutated.count))
      case 4:
        let end = min(place + random.below(20), mutated.count)
        mutated.insert(contentsOf: mutated[place..<end], at: place)
      default:
        let digits = mutated.indices.filter { (0x30...0x39).contains(mutated[$0]) }
        guard let digit = digits.isEmpty ? nil : digits[random.below(digits.count)] else { break }
        mutated[digit] = UInt8(ascii: "0") + UInt8(random.below(10))
      }
    }
    return mutated
  }

  /// The recording against what Foundation's reader makes of the same bytes.
  private func compare(
    _ recording: SigMFRecording, with bytes: [UInt8], seed: UInt64
  ) throws {
    let json = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    let global = try #require(json?["global"] as? [String: Any])
    let stream = recording.global.stream
    #expect(global["core:datatype"] as? String == stream.sampleType.name.description)
    #expect(global["core:num_channels"] as? Double == Double(stream.channelCount), "\(seed)")
    #expect(
      global["sapper:sensor"] as? String == stream.contents.sensorName.description, "\(seed)")
    guard case .groundRadar(let radar) = stream.contents else { return }
    let interval = try #require(global["sapper:sample_interval_s"] as? Double)
    // Half a femtosecond of rounding, and the same again for the binary fraction.
    #expect(abs(Double(radar.sampleIntervalFemtoseconds) - interval * 1e15) <= 1, "\(seed)")
    let spacing = (global["sapper:trace_spacing_m"] as? Double) ?? 0
    #expect(abs(Double(radar.traceSpacingMicrometres) - spacing * 1e6) <= 1, "\(seed)")
    #expect(recording.sampleCount == 80 / Int64(stream.byteCountPerSample))
    #expect(recording.captures.first?.sampleStart == 0)
  }
}

/// Text that grows, for tests.
struct TestText: TextSink {
  var bytes: [UInt8] = []
  mutating func append(_ byte: UInt8) { bytes.append(byte) }
}
