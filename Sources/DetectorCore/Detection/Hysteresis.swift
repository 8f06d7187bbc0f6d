/// An alarm that begins at one ratio and ends at a lower one.
public struct Hysteresis: BitwiseCopyable, Sendable, Equatable {
  /// Whether the alarm is on.
  public private(set) var isOn = false
  private let onQ8: UInt32
  private let offQ8: UInt32

  /// Makes an alarm that begins at 1 and ends below `releaseHundredths` of it.
  public init(releaseHundredths: Int32) {
    onQ8 = 256
    offQ8 = UInt32(Int64(min(max(releaseHundredths, 0), 100)) * 256 / 100)
  }

  /// Takes a ratio to threshold, Q8; answers whether the alarm is on.
  @discardableResult
  public mutating func take(_ ratioQ8: UInt32) -> Bool {
    isOn = ratioQ8 >= (isOn ? offQ8 : onQ8)
    return isOn
  }
}
