import CLinux
public import Devices
public import Journal

/// An open serial line, such as `/dev/ttyACM0`: raw, 8 bits, no parity, no flow control.
///
/// A USB device keeps no baud rate; any that the driver takes will do.
public struct SerialPort: ~Copyable {
  /// The device file, as the caller named it.
  public let path: DeviceName
  /// The descriptor that poll finds readable when bytes wait.
  public let descriptor: Int32
  /// The far end of a pseudo-terminal, which stays as long as this one; -1 of a real line.
  private let other: Int32

  /// Opens a serial line for this program alone, and forgets what it had received.
  public init(path: DeviceName, baud: UInt32 = 115_200) throws(SerialError) {
    guard !path.isMalformed else { throw SerialError(.open, .nameTooLong, path: path) }
    let how = UInt32(CLINUX_READ_WRITE | CLINUX_NONBLOCKING)
    // SAFETY: the path ends with a zero and outlives the call.
    let opened = unsafe path.withCText { text in unsafe clinux_open(text, how) }
    guard opened >= 0 else { throw SerialError(.open, ErrorNumber(-opened), path: path) }
    var outcome = clinux_serial_configure(opened, baud)
    if outcome >= 0 { outcome = clinux_serial_claim(opened) }
    guard outcome >= 0 else {
      _ = clinux_close(opened)
      throw SerialError(.configure, ErrorNumber(-outcome), path: path)
    }
    descriptor = opened
    other = -1
    self.path = path
  }

  /// Opens a new pseudo-terminal: what is written here is read from the device that ``path`` names.
  public init(pseudoTerminal: Void) throws(SerialError) {
    var text = InlineArray<128, CChar>(repeating: 0)
    var far: Int32 = -1
    var span = text.mutableSpan
    // SAFETY: the buffer holds as many bytes as it says; `far` is this function's own.
    let opened = unsafe span.withUnsafeMutableBufferPointer { buffer in
      unsafe clinux_pseudo_terminal(buffer.baseAddress, buffer.count, &far)
    }
    guard opened >= 0 else {
      throw SerialError(.open, ErrorNumber(-opened), path: "a pseudo-terminal")
    }
    var name = DeviceName()
    var place = 0
    while text[place] != 0 {
      name.append(UInt8(bitPattern: text[place]))
      place += 1
    }
    descriptor = opened
    other = far
    path = name
  }

  /// Closes the line.
  deinit {
    if other >= 0 { _ = clinux_close(other) }
    _ = clinux_close(descriptor)
  }

  /// Closes the line now rather than when it goes out of use.
  public consuming func close() {}

  /// Waits until bytes wait, `milliseconds` at the most; for ever when negative.
  public func wait(milliseconds: Int32) throws(SerialError) -> Wakeup {
    do throws(ErrorNumber) {
      let wakeup = try Wakeup.wait(for: descriptor, milliseconds: milliseconds)
      guard wakeup != .hungUp else { throw ErrorNumber.noDevice }
      return wakeup
    } catch {
      throw SerialError(.wait, error, path: path)
    }
  }

  /// Reads the bytes that wait, without waiting for any; answers how many.
  public func read(into bytes: inout MutableSpan<UInt8>) throws(SerialError) -> Int {
    // SAFETY: the buffer holds as many bytes as it says, for the length of the call.
    let count = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      unsafe clinux_read(descriptor, buffer.baseAddress, buffer.count)
    }
    guard count >= 0 else {
      throw SerialError(.read, ErrorNumber(Int32(truncatingIfNeeded: -count)), path: path)
    }
    return Int(count)
  }
}

extension SerialPort {
  /// Waits until bytes can be written, `milliseconds` at the most; for ever when negative.
  public func waitForRoom(milliseconds: Int32) throws(SerialError) -> Wakeup {
    let answer = clinux_wait_for_room(descriptor, milliseconds)
    if answer == -ErrorNumber.interrupted.rawValue { return .interrupted }
    guard answer >= 0 else { throw SerialError(.wait, ErrorNumber(-answer), path: path) }
    guard answer & Int32(CLINUX_HUNG_UP) == 0 else {
      throw SerialError(.write, .noDevice, path: path)
    }
    return answer == 0 ? .timedOut : .ready
  }

  /// Writes what fits now, without waiting; answers how many bytes, 0 when none fit.
  public func write(_ bytes: Span<UInt8>) throws(SerialError) -> Int {
    // SAFETY: the buffer holds as many bytes as it says, for the length of the call.
    let count = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe clinux_write(descriptor, buffer.baseAddress, buffer.count)
    }
    guard count >= 0 else {
      throw SerialError(.write, ErrorNumber(Int32(truncatingIfNeeded: -count)), path: path)
    }
    return Int(count)
  }

  /// Bytes that were written and have not left: of a pseudo-terminal, those that its reader has not read.
  public func waiting() throws(SerialError) -> Int {
    let count = other < 0 ? clinux_serial_unsent(descriptor) : clinux_serial_unread(other)
    guard count >= 0 else { throw SerialError(.wait, ErrorNumber(-count), path: path) }
    return Int(count)
  }

  /// Whether another program has a pseudo-terminal for itself alone; of a real line nobody can know.
  public func isTaken() throws(SerialError) -> Bool {
    guard other >= 0 else { return false }
    let answer = clinux_serial_is_claimed(other)
    guard answer >= 0 else { throw SerialError(.wait, ErrorNumber(-answer), path: path) }
    return answer == 1
  }
}

/// What an operation on a serial line failed of.
public struct SerialError: ErrorText, Equatable, Sendable {
  /// What was tried.
  public enum Operation: UInt8, Sendable, BitwiseCopyable {
    /// Open the device file.
    case open
    /// Make it raw and set its rate.
    case configure
    /// Wait for bytes.
    case wait
    /// Read bytes.
    case read
    /// Write bytes.
    case write
  }

  /// What was tried.
  public var operation: Operation
  /// What the kernel answered.
  public var errorNumber: ErrorNumber
  /// The device file, as the caller named it.
  public var path: DeviceName

  /// Makes an error.
  public init(_ operation: Operation, _ errorNumber: ErrorNumber, path: DeviceName) {
    self.operation = operation
    self.errorNumber = errorNumber
    self.path = path
  }

  /// Writes the line.
  public func write<Sink: TextSink & ~Copyable>(to sink: inout Sink) {
    sink.append("serial: ")
    switch operation {
    case .open: sink.append("open ")
    case .configure: sink.append("set up ")
    case .wait: sink.append("wait for bytes on ")
    case .read: sink.append("read ")
    case .write: sink.append("write to ")
    }
    sink.append(name: path)
    sink.append(": ")
    sink.append(errorNumber)
    sink.append(". Try: ")
    sink.append(advice)
  }

  /// What to do about it.
  public var advice: StaticString {
    switch errorNumber {
    case .noEntry: "plug the front end in and look at ls /dev/serial/by-id"
    case .accessDenied, .notPermitted:
      """
      add this user to the group that owns the file (ls -l shows it), mostly dialout, and log in \
      again; a file that is root's alone needs a udev rule
      """
    case .busy: "another program has the line open: stop that one (fuser shows it)"
    case .invalid: "give a baud rate that serial lines have, such as 115200 or 921600"
    case .notTerminal: "give the path of a serial line, such as /dev/ttyACM0"
    case .nameTooLong: "give a path of at most 127 bytes"
    case .noDevice, .inputOutput, .noAddress:
      "the front end was unplugged: check the cable, open it again"
    default: "look at dmesg for what the driver says"
    }
  }
}

#if !hasFeature(Embedded)
  extension SerialError: CustomStringConvertible {}
#endif
