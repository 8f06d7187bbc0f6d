public import DetectorCore

extension FrontEndFlags {
  /// A number of the frame stood at a rail.
  package static var rails: FrontEndFlags { saturated.union(.earthFieldSaturated) }

  /// The state of the eight buttons (bits 16 to 23), a bit each, 1 for pressed.
  public var buttons: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 16) }
}

extension FrontEndFrame {
  /// Current, temperature, battery and flags, as the chain and a recording take them.
  public var housekeeping: HousekeepingSample {
    HousekeepingSample(
      currentMicroamperes: transmitMicroamperes, temperatureMillidegrees: coilMillidegrees,
      batteryMillivolts: batteryMillivolts, flags: flags)
  }

  /// Where the coil is, as the encoder counts: x to the east, y to the north; `nil` when the frame does
  /// not know. A height that is not valid is 0; ``height`` tells the two apart.
  public var trackPoint: TrackPoint? {
    guard flags.contains(.positionValid) else { return nil }
    return TrackPoint(
      eastMillimetres: encoderXMillimetres, northMillimetres: encoderYMillimetres,
      heightMillimetres: height ?? 0, quality: Int32(clamping: positionQuality))
  }

  /// Height of the coil over ground, millimetres; `nil` when the frame does not know it.
  public var height: Int32? { flags.contains(.heightValid) ? heightMillimetres : nil }
}
