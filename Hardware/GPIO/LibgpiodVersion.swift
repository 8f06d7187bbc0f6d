import CGPIOD
public import Devices

/// The libgpiod that this program was built with.
public enum Libgpiod: Sendable {
  /// Which generation: 0 for none, 1 for 1.6, 2 for 2.x.
  public static var generation: Int32 { cgpiod_generation() }

  /// The version of the library that is loaded, `none` without one.
  public static var version: DeviceName {
    // SAFETY: both generations answer text that lasts as long as the program.
    unsafe DeviceName(cText: cgpiod_version(), limit: DeviceName.capacity)
  }

  /// Whether edges carry sequence numbers, so that lost ones can be counted.
  public static var givesSequenceNumbers: Bool { generation >= 2 }
}
