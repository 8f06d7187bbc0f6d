import DetectorCore
import Foundation
import Journal
import Recording
import Testing

@Suite("Audible zones")
struct AudibleZonesTests {
  private func zones(_ text: String) throws -> AudibleZones {
    try AudibleZones(Array(text.utf8), file: "lane.zones.json")
  }

  @Test("What is written reads back")
  func roundTrip() throws {
    let made = AudibleZones(frameCount: 1_000, runs: [3..<10, 500..<1_000])
    #expect(made.text == "{\"frames\": 1000, \"audible\": [[3, 10], [500, 1000]]}\n")
    #expect(try zones(made.text) == made)
    #expect(try zones("{\"frames\": 5, \"audible\": []}").runs.isEmpty)
  }

  @Test("Runs in any order that touch or overlap become one, and end with the frames")
  func joined() {
    let made = AudibleZones(
      frameCount: 100, runs: [90..<120, 5..<9, 9..<12, 7..<8, 40..<40, 200..<300])
    #expect(made.runs == [5..<12, 90..<100])
  }

  @Test("A frame is in a run from its first on, and no more at its end")
  func contains() {
    let made = AudibleZones(frameCount: 100, runs: [5..<9, 20..<21, 50..<60])
    let inside = (Int64(-5)..<110).filter(made.contains)
    #expect(inside == Array(5..<9) + [20] + Array(50..<60))
    #expect(!AudibleZones(frameCount: 100, runs: []).contains(5))
  }

  @Test(
    "What contradicts itself is refused by its field",
    arguments: [
      ("{\"frames\": 9, \"audible\": [[3, 10]]}", "audible[0]"),
      ("{\"frames\": 9, \"audible\": [[3, 2]]}", "audible[0]"),
      ("{\"frames\": 9, \"audible\": [[3, 4], [2, 5]]}", "audible[1]"),
      ("{\"frames\": 9, \"audible\": [[3]]}", "audible[0]"),
      ("{\"frames\": 9, \"audible\": [[3, 4.5]]}", "audible[0]"),
      ("{\"frames\": -1, \"audible\": []}", "frames"), ("{\"audible\": []}", "frames"),
      ("{\"frames\": 9}", "audible"), ("{\"frames\": 9, \"audible\": [], \"more\": 1}", "more"),
      ("[]", "zones"),
    ])
  func refused(text: String, field: String) {
    #expect {
      try zones(text)
    } throws: { error in
      guard let error = error as? RecordingError else { return false }
      return error.file == "lane.zones.json" && error.field.contains(field)
    }
  }

  @Test("Zones of a shorter sweep than the one beside them are refused")
  func beside() throws {
    let folder = try SigMFFolder()
    let path = folder.file("lane")
    let stream = SigMFStream(
      StreamDescription(
        contents: .pulseInduction(described), sampleType: .int32, channelCount: 3,
        rateMicrohertz: 250_000_000))
    var writer = try SigMFWriter(path: path, streams: [stream], syncInterval: 1 << 20)
    let block = [Int32](repeating: 1, count: 30)
    try writer.append(
      block.span, header: BlockHeader(count: 10, index: 0, sequence: 5))
    try writer.close()
    let collection = try SigMFCollection(opening: path)
    #expect(try collection.audibleZones() == nil)
    let file = collection.zonesPath
    #expect(file == path + ".zones.json")
    for (frames, isTaken) in [(15, true), (16, true), (14, false)] {
      let text = "{\"frames\": \(frames), \"audible\": [[7, 9]]}"
      try Data(text.utf8).write(to: URL(fileURLWithPath: file))
      let zones = try? collection.audibleZones()
      #expect((zones != nil) == isTaken, "\(frames)")
    }
  }

  private var described: InductionDescription {
    var description = InductionDescription(lsbFemtovolts: 10_000_000)
    for gate in [(10_000, 20_000), (20_000, 40_000), (300_000, 400_000)] {
      description.append(
        InductionDescription.Gate(
          startNanoseconds: Int64(gate.0), endNanoseconds: Int64(gate.1)))
    }
    return description
  }
}
