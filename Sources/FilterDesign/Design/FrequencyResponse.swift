import Foundation

/// How a filter answers to each frequency.
public enum FrequencyResponse {
  /// The response of sections in a row at a frequency, cycles a sample.
  public static func of(_ sections: [Section], at frequency: Double) -> Complex {
    sections.reduce(Complex(1)) { $0 * $1.response(at: frequency) }
  }

  /// The response of an FIR filter at a frequency, cycles a sample.
  public static func of(_ taps: [Double], at frequency: Double) -> Complex {
    // Horner's scheme in e^(−jω), from the last tap on.
    let delay = Complex(angle: -2 * .pi * frequency)
    return taps.reversed().reduce(Complex(0)) { $0 * delay + Complex($1) }
  }

  /// A magnitude in decibels; of 0 the lowest that is told.
  public static func decibels(_ magnitude: Double) -> Double {
    max(lowestDecibels, 20 * log10(magnitude))
  }

  /// The level below which nothing is told.
  public static let lowestDecibels = -400.0

  /// Frequencies from 0 to ½, both included, evenly spread.
  public static func grid(_ count: Int) -> [Double] {
    (0..<count).map { 0.5 * Double($0) / Double(count - 1) }
  }
}
