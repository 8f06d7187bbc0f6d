import CGPIOD
public import Devices

/// What the kernel says of a line, whoever holds it.
public struct LineInformation: Sendable {
  /// Its place on the chip.
  public var offset: UInt32
  /// What the board calls it; empty when it has no name.
  public var name: DeviceName
  /// Whether somebody holds it.
  public var isUsed: Bool
  /// Who holds it, where they say so.
  public var consumer: DeviceName
  /// Which way it goes.
  public var direction: LineSettings.Direction
  /// What holds it when nobody drives it.
  public var bias: LineSettings.Bias
  /// How it is driven.
  public var drive: LineSettings.Drive
  /// Whether low is active.
  public var isActiveLow: Bool

  /// Takes what the C surface says.
  init(_ info: cgpiod_line_info, offset: UInt32) {
    self.offset = offset
    name = DeviceName(fixedText: info.name)
    isUsed = info.is_used
    consumer = DeviceName(fixedText: info.consumer)
    direction = LineSettings.Direction(rawValue: info.direction) ?? .asIs
    bias = LineSettings.Bias(rawValue: info.bias) ?? .asIs
    drive = LineSettings.Drive(rawValue: info.drive) ?? .pushPull
    isActiveLow = info.is_active_low
  }
}

extension Chip.Information {
  /// Takes what the C surface says.
  @inline(never)
  init(_ info: cgpiod_chip_info) {
    name = DeviceName(fixedText: info.name)
    label = DeviceName(fixedText: info.label)
    lineCount = info.line_count
  }
}

extension DeviceName {
  /// Takes a fixed array of C characters, of any length, that ends with a zero.
  init<Text: BitwiseCopyable>(fixedText text: Text) {
    var name = DeviceName()
    // SAFETY: the buffer covers the array for the length of the closure, and the index is in it.
    unsafe withUnsafeBytes(of: text) { bytes in
      for index in 0..<bytes.count {
        let byte = unsafe bytes[index]
        if byte == 0 { return }
        name.append(byte)
      }
    }
    self = name
  }
}
