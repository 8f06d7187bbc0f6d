public import Journal

/// What Linux answered: an `errno` with its name and its meaning in plain words.
///
/// The table is the project's own, so that a program without a C library's messages says the same.
public struct ErrorNumber: Error, Equatable, Sendable, BitwiseCopyable {
  /// The number; 0 when Linux was not asked.
  public var rawValue: Int32

  /// Takes a number as it is.
  public init(_ rawValue: Int32) { self.rawValue = rawValue }

  /// Not permitted.
  public static let notPermitted = ErrorNumber(1)
  /// No such file or chip.
  public static let noEntry = ErrorNumber(2)
  /// Interrupted by a signal.
  public static let interrupted = ErrorNumber(4)
  /// Input or output failed.
  public static let inputOutput = ErrorNumber(5)
  /// No such device address.
  public static let noAddress = ErrorNumber(6)
  /// Access denied.
  public static let accessDenied = ErrorNumber(13)
  /// Busy.
  public static let busy = ErrorNumber(16)
  /// No such device, or no longer.
  public static let noDevice = ErrorNumber(19)
  /// It is a folder.
  public static let isFolder = ErrorNumber(21)
  /// The value is not valid.
  public static let invalid = ErrorNumber(22)
  /// Too many open files.
  public static let tooManyFiles = ErrorNumber(24)
  /// Not a device of this kind.
  public static let notTerminal = ErrorNumber(25)
  /// No space is left.
  public static let noSpace = ErrorNumber(28)
  /// Nobody reads from the other end.
  public static let noReader = ErrorNumber(32)
  /// The name is too long.
  public static let nameTooLong = ErrorNumber(36)
  /// The message is too long.
  public static let messageTooLong = ErrorNumber(90)
  /// The driver does not support it.
  public static let notSupported = ErrorNumber(95)
  /// The time is over.
  public static let timedOut = ErrorNumber(110)

  /// What it means, in words.
  public var meaning: StaticString {
    switch rawValue {
    case 1: "not permitted"
    case 2: "it is not there"
    case 4: "interrupted by a signal"
    case 5: "input or output failed"
    case 6: "the driver has no such device"
    case 9: "the descriptor is closed"
    case 12: "out of memory"
    case 13: "no permission"
    case 14: "a bad address"
    case 16: "it is in use"
    case 19: "the device is not there, or no longer"
    case 21: "it is a folder"
    case 22: "the driver refuses the value"
    case 24: "too many open files"
    case 25: "it is no device of this kind"
    case 28: "no space is left"
    case 32: "nobody reads it any more"
    case 36: "the name is too long"
    case 90: "the message is too long"
    case 95, 524: "the driver does not support it"
    case 108: "the device was removed"
    case 110: "no answer in time"
    default: "the system refused"
    }
  }

  /// The name that manuals and search engines know.
  public var name: StaticString {
    switch rawValue {
    case 1: "EPERM"
    case 2: "ENOENT"
    case 4: "EINTR"
    case 5: "EIO"
    case 6: "ENXIO"
    case 9: "EBADF"
    case 12: "ENOMEM"
    case 13: "EACCES"
    case 14: "EFAULT"
    case 16: "EBUSY"
    case 19: "ENODEV"
    case 21: "EISDIR"
    case 22: "EINVAL"
    case 24: "EMFILE"
    case 25: "ENOTTY"
    case 28: "ENOSPC"
    case 32: "EPIPE"
    case 36: "ENAMETOOLONG"
    case 90: "EMSGSIZE"
    case 95: "EOPNOTSUPP"
    case 108: "ESHUTDOWN"
    case 110: "ETIMEDOUT"
    case 524: "ENOTSUPP"
    default: "errno"
    }
  }
}

extension TextSink where Self: ~Copyable {
  /// Writes an error number as `meaning (NAME, number)`.
  public mutating func append(_ error: ErrorNumber) {
    append(error.meaning)
    append(" (")
    append(error.name)
    append(" ")
    append(integer: Int64(error.rawValue))
    append(")")
  }
}
