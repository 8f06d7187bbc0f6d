import CGPIOD

/// How every line of a request is set up.
///
///     var button = LineSettings.input
///     button.bias = .pullUp
///     button.isActiveLow = true
///     button.edges = .both
public struct LineSettings: Sendable, Equatable, BitwiseCopyable {
  /// Which way a line goes.
  public enum Direction: UInt8, Sendable, BitwiseCopyable {
    /// Whichever way it goes now.
    case asIs
    /// It is read.
    case input
    /// It is driven.
    case output
  }

  /// What holds a line that nobody drives.
  public enum Bias: UInt8, Sendable, BitwiseCopyable {
    /// Whatever holds it now.
    case asIs
    /// Nothing.
    case disabled
    /// A resistor to the supply.
    case pullUp
    /// A resistor to ground.
    case pullDown
  }

  /// How an output drives its line.
  public enum Drive: UInt8, Sendable, BitwiseCopyable {
    /// Both ways.
    case pushPull
    /// To ground only.
    case openDrain
    /// To the supply only.
    case openSource
  }

  /// Which edges of an input are told.
  public enum Edges: UInt8, Sendable, BitwiseCopyable {
    /// None.
    case none
    /// From inactive to active.
    case rising
    /// From active to inactive.
    case falling
    /// All.
    case both
  }

  /// The clock that edges are stamped with.
  public enum Clock: UInt8, Sendable, BitwiseCopyable {
    /// The time since the computer started, which nobody sets.
    case monotonic
    /// The time of day, which jumps when it is set; libgpiod 2.x only.
    case realtime
  }

  /// Which way the lines go.
  public var direction: Direction
  /// What holds them when nobody drives them.
  public var bias = Bias.asIs
  /// How they are driven.
  public var drive = Drive.pushPull
  /// Which edges are told.
  public var edges = Edges.none
  /// What the edges are stamped with.
  public var clock = Clock.monotonic
  /// Whether low is active; levels and edges are told as active and inactive.
  public var isActiveLow = false
  /// How long a level must last before it counts, microseconds; 0 for none; libgpiod 2.x only.
  public var debounceMicroseconds: UInt32 = 0
  /// Edges that the kernel keeps for a reader that is late; 0 leaves it to the kernel; libgpiod 2.x only.
  public var eventCapacity: UInt32 = 0

  /// Settings that change nothing but the direction.
  public init(direction: Direction) { self.direction = direction }

  /// A line that is read.
  public static var input: LineSettings { LineSettings(direction: .input) }
  /// A line that is driven.
  public static var output: LineSettings { LineSettings(direction: .output) }

  /// The same for the C surface.
  var forC: cgpiod_settings {
    cgpiod_settings(
      direction: direction.rawValue, bias: bias.rawValue, drive: drive.rawValue,
      edges: edges.rawValue, clock: clock.rawValue, is_active_low: isActiveLow,
      debounce_microseconds: debounceMicroseconds)
  }

  /// What of these settings libgpiod 1.6 cannot do.
  var beyondFirstGeneration: GPIOError.Feature {
    if debounceMicroseconds != 0 { return .debounce }
    if clock != .monotonic { return .eventClock }
    if eventCapacity != 0 { return .eventCapacity }
    return .none
  }
}
