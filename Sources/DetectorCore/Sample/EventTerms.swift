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
