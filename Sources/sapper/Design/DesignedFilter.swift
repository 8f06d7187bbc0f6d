import FilterDesign
import Foundation

/// A filter that was designed and quantised, as the pages show it.
struct DesignedFilter {
  /// A coefficient: its name, what was designed, what is held.
  struct Coefficient {
    var name: String
    var designed: Double
    var counts: Int64
  }

  /// What it is, in a line.
  var title: String
  /// The pass band, cycles a sample.
  var band: PassBand
  /// Samples a second, if they were given.
  var rate: Double?
  /// The numbers that it runs in.
  var format: FixedFormat
  /// The post-shift of sections; taps have none.
  var postShift: Int?
  /// Coefficients by section; taps are one.
  var groups: [[Coefficient]]
  /// What rounding did.
  var report: QuantisationReport
  /// The largest input, in counts, for which nothing saturates or wraps; `nil` when none is proven.
  var provenInput: Int64?
  /// The level of the design at a frequency, dB.
  var designed: (Double) -> Double
  /// The level of what is held, dB.
  var quantised: (Double) -> Double

  /// A Butterworth filter.
  static func butterworth(
    order: Int, band: PassBand, rate: Double?, format: FixedFormat
  ) throws(DesignError) -> DesignedFilter {
    let sections = try Butterworth.sections(order: order, band: band)
    let held = try QuantisedSections(sections, format: format)
    let values = held.values
    let groups = zip(sections, held.counts).map { section, counts in
      zip(section.coefficients, counts).map {
        Coefficient(name: $0.name, designed: $0.value, counts: $1)
      }
    }
    return DesignedFilter(
      title: "Butterworth \(kind(band)), order \(order)", band: band, rate: rate, format: format,
      postShift: held.postShift, groups: groups, report: QuantisationReport(held, band: band),
      provenInput: held.provenInput,
      designed: { level(FrequencyResponse.of(sections, at: $0)) },
      quantised: { level(FrequencyResponse.of(values, at: $0)) })
  }

  /// A windowed-sinc filter.
  static func sinc(
    count: Int, band: PassBand, window: Window, rate: Double?, format: FixedFormat
  ) throws(DesignError) -> DesignedFilter {
    let taps = try WindowedSinc.taps(count: count, band: band, window: window)
    let held = try QuantisedTaps(taps, format: format)
    let values = held.values
    let group = zip(taps, held.counts).enumerated().map { index, tap in
      Coefficient(name: "h\(index)", designed: tap.0, counts: tap.1)
    }
    let words = "Windowed-sinc \(kind(band)), \(Text.count(Int64(count), "tap")), \(name(window))"
    return DesignedFilter(
      title: words, band: band, rate: rate, format: format, postShift: nil, groups: [group],
      report: QuantisationReport(held, band: band, stopBandDecibels: window.stopBandDecibels),
      provenInput: held.provenInput,
      designed: { level(FrequencyResponse.of(taps, at: $0)) },
      quantised: { level(FrequencyResponse.of(values, at: $0)) })
  }

  /// The pass band in words.
  var passes: String {
    let unit = rate == nil ? "cycles a sample" : "Hz"
    func value(_ cycles: Double) -> String { String(format: "%.6g", cycles * (rate ?? 1)) }
    return switch band {
    case .low(let to): "up to \(value(to)) \(unit)"
    case .high(let from): "from \(value(from)) \(unit) on"
    case .band(let from, let to): "from \(value(from)) to \(value(to)) \(unit)"
    }
  }

  private static func level(_ response: Complex) -> Double {
    FrequencyResponse.decibels(response.magnitude)
  }

  private static func kind(_ band: PassBand) -> String {
    switch band {
    case .low: "low-pass"
    case .high: "high-pass"
    case .band: "band-pass"
    }
  }

  private static func name(_ window: Window) -> String {
    switch window {
    case .rectangular: "rectangular window"
    case .hann: "Hann window"
    case .hamming: "Hamming window"
    case .blackman: "Blackman window"
    case .kaiser(let shape): "Kaiser window of shape \(DesignPage.number(shape))"
    }
  }
}
