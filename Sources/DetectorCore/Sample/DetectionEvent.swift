/// One event that leaves a pipeline: a detection, an object, a fault, a gap, or the end.
///
/// Every number is an integer in the unit its name ends with, so that the written form is the same
/// bytes wherever it is made.
public struct DetectionEvent: BitwiseCopyable, Sendable, Equatable {
  /// 1, 2, 3 … in order of emission; 0 until an `EventLog` numbers it.
  public var id: UInt32 = 0
  /// What happened.
  public var body: EventBody
  /// The sensor that saw it; absent on the end.
  public var sensor: Sensor?
  /// Index in that sensor's stream as it lies in the file; absent on the end.
  public var sample: Int64?
  /// The device's sequence number of that sample: the time base, not written itself.
  public var sequence: Int64
  /// Device time from the start, microseconds: sequence / rate.
  public var timeMicroseconds: Int64

  /// Makes an event of what happened and its place in time.
  public init(
    _ body: EventBody, sensor: Sensor?, sample: Int64?, sequence: Int64, timeMicroseconds: Int64
  ) {
    self.body = body
    self.sensor = sensor
    self.sample = sample
    self.sequence = sequence
    self.timeMicroseconds = timeMicroseconds
  }
}

/// What happened, with what belongs to it and nothing else: a gap has no depth.
public enum EventBody: BitwiseCopyable, Sendable, Equatable {
  /// One pass over something, emitted at once.
  case detection(TargetFinding)
  /// Detections that belong together, by their ids.
  case object(TargetFinding, Members)
  /// Something is wrong with the instrument or its input, which struck so many samples.
  case fault(Fault, count: Int64)
  /// So many frames or traces were lost.
  case gap(lost: Int64)
  /// The stream has ended; what went by.
  case end(Totals)
}

/// What was found, where, and what it may be. A field that is not known is `nil`.
public struct TargetFinding: BitwiseCopyable, Sendable, Equatable {
  /// Position east and north of the track's origin, millimetres.
  public var position: Position?
  /// Distance along the line, millimetres.
  public var distanceMillimetres: Int32?
  /// Depth from the surface to the top of the object, millimetres.
  public var depthMillimetres: Int32?
  /// Width along the line, millimetres.
  public var widthMillimetres: Int32?
  /// What it may be. It describes and ranks, and never silences.
  public var targetClass: TargetClass?
  /// 0 … 100 hundredths.
  public var confidenceHundredths: UInt8?
  /// Peak over threshold in hundredths, ≥ 100.
  public var strengthHundredths: Int32?
  /// What to do about it.
  public var action: EventAction?
  /// The rule that decided the class.
  public var rule: DecisionRule?
  /// Of an induction balance: the target ID, 0 … 99. It describes, and decides nothing.
  public var targetID: UInt8?
  /// Whether the level did not sound where it lies: what the operator has passed and not heard.
  public var isLate = false

  /// Makes a finding of which nothing is known.
  public init() {}
}

/// What kind of event it is.
public enum EventKind: UInt8, BitwiseCopyable, Sendable {
  /// One pass over something, emitted at once.
  case detection
  /// Detections that belong together.
  case object
  /// Something is wrong with the instrument or its input.
  case fault
  /// Frames or traces were lost.
  case gap
  /// The stream has ended.
  case end
}

extension DetectionEvent {
  /// What kind of event it is.
  public var kind: EventKind {
    switch body {
    case .detection: .detection
    case .object: .object
    case .fault: .fault
    case .gap: .gap
    case .end: .end
    }
  }

  /// What was found; `nil` of a fault, a gap and the end, where setting it changes nothing.
  public var finding: TargetFinding? {
    get {
      switch body {
      case .detection(let finding), .object(let finding, _): finding
      case .fault, .gap, .end: nil
      }
    }
    set {
      guard let newValue else { return }
      switch body {
      case .detection: body = .detection(newValue)
      case .object(_, let members): body = .object(newValue, members)
      case .fault, .gap, .end: break
      }
    }
  }

  /// Of an object: the ids of its detections.
  public var members: Members? {
    if case .object(_, let members) = body { members } else { nil }
  }

  /// Of a fault: which one.
  public var fault: Fault? {
    if case .fault(let fault, _) = body { fault } else { nil }
  }

  /// Of a fault: how many samples it struck.
  public var count: Int64? {
    if case .fault(_, let count) = body { count } else { nil }
  }

  /// Of a gap: frames or traces that were lost.
  public var lost: Int64? {
    if case .gap(let lost) = body { lost } else { nil }
  }

  /// Of the end: what went by.
  public var totals: Totals? {
    if case .end(let totals) = body { totals } else { nil }
  }

  /// Position east and north of the track's origin, millimetres, of what was found.
  public var position: Position? { finding?.position }
  /// Distance along the line, millimetres, of what was found.
  public var distanceMillimetres: Int32? { finding?.distanceMillimetres }
  /// Depth from the surface to the top of what was found, millimetres.
  public var depthMillimetres: Int32? { finding?.depthMillimetres }
  /// Width along the line, millimetres, of what was found.
  public var widthMillimetres: Int32? { finding?.widthMillimetres }
  /// What was found may be this.
  public var targetClass: TargetClass? { finding?.targetClass }
  /// 0 … 100 hundredths, of what was found.
  public var confidenceHundredths: UInt8? { finding?.confidenceHundredths }
  /// Peak over threshold in hundredths, of what was found.
  public var strengthHundredths: Int32? { finding?.strengthHundredths }
  /// What to do about what was found.
  public var action: EventAction? { finding?.action }
  /// The rule that decided the class of what was found.
  public var rule: DecisionRule? { finding?.rule }
  /// The target ID of what was found.
  public var targetID: UInt8? { finding?.targetID }
}
