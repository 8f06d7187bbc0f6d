/// The pulse that excites, and what its shape leaves of a decay.
///
/// f_on = 1 − (τ/T)(1 − e^(−T/τ)) of a current that rises in a straight line for T,
/// f_off = (τ/t_r)(1 − e^(−t_r/τ)) of one that falls in a straight line for t_r, and
/// f_rep = 1/(1 − e^(−P/τ)) of unipolar or 1/(1 + e^(−P/τ)) of bipolar pulses every P. Time runs from the
/// end of the fall. Voltage is positive where it has the sign of the flyback.
package struct InductionDrive: Sendable, Equatable {
  /// T, how long the current rises, seconds.
  package var pulseSeconds: Double
  /// t_r, how long it falls, seconds.
  package var turnOffSeconds: Double
  /// P, from pulse to pulse, seconds.
  package var periodSeconds: Double
  /// Whether every other pulse has the other sign.
  package var isBipolar = false

  /// Makes a drive of unipolar pulses.
  package init(pulseSeconds: Double, turnOffSeconds: Double, periodSeconds: Double) {
    self.pulseSeconds = pulseSeconds
    self.turnOffSeconds = turnOffSeconds
    self.periodSeconds = periodSeconds
  }

  /// f_on · f_off · f_rep of a time constant.
  package func factor(seconds: Double) -> Double {
    let rise = 1 - seconds / pulseSeconds * (1 - Elementary.exp(-pulseSeconds / seconds))
    let fall =
      turnOffSeconds > 0
      ? seconds / turnOffSeconds * (1 - Elementary.exp(-turnOffSeconds / seconds)) : 1
    let again = Elementary.exp(-periodSeconds / seconds)
    return rise * fall / (isBipolar ? 1 + again : 1 - again)
  }

  /// The mean of −dP/dt over a gate, m³/s: Σ Bₙ·(e^(−t1/τₙ) − e^(−t2/τₙ))/(t2−t1).
  package func gateMean(of spectrum: RelaxationSpectrum, in gate: GateSeconds) -> Double {
    var sum = 0.0
    for mode in spectrum.modes {
      let fallen =
        Elementary.exp(-gate.start / mode.seconds) - Elementary.exp(-gate.end / mode.seconds)
      sum += mode.volume * factor(seconds: mode.seconds) * fallen
    }
    return sum / (gate.end - gate.start)
  }

  /// The mean over a gate of soil that decays with an exponent, 1/s.
  ///
  /// [t^−p − (t+T)^−p]·t0^(p−1) with t0 = 20 µs, so that patches of any exponent are alike at t0; for
  /// p = 1 this is [ln(t2/t1) − ln((t2+T)/(t1+T))]/(t2−t1).
  package func soilMean(exponent: Double, in gate: GateSeconds) -> Double {
    let late = (start: gate.start + pulseSeconds, end: gate.end + pulseSeconds)
    func integral(_ start: Double, _ end: Double) -> Double {
      let rest = exponent - 1
      guard rest.magnitude > 1e-6 else { return Elementary.log(end / start) }
      let first = Elementary.exp(-rest * Elementary.log(start / Self.soilReferenceSeconds))
      let last = Elementary.exp(-rest * Elementary.log(end / Self.soilReferenceSeconds))
      return (first - last) / rest
    }
    let sum = integral(gate.start, gate.end) - integral(late.start, late.end)
    return sum / (gate.end - gate.start)
  }

  /// t0, at which soils of all exponents are alike, seconds.
  package static let soilReferenceSeconds = 20e-6
}

/// When a gate is open, seconds after switch-off.
package struct GateSeconds: Sendable, Equatable {
  /// Opens.
  package var start: Double
  /// Closes.
  package var end: Double

  /// Makes a gate.
  package init(start: Double, end: Double) {
    self.start = start
    self.end = end
  }
}
