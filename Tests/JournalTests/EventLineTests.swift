import DetectorCore
import Foundation
import Journal
import Testing

@Suite("Event lines")
struct EventLineTests {
  @Test("A detection is written as the format's example")
  func detection() {
    var finding = TargetFinding()
    finding.position = Position(eastMillimetres: -259, northMillimetres: 742)
    finding.depthMillimetres = 110
    finding.widthMillimetres = 420
    finding.targetClass = .antiTankMine
    finding.confidenceHundredths = 91
    finding.strengthHundredths = 3_420
    finding.action = .dig
    finding.rule = .largeSlowDecay
    var event = DetectionEvent(
      .detection(finding), sensor: .induction, sample: 10_382, sequence: 10_382,
      timeMicroseconds: 10_382_000)
    event.id = 7
    let expected =
      #"{"id":7,"kind":"detection","sensor":"induction","sample":10382,"time_s":10.382000,"#
      + #""position_m":[-0.259,0.742],"depth_m":0.110,"width_m":0.420,"class":"at_mine","#
      + #""confidence":0.91,"strength":34.20,"action":"dig","rule":"large-slow-decay"}"# + "\n"
    #expect(line(event) == expected)
  }

  @Test("An object is written as the format's example")
  func object() {
    var finding = TargetFinding()
    finding.position = Position(eastMillimetres: -251, northMillimetres: 748)
    finding.depthMillimetres = 110
    finding.targetClass = .antiTankMine
    finding.confidenceHundredths = 95
    finding.strengthHundredths = 3_670
    finding.action = .dig
    finding.rule = .metalAndBody
    var members = Members()
    members.append(7)
    members.append(8)
    var event = DetectionEvent(
      .object(finding, members), sensor: .fused, sample: 10_396, sequence: 11_020,
      timeMicroseconds: 11_020_000)
    event.id = 9
    let expected =
      #"{"id":9,"kind":"object","sensor":"fused","sample":10396,"time_s":11.020000,"#
      + #""position_m":[-0.251,0.748],"depth_m":0.110,"class":"at_mine","confidence":0.95,"#
      + #""strength":36.70,"action":"dig","rule":"metal-and-body","members":[7,8]}"# + "\n"
    #expect(line(event) == expected)
  }

  @Test("A gap is written as the format's example")
  func gap() {
    var event = DetectionEvent(
      .gap(lost: 6), sensor: .induction, sample: 11_800, sequence: 11_806,
      timeMicroseconds: 11_806_000)
    event.id = 10
    let expected =
      #"{"id":10,"kind":"gap","sensor":"induction","sample":11800,"time_s":11.806000,"lost":6}"#
      + "\n"
    #expect(line(event) == expected)
  }

  @Test("The end is written as the format's example")
  func end() {
    var totals = Totals()
    totals.samples = 80_000
    totals.gaps = 1
    totals.detections = 22
    totals.objects = 7
    var event = DetectionEvent(
      .end(totals), sensor: nil, sample: nil, sequence: 80_000, timeMicroseconds: 80_000_000)
    event.id = 31
    let expected =
      #"{"id":31,"kind":"end","time_s":80.000000,"samples":80000,"gaps":1,"faults":0,"#
      + #""detections":22,"objects":7}"# + "\n"
    #expect(line(event) == expected)
  }

  @Test("With every field at its longest, keys keep their order and the line its bound")
  func longest() throws {
    let text = line(Self.longestEvent)
    #expect(text.utf8.count <= EventLine.maximumLength)
    let keys = [
      "id", "kind", "sensor", "sample", "time_s", "position_m", "distance_m", "depth_m",
      "width_m", "class", "confidence", "strength", "action", "rule", "members",
      "target_id",
    ]
    var rest = text[...]
    for key in keys {
      let place = try #require(rest.range(of: "\"\(key)\":"), "\(key) is not in its place")
      rest = rest[place.upperBound...]
    }
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(json.count == keys.count)
  }

  @Test("An event without a number has no id, and what is absent leaves no key")
  func bare() {
    let event = DetectionEvent(
      .detection(TargetFinding()), sensor: .radar, sample: 0, sequence: 0, timeMicroseconds: 0)
    #expect(
      line(event) == #"{"kind":"detection","sensor":"radar","sample":0,"time_s":0.000000}"# + "\n")
  }

  @Test("Every name is lower case with underscores, and rules have hyphens")
  func names() {
    let faults = (0...20).compactMap { Fault(rawValue: $0)?.name.description }
    #expect(
      faults == [
        "lost_frames", "crc", "saturated", "stuck", "sensitivity_lost", "coil_open",
        "coil_short", "battery_low", "storage", "bounce_lost", "repeated_frames", "short_tail",
        "bad_samples", "transmit_current", "track_lost", "tuned_out",
        "front_end_silent", "front_end_restart", "ready_stuck", "self_test", "sound",
      ])
    #expect(Fault(rawValue: 21) == nil)
    let rules = (0...4).compactMap { DecisionRule(rawValue: $0)?.name.description }
    #expect(rules == ["radar-echo", "overload", "large-slow-decay", "metal", "metal-and-body"])
    let classes = (0...4).compactMap { TargetClass(rawValue: $0)?.name.description }
    #expect(classes == ["at_mine", "ap_mine", "uxo", "clutter", "unknown"])
    let actions = (0...2).compactMap { EventAction(rawValue: $0)?.name.description }
    #expect(actions == ["dig", "investigate", "mark"])
  }

  @Test("A buffer that is too short raises its flag and does not trap")
  func overflow() {
    var short = TextBuffer<64>()
    EventLine.write(Self.longestEvent, into: &short)
    #expect(short.isOverflown)
    #expect(short.count == 64)
    var long = TextBuffer<1_024>()
    EventLine.write(Self.longestEvent, into: &long)
    #expect(!long.isOverflown)
    let bytes = long.withBytes { span in span.indices.map { span[$0] } }
    #expect(String(decoding: bytes, as: UTF8.self) == line(Self.longestEvent))
  }

  private func line(_ event: DetectionEvent) -> String {
    written { EventLine.write(event, into: &$0) }
  }

  private static var longestEvent: DetectionEvent {
    var finding = TargetFinding()
    finding.position = Position(eastMillimetres: .min, northMillimetres: .min)
    finding.distanceMillimetres = .min
    finding.depthMillimetres = .min
    finding.widthMillimetres = .min
    finding.targetClass = .antiTankMine
    finding.confidenceHundredths = .max
    finding.strengthHundredths = .min
    finding.action = .investigate
    finding.rule = .largeSlowDecay
    finding.targetID = .max
    var members = Members()
    while members.append(.max) {}
    var event = DetectionEvent(
      .object(finding, members), sensor: .induction, sample: .min, sequence: 0,
      timeMicroseconds: .min)
    event.id = .max
    return event
  }
}
