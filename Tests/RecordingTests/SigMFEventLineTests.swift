import DetectorCore
import Foundation
import Journal
import Recording
import Testing

@Suite("Event lines read back")
struct SigMFEventLineTests {
  @Test("What is written is read back, over 500 seeds of fields there and absent")
  func roundTrip() throws {
    for seed in 0..<500 as Range<UInt64> {
      let event = madeUpEvent(seed)
      var text = TestText()
      EventLine.write(event, into: &text)
      let read = try EventLineReader.event(Array(text.bytes.dropLast()), file: "e", number: 1)
      #expect(read == event, "seed \(seed)")
    }
  }

  @Test(
    "A line that would not be written so is refused",
    arguments: [
      #"{"kind":"gap","id":1,"time_s":0.000000,"lost":1}"#,
      #"{"id":1,"kind":"gap","time_s":0.0,"lost":1}"#,
      #"{"id":1,"kind":"gap", "time_s":0.000000,"lost":1}"#,
      #"{"id":0,"kind":"gap","time_s":0.000000,"lost":1}"#,
      #"{"id":1,"kind":"gap","lost":1}"#, #"{"id":1,"time_s":0.000000}"#, "{}", "[]", "", "null",
      #"{"id":1,"kind":"rumour","time_s":0.000000}"#,
      #"{"id":1,"kind":"gap","time_s":0.000000,"lost":1,"colour":"red"}"#,
      #"{"id":1,"kind":"fault","time_s":0.000000,"fault":"rust","count":1}"#,
      #"{"id":1,"kind":"fault","time_s":0.000000,"fault":"crc"}"#,
      #"{"id":1,"kind":"gap","time_s":0.000000}"#,
      #"{"id":1,"kind":"gap","time_s":0.000000,"depth_m":0.110,"lost":1}"#,
      #"{"id":1,"kind":"end","time_s":0.000000,"samples":5}"#,
      #"{"id":1,"kind":"gap","time_s":0.0000001,"lost":1}"#,
      #"{"id":1,"kind":"gap","time_s":"0.000000","lost":1}"#,
      #"{"id":1,"kind":"gap","time_s":0.000000,"lost":1}}"#,
      #"{"id":4294967296,"kind":"gap","time_s":0.000000,"lost":1}"#,
      #"{"id":1,"kind":"detection","time_s":0.000000,"depth_m":2147483.648}"#,
      #"{"id":1,"kind":"object","time_s":0.000000,"members":[1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7]}"#,
    ])
  func refused(line: String) {
    let error = #expect(throws: RecordingError.self) {
      try EventLineReader.event(Array(line.utf8), file: "e.jsonl", number: 12)
    }
    #expect(error?.file == "e.jsonl")
    #expect(error?.field.hasPrefix("line 12") == true)
  }

  @Test("A broken line before the last is refused, and so is one without an end in sight")
  func broken() throws {
    let folder = try SigMFFolder()
    let good = #"{"id":1,"kind":"gap","time_s":0.000000,"lost":1}"#
    try folder.write("e", "\(good)\n{\"id\":2,\n\(good)\n")
    var reader = try EventLineReader(path: folder.file("e"))
    #expect(try reader.next()?.id == 1)
    let error = #expect(throws: RecordingError.self) { try reader.next() }
    #expect(error?.field.hasPrefix("line 2") == true)
    try folder.write("e", String(repeating: "x", count: 200_000))
    reader = try EventLineReader(path: folder.file("e"))
    #expect(throws: RecordingError.self) { try reader.next() }
    try folder.write("e", "")
    reader = try EventLineReader(path: folder.file("e"))
    #expect(try reader.next() == nil)
  }

  @Test("Lines across the pieces in which a file is read stay whole")
  func longFile() throws {
    let folder = try SigMFFolder()
    var text = TestText()
    for id in 1...2_000 as ClosedRange<UInt32> {
      EventLine.write(detection(id, sample: Int64(id)), into: &text)
    }
    try folder.write("e", bytes: text.bytes)
    var reader = try EventLineReader(path: folder.file("e"))
    var ids: [UInt32] = []
    while let event = try reader.next() { ids.append(event.id) }
    #expect(ids == Array(1...2_000))
  }

  private func madeUpEvent(_ seed: UInt64) -> DetectionEvent {
    var random = SigMFRandom(state: seed)
    func some<Value>(_ value: @autoclosure () -> Value) -> Value? {
      random.below(2) == 0 ? nil : value()
    }
    func millimetres() -> Int32 { Int32(truncatingIfNeeded: random.next()) }
    var finding = TargetFinding()
    finding.position = some(
      Position(eastMillimetres: millimetres(), northMillimetres: millimetres()))
    finding.distanceMillimetres = some(millimetres())
    finding.depthMillimetres = some(millimetres())
    finding.widthMillimetres = some(millimetres())
    finding.targetClass = some(TargetClass(rawValue: UInt8(random.below(5))) ?? .unknown)
    finding.confidenceHundredths = some(UInt8(random.below(101)))
    finding.strengthHundredths = some(Int32(random.below(1 << 31)))
    finding.action = some(.mark)
    finding.rule = some(.overload)
    finding.targetID = some(UInt8(random.below(100)))
    var members = Members()
    for _ in 0..<random.below(17) { members.append(UInt32(random.below(1_000))) }
    var totals = Totals()
    totals.samples = Int64(random.below(1_000))
    totals.objects = Int64(random.below(1_000))
    let body: EventBody =
      switch EventKind(rawValue: UInt8(random.below(5))) ?? .end {
      case .detection: .detection(finding)
      case .object: .object(finding, members)
      case .fault:
        .fault(
          Fault(rawValue: UInt8(random.below(21))) ?? .crc, count: Int64(random.next() >> 1))
      case .gap: .gap(lost: Int64(random.below(1_000)))
      case .end: .end(totals)
      }
    var event = DetectionEvent(
      body, sensor: some(.radar), sample: some(Int64(random.next() >> 2)), sequence: 0,
      timeMicroseconds: Int64(truncatingIfNeeded: random.next()))
    event.id = UInt32(truncatingIfNeeded: random.next()) | 1
    return event
  }
}
