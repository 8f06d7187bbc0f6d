import Foundation

/// Linear-phase FIR filters: the response of an ideal filter, cut off by a window.
///
/// h[k] = w[k] (2f₂ sinc 2f₂m − 2f₁ sinc 2f₁m), m = k − (N − 1)/2, then scaled to gain 1 at 0, at
/// half the rate, or in the middle of the band. Half the amplitude is left at each edge.
public enum WindowedSinc {
  /// Numbers of taps that are designed.
  public static let tapCounts = 1...4_095

  /// Designs a filter; its delay is (count − 1)/2 samples.
  public static func taps(
    count: Int, band: PassBand, window: Window
  ) throws(DesignError) -> [Double] {
    guard tapCounts.contains(count) else { throw .taps(count, limits: tapCounts) }
    try band.check()
    if case .high = band, count % 2 == 0 { throw .evenTaps(count) }
    if case .kaiser(let shape) = window, !(shape >= 0 && shape <= Window.largestShape) {
      throw .shape(shape, maximum: Window.largestShape)
    }
    let (from, to) = band.edges
    let middle = Double(count - 1) / 2
    let tapered = zip(0..<count, window.values(count: count)).map { k, weight in
      weight * (lowPass(to, Double(k) - middle) - lowPass(from, Double(k) - middle))
    }
    let reference: Double =
      switch band {
      case .low: 0
      case .high: 0.5
      case .band: (from + to) / 2
      }
    let gain = zip(0..<count, tapered).reduce(0) { sum, tap in
      sum + tap.1 * cos(2 * .pi * reference * (Double(tap.0) - middle))
    }
    return tapered.map { $0 / gain }
  }

  /// The ideal low-pass at a distance from its middle.
  private static func lowPass(_ edge: Double, _ distance: Double) -> Double {
    distance == 0 ? 2 * edge : sin(2 * .pi * edge * distance) / (.pi * distance)
  }
}
