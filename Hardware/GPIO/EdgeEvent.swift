import CGPIOD

/// One edge of one line, as the kernel saw it.
public struct EdgeEvent: Sendable, Equatable, BitwiseCopyable {
  /// When: nanoseconds of the clock that the settings name, stamped in the kernel's interrupt.
  public var nanoseconds: UInt64
  /// Which line: its offset on the chip.
  public var offset: UInt32
  /// Whether the line became active.
  public var isRising: Bool
  /// 1, 2, 3 … over the lines of the request; 0 where the kernel gives none (libgpiod 1.6).
  public var requestSequence: UInt64
  /// 1, 2, 3 … on this line; 0 where the kernel gives none (libgpiod 1.6).
  public var lineSequence: UInt64

  /// Makes an edge.
  public init(
    nanoseconds: UInt64, offset: UInt32, isRising: Bool, requestSequence: UInt64 = 0,
    lineSequence: UInt64 = 0
  ) {
    self.nanoseconds = nanoseconds
    self.offset = offset
    self.isRising = isRising
    self.requestSequence = requestSequence
    self.lineSequence = lineSequence
  }

  /// Takes an edge from the C surface.
  init(_ event: cgpiod_event) {
    nanoseconds = event.nanoseconds
    offset = event.offset
    isRising = event.is_rising
    requestSequence = event.request_sequence
    lineSequence = event.line_sequence
  }
}
