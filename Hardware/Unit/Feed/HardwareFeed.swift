import DetectorCore
import FrameProtocol
package import FrontEnd

/// A front end as a feed.
///
/// Position and housekeeping of a frame are handed on right after the frame.
package struct HardwareFeed<Link: FrameLink & ~Copyable>: FrameFeed, ~Copyable {
  private var source: FrontEndSource<Link>
  private var told = FrontEndCounts()

  /// Makes a feed of a link.
  package init(_ link: consuming Link, silenceMilliseconds: Int32) {
    source = FrontEndSource(link, silenceMilliseconds: silenceMilliseconds)
  }

  /// The descriptor of the link.
  package var descriptor: Int32 { source.descriptor }

  /// The next frame, if one is there.
  package mutating func next(into block: inout MutableSpan<Int32>) -> FeedAnswer {
    do throws(FrontEndError) {
      guard let header = try source.next(into: &block, milliseconds: 0) else { return .nothing }
      return .frame(frame(header))
    } catch {
      guard case .silent(let milliseconds, _) = error else { return .failed(error) }
      return .silent(milliseconds: milliseconds)
    }
  }

  private func frame(_ header: BlockHeader) -> FeedFrame {
    var result = FeedFrame(header: header)
    result.readyNanoseconds = source.readyNanoseconds
    guard let frame = source.frame else { return result }
    result.isReference = frame.flags.contains(.referenceInjected)
    if result.isReference { result.header.flags.insert(.reference) }
    result.isAfterRestart = source.isAfterRestart
    result.buttons = frame.flags.buttons
    result.housekeeping = frame.housekeeping
    result.point = frame.trackPoint
    return result
  }

  /// What went wrong since the last call.
  package mutating func takeFaults() -> FeedFaults {
    let counts = source.counts
    var faults = FeedFaults()
    faults.lost = counts.lost - told.lost
    faults.damaged = counts.damaged - told.damaged
    faults.repeated = counts.repeated - told.repeated
    faults.restarts = counts.restarts - told.restarts
    faults.stuckReady = counts.link.stuckReady - told.link.stuckReady
    told = counts
    return faults
  }
}
