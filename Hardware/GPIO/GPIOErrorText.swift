import CGPIOD
import Devices
public import Journal

extension GPIOError {
  /// Makes an error from what the C surface answered: -errno or one of its own numbers.
  init(_ operation: Operation, answer: Int32, chip: DeviceName) {
    self.init(operation, .system, errorNumber: ErrorNumber(0), chip: chip)
    switch answer {
    case Int32(CGPIOD_NOT_BUILT): kind = .notBuilt
    case Int32(CGPIOD_NOT_SUPPORTED): kind = .notSupported
    default:
      errorNumber = ErrorNumber(answer < 0 ? -answer : 0)
      kind = Kind(errorNumber, during: operation)
    }
  }

  /// Writes the line: what was tried, on what, what happened, what to do about it.
  public func write<Sink: TextSink & ~Copyable>(to sink: inout Sink) {
    sink.append("gpio: ")
    sink.append(operation.words)
    writeSubject(to: &sink)
    sink.append(": ")
    writeCause(to: &sink)
    sink.append(". Try: ")
    sink.append(advice)
  }

  private func writeSubject<Sink: TextSink & ~Copyable>(to sink: inout Sink) {
    if !lineName.isEmpty {
      sink.append(" line '")
      sink.append(name: lineName)
      sink.append("'")
    }
    if let offset {
      sink.append(lineName.isEmpty ? " line " : " (offset ")
      sink.append(integer: Int64(offset))
      if !lineName.isEmpty { sink.append(")") }
    }
    guard !chip.isEmpty else { return }
    sink.append(lineName.isEmpty && offset == nil ? " '" : " of chip '")
    sink.append(name: chip)
    sink.append("'")
  }

  private func writeCause<Sink: TextSink & ~Copyable>(to sink: inout Sink) {
    if kind == .busy && !consumer.isEmpty {
      sink.append("it is in use by '")
      sink.append(name: consumer)
      sink.append("'")
    } else if errorNumber.rawValue != 0 {
      sink.append(errorNumber)
    } else {
      sink.append(kind.words)
      sink.append(feature.words)
    }
  }

  /// What to do about it.
  public var advice: StaticString {
    switch kind {
    case .notBuilt:
      "build with the trait GPIOD1 (libgpiod 1.6, Debian 12) or GPIOD2 (2.x, Debian 13)"
    case .notSupported where feature != .none:
      "build with the trait GPIOD2 and libgpiod 2.x, or leave this setting out"
    case .notSupported: "leave this setting out: the driver of the chip does not know it"
    case .noChip: "look at gpiodetect for the chips that are there, and name one by its label"
    case .noLine: "look at gpioinfo for the lines of the chip, and take a name or offset from there"
    case .ambiguous: "name the chip by its path and the line by its offset: gpioinfo lists both"
    case .busy: "gpioinfo shows who holds it: stop that program or driver, or choose another line"
    case .noPermission:
      """
      add this user to the group that owns the file (ls -l shows it), mostly gpio, and log in \
      again; a file that is root's alone needs a udev rule
      """
    case .invalid: invalidAdvice
    case .gone: "the chip's driver was removed: look at dmesg, then start again"
    case .system: "look at dmesg for what the driver says"
    }
  }

  private var invalidAdvice: StaticString {
    switch errorNumber {
    case .nameTooLong: "give a name of at most 127 bytes"
    case .notTerminal, .isFolder, .noDevice: "give the path of a GPIO chip, such as /dev/gpiochip0"
    default:
      switch operation {
      case .openChip: "give the path of a GPIO chip, such as /dev/gpiochip0"
      case .set, .get: "request the line as an output to set it"
      case .wait, .readEvents: "request the lines with edges"
      default: "ask for 1 to 64 different lines, edges on inputs only, drive on outputs only"
      }
    }
  }
}

extension GPIOError.Kind {
  /// The kind that an error number means.
  init(_ number: ErrorNumber, during operation: GPIOError.Operation) {
    switch number {
    case .noEntry, .noAddress: self = operation == .openChip ? .noChip : .noLine
    case .noDevice: self = operation == .openChip ? .invalid : .gone
    case .accessDenied: self = .noPermission
    // Setting a line that is held as an input is EPERM too, and no matter of rights.
    case .notPermitted: self = operation == .set ? .invalid : .noPermission
    case .busy: self = .busy
    case .invalid, .notTerminal, .isFolder, .nameTooLong: self = .invalid
    case .notSupported, ErrorNumber(524): self = .notSupported
    default: self = .system
    }
  }

  /// In words, for errors that the kernel was not asked about.
  var words: StaticString {
    switch self {
    case .notBuilt: "this program was built without libgpiod"
    case .notSupported: "libgpiod 1.6 cannot do it"
    case .noChip: "there is no such chip"
    case .noLine: "there is no such line"
    case .ambiguous: "more than one has this name"
    case .busy: "it is in use"
    case .noPermission: "no permission"
    case .invalid: "it cannot be asked for like this"
    case .gone: "the chip is gone"
    case .system: "the system refused"
    }
  }
}

extension GPIOError.Feature {
  /// In words, behind the kind.
  var words: StaticString {
    switch self {
    case .none: ""
    case .debounce: " (debounce)"
    case .eventClock: " (event clock)"
    case .eventCapacity: " (event capacity)"
    case .reconfigureEdges: " (new settings for lines with edges)"
    }
  }
}

extension GPIOError.Operation {
  /// In words, at the start of a line.
  var words: StaticString {
    switch self {
    case .openChip: "open"
    case .findChip: "find the chip with label"
    case .findLine: "find"
    case .inspect: "ask about"
    case .request: "request"
    case .reconfigure: "change"
    case .get: "read"
    case .set: "set"
    case .wait: "wait for edges on"
    case .readEvents: "read edges of"
    }
  }
}

#if !hasFeature(Embedded)
  extension GPIOError: CustomStringConvertible {}
#endif
