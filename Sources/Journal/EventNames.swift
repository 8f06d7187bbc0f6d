public import DetectorCore

extension EventKind {
  /// The name in an event line.
  public var name: StaticString {
    switch self {
    case .detection: "detection"
    case .object: "object"
    case .fault: "fault"
    case .gap: "gap"
    case .end: "end"
    }
  }
}

extension Sensor {
  /// The name in an event line.
  public var name: StaticString {
    switch self {
    case .induction: "induction"
    case .radar: "radar"
    case .fused: "fused"
    }
  }
}

extension TargetClass {
  /// The name in an event line and in an annotation.
  public var name: StaticString {
    switch self {
    case .antiTankMine: "at_mine"
    case .antiPersonnelMine: "ap_mine"
    case .uxo: "uxo"
    case .clutter: "clutter"
    case .unknown: "unknown"
    }
  }
}

extension EventAction {
  /// The name in an event line.
  public var name: StaticString {
    switch self {
    case .dig: "dig"
    case .investigate: "investigate"
    case .mark: "mark"
    }
  }
}

extension DecisionRule {
  /// The name in an event line.
  public var name: StaticString {
    switch self {
    case .radarEcho: "radar-echo"
    case .overload: "overload"
    case .largeSlowDecay: "large-slow-decay"
    case .metal: "metal"
    case .metalAndBody: "metal-and-body"
    }
  }
}

extension Fault {
  /// The name in an event line and the label of an annotation.
  public var name: StaticString {
    switch self {
    case .lostFrames: "lost_frames"
    case .crc: "crc"
    case .saturated: "saturated"
    case .stuck: "stuck"
    case .sensitivityLost: "sensitivity_lost"
    case .coilOpen: "coil_open"
    case .coilShort: "coil_short"
    case .batteryLow: "battery_low"
    case .storage: "storage"
    case .bounceLost: "bounce_lost"
    case .repeatedFrames: "repeated_frames"
    case .shortTail: "short_tail"
    case .badSamples: "bad_samples"
    case .transmitCurrent: "transmit_current"
    case .trackLost: "track_lost"
    case .tunedOut: "tuned_out"
    case .frontEndSilent: "front_end_silent"
    case .frontEndRestart: "front_end_restart"
    case .readyStuck: "ready_stuck"
    case .selfTest: "self_test"
    case .sound: "sound"
    }
  }
}
