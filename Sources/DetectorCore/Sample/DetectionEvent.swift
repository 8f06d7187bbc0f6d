/// One event that leaves a pipeline: a detection, an object, a fault, a gap, or the end.
///
/// Every number is an integer in the unit its name ends with, so that the written form is the same
/// bytes wherever it is made. A field that is absent in the event is `nil`.
public struct DetectionEvent: BitwiseCopyable, Sendable, Equatable {
  /// 1, 2, 3 … in order of emission; 0 until `run` numbers it.
  public var id: UInt32 = 0
  /// What happened.
  public var kind: EventKind
  /// The sensor that saw it; absent on the end.
  public var sensor: Sensor?
  /// Index in that sensor's stream as it lies in the file; absent on the end.
  public var sample: Int64?
  /// The device's sequence number of that sample: the time base, not written itself.
  public var sequence: Int64
  /// Device time from the start, microseconds: sequence / rate.
  public var timeMicroseconds: Int64
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
  /// For objects: the ids of their detections.
  public var members: Members?
  /// Of an induction balance: the target ID, 0 … 99. It describes, and decides nothing.
  public var targetID: UInt8?
  /// For faults: which one.
  public var fault: Fault?
  /// For faults: how many samples it struck.
  public var count: Int64?
  /// For gaps: frames or traces that were lost.
  public var lost: Int64?
  /// For the end: totals.
  public var totals: Totals?

  /// Makes an event with nothing but its kind and its place in time.
  public init(
    kind: EventKind, sensor: Sensor?, sample: Int64?, sequence: Int64, timeMicroseconds: Int64
  ) {
    self.kind = kind
    self.sensor = sensor
    self.sample = sample
    self.sequence = sequence
    self.timeMicroseconds = timeMicroseconds
  }
}

/// What an event says happened.
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

/// What a buried thing may be.
public enum TargetClass: UInt8, BitwiseCopyable, Sendable {
  /// Anti-tank mine.
  case antiTankMine
  /// Anti-personnel mine.
  case antiPersonnelMine
  /// Unexploded ordnance.
  case uxo
  /// Something harmless.
  case clutter
  /// Not known, and so a hazard.
  case unknown
}

/// What the operator is asked to do.
public enum EventAction: UInt8, BitwiseCopyable, Sendable {
  /// Excavate as a mine.
  case dig
  /// Look closer, with every sensor.
  case investigate
  /// Mark and go on.
  case mark
}

/// The rule that decided a class.
public enum DecisionRule: UInt8, BitwiseCopyable, Sendable {
  /// A radar echo alone, which says where and how deep but not what.
  case radarEcho
  /// The converter was at its rail, which no object may hide behind.
  case overload
  /// A wide induction signal that decays slowly: much metal.
  case largeSlowDecay
  /// Metal under the coil, which says where but not what.
  case metal
  /// Metal under the coil and a body under the radar, at one place.
  case metalAndBody
}

/// A fault of the instrument or its input.
public enum Fault: UInt8, BitwiseCopyable, Sendable {
  /// Frames or traces were lost.
  case lostFrames
  /// A checksum failed.
  case crc
  /// Samples stood at a rail of the converter.
  case saturated
  /// The converter gave the same value again and again.
  case stuck
  /// The threshold had to rise above its tested ceiling.
  case sensitivityLost
  /// The coil is open.
  case coilOpen
  /// The coil is shorted.
  case coilShort
  /// The battery is low.
  case batteryLow
  /// The recording could not be written.
  case storage
  /// The ground bounce could not be followed.
  case bounceLost
  /// A sequence number came again or ran backwards.
  case repeatedFrames
  /// The stream ended within a sample.
  case shortTail
  /// Single samples stood far from their neighbours and were replaced.
  case badSamples
  /// The transmit current is not what it should be.
  case transmitCurrent
  /// The track fell silent; the way is reckoned with the stated speed.
  case trackLost
  /// The coil stood over something so long that it had to be tuned out.
  case tunedOut
  /// The front end gave no good frame for too long.
  case frontEndSilent
  /// The front end began anew.
  case frontEndRestart
  /// The line that tells of a frame stood still.
  case readyStuck
  /// The self-test's reference was not answered as it should be.
  case selfTest
  /// The sound card cannot be heard.
  case sound
}

/// A point east and north of the track's origin.
public struct Position: BitwiseCopyable, Sendable, Equatable {
  /// East, millimetres.
  public var eastMillimetres: Int32
  /// North, millimetres.
  public var northMillimetres: Int32

  /// Makes a point.
  public init(eastMillimetres: Int32, northMillimetres: Int32) {
    self.eastMillimetres = eastMillimetres
    self.northMillimetres = northMillimetres
  }
}

/// The ids of the detections that make an object: the first few by name, all by number.
public struct Members: BitwiseCopyable, Sendable, Equatable {
  /// Ids that are kept.
  public static let capacity = 16
  /// The ids, the first `count` of them valid.
  public private(set) var ids = InlineArray<16, UInt32>(repeating: 0)
  /// How many ids are valid.
  public private(set) var count = 0

  /// Makes an empty list.
  public init() {}

  /// Adds an id; when the list is full it is dropped and the answer is `false`.
  @discardableResult
  public mutating func append(_ id: UInt32) -> Bool {
    guard count < Self.capacity else { return false }
    ids[count] = id
    count += 1
    return true
  }

  /// Whether both hold the same ids in the same order.
  public static func == (left: Members, right: Members) -> Bool {
    guard left.count == right.count else { return false }
    for index in 0..<left.count where left.ids[index] != right.ids[index] { return false }
    return true
  }
}

/// What went by from the start of a stream to its end.
public struct Totals: BitwiseCopyable, Sendable, Equatable {
  /// Frames or traces that arrived.
  public var samples: Int64 = 0
  /// Gaps.
  public var gaps: Int64 = 0
  /// Fault events.
  public var faults: Int64 = 0
  /// Detection events.
  public var detections: Int64 = 0
  /// Object events.
  public var objects: Int64 = 0

  /// Makes totals of nothing.
  public init() {}

  /// Counts an event; gaps are counted where they are found.
  package mutating func count(_ kind: EventKind) {
    switch kind {
    case .detection: detections += 1
    case .object: objects += 1
    case .fault: faults += 1
    case .gap, .end: break
    }
  }
}
