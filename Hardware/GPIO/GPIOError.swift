public import Devices

/// What a GPIO operation failed of: what was tried, on which chip and line, what the kernel answered.
public struct GPIOError: ErrorText, Equatable, Sendable {
  /// What was tried.
  public enum Operation: UInt8, Sendable, BitwiseCopyable {
    /// Open a chip by path.
    case openChip
    /// Look for a chip by its label.
    case findChip
    /// Look for a line by its name.
    case findLine
    /// Read what a chip or a line says of itself.
    case inspect
    /// Take lines for this program.
    case request
    /// Change lines that are held.
    case reconfigure
    /// Read levels.
    case get
    /// Set levels.
    case set
    /// Wait for edges.
    case wait
    /// Read edges.
    case readEvents
  }

  /// What kind of trouble it is, as a program acts on it.
  public enum Kind: UInt8, Sendable, BitwiseCopyable {
    /// The program was built without libgpiod.
    case notBuilt
    /// This generation of libgpiod, or this driver, cannot do it.
    case notSupported
    /// There is no such chip.
    case noChip
    /// There is no such line on the chip.
    case noLine
    /// More than one chip or line has the name.
    case ambiguous
    /// Somebody else holds the line.
    case busy
    /// This user may not.
    case noPermission
    /// What was asked makes no sense, or the driver refuses it.
    case invalid
    /// The chip was there and has gone.
    case gone
    /// Anything else.
    case system
  }

  /// What libgpiod 1.6 cannot do.
  public enum Feature: UInt8, Sendable, BitwiseCopyable {
    /// Nothing in particular.
    case none
    /// Debouncing by the kernel.
    case debounce
    /// A choice of clock for edges.
    case eventClock
    /// A choice of how many edges the kernel holds.
    case eventCapacity
    /// New settings for lines with edges that are held.
    case reconfigureEdges
  }

  /// What was tried.
  public var operation: Operation
  /// What kind of trouble it is.
  public var kind: Kind
  /// What the kernel answered; 0 when it was not asked.
  public var errorNumber: ErrorNumber
  /// The chip's path or label, as the caller named it.
  public var chip: DeviceName
  /// The line's name; empty when it was not given by name.
  public var lineName = DeviceName()
  /// The line's offset on its chip, where there is one.
  public var offset: UInt32?
  /// Who holds the line, where the kernel says so.
  public var consumer = DeviceName()
  /// What is not supported.
  public var feature = Feature.none

  /// Makes an error.
  public init(
    _ operation: Operation, _ kind: Kind, errorNumber: ErrorNumber = ErrorNumber(0),
    chip: DeviceName = DeviceName()
  ) {
    self.operation = operation
    self.kind = kind
    self.errorNumber = errorNumber
    self.chip = chip
  }
}
