/// A vector by its angle and its length.
public struct PolarVector: BitwiseCopyable, Sendable, Equatable {
  /// From the x axis towards the y axis.
  public var angle: BinaryAngle
  /// In the unit of the components it came from.
  public var magnitude: UInt64

  /// Makes a vector.
  public init(angle: BinaryAngle, magnitude: UInt64) {
    self.angle = angle
    self.magnitude = magnitude
  }
}
