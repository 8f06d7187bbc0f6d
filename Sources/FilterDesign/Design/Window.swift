import Foundation

/// A window: what tapers the ends of a windowed-sinc filter, symmetric.
public enum Window: Equatable, Sendable {
  /// No taper: the narrowest transition, side lobes of −21 dB.
  case rectangular
  /// ½ − ½ cos: side lobes of −44 dB.
  case hann
  /// 0.54 − 0.46 cos: side lobes of −53 dB.
  case hamming
  /// 0.42 − 0.5 cos + 0.08 cos: side lobes of −74 dB.
  case blackman
  /// Kaiser's, with its shape β: I₀(β √(1 − x²)) / I₀(β).
  case kaiser(shape: Double)

  /// The largest shape of a Kaiser window.
  public static let largestShape = 40.0

  /// The window of `count` points.
  public func values(count: Int) -> [Double] {
    guard count > 1 else { return [Double](repeating: 1, count: max(0, count)) }
    return (0..<count).map { k in
      let turn = 2 * Double.pi * Double(k) / Double(count - 1)
      switch self {
      case .rectangular: return 1
      case .hann: return 0.5 - 0.5 * cos(turn)
      case .hamming: return 0.54 - 0.46 * cos(turn)
      case .blackman: return 0.42 - 0.5 * cos(turn) + 0.08 * cos(2 * turn)
      case .kaiser(let shape):
        let x = 2 * Double(k) / Double(count - 1) - 1
        return Self.bessel(shape * max(0, 1 - x * x).squareRoot()) / Self.bessel(shape)
      }
    }
  }

  /// Below this, in decibels, the side lobes of a filter made with it count as its stop band.
  public var stopBandDecibels: Double {
    switch self {
    case .rectangular: -20
    case .hann: -40
    case .hamming: -50
    case .blackman: -70
    case .kaiser(let shape): -max(20, shape / 0.1102 + 2.7)
    }
  }

  /// The Kaiser window and the odd number of taps for an attenuation and a transition, cycles a
  /// sample (Kaiser 1974: N = (A − 7.95) / (14.357 Δf) + 1).
  public static func kaiser(
    attenuationDecibels: Double, transition: Double
  ) throws(DesignError) -> (window: Window, taps: Int) {
    guard attenuationDecibels > 0, attenuationDecibels <= 200, transition > 0, transition < 0.5
    else { throw .transition(decibels: attenuationDecibels, width: transition) }
    let attenuation = attenuationDecibels
    let shape =
      attenuation > 50
      ? 0.1102 * (attenuation - 8.7)
      : attenuation > 21 ? 0.5842 * pow(attenuation - 21, 0.4) + 0.07886 * (attenuation - 21) : 0
    let count = max(1, ((attenuation - 7.95) / (14.357 * transition) + 1).rounded(.up))
    guard count < Double(WindowedSinc.tapCounts.upperBound) else {
      throw .taps(Int(min(count, 1e9)), limits: WindowedSinc.tapCounts)
    }
    return (.kaiser(shape: shape), Int(count) | 1)
  }

  /// The modified Bessel function I₀ by its series; its terms are positive, so nothing cancels.
  private static func bessel(_ x: Double) -> Double {
    var (sum, term, k) = (1.0, 1.0, 1.0)
    while term > sum * 1e-17 {
      term *= (x / (2 * k)) * (x / (2 * k))
      sum += term
      k += 1
    }
    return sum
  }
}
