public import Devices
public import GPIO
public import SPI

/// Edges of data-ready that were told.
public struct ReadyEdges: Sendable, Equatable, BitwiseCopyable {
  /// How many.
  public var count: Int
  /// The kernel's time of the last one, nanoseconds; 0 without one.
  public var lastNanoseconds: UInt64

  /// Makes a count of edges.
  public init(count: Int, lastNanoseconds: UInt64) {
    self.count = count
    self.lastNanoseconds = lastNanoseconds
  }
}

/// A bus with a line that rises when a frame is ready: SPI, or what a test puts in its place.
public protocol FrameBus: ~Copyable {
  /// The descriptor that poll finds readable when an edge was told.
  var descriptor: Int32 { get }
  /// Nanoseconds of a clock that nobody sets.
  var nanoseconds: Int64 { get }
  /// Waits for an edge.
  mutating func wait(milliseconds: Int32) throws(FrontEndError) -> Wakeup
  /// Takes the edges that were told since the last call, without waiting.
  mutating func takeEdges() throws(FrontEndError) -> ReadyEdges
  /// Whether the line is high.
  mutating func isReady() throws(FrontEndError) -> Bool
  /// Clocks a frame out of the front end.
  mutating func transfer(into bytes: inout MutableSpan<UInt8>) throws(FrontEndError)
}

/// A front end behind spidev and a GPIO line.
public struct SPIBus: FrameBus, ~Copyable {
  /// The SPI device.
  public let device: SPIDevice
  private var edges: EdgeEvents

  /// Joins an SPI device and the data-ready line, requested with rising edges.
  public init(device: consuming SPIDevice, ready: consuming EdgeEvents) {
    self.device = device
    edges = ready
  }

  /// The descriptor of the edges.
  public var descriptor: Int32 { edges.descriptor }
  /// The monotonic clock.
  public var nanoseconds: Int64 { monotonicNanoseconds() }
  /// Edges that the kernel had to drop; `nil` where it gives no numbers.
  public var lostEdges: Int64? { edges.lostCount }

  /// Waits for an edge.
  public mutating func wait(milliseconds: Int32) throws(FrontEndError) -> Wakeup {
    do throws(GPIOError) {
      return try edges.wait(milliseconds: milliseconds)
    } catch {
      throw .gpio(error)
    }
  }

  /// Takes the edges that were told since the last call.
  public mutating func takeEdges() throws(FrontEndError) -> ReadyEdges {
    var taken = ReadyEdges(count: 0, lastNanoseconds: 0)
    var storage = InlineArray<16, EdgeEvent>(
      repeating: EdgeEvent(nanoseconds: 0, offset: 0, isRising: false))
    do throws(GPIOError) {
      while true {
        var span = storage.mutableSpan
        let count = try edges.read(into: &span)
        taken.count += count
        if count > 0 { taken.lastNanoseconds = storage[count - 1].nanoseconds }
        if count < 16 { return taken }
      }
    } catch {
      throw .gpio(error)
    }
  }

  /// Whether the line is active.
  public mutating func isReady() throws(FrontEndError) -> Bool {
    do throws(GPIOError) {
      return try edges.lines.isActive()
    } catch {
      throw .gpio(error)
    }
  }

  /// Clocks a frame out of the front end.
  public mutating func transfer(into bytes: inout MutableSpan<UInt8>) throws(FrontEndError) {
    do throws(SPIError) {
      try device.receive(into: &bytes)
    } catch {
      throw .spi(error)
    }
  }
}
