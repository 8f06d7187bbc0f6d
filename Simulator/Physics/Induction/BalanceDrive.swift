/// What makes a coil an induction balance: carriers that never stop, and a receive winding beside the
/// transmitting one, from which a transformer takes the direct coupling but for what is left of it.
package struct BalanceDrive: Sendable, Equatable {
  /// Carriers, millihertz, in rising order.
  package var frequenciesMillihertz: [Int64] = [6_500_000, 19_000_000]
  /// Frames of I and Q a second, millionths.
  package var rateMicrohertz: Int64 = 250_000_000
  /// What is left of the direct coupling at the lowest frequency, microvolts.
  package var imbalanceMicrovolts = 500.0

  /// Makes a balance of two frequencies.
  package init() {}

  /// ω of each carrier, 1/s.
  package var angular: [Double] {
    frequenciesMillihertz.map { 2 * Double.pi * Double($0) / 1e3 }
  }

  /// ω·P(ω) of a spectrum, m³/s, real and imaginary part of each carrier in turn.
  ///
  /// P(ω) = N0 − Σ Aₙ·jωτₙ/(1+jωτₙ). The lock-in stands so that ferrite, whose P is real, is I alone.
  package func means(of spectrum: RelaxationSpectrum) -> [Double] {
    angular.flatMap { angular -> [Double] in
      var (real, imaginary) = (spectrum.steadyVolume, 0.0)
      for mode in spectrum.modes {
        let lag = angular * mode.seconds
        let share = mode.volume * lag / (1 + lag * lag)
        real -= share * lag
        imaginary -= share
      }
      return [angular * real, angular * imaginary]
    }
  }

  /// ω·χ(ω)/F of soil: χ/F falls by 1 in each natural logarithm of frequency and lags by π/2.
  ///
  /// `ratio` is χ/F at 10 kHz. Source: Kramers and Kronig's relation for a log-uniform relaxation.
  package func soil(ratio: Double) -> [Double] {
    let reference = 2 * Double.pi * 1e4
    return angular.flatMap { angular in
      [angular * (ratio - Elementary.log(angular / reference)), -angular * Double.pi / 2]
    }
  }

  /// What each channel hears of the imbalance, volts: it grows with frequency, and lags a little more.
  package var imbalance: [Double] {
    let lowest = angular.first ?? 1
    return angular.enumerated().flatMap { place, angular in
      let volts = imbalanceMicrovolts * 1e-6 * angular / lowest
      let turn = 0.3 + 0.4 * Double(place)
      return [volts * Elementary.cos(turn), -volts * Elementary.sin(turn)]
    }
  }
}

extension InductionInstrument {
  /// Numbers in one frame: gates, or I and Q of each carrier.
  package var channelCount: Int {
    balance.map { 2 * $0.frequenciesMillihertz.count } ?? gates.count
  }

  /// What a body of a spectrum says in each channel, m³/s.
  func means(of spectrum: RelaxationSpectrum) -> [Double] {
    if let balance { return balance.means(of: spectrum) }
    let drive = drive
    return gateSeconds.map { drive.gateMean(of: spectrum, in: $0) }
  }

  /// What soil of an exponent says in each channel for F = 1, 1/s; a balance knows no exponents.
  func soilMeans(exponent: Double, ratio: Double) -> [Double] {
    if let balance { return balance.soil(ratio: ratio) }
    let drive = drive
    return gateSeconds.map { drive.soilMean(exponent: exponent, in: $0) }
  }

  /// What each channel moves by with a kelvin, in parts of the first.
  var driftShares: [Double] {
    if let balance {
      let imbalance = balance.imbalance
      let most = imbalance.map(\.magnitude).max() ?? 0
      return imbalance.map { most > 0 ? $0 / most : 0 }
    }
    return gateSeconds.map { Elementary.exp(-$0.start / 20e-6) }
  }
}
