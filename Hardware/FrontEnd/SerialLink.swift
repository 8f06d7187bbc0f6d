import Devices
public import FrameProtocol
public import SerialLine

/// Frames over a serial line, such as a USB front end's `/dev/ttyACM0`.
///
/// The reader looks for the magic, checks the head as it arrives, and after a damaged frame looks for the
/// next magic behind the damaged one, so that one bad byte costs one frame. `capacity` is at least the
/// bytes of a frame; two of them let a late reader catch up sooner.
public struct SerialLink<let capacity: Int>: FrameLink, ~Copyable {
  /// The serial line.
  public let port: SerialPort
  private var scanner: FrameScanner<capacity>

  /// Makes a link over an open line.
  public init(_ port: consuming SerialPort, format: FrameFormat) throws(FrontEndError) {
    guard format.byteCount <= capacity else {
      throw .capacity(have: capacity, need: format.byteCount)
    }
    self.port = port
    scanner = FrameScanner<capacity>(format: format)
  }

  /// What both sides agreed on.
  public var format: FrameFormat { scanner.format }
  /// The descriptor that poll finds readable when bytes wait.
  public var descriptor: Int32 { port.descriptor }

  /// What went wrong below the frames so far.
  public var counts: LinkCounts {
    var counts = LinkCounts()
    counts.noiseRuns = scanner.noiseRuns
    return counts
  }

  /// Receives one frame.
  public mutating func receive(
    into numbers: inout MutableSpan<Int32>, milliseconds: Int32
  ) throws(FrontEndError) -> Reception {
    let begun = monotonicNanoseconds()
    var emptyReads = 0
    while true {
      if case .frame(let frame, let damaged) = scanner.next(into: &numbers) {
        return .frame(frame, readyNanoseconds: 0, damaged: damaged)
      }
      do throws(SerialError) {
        if try fill() > 0 {
          emptyReads = 0
          continue
        }
        // A line that is readable and gives nothing has gone: it says so in no other way.
        guard emptyReads < 3 else { throw SerialError(.read, .noDevice, path: port.path) }
        let passed = (monotonicNanoseconds() - begun) / 1_000_000
        guard passed < Int64(milliseconds) else { return .nothing }
        switch try port.wait(milliseconds: milliseconds - Int32(clamping: passed)) {
        case .interrupted: return .interrupted
        case .hungUp, .timedOut: continue
        case .ready: emptyReads += 1
        }
      } catch {
        throw .serial(error)
      }
    }
  }

  private mutating func fill() throws(SerialError) -> Int {
    try scanner.fill { (room) throws(SerialError) in try port.read(into: &room) }
  }
}
