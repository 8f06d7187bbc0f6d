import DetectorCore

/// Words for what events say, for a person in the field.
enum Wording {
  /// A class as it is read out.
  static func name(_ targetClass: TargetClass) -> String {
    switch targetClass {
    case .antiTankMine: "anti-tank mine"
    case .antiPersonnelMine: "anti-personnel mine"
    case .uxo: "unexploded ordnance"
    case .clutter: "clutter"
    case .unknown: "unknown"
    }
  }

  /// What happened.
  static func name(_ kind: EventKind) -> String {
    switch kind {
    case .detection: "echo"
    case .object: "object"
    case .fault: "fault"
    case .gap: "gap"
    case .end: "end"
    }
  }

  /// What to do.
  static func name(_ action: EventAction) -> String {
    switch action {
    case .dig: "dig as a mine"
    case .investigate: "investigate"
    case .mark: "mark"
    }
  }

  /// Why the class was given.
  static func name(_ rule: DecisionRule) -> String {
    switch rule {
    case .radarEcho: "radar echo"
    case .overload: "overload"
    case .largeSlowDecay: "large, slow decay"
    case .metal: "metal"
    case .metalAndBody: "metal and body"
    }
  }

  /// What is wrong.
  static func name(_ fault: Fault) -> String {
    switch fault {
    case .lostFrames: "frames lost"
    case .crc: "checksum failed"
    case .saturated: "converter at its rail"
    case .stuck: "converter stuck"
    case .sensitivityLost: "sensitivity lost"
    case .coilOpen: "coil open"
    case .coilShort: "coil shorted"
    case .batteryLow: "battery low"
    case .storage: "recording not written"
    case .bounceLost: "ground bounce lost"
    case .repeatedFrames: "frames repeated"
    case .shortTail: "stream ended inside a trace"
    case .badSamples: "bad samples"
    case .transmitCurrent: "transmit current wrong"
    case .trackLost: "track lost"
    case .tunedOut: "tuned out over something"
    case .frontEndSilent: "front end silent"
    case .frontEndRestart: "front end began anew"
    case .readyStuck: "data-ready line stuck"
    case .selfTest: "self-test failed"
    case .sound: "sound card not heard"
    }
  }

  /// What an event says beyond its place, in one line; empty for plain detections.
  static func note(_ event: DetectionEvent, style: EventRow.Style = .radar) -> String {
    let (noun, sounds) = (style.sample, style.sounds)
    var parts: [String] = []
    if let fault = event.fault { parts.append(name(fault)) }
    if let count = event.count { parts.append(plural(count, struck(event))) }
    if let lost = event.lost { parts.append("\(plural(lost, sample(event))) lost") }
    if let members = event.members, members.count > 0 {
      let ids = (0..<members.count).map { String(members.ids[$0]) }.joined(separator: ", ")
      parts.append("\(event.sensor == .induction ? "signals" : "echoes") \(ids)")
    }
    if let totals = event.totals {
      parts.append(
        "\(plural(totals.samples, noun)), \(plural(totals.detections, sounds.0, sounds.1)), "
          + "\(plural(totals.gaps, "gap")), \(plural(totals.faults, "fault"))")
    }
    return parts.joined(separator: "; ")
  }

  /// What a fault is counted in: single samples that stand out, else whole traces or frames.
  static func struck(_ event: DetectionEvent) -> String {
    event.fault == .badSamples ? "sample" : sample(event)
  }

  /// What one sample of the event's stream is called.
  static func sample(_ event: DetectionEvent) -> String {
    sample(event.sensor)
  }

  /// What a sensor hears.
  static func sound(_ sensor: Sensor) -> String { sensor == .radar ? "echo" : "signal" }

  /// What happened, of a sensor.
  static func name(_ event: DetectionEvent) -> String {
    event.kind == .detection && event.sensor != .radar ? "signal" : name(event.kind)
  }

  /// What one sample of a sensor's stream is called.
  static func sample(_ sensor: Sensor?) -> String { sensor == .induction ? "frame" : "trace" }

  /// A sensor as it is read out.
  static func name(_ sensor: Sensor) -> String {
    switch sensor {
    case .induction: "coil"
    case .radar: "radar"
    case .fused: "both"
    }
  }

  /// A count and its noun.
  static func plural(_ count: Int64, _ one: String, _ many: String? = nil) -> String {
    "\(Figure.count(count)) \(count == 1 ? one : many ?? one + "s")"
  }

  /// Metres of an annotation in millimetres, where that is a number of this world.
  static func millimetres(_ metres: Double) -> Int64? {
    guard metres.isFinite, metres.magnitude < 1e9 else { return nil }
    return Int64((metres * 1_000).rounded())
  }
}
