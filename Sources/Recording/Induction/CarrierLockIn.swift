/// In-phase and quadrature of carriers in a stretch of samples.
///
///     I = 2 Σ w[n] x[n] cos(2πfn/fs) / Σ w[n],   Q = −2 Σ w[n] x[n] sin(2πfn/fs) / Σ w[n]
///
/// w is Hann's window. x = A cos(2πft + φ) gives I = A cos φ and Q = A sin φ; n counts from the first
/// sample of the file, so that the phase goes on from frame to frame. The oscillator is turned from
/// sample to sample and set anew for every frame from whole numbers, so that no library's rounding and no
/// drift reaches a recording.
struct CarrierLockIn {
  /// Samples of a frame.
  let length: Int
  private let window: [Double]
  private let windowSum: Double
  private let frequencyMillihertz: Int64
  private let sampleRateHz: Int64
  private let step: (cosine: Double, sine: Double)

  /// Makes a lock-in for one carrier.
  init(frequencyMillihertz: Int64, sampleRateHz: Int64, length: Int) {
    self.frequencyMillihertz = frequencyMillihertz
    self.sampleRateHz = sampleRateHz
    self.length = length
    step = Turns.circle(Self.turns(1, frequencyMillihertz, sampleRateHz))
    window = (0..<length).map { index in
      0.5 - 0.5 * Turns.circle((Double(index) + 0.5) / Double(length)).cosine
    }
    windowSum = window.reduce(0, +)
  }

  /// I and Q of the samples from `first` on, as `value` gives them.
  func measure(from first: Int64, _ value: (Int64) -> Double) -> (i: Double, q: Double) {
    var (c, s) = Turns.circle(Self.turns(first, frequencyMillihertz, sampleRateHz))
    var (i, q) = (0.0, 0.0)
    for n in 0..<length {
      let x = value(first + Int64(n)) * window[n]
      i += x * c
      q -= x * s
      (c, s) = (c * step.cosine - s * step.sine, s * step.cosine + c * step.sine)
    }
    return (2 * i / windowSum, 2 * q / windowSum)
  }

  /// The part of a turn that a carrier has gone through by a sample, exact before its one division.
  private static func turns(_ sample: Int64, _ millihertz: Int64, _ rateHz: Int64) -> Double {
    let (whole, turn) = (Int128(sample) * Int128(millihertz), Int128(rateHz) * 1_000)
    return Double(Int64(whole % turn)) / Double(Int64(turn))
  }
}

/// Cosine and sine of parts of a turn, by their power series.
enum Turns {
  /// Both for 0 … 1 turns.
  static func circle(_ turns: Double) -> (cosine: Double, sine: Double) {
    // An eighth of a turn at most goes into the series; the quarter says the rest.
    let quarter = (turns * 4).rounded()
    let angle = (turns - quarter / 4) * 2 * Double.pi
    let square = -angle * angle
    var (cosine, sine) = (1.0, angle)
    var (c, s) = (1.0, angle)
    for order in stride(from: 2.0, through: 20.0, by: 2.0) {
      c *= square / (order * (order - 1))
      s *= square / (order * (order + 1))
      cosine += c
      sine += s
    }
    switch Int(quarter) & 3 {
    case 0: return (cosine, sine)
    case 1: return (-sine, cosine)
    case 2: return (-cosine, -sine)
    default: return (sine, -cosine)
    }
  }
}
