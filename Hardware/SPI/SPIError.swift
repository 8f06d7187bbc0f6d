public import Devices
public import Journal

/// What an SPI operation failed of: what was tried, on which device, what the kernel answered.
public struct SPIError: ErrorText, Equatable, Sendable {
  /// What was tried.
  public enum Operation: UInt8, Sendable, BitwiseCopyable {
    /// Open the device file.
    case open
    /// Set mode, word length and clock.
    case configure
    /// Transfer bytes.
    case transfer
  }

  /// What was tried.
  public var operation: Operation
  /// What the kernel answered.
  public var errorNumber: ErrorNumber
  /// The device file, as the caller named it.
  public var path: DeviceName
  /// What was to be set, when that failed.
  public var settings: SPISettings?
  /// Bytes of the transfer that failed.
  public var byteCount = 0

  /// Makes an error.
  public init(_ operation: Operation, _ errorNumber: ErrorNumber, path: DeviceName) {
    self.operation = operation
    self.errorNumber = errorNumber
    self.path = path
  }

  /// Writes the line.
  public func write<Sink: TextSink & ~Copyable>(to sink: inout Sink) {
    sink.append("spi: ")
    switch operation {
    case .open: sink.append("open ")
    case .configure: sink.append("set up ")
    case .transfer: sink.append("transfer with ")
    }
    sink.append(name: path)
    if let settings {
      sink.append(": mode ")
      sink.append(integer: Int64(settings.mode.rawValue))
      sink.append(", ")
      sink.append(integer: Int64(settings.bitsPerWord))
      sink.append(" bits, ")
      sink.append(integer: Int64(settings.hertz))
      sink.append(" Hz")
    }
    if operation == .transfer {
      sink.append(", ")
      sink.append(integer: Int64(byteCount))
      sink.append(" bytes")
    }
    sink.append(": ")
    sink.append(errorNumber)
    sink.append(". Try: ")
    sink.append(advice)
  }

  /// What to do about it.
  public var advice: StaticString {
    switch errorNumber {
    case .noEntry:
      "switch SPI on (Raspberry Pi: dtparam=spi=on in config.txt, restart); ls /dev/spidev* lists it"
    case .accessDenied, .notPermitted:
      """
      add this user to the group that owns the file (ls -l shows it), mostly spi, and log in \
      again; a file that is root's alone needs a udev rule
      """
    case .busy: "another program or a kernel driver has the device: stop that one"
    case .invalid: "ask for a mode, word length and clock that the controller has"
    case .messageTooLong: "raise the kernel's limit: spidev.bufsiz=65536 on its command line"
    case .notTerminal: "give the path of a spidev file, such as /dev/spidev0.0"
    case .nameTooLong: "give a path of at most 127 bytes"
    case .noDevice, .noAddress: "the device or its driver went away: look at dmesg"
    default: "look at dmesg for what the driver says"
    }
  }
}

#if !hasFeature(Embedded)
  extension SPIError: CustomStringConvertible {}
#endif
