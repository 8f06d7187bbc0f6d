import CUnit
package import Devices
import Journal

/// A thread that owns files, so that the thread that sounds alarms never waits for a disk.
///
/// Orders go through a ring of bounded size. What finds no room is refused at once, and the caller counts.
@safe struct Writer: ~Copyable {
  /// How a file is written.
  enum Manner: UInt16 {
    /// Gathered, and synchronised on the interval.
    case gathered = 0
    /// As soon as it can be.
    case lines = 1
    /// As soon as it can be, and on the medium before any other file is written to.
    case linesFirst = 3
  }

  /// Bytes that an order takes up beside its payload, padding included, at the most.
  static let orderBytes = 24

  private let pointer: OpaquePointer
  /// What is written without a name: a descriptor for each slot, -1 for a file of the writer's own.
  private var adopted = InlineArray<6, Int32>(repeating: -1)
  /// Orders of each slot that found no room.
  private var refused = InlineArray<6, Int64>(repeating: 0)

  /// Starts a thread with a ring of that size.
  init?(ringBytes: Int, intervalMilliseconds: UInt32) {
    // SAFETY: the writer belongs to this value alone until it is finished.
    guard let made = unsafe cunit_writer_start(ringBytes, intervalMilliseconds) else { return nil }
    unsafe pointer = made
  }

  /// Bytes that orders may take up now.
  var room: Int {
    // SAFETY: the writer lives as long as this value.
    unsafe cunit_writer_room(pointer)
  }

  /// What became of the orders so far.
  var state: WriterState {
    var raw = cunit_writer_state()
    // SAFETY: the writer lives as long as this value, `raw` is this function's own.
    unsafe cunit_writer_look(pointer, &raw)
    return WriterState(raw)
  }

  /// Makes a new file; `record` is the length of a whole sample.
  mutating func make(_ slot: UInt32, path: DeviceName, record: Int, manner: Manner) -> Bool {
    path.withBytes { bytes in
      put(UInt32(CUNIT_MAKE), slot, record: record, manner: manner, bytes)
    }
  }

  /// Takes over an open descriptor, such as standard output.
  mutating func adopt(_ slot: UInt32, descriptor: Int32, manner: Manner) -> Bool {
    var bytes = InlineArray<4, UInt8>(repeating: 0)
    adopted[Int(slot)] = descriptor
    for index in 0..<4 { bytes[index] = UInt8(truncatingIfNeeded: descriptor >> Int32(8 * index)) }
    return put(UInt32(CUNIT_ADOPT), slot, record: 1, manner: manner, bytes.span)
  }

  /// Appends bytes.
  @discardableResult
  mutating func append(_ slot: UInt32, _ bytes: Span<UInt8>, manner: Manner = .gathered) -> Bool {
    put(UInt32(CUNIT_APPEND), slot, record: 0, manner: manner, bytes)
  }

  /// Replaces a file: `bytes` are its path, a zero, and its content.
  mutating func replace(_ slot: UInt32, _ bytes: Span<UInt8>) -> Bool {
    put(UInt32(CUNIT_REPLACE), slot, record: 0, manner: .gathered, bytes)
  }

  @inline(never)
  private mutating func put(
    _ order: UInt32, _ slot: UInt32, record: Int, manner: Manner, _ bytes: Span<UInt8>
  ) -> Bool {
    // SAFETY: the writer lives as long as this value and copies the bytes before it returns.
    let hasRoom = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe cunit_writer_put(
        pointer, order, slot, UInt16(clamping: record), manner.rawValue, buffer.baseAddress,
        buffer.count)
    }
    if !hasRoom { refused[Int(slot)] += 1 }
    return hasRoom
  }

  /// Writes what waits and ends the thread: whether all that was put was written in time, and what became of
  /// the files. What is lost of an output is said on standard error.
  consuming func finish(milliseconds: UInt32) -> (inTime: Bool, WriterState) {
    var raw = cunit_writer_state()
    // SAFETY: the value is consumed, so nobody uses the writer again; `raw` is this function's own.
    let inTime = unsafe cunit_writer_finish(pointer, milliseconds, &raw)
    let state = WriterState(raw)
    var isWhole = inTime && state.error.rawValue == 0 && state.lostBytes == 0
    for slot in 0..<adopted.count {
      isWhole = isWhole && refused[slot] == 0
      guard adopted[slot] >= 0 else { continue }
      let hasFailed = state.failedSlots >> UInt32(slot) & 1 != 0
      let error = state.slot == UInt32(slot) ? state.error : ErrorNumber(0)
      if hasFailed || refused[slot] > 0 {
        Console.say(LostOutput(descriptor: adopted[slot], error: error, lines: refused[slot]))
      }
    }
    return (isWhole, state)
  }
}

extension DeviceName {
  /// Lends the bytes of the name.
  func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var bytes = InlineArray<128, UInt8>(repeating: 0)
    for index in 0..<count { bytes[index] = self[index] }
    return try body(bytes.span.extracting(0..<count))
  }

  /// Adds what is known when the program is built.
  func appending(_ text: StaticString) -> DeviceName {
    var longer = self
    longer.append(text)
    return longer
  }
}

/// What became of a writer's orders so far.
package struct WriterState: Equatable, Sendable, BitwiseCopyable {
  /// The first error of a file; 0 without one.
  package var error = ErrorNumber(0)
  /// The file that failed first.
  package var slot: UInt32 = 0
  /// A bit for each file that failed.
  package var failedSlots: UInt32 = 0
  /// Bytes that were to go to a file that had failed.
  package var lostBytes: UInt64 = 0
  /// Bytes that wait in the ring.
  package var waitingBytes: UInt64 = 0
  /// How long the present write or sync has lasted, milliseconds.
  package var busyMilliseconds: Int64 = 0

  /// A writer that has nothing to tell.
  package init() {}

  /// Takes a state from the C surface.
  init(_ raw: cunit_writer_state) {
    error = ErrorNumber(-raw.error)
    slot = raw.slot
    failedSlots = raw.failed_slots
    lostBytes = raw.lost_bytes
    waitingBytes = raw.waiting_bytes
    busyMilliseconds = raw.busy_milliseconds
  }
}
