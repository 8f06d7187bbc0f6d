public import DetectorCore

/// The written form of an event: one JSON object on one line, the same bytes wherever it is made.
///
/// Keys come in the order of the recording format's table and absent ones are left out; an event that
/// no pipeline has numbered has no `id`. Seconds have 6 decimals, metres 3, confidence and strength 2.
public enum EventLine {
  /// Bytes in a line at the most, its newline included: every field there, each at its longest.
  public static let maximumLength = 1_024

  /// Writes the line of an event, ended by a newline.
  public static func write<Text: TextSink & ~Copyable>(
    _ event: DetectionEvent, into text: inout Text
  ) {
    var members = JSONMembers(.compact)
    text.append(UInt8(ascii: "{"))
    writeWhich(event, with: &members, into: &text)
    switch event.body {
    case .detection(let finding):
      write(finding, nil, with: &members, into: &text)
    case .object(let finding, let ids):
      write(finding, ids, with: &members, into: &text)
    case .fault(let fault, let count):
      members.member("fault", name: fault.name, into: &text)
      members.member("count", fixed: count, into: &text)
    case .gap(let lost):
      members.member("lost", fixed: lost, into: &text)
    case .end(let totals):
      members.member("samples", fixed: totals.samples, into: &text)
      members.member("gaps", fixed: totals.gaps, into: &text)
      members.member("faults", fixed: totals.faults, into: &text)
      members.member("detections", fixed: totals.detections, into: &text)
      members.member("objects", fixed: totals.objects, into: &text)
    }
    text.append("}\n")
  }

  /// Which event it is, and where it stands in time.
  private static func writeWhich<Text: TextSink & ~Copyable>(
    _ event: DetectionEvent, with members: inout JSONMembers, into text: inout Text
  ) {
    if event.id != 0 { members.member("id", fixed: Int64(event.id), into: &text) }
    members.member("kind", name: event.kind.name, into: &text)
    if let sensor = event.sensor { members.member("sensor", name: sensor.name, into: &text) }
    if let sample = event.sample { members.member("sample", fixed: sample, into: &text) }
    members.member("time_s", fixed: event.timeMicroseconds, decimals: 6, into: &text)
  }

  /// Where it lies, what it may be, and what to do about it.
  private static func write<Text: TextSink & ~Copyable>(
    _ finding: TargetFinding, _ ids: Members?, with members: inout JSONMembers,
    into text: inout Text
  ) {
    if let position = finding.position {
      members.key("position_m", into: &text)
      text.append(UInt8(ascii: "["))
      text.append(fixed: Int64(position.eastMillimetres), decimals: 3)
      text.append(UInt8(ascii: ","))
      text.append(fixed: Int64(position.northMillimetres), decimals: 3)
      text.append(UInt8(ascii: "]"))
    }
    writeMetres("distance_m", finding.distanceMillimetres, with: &members, into: &text)
    writeMetres("depth_m", finding.depthMillimetres, with: &members, into: &text)
    writeMetres("width_m", finding.widthMillimetres, with: &members, into: &text)
    if let value = finding.targetClass { members.member("class", name: value.name, into: &text) }
    if let value = finding.confidenceHundredths {
      members.member("confidence", fixed: Int64(value), decimals: 2, into: &text)
    }
    if let value = finding.strengthHundredths {
      members.member("strength", fixed: Int64(value), decimals: 2, into: &text)
    }
    if let value = finding.action { members.member("action", name: value.name, into: &text) }
    if let value = finding.rule { members.member("rule", name: value.name, into: &text) }
    if let ids {
      members.key("members", into: &text)
      text.append(UInt8(ascii: "["))
      for index in 0..<ids.count {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        text.append(integer: Int64(ids.ids[index]))
      }
      text.append(UInt8(ascii: "]"))
    }
    if let value = finding.targetID {
      members.member("target_id", fixed: Int64(value), into: &text)
    }
    if finding.isLate {
      members.key("late", into: &text)
      text.append("true")
    }
  }

  private static func writeMetres<Text: TextSink & ~Copyable>(
    _ name: StaticString, _ millimetres: Int32?, with members: inout JSONMembers,
    into text: inout Text
  ) {
    guard let millimetres else { return }
    members.member(name, fixed: Int64(millimetres), decimals: 3, into: &text)
  }
}
