import Devices
public import FrameProtocol

/// Frames over a bus with a data-ready line. The level decides, the edge only wakes.
///
/// A frame is read when the line is high, whether an edge told it or not: an edge that was missed costs
/// 20 ms at the most. After a transfer that brought nothing new while the line stays high (three in a row),
/// the line counts as stuck, and it is asked every 20 ms instead of at once. When the line stays low for
/// 100 ms, a transfer is tried all the same every 20 ms: a good frame then says that the line is broken
/// and not the front end, and reading goes on without it.
public struct SPILink<Bus: FrameBus & ~Copyable, let capacity: Int>: FrameLink, ~Copyable {
  /// How long a wait lasts before the level is looked at again, and between two tries of a stuck line.
  public static var recheckMilliseconds: Int32 { 20 }
  /// How long the line is low before a transfer is tried without it.
  static var quietNanoseconds: Int64 { 100_000_000 }
  /// Transfers in a row that bring nothing new, after which a high line is stuck.
  static var idleTransfersUntilStuck: Int { 3 }

  /// What both sides agreed on.
  public let format: FrameFormat
  /// What went wrong below the frames so far.
  public private(set) var counts = LinkCounts()
  /// The bus.
  public private(set) var bus: Bus
  private var storage = InlineArray<capacity, UInt8>(repeating: 0)
  /// Edges told less frames read while the line was high.
  private var edgeBalance = 0
  private var edgeNanoseconds: UInt64 = 0
  private var idleTransfers = 0
  private var isStuckHigh = false
  private var isStuckLow = false
  /// When the line was last seen high, and when the next try without it or on a stuck one is due.
  private var lastHigh: Int64
  private var nextTry: Int64 = 0
  private var last: (sequence: UInt32, time: UInt64)?

  /// Makes a link; `capacity` is at least the bytes of a frame.
  public init(_ bus: consuming Bus, format: FrameFormat) throws(FrontEndError) {
    guard format.byteCount <= capacity else {
      throw .capacity(have: capacity, need: format.byteCount)
    }
    lastHigh = bus.nanoseconds
    self.bus = bus
    self.format = format
  }

  /// The descriptor of the edges.
  public var descriptor: Int32 { bus.descriptor }

  /// Receives one frame.
  public mutating func receive(
    into numbers: inout MutableSpan<Int32>, milliseconds: Int32
  ) throws(FrontEndError) -> Reception {
    let end = bus.nanoseconds + Int64(milliseconds) * 1_000_000
    var hasWaited = false
    while true {
      try takeEdges()
      let now = bus.nanoseconds
      if try bus.isReady() {
        lastHigh = now
        isStuckLow = false
        if !isStuckHigh || now >= nextTry { return try read(into: &numbers) }
      } else {
        isStuckHigh = false
        // Edges whose level is gone already brought no frame.
        edgeBalance = 0
        if now - lastHigh >= Self.quietNanoseconds, now >= nextTry,
          let found = try probe(into: &numbers)
        {
          return found
        }
      }
      // The level is looked at once more after the last wait.
      if hasWaited && now >= end { return .nothing }
      let left = Int32(clamping: max(0, (end - now + 999_999) / 1_000_000))
      let wakeup = try bus.wait(milliseconds: min(left, Self.recheckMilliseconds))
      if wakeup == .interrupted { return .interrupted }
      hasWaited = true
    }
  }

  private mutating func takeEdges() throws(FrontEndError) {
    let edges = try bus.takeEdges()
    edgeBalance += edges.count
    if edges.count > 0 { edgeNanoseconds = edges.lastNanoseconds }
  }

  /// Tries a transfer while the line is low: a frame only if it is a new one.
  private mutating func probe(
    into numbers: inout MutableSpan<Int32>
  ) throws(FrontEndError) -> Reception? {
    nextTry = bus.nanoseconds + Int64(Self.recheckMilliseconds) * 1_000_000
    try clock()
    guard let frame = try? decoded(), isNew(frame) else { return nil }
    try takeEdges()
    guard edgeBalance <= 0 else {
      // The line rose just after it was looked at: all is well.
      edgeBalance -= 1
      return deliver(frame, ready: edgeNanoseconds, into: &numbers)
    }
    if !isStuckLow { counts.stuckReady += 1 }
    isStuckLow = true
    // More may wait behind it.
    nextTry = 0
    return deliver(frame, ready: 0, into: &numbers)
  }

  /// Reads the frame that the line tells of.
  private mutating func read(
    into numbers: inout MutableSpan<Int32>
  ) throws(FrontEndError) -> Reception {
    let ready = edgeBalance > 0 ? edgeNanoseconds : 0
    try clock()
    let outcome: Reception
    do throws(FrameFault) {
      let frame = try decoded()
      let isNew = isNew(frame)
      idleTransfers = isNew ? 0 : idleTransfers + 1
      if isNew { isStuckHigh = false }
      outcome = deliver(frame, ready: ready, into: &numbers)
    } catch {
      idleTransfers += 1
      outcome = isEmpty() ? .nothing : .damaged
      if outcome == .nothing { counts.emptyTransfers += 1 }
    }
    try settle()
    return outcome
  }

  private func isNew(_ frame: FrontEndFrame) -> Bool {
    last?.sequence != frame.sequence || last?.time != frame.timeMicroseconds
  }

  /// Looks at the line after a transfer: whether it fell, and whether each frame had its edge.
  private mutating func settle() throws(FrontEndError) {
    edgeBalance -= 1
    let isHigh = try bus.isReady()
    try takeEdges()
    if !isHigh {
      // Nothing is under way, so every edge that was to come has been told.
      if edgeBalance < 0 { counts.missedEdges += Int64(-edgeBalance) }
      edgeBalance = min(1, max(0, edgeBalance))
      idleTransfers = 0
      isStuckHigh = false
    } else if idleTransfers >= Self.idleTransfersUntilStuck {
      if !isStuckHigh { counts.stuckReady += 1 }
      isStuckHigh = true
      edgeBalance = 0
      nextTry = bus.nanoseconds + Int64(Self.recheckMilliseconds) * 1_000_000
    }
  }

  private mutating func deliver(
    _ frame: FrontEndFrame, ready: UInt64, into numbers: inout MutableSpan<Int32>
  ) -> Reception {
    FrontEndFrame.numbers(of: storage.span, as: format, into: &numbers)
    last = (frame.sequence, frame.timeMicroseconds)
    return .frame(frame, readyNanoseconds: ready, damaged: 0)
  }

  private mutating func clock() throws(FrontEndError) {
    var span = storage.mutableSpan
    var frame = span._mutatingExtracting(0..<format.byteCount)
    try bus.transfer(into: &frame)
  }

  private func decoded() throws(FrameFault) -> FrontEndFrame {
    try FrontEndFrame.decode(storage.span, as: format)
  }

  /// Whether nobody drove the bus: every byte 0, or every byte 255.
  private func isEmpty() -> Bool {
    let first = storage[0]
    guard first == 0 || first == 255 else { return false }
    for index in 1..<format.byteCount where storage[index] != first { return false }
    return true
  }
}
