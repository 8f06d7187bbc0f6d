public import Devices

/// The edges of lines that this program holds, for a loop on poll.
///
///     var edges = try EdgeEvents(chip.request(line: "DRDY", settings: .risingEdges, consumer: "unit"))
///     while try edges.wait(milliseconds: 100) == .ready {
///       while let edge = try edges.next() { … }
///     }
///
/// Where the kernel numbers the edges of a line (libgpiod 2.x), those that were lost because nobody
/// read in time are counted. libgpiod 1.6 gives no numbers: then ``lostCount`` is `nil`, since any
/// figure would be a guess.
public struct EdgeEvents: ~Copyable {
  /// The lines; their levels can be read at any time.
  public let lines: LineRequest
  /// The descriptor that poll finds readable when an edge waits.
  public let descriptor: Int32
  private var lastSequence = InlineArray<64, UInt64>(repeating: 0)
  private var lost: Int64 = 0

  /// Takes over lines that were requested with edges.
  public init(_ lines: consuming LineRequest) throws(GPIOError) {
    let descriptor = try lines.edgeDescriptor()
    self.lines = lines
    self.descriptor = descriptor
  }

  /// Edges that were lost because nobody read them in time; `nil` where the kernel gives no numbers.
  public var lostCount: Int64? { Libgpiod.givesSequenceNumbers ? lost : nil }

  /// Waits for an edge, `milliseconds` at the most; for ever when negative.
  public func wait(milliseconds: Int32) throws(GPIOError) -> Wakeup {
    do throws(ErrorNumber) {
      let wakeup = try Wakeup.wait(for: descriptor, milliseconds: milliseconds)
      guard wakeup != .hungUp else { throw ErrorNumber.noDevice }
      return wakeup
    } catch {
      throw lines.failure(.wait, -error.rawValue)
    }
  }

  /// Reads the edges that wait, `events.count` at the most; answers how many, and never waits.
  ///
  /// Edges of one line come in order. Those of several lines come in order of time within one call;
  /// libgpiod 1.6 orders them no further.
  public mutating func read(into events: inout MutableSpan<EdgeEvent>) throws(GPIOError) -> Int {
    let count = try lines.readEdges(into: &events)
    for index in 0..<count { follow(events[index]) }
    return count
  }

  /// The next edge that waits; `nil` when there is none.
  public mutating func next() throws(GPIOError) -> EdgeEvent? {
    var one: InlineArray<1, EdgeEvent> = [EdgeEvent(nanoseconds: 0, offset: 0, isRising: false)]
    var span = one.mutableSpan
    return try read(into: &span) == 1 ? one[0] : nil
  }

  /// Gives the lines back now.
  public consuming func close() {}

  /// Follows the numbers of a line; a jump is edges that were lost.
  private mutating func follow(_ event: EdgeEvent) {
    guard event.lineSequence != 0 else { return }
    for index in 0..<lines.count where lines.offset(at: index) == event.offset {
      // The kernel counts in 32 bits.
      let step = UInt32(truncatingIfNeeded: event.lineSequence &- lastSequence[index])
      lost += Int64(step) - 1
      lastSequence[index] = event.lineSequence
    }
  }
}

extension LineSettings {
  /// An input whose edges to active are told.
  public static var risingEdges: LineSettings {
    var settings = LineSettings.input
    settings.edges = .rising
    return settings
  }

  /// An input all of whose edges are told.
  public static var bothEdges: LineSettings {
    var settings = LineSettings.input
    settings.edges = .both
    return settings
  }
}
