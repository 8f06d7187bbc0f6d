public import DetectorCore

/// One frame without its numbers: which one, when, where, and how the instrument is.
///
/// Offsets, units and meanings stand in the document of the frame protocol.
public struct FrontEndFrame: Sendable, Equatable, BitwiseCopyable {
  /// What the numbers are, how many, and how long each is.
  public var format: FrameFormat
  /// Frames of this kind since power-up, modulo 2^32, the lost ones counted.
  public var sequence: UInt32
  /// Device time since power-up, microseconds.
  public var timeMicroseconds: UInt64
  /// What the front end says of itself.
  public var flags = FrontEndFlags.clear
  /// The encoder's x, millimetres; valid when the flags say so.
  public var encoderXMillimetres: Int32 = 0
  /// The encoder's y, millimetres; valid when the flags say so.
  public var encoderYMillimetres: Int32 = 0
  /// Height of the coil over ground, millimetres; valid when the flags say so.
  public var heightMillimetres: Int32 = 0
  /// How far the position is to be trusted, 0 … 100.
  public var positionQuality: UInt32 = 0
  /// Current through the transmit coil, microamperes.
  public var transmitMicroamperes: Int32 = 0
  /// Temperature of the coil, thousandths of a degree Celsius.
  public var coilMillidegrees: Int32 = 0
  /// Voltage of the battery, millivolts.
  public var batteryMillivolts: Int32 = 0

  /// Makes a frame with nothing but its place in time.
  public init(format: FrameFormat, sequence: UInt32, timeMicroseconds: UInt64) {
    self.format = format
    self.sequence = sequence
    self.timeMicroseconds = timeMicroseconds
  }
}
