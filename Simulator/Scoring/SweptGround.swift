/// How much ground a coil swept: what false alarms are counted over.
public struct SweptGround: Equatable, Sendable {
  /// All of it, square metres.
  public var squareMetres: Double
  /// Outside the halo of every object, square metres.
  public var clearSquareMetres: Double
  /// Outside the halo of every hazard, square metres.
  public var hazardFreeSquareMetres: Double

  /// Measures the ground of a way.
  public init(_ area: SweptArea, truth: [BuriedObject]) {
    squareMetres = area.squareMetres
    clearSquareMetres = area.clearSquareMetres(of: truth)
    hazardFreeSquareMetres = area.clearSquareMetres(of: truth.filter { !$0.isClutter })
  }

  private init() { (squareMetres, clearSquareMetres, hazardFreeSquareMetres) = (0, 0, 0) }

  /// Several lanes as one; none of none.
  static func total(_ parts: [SweptGround]) -> SweptGround? {
    guard !parts.isEmpty else { return nil }
    return parts.reduce(into: SweptGround()) { sum, part in
      sum.squareMetres += part.squareMetres
      sum.clearSquareMetres += part.clearSquareMetres
      sum.hazardFreeSquareMetres += part.hazardFreeSquareMetres
    }
  }
}

/// How many false alarms stand on how much ground, and where their rate lies.
public struct FalseRate: Equatable, Sendable {
  /// False alarms.
  public var count: Int
  /// What they are counted over: square metres or metres.
  public var extent: Double

  /// To a square metre or metre; none where there is no ground.
  public var rate: Double? { extent > 0 ? Double(count) / extent : nil }
  /// Where the rate lies, 95 % (Garwood).
  public var bounds: ExactBounds? {
    guard extent > 0 else { return nil }
    let bounds = ExactBounds.count(count)
    return ExactBounds(lower: bounds.lower / extent, upper: bounds.upper / extent)
  }
}

extension Score {
  /// False alarms to a square metre, those on metal clutter left out.
  public var falsePerSquareMetre: FalseRate? {
    ground.map { FalseRate(count: result.falseAlarms.count, extent: $0.clearSquareMetres) }
  }
  /// The same with the alarms on metal clutter.
  public var falseWithClutterPerSquareMetre: FalseRate? {
    ground.map { FalseRate(count: result.falseWithClutter, extent: $0.hazardFreeSquareMetres) }
  }
}
