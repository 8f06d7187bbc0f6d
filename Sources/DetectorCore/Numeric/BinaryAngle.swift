/// An angle in 1/65,536 of a turn, which wraps as angles do.
///
/// Addition and subtraction are those of the circle: half a turn and half a turn is none.
public struct BinaryAngle: BitwiseCopyable, Sendable, Equatable {
  /// Turns, Q16: 0 … 65,535 is 0 up to a turn.
  public var bits: UInt16

  /// Takes turns in Q16.
  public init(bits: UInt16) { self.bits = bits }

  /// A quarter of a turn.
  public static var quarter: BinaryAngle { BinaryAngle(bits: 0x4000) }

  /// Half a turn.
  public static var half: BinaryAngle { BinaryAngle(bits: 0x8000) }

  /// Turns, Q16, from −32,768 (half a turn back) to 32,767.
  public var signedBits: Int16 { Int16(bitPattern: bits) }

  /// The sum on the circle.
  public static func + (left: BinaryAngle, right: BinaryAngle) -> BinaryAngle {
    BinaryAngle(bits: left.bits &+ right.bits)
  }

  /// The difference on the circle.
  public static func - (left: BinaryAngle, right: BinaryAngle) -> BinaryAngle {
    BinaryAngle(bits: left.bits &- right.bits)
  }

  /// The shorter way to another angle, in turns Q16, at most half a turn: 32,768.
  public func distance(to other: BinaryAngle) -> UInt16 { (self - other).signedBits.magnitude }
}
