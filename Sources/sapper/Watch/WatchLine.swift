import DetectorCore

/// One line of input of `watch -`: an event line of `replay --events -`, or a level line.
///
/// A level line is `{"kind":"level","sensor":"radar","sample":412,"level":1.83,"flags":["alarm"]}`;
/// `level` is over threshold with two decimals, `flags` of "alarm", "saturated", "held",
/// "settling", "blind". Keys that are not known are passed over.
enum WatchLine {
  /// Bytes of a line at the most.
  static let bytesMax = 65_536

  case event(DetectionEvent)
  case level(OperatorLevel)

  /// Reads a line; `nil` when it is neither.
  init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count <= Self.bytesMax, let fields = FlatJSON.fields(Array(bytes)) else {
      return nil
    }
    guard let kind = fields["kind"]?.text else { return nil }
    if kind == "level" {
      guard let level = Self.level(fields) else { return nil }
      self = .level(level)
    } else {
      guard let event = Self.event(kind, fields) else { return nil }
      self = .event(event)
    }
  }

  private static func level(_ fields: [String: FlatJSON.Value]) -> OperatorLevel? {
    guard let sample = fields["sample"]?.scaled(0), let hundredths = fields["level"]?.scaled(2),
      sample >= 0, hundredths >= 0
    else { return nil }
    let q8 = UInt16(clamping: Figure.product(hundredths, 256) / 100)
    var flags: LevelFlags = []
    for name in fields["flags"]?.texts ?? [] {
      switch name {
      case "alarm": flags.insert(.alarm)
      case "saturated": flags.insert(.saturated)
      case "held": flags.insert(.held)
      case "settling": flags.insert(.settling)
      case "blind": flags.insert(.blind)
      default: break
      }
    }
    return OperatorLevel(
      sensor: sensor(fields["sensor"]?.text) ?? .radar, index: sample, sequence: sample,
      levelQ8: q8, flags: flags)
  }

  private static func event(
    _ name: String, _ fields: [String: FlatJSON.Value]
  ) -> DetectionEvent? {
    let kinds: [String: EventKind] = [
      "detection": .detection, "object": .object, "fault": .fault, "gap": .gap, "end": .end,
    ]
    guard let kind = kinds[name] else { return nil }
    let sample = fields["sample"]?.scaled(0)
    var event = DetectionEvent(
      kind: kind, sensor: sensor(fields["sensor"]?.text), sample: sample, sequence: sample ?? 0,
      timeMicroseconds: fields["time_s"]?.scaled(6) ?? 0)
    event.id = UInt32(clamping: fields["id"]?.scaled(0) ?? 0)
    event.distanceMillimetres = fields["distance_m"]?.scaled(3).map(Int32.init(clamping:))
    event.depthMillimetres = fields["depth_m"]?.scaled(3).map(Int32.init(clamping:))
    event.widthMillimetres = fields["width_m"]?.scaled(3).map(Int32.init(clamping:))
    event.strengthHundredths = fields["strength"]?.scaled(2).map(Int32.init(clamping:))
    event.confidenceHundredths = fields["confidence"]?.scaled(2).map(UInt8.init(clamping:))
    event.targetClass = targetClass(fields["class"]?.text)
    event.action = action(fields["action"]?.text)
    event.targetID = fields["target_id"]?.scaled(0).map(UInt8.init(clamping:))
    event.fault = fault(fields["fault"]?.text)
    event.count = fields["count"]?.scaled(0)
    event.lost = fields["lost"]?.scaled(0)
    if kind == .end { event.totals = totals(fields) }
    return event
  }

  private static func totals(_ fields: [String: FlatJSON.Value]) -> Totals {
    var totals = Totals()
    totals.samples = fields["samples"]?.scaled(0) ?? 0
    totals.gaps = fields["gaps"]?.scaled(0) ?? 0
    totals.faults = fields["faults"]?.scaled(0) ?? 0
    totals.detections = fields["detections"]?.scaled(0) ?? 0
    totals.objects = fields["objects"]?.scaled(0) ?? 0
    return totals
  }

  private static func sensor(_ name: String?) -> Sensor? {
    ["induction": .induction, "radar": .radar, "fused": .fused][name ?? ""]
  }

  private static func targetClass(_ name: String?) -> TargetClass? {
    let all: [TargetClass] = [.antiTankMine, .antiPersonnelMine, .uxo, .clutter, .unknown]
    return all.first { Wording.key($0) == name }
  }

  private static func action(_ name: String?) -> EventAction? {
    ["dig": .dig, "investigate": .investigate, "mark": .mark][name ?? ""]
  }

  private static func fault(_ name: String?) -> Fault? {
    [
      "lost_frames": .lostFrames, "crc": .crc, "saturated": .saturated, "stuck": .stuck,
      "sensitivity_lost": .sensitivityLost, "coil_open": .coilOpen, "coil_short": .coilShort,
      "battery_low": .batteryLow, "storage": .storage, "bounce_lost": .bounceLost,
      "repeated_frames": .repeatedFrames, "short_tail": .shortTail,
      "bad_samples": .badSamples, "transmit_current": .transmitCurrent, "track_lost": .trackLost,
      "tuned_out": .tunedOut, "front_end_silent": .frontEndSilent,
      "front_end_restart": .frontEndRestart, "ready_stuck": .readyStuck, "self_test": .selfTest,
      "sound": .sound,
    ][name ?? ""]
  }
}
