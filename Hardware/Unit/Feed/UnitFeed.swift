import DetectorCore
import Devices
import FrontEnd

/// The one of two feeds that a run has, so that the loop is built once and not twice.
struct UnitFeed: FrameFeed, ~Copyable {
  private var spi: HardwareFeed<SPILink<SPIBus, 128>>?
  private var serial: HardwareFeed<SerialLink<512>>?

  /// A front end behind SPI.
  init(spi: consuming HardwareFeed<SPILink<SPIBus, 128>>) { self.spi = .some(spi) }

  /// A front end behind a serial line.
  init(serial: consuming HardwareFeed<SerialLink<512>>) { self.serial = .some(serial) }

  /// The descriptor of the feed.
  var descriptor: Int32 {
    switch spi {
    case .some(let feed): return feed.descriptor
    case .none: break
    }
    switch serial {
    case .some(let feed): return feed.descriptor
    case .none: return -1
    }
  }

  /// The next thing in order.
  mutating func next(into block: inout MutableSpan<Int32>) -> FeedAnswer {
    if let answer = spi?.next(into: &block) { return answer }
    if let answer = serial?.next(into: &block) { return answer }
    return .nothing
  }

  /// What went wrong since the last call.
  mutating func takeFaults() -> FeedFaults {
    spi?.takeFaults() ?? serial?.takeFaults() ?? FeedFaults()
  }
}
