/// The sensor a stream of samples comes from.
///
/// `fused` names no stream: it marks an event that several sensors agree on.
public enum Sensor: UInt8, BitwiseCopyable, Sendable {
  /// Pulse induction or induction balance; one sample is one front-end frame.
  case induction
  /// Ground radar; one sample is one trace (A-scan).
  case radar
  /// More than one sensor.
  case fused
}
