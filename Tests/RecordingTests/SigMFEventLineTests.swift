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
      #"{"kind":"gap","id":1,"time_s":0.000000}"#, #"{"id":1,"kind":"gap","time_s":0.0}"#,
      #"{"id":1,"kind":"gap", "time_s":0.000000}"#, #"{"id":0,"kind":"gap","time_s":0.000000}"#,
      #"{"id":1,"kind":"gap"}"#, #"{"id":1,"time_s":0.000000}"#, "{}", "[]", "", "null",
      #"{"id":1,"kind":"rumour","time_s":0.000000}"#,
      #"{"id":1,"kind":"gap","time_s":0.000000,"colour":"red"}"#,
      #"{"id":1,"kind":"fault","time_s":0.000000,"fault":"rust"}"#,
      #"{"id":1,"kind":"end","time_s":0.000000,"samples":5}"#,
      #"{"id":1,"kind":"gap","time_s":0.0000001}"#, #"{"id":1,"kind":"gap","time_s":"0.000000"}"#,
      #"{"id":1,"kind":"gap","time_s":0.000000}}"#,
      #"{"id":4294967296,"kind":"gap","time_s":0.000000}"#,
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
    let good = #"{"id":1,"kind":"gap","time_s":0.000000}"#
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
    let kind = EventKind(rawValue: UInt8(random.below(5))) ?? .end
    var event = DetectionEvent(
      kind: kind, sensor: some(.radar), sample: some(Int64(random.next() >> 2)), sequence: 0,
      timeMicroseconds: Int64(truncatingIfNeeded: random.next()))
    event.id = UInt32(truncatingIfNeeded: random.next()) | 1
    event.position = some(
      Position(eastMillimetres: millimetres(), northMillimetres: millimetres()))
    event.distanceMillimetres = some(millimetres())
    event.depthMillimetres = some(millimetres())
    event.widthMillimetres = some(millimetres())
    event.targetClass = some(TargetClass(rawValue: UInt8(random.below(5))) ?? .unknown)
    event.confidenceHundredths = some(UInt8(random.below(101)))
    event.strengthHundredths = some(Int32(random.below(1 << 31)))
    event.action = some(.mark)
    event.rule = some(.overload)
    event.fault = some(Fault(rawValue: UInt8(random.below(12))) ?? .crc)
    event.count = some(Int64(random.next() >> 1))
    event.lost = some(Int64(random.below(1_000)))
    var members = Members()
    for _ in 0..<random.below(17) { members.append(UInt32(random.below(1_000))) }
    event.members = some(members)
    var totals = Totals()
    totals.samples = Int64(random.below(1_000))
    totals.objects = Int64(random.below(1_000))
    event.totals = some(totals)
    return event
  }
}
