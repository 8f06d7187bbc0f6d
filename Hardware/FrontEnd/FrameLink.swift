public import FrameProtocol

/// What a link gives when it is asked for a frame.
public enum Reception: Sendable, Equatable {
  /// A good frame, with the kernel's time of its data-ready edge (0 where there was none) and the number
  /// of damaged frames that came before it.
  case frame(FrontEndFrame, readyNanoseconds: UInt64, damaged: Int)
  /// A frame came and was damaged.
  case damaged
  /// Nothing came in the time given.
  case nothing
  /// A signal came.
  case interrupted
}

/// What a link saw go wrong below the frames.
public struct LinkCounts: Sendable, Equatable, BitwiseCopyable {
  /// Frames that were ready although no edge had told it.
  public var missedEdges: Int64 = 0
  /// Times that data-ready stood still: high with nothing new to read, or low while frames were to be had.
  public var stuckReady: Int64 = 0
  /// Transfers that nobody answered: all bytes zero, or all 255.
  public var emptyTransfers: Int64 = 0
  /// Runs of bytes between two whole frames that were no frame (serial lines only).
  public var noiseRuns: Int64 = 0

  /// Counts of nothing.
  public init() {}
}

/// A way that frames of one format come in: SPI with a data-ready line, or a serial line.
public protocol FrameLink: ~Copyable {
  /// What both sides agreed on.
  var format: FrameFormat { get }
  /// The descriptor that poll finds readable when there is something to receive.
  var descriptor: Int32 { get }
  /// What went wrong below the frames so far.
  var counts: LinkCounts { get }

  /// Receives one frame, and writes its numbers to the front of `numbers`.
  ///
  /// Waits `milliseconds` at the most; 0 takes what is there.
  mutating func receive(
    into numbers: inout MutableSpan<Int32>, milliseconds: Int32
  ) throws(FrontEndError) -> Reception
}
