public import DetectorCore

/// Something that is known to lie in the ground.
public struct BuriedObject: Equatable, Sendable {
  /// What it is, in words; may be empty.
  public var name: String
  /// What it counts as.
  public var targetClass: TargetClass
  /// Where its middle lies.
  public var point: GroundPoint
  /// Surface to its top, metres, if it is known.
  public var depthMetres: Double?
  /// Half its width, metres.
  public var radiusMetres: Double

  /// What is added to the radius: how far off an alarm may be marked, metres.
  public static let haloMarginMetres = 0.10

  /// Makes an object.
  public init(
    name: String, targetClass: TargetClass, point: GroundPoint, depthMetres: Double?,
    radiusMetres: Double
  ) {
    self.name = name
    self.targetClass = targetClass
    self.point = point
    self.depthMetres = depthMetres
    self.radiusMetres = radiusMetres
  }

  /// An alarm this near to its middle has found it, metres.
  public var haloMetres: Double { radiusMetres + Self.haloMarginMetres }
  /// Whether it is known to be harmless. What is not known is a hazard.
  public var isClutter: Bool { targetClass == .clutter }
}
