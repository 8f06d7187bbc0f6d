/// What rounding the coefficients did to a filter.
public struct QuantisationReport: Equatable, Sendable {
  /// One pole, before and after.
  public struct Pole: Equatable, Sendable {
    /// The section, from 1.
    public var section: Int
    /// Where it was designed.
    public var designed: Complex
    /// Where it is.
    public var quantised: Complex

    /// How far it moved.
    public var distance: Double { (quantised - designed).magnitude }

    /// How far it is from the unit circle.
    public var margin: Double { 1 - quantised.magnitude }
  }

  /// One band, before and after.
  public struct Band: Equatable, Sendable {
    /// The highest level of the design, dB.
    public var designedDecibels: Double
    /// The highest level of the quantised filter, dB.
    public var quantisedDecibels: Double
    /// In the pass band the largest change of level, dB; in the stop band the level of what was
    /// added, the magnitude of the difference of both responses.
    public var deviationDecibels: Double
  }

  /// Every pole; none for an FIR filter.
  public let poles: [Pole]
  /// Between the edges.
  public let passBand: Band
  /// From where the design has fallen to `stopBandDecibels`; `nil` when it never does.
  public let stopBand: Band?
  /// The level at which the stop band begins.
  public let stopBandDecibels: Double

  /// The pole that moved farthest.
  public var farthest: Pole? { poles.max { $0.distance < $1.distance } }

  /// The pole that is nearest to the unit circle.
  public var nearest: Pole? { poles.min { $0.margin < $1.margin } }

  /// Frequencies at which responses are compared.
  public static let gridCount = 2_049

  /// Level at which the stop band of a Butterworth filter begins, dB.
  public static let butterworthStopBandDecibels = -40.0

  /// Looks at sections.
  public init(_ filter: QuantisedSections, band: PassBand) {
    let after = filter.values
    let pairs = zip(filter.designed, after).enumerated().flatMap { index, pair in
      zip(pair.0.poles, pair.1.poles).map {
        Pole(section: index + 1, designed: $0.0, quantised: $0.1)
      }
    }
    // A section of the first order has a second pole at 0 that means nothing.
    let poles = pairs.filter { $0.designed != Complex(0) || $0.quantised != Complex(0) }
    self.init(
      poles: poles, band: band, stopBandDecibels: Self.butterworthStopBandDecibels,
      before: { FrequencyResponse.of(filter.designed, at: $0) },
      after: { FrequencyResponse.of(after, at: $0) })
  }

  /// Looks at taps; `stopBandDecibels` is the window's.
  public init(_ filter: QuantisedTaps, band: PassBand, stopBandDecibels: Double) {
    let after = filter.values
    self.init(
      poles: [], band: band, stopBandDecibels: stopBandDecibels,
      before: { FrequencyResponse.of(filter.designed, at: $0) },
      after: { FrequencyResponse.of(after, at: $0) })
  }

  private init(
    poles: [Pole], band: PassBand, stopBandDecibels: Double, before: (Double) -> Complex,
    after: (Double) -> Complex
  ) {
    self.poles = poles
    self.stopBandDecibels = stopBandDecibels
    let (from, to) = band.edges
    let inside = (Self.spread(from, to) + Self.spread(to, from)).map {
      Pair(before($0), after($0))
    }
    passBand = Band(
      designedDecibels: Self.highest(inside.map(\.before)),
      quantisedDecibels: Self.highest(inside.map(\.after)),
      deviationDecibels: inside.map(\.change).max() ?? 0)
    var outside: [Pair] = []
    // Away from each edge: up from the upper one, down from the lower one.
    for frequencies in [Self.spread(to, 0.5), Self.spread(from, 0)] {
      let pairs = frequencies.map { Pair(before($0), after($0)) }
      outside += pairs.drop {
        FrequencyResponse.decibels($0.before.magnitude) > stopBandDecibels
      }
    }
    guard !outside.isEmpty else {
      stopBand = nil
      return
    }
    stopBand = Band(
      designedDecibels: Self.highest(outside.map(\.before)),
      quantisedDecibels: Self.highest(outside.map(\.after)),
      deviationDecibels: Self.highest(outside.map { $0.after - $0.before }))
  }

  /// Both responses at one frequency.
  private struct Pair {
    let before: Complex
    let after: Complex

    init(_ before: Complex, _ after: Complex) { (self.before, self.after) = (before, after) }

    var change: Double {
      abs(
        FrequencyResponse.decibels(after.magnitude) - FrequencyResponse.decibels(before.magnitude)
      )
    }
  }

  /// Frequencies from one to another, both included, and closer together near the first, where an
  /// edge is; none when they are the same.
  private static func spread(_ from: Double, _ to: Double) -> [Double] {
    guard from != to else { return [] }
    return (0..<gridCount).map { step in
      let share = Double(step) / Double(gridCount - 1)
      return from + (to - from) * share * share * share
    }
  }

  private static func highest(_ responses: [Complex]) -> Double {
    FrequencyResponse.decibels(responses.map(\.magnitude).max() ?? 0)
  }
}
