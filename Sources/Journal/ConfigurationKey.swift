import DetectorCore

/// One value that a person may set: its name, unit, range, and the physics behind it.
///
/// A value is an integer counted in 10⁻ⁿ of the unit that the name ends with. Where `derivation` is
/// not empty, the stored integer 0 means "derive it", which is written `auto`.
public struct ConfigurationKey: Sendable {
  /// The section it stands in.
  public let section: StaticString
  /// Its name, which ends with its unit.
  public let name: StaticString
  /// The unit a person writes; empty for a plain ratio.
  public let unit: StaticString
  /// Decimal places between the written unit and the stored integer.
  public let decimals: Int
  /// Lowest value, as stored.
  public let minimum: Int64
  /// Highest value, as stored.
  public let maximum: Int64
  /// Values are multiples of this, as stored.
  public let step: Int64
  /// What `auto` derives it from; empty where the key always has a number.
  public let derivation: StaticString
  /// Why it exists and what moving it does, in a sentence or two.
  public var why: StaticString { words }
  #if hasFeature(Embedded)
    /// A unit shows no explanations, and has no room for them.
    private var words: StaticString { "" }
  #else
    private let words: StaticString
  #endif
  /// The field behind it.
  private let field: Field

  /// A field of one of the chains: how it is read, and how an integer in range is stored. None of the
  /// functions captures anything, so that a table of keys needs no heap.
  private enum Field: Sendable {
    case radar(
      load: @Sendable (RadarConfiguration) -> Int64,
      assign: @Sendable (inout RadarConfiguration, Int64) -> Void)
    case induction(
      load: @Sendable (InductionConfiguration) -> Int64,
      assign: @Sendable (inout InductionConfiguration, Int64) -> Void)
    case balance(
      load: @Sendable (BalanceConfiguration) -> Int64,
      assign: @Sendable (inout BalanceConfiguration, Int64) -> Void)
  }

  private init(
    _ section: StaticString, _ name: StaticString, unit: StaticString, decimals: Int,
    range: ClosedRange<Int64>, step: Int64, derivation: StaticString, why: StaticString,
    field: Field
  ) {
    self.section = section
    self.name = name
    self.unit = unit
    self.decimals = decimals
    minimum = range.lowerBound
    maximum = range.upperBound
    self.step = step
    self.derivation = derivation
    #if !hasFeature(Embedded)
      words = why
    #endif
    self.field = field
  }

  /// Makes an entry of the radar chain's table.
  static func radar(
    _ name: StaticString, unit: StaticString = "", decimals: Int, range: ClosedRange<Int64>,
    step: Int64 = 1, derivation: StaticString = "", why: StaticString,
    load: @escaping @Sendable (RadarConfiguration) -> Int64,
    assign: @escaping @Sendable (inout RadarConfiguration, Int64) -> Void
  ) -> ConfigurationKey {
    ConfigurationKey(
      ConfigurationKeys.radarSection, name, unit: unit, decimals: decimals, range: range,
      step: step, derivation: derivation, why: why, field: .radar(load: load, assign: assign))
  }

  /// Makes an entry of the induction chain's table.
  static func induction(
    _ name: StaticString, unit: StaticString = "", decimals: Int, range: ClosedRange<Int64>,
    why: StaticString, load: @escaping @Sendable (InductionConfiguration) -> Int64,
    assign: @escaping @Sendable (inout InductionConfiguration, Int64) -> Void
  ) -> ConfigurationKey {
    ConfigurationKey(
      ConfigurationKeys.inductionSection, name, unit: unit, decimals: decimals, range: range,
      step: 1, derivation: "", why: why, field: .induction(load: load, assign: assign))
  }

  /// Makes an entry of the induction-balance chain's table.
  static func balance(
    _ name: StaticString, unit: StaticString = "", decimals: Int, range: ClosedRange<Int64>,
    why: StaticString, load: @escaping @Sendable (BalanceConfiguration) -> Int64,
    assign: @escaping @Sendable (inout BalanceConfiguration, Int64) -> Void
  ) -> ConfigurationKey {
    ConfigurationKey(
      ConfigurationKeys.balanceSection, name, unit: unit, decimals: decimals, range: range,
      step: 1, derivation: "", why: why, field: .balance(load: load, assign: assign))
  }

  /// Whether `on` and `off` stand here instead of a number.
  public var isSwitch: Bool { decimals == 0 && minimum == 0 && maximum == 1 }

  /// Whether `auto` may stand here.
  public var isDerivable: Bool { derivation.utf8CodeUnitCount > 0 }

  /// The value that stands in a configuration.
  public func value(in configuration: DetectorConfiguration) -> Int64 {
    switch field {
    case .radar(let load, _): load(configuration.radar)
    case .induction(let load, _): load(configuration.induction)
    case .balance(let load, _): load(configuration.balance)
    }
  }

  /// The value that stands in the defaults.
  public var defaultValue: Int64 { value(in: DetectorConfiguration()) }

  /// Whether a stored integer may stand here.
  public func accepts(_ value: Int64) -> Bool {
    (value >= minimum && value <= maximum && value % step == 0) || (value == 0 && isDerivable)
  }

  /// Stores a value; out of range is refused.
  public func store(
    _ value: Int64, in configuration: inout DetectorConfiguration
  ) throws(ConfigurationFault) {
    guard accepts(value) else { throw .outOfRange }
    switch field {
    case .radar(_, let assign): assign(&configuration.radar, value)
    case .induction(_, let assign): assign(&configuration.induction, value)
    case .balance(_, let assign): assign(&configuration.balance, value)
    }
  }

  /// Reads what a person wrote: `auto`, `on`, `off`, or a decimal in the key's unit and range.
  public func parse(_ text: Span<UInt8>) throws(ConfigurationFault) -> Int64 {
    if Self.automatic.hasBytes(text) {
      guard isDerivable else { throw .notDerivable }
      return 0
    }
    if isSwitch {
      if Self.on.hasBytes(text) { return 1 }
      if Self.off.hasBytes(text) { return 0 }
      throw text.count == 0 ? .empty : .notASwitch
    }
    let value = try ConfigurationDecimal.parse(text, decimals: decimals)
    guard value >= minimum && value <= maximum else { throw .outOfRange }
    guard value % step == 0 else { throw .betweenSteps }
    return value
  }

  /// Writes a stored value as a person writes it.
  public func write<Text: TextSink & ~Copyable>(_ value: Int64, into text: inout Text) {
    if value == 0 && isDerivable {
      text.append(Self.automatic)
    } else if isSwitch {
      text.append(value == 0 ? Self.off : Self.on)
    } else {
      ConfigurationDecimal.write(value, decimals: decimals, into: &text)
    }
  }

  /// The word for a value that is derived.
  public static let automatic: StaticString = "auto"
  /// The word for a part that runs.
  public static let on: StaticString = "on"
  /// The word for a part that is left out.
  public static let off: StaticString = "off"
}

extension StaticString {
  /// Whether these are its bytes.
  func hasBytes(_ text: Span<UInt8>) -> Bool {
    guard utf8CodeUnitCount == text.count else { return false }
    for index in 0..<text.count {
      // SAFETY: `index` is below the constant's own length.
      guard unsafe utf8Start[index] == text[index] else { return false }
    }
    return true
  }

  /// Whether both are the same text.
  func hasBytes(of other: StaticString) -> Bool {
    guard utf8CodeUnitCount == other.utf8CodeUnitCount else { return false }
    for index in 0..<utf8CodeUnitCount {
      // SAFETY: `index` is below the length of both constants, which are the same.
      guard unsafe utf8Start[index] == other.utf8Start[index] else { return false }
    }
    return true
  }
}
