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
    self.path = path
  }

  /// Closes the line.
  deinit { _ = clinux_close(descriptor) }

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
