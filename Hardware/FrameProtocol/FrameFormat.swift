/// What the numbers of a frame are.
public enum FrameKind: UInt8, Sendable, BitwiseCopyable {
  /// Sums over gates of pulse induction; the last is the earth-field gate.
  case gateSums = 1
  /// In-phase and quadrature of induction balance, a pair for each frequency.
  case inPhaseAndQuadrature = 2
  /// One trace of ground radar.
  case radarTrace = 3
}

/// What a front end and its reader agree on when they are set up: kind, numbers, and bytes of each.
///
/// All frames of a link have one format, so that a damaged header cannot make a reader wait for more
/// bytes than a frame has.
public struct FrameFormat: Sendable, Equatable, BitwiseCopyable {
  /// Numbers in a frame at the most.
  public static let maximumChannels = 4_096
  /// Bytes of the header.
  public static let headerByteCount = 70
  /// Bytes of a frame without numbers: header and CRC.
  public static let overheadByteCount = 72
  /// Bytes of the longest frame.
  public static let maximumByteCount = overheadByteCount + 4 * maximumChannels

  /// What the numbers are.
  public let kind: FrameKind
  /// Numbers in a frame, 1 … 4,096.
  public let channels: Int
  /// Bytes of a number, 2 or 4.
  public let sampleByteCount: Int

  /// Makes a format; `nil` when the figures are none that a frame can have.
  public init?(kind: FrameKind, channels: Int, sampleByteCount: Int) {
    guard channels >= 1, channels <= Self.maximumChannels else { return nil }
    guard sampleByteCount == 2 || sampleByteCount == 4 else { return nil }
    self.kind = kind
    self.channels = channels
    self.sampleByteCount = sampleByteCount
  }

  /// Bytes of a frame.
  public var byteCount: Int { Self.overheadByteCount + channels * sampleByteCount }
}
