/// Gathers the detections of one sensor along a line into objects.
///
/// A detection joins the open object when it lies within `reachMillimetres` of its strongest
/// member along the line, and as near to it in depth when both have a depth, so that a row of echoes
/// does not become one object; otherwise the object is closed first. An object is also closed when
/// the line is more than half a metre past its last member, and at the end. It carries the place,
/// depth and strength of its strongest member.
public struct ObjectMerger: BitwiseCopyable, Sendable {
  private var strongest: DetectionEvent?
  private var members = Members()
  private var lastMillimetres: Int32 = 0
  private let reachMillimetres: Int64

  /// The line is this far past an object when it is closed.
  public static let passedMillimetres: Int64 = 500

  /// Makes a merger.
  public init(reachMillimetres: Int32) { self.reachMillimetres = Int64(reachMillimetres) }

  /// Takes a detection that has its id and distance; answers the object that it closed, if any.
  public mutating func take(_ detection: DetectionEvent) -> DetectionEvent? {
    guard let distance = detection.distanceMillimetres else { return nil }
    var closed: DetectionEvent?
    if strongest != nil, !belongs(detection, at: distance) { closed = close() }
    members.append(detection.id)
    lastMillimetres = distance
    if (detection.strengthHundredths ?? 0) > (strongest?.strengthHundredths ?? -1) {
      strongest = detection
    }
    return closed
  }

  private mutating func belongs(_ detection: DetectionEvent, at distance: Int32) -> Bool {
    guard let strongest, let place = strongest.distanceMillimetres else { return false }
    guard abs(Int64(distance) - Int64(place)) <= reachMillimetres else { return false }
    guard let depth = detection.depthMillimetres, let known = strongest.depthMillimetres else {
      return true
    }
    return abs(Int64(depth) - Int64(known)) <= reachMillimetres
  }

  /// Takes how far the line has come; answers the object that lies behind, if any.
  public mutating func pass(millimetres: Int64) -> DetectionEvent? {
    guard strongest != nil, millimetres - Int64(lastMillimetres) > Self.passedMillimetres else {
      return nil
    }
    return close()
  }

  /// Closes the open object, if any.
  public mutating func close() -> DetectionEvent? {
    guard var object = strongest, let finding = object.finding else { return nil }
    object.id = 0
    object.body = .object(finding, members)
    strongest = nil
    members = Members()
    return object
  }
}
