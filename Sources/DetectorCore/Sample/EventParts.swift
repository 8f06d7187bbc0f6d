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

  /// Counts an event.
  package mutating func count(_ kind: EventKind) {
    switch kind {
    case .detection: detections += 1
    case .object: objects += 1
    case .fault: faults += 1
    case .gap: gaps += 1
    case .end: break
    }
  }

  /// The totals of two streams together.
  public static func + (first: Totals, second: Totals) -> Totals {
    var sum = first
    sum.samples += second.samples
    sum.gaps += second.gaps
    sum.faults += second.faults
    sum.detections += second.detections
    sum.objects += second.objects
    return sum
  }
}
