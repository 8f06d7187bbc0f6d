import CGPIOD
public import Devices

/// Lines that this program holds: 1 to 64 of one chip, with the same settings.
///
/// Levels are active and inactive, whatever the voltage. The lines are given back when the request
/// goes out of use, or at once by ``close()``; what an output then does is up to its driver.
@safe public struct LineRequest: ~Copyable {
  /// Lines that one request can hold.
  public static let maximumLines = 64

  /// The request of the C surface.
  private let pointer: OpaquePointer
  /// The label of the chip.
  public let chip: DeviceName
  /// How many lines are held.
  public let count: Int
  /// How they are set up.
  public private(set) var settings: LineSettings
  private let offsets: InlineArray<64, UInt32>

  /// Takes over a request of the C surface.
  init(pointer: OpaquePointer, offsets: Span<UInt32>, settings: LineSettings, chip: DeviceName) {
    // SAFETY: the caller hands the request over and forgets it.
    unsafe self.pointer = pointer
    self.settings = settings
    self.chip = chip
    count = offsets.count
    var kept = InlineArray<64, UInt32>(repeating: 0)
    for index in 0..<offsets.count { kept[index] = offsets[index] }
    self.offsets = kept
  }

  /// Gives the lines back.
  deinit {
    // SAFETY: a request is released once, here, and its pointer is known to nobody else.
    unsafe cgpiod_request_release(pointer)
  }

  /// Gives the lines back now rather than when the request goes out of use.
  public consuming func close() {}

  /// The place on the chip of the line at a place of the request.
  public func offset(at index: Int) -> UInt32 {
    precondition(index >= 0 && index < count, "a line of a request is named by its place in it")
    return offsets[index]
  }

  /// The levels of all lines.
  public func levels() throws(GPIOError) -> LineLevels {
    var bits: UInt64 = 0
    // SAFETY: the request is held as long as `self`, `bits` is this function's own.
    let outcome = unsafe cgpiod_request_get(pointer, &bits)
    guard outcome >= 0 else { throw failure(.get, outcome) }
    return LineLevels(rawValue: bits)
  }

  /// Whether the line at a place of the request is active.
  public func isActive(at index: Int = 0) throws(GPIOError) -> Bool {
    precondition(index >= 0 && index < count, "a line of a request is named by its place in it")
    return try levels()[index]
  }

  /// Sets all lines.
  public func set(_ levels: LineLevels) throws(GPIOError) {
    try set(levels, which: .max)
  }

  /// Sets the line at a place of the request, and leaves the others as they are.
  public func set(at index: Int = 0, isActive: Bool) throws(GPIOError) {
    precondition(index >= 0 && index < count, "a line of a request is named by its place in it")
    var levels = LineLevels.inactive
    levels[index] = isActive
    try set(levels, which: UInt64(1) << UInt64(index))
  }

  private func set(_ levels: LineLevels, which: UInt64) throws(GPIOError) {
    // SAFETY: the request is held as long as `self`.
    let outcome = unsafe cgpiod_request_set(pointer, which, levels.rawValue)
    guard outcome >= 0 else { throw failure(.set, outcome) }
  }

  /// Changes the settings without letting go of the lines.
  ///
  /// libgpiod 1.6 changes no lines whose edges are told.
  public mutating func reconfigure(
    _ settings: LineSettings, levels: LineLevels = .inactive
  ) throws(GPIOError) {
    var settingsForC = settings.forC
    // SAFETY: the request is held as long as `self`; the settings outlive the call, which copies them.
    let outcome = unsafe cgpiod_request_reconfigure(pointer, &settingsForC, levels.rawValue)
    guard outcome >= 0 else {
      var error = failure(.reconfigure, outcome)
      if error.kind == .notSupported {
        let beyond = settings.beyondFirstGeneration
        error.feature = beyond == .none ? .reconfigureEdges : beyond
      }
      throw error
    }
    self.settings = settings
  }

  /// The descriptor that poll finds readable when an edge waits. It belongs to the request.
  func edgeDescriptor() throws(GPIOError) -> Int32 {
    // SAFETY: the request is held as long as `self`.
    let descriptor = unsafe cgpiod_request_descriptor(pointer)
    guard descriptor >= 0 else { throw failure(.wait, descriptor) }
    return descriptor
  }

  /// Reads the edges that wait, `events.count` at the most and never waiting for one.
  func readEdges(into events: inout MutableSpan<EdgeEvent>) throws(GPIOError) -> Int {
    var taken = 0
    while taken < events.count {
      var chunk = InlineArray<16, cgpiod_event>(repeating: cgpiod_event())
      let room = min(16, events.count - taken)
      var span = chunk.mutableSpan
      // SAFETY: the request is held as long as `self`, and the buffer has `room` places or more.
      let count = unsafe span.withUnsafeMutableBufferPointer { buffer in
        unsafe cgpiod_request_read_events(pointer, buffer.baseAddress, UInt32(room))
      }
      guard count >= 0 else { throw failure(.readEvents, count) }
      for index in 0..<Int(count) { events[taken + index] = EdgeEvent(chunk[index]) }
      taken += Int(count)
      if count < room { break }
    }
    return taken
  }

  /// An error about these lines.
  func failure(_ operation: GPIOError.Operation, _ answer: Int32) -> GPIOError {
    var error = GPIOError(operation, answer: answer, chip: chip)
    error.offset = offsets[0]
    return error
  }
}
