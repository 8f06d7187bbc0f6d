/// A slow random function of time: Gaussian knots at even intervals, joined by cubics.
///
/// The cubic is Catmull and Rom's (1974), which goes through its knots; the deviation between knots is a
/// tenth lower. Made only forwards, a knot at a time.
struct SlowNoise {
  private let interval: Double
  private let deviation: Double
  private var stream: RandomStream
  private var knots: (Double, Double, Double, Double)
  private var last = 0

  init(intervalSeconds: Double, deviation: Double, stream: RandomStream) {
    interval = intervalSeconds
    self.deviation = deviation
    var stream = stream
    knots = (stream.gaussian(), stream.gaussian(), stream.gaussian(), stream.gaussian())
    self.stream = stream
  }

  /// The value at a time, which never runs backwards by more than one interval.
  mutating func value(at seconds: Double) -> Double {
    let place = max(seconds / interval, 0)
    while Int(place) > last {
      knots = (knots.1, knots.2, knots.3, stream.gaussian())
      last += 1
    }
    let part = min(max(place - Double(last), 0), 1)
    return deviation * CatmullRom(part).value(knots.0, knots.1, knots.2, knots.3)
  }
}

/// The weights of four points for a place between the second and the third.
struct CatmullRom {
  let first: Double
  let second: Double
  let third: Double
  let fourth: Double

  init(_ part: Double) {
    let square = part * part
    let cube = square * part
    first = (2 * square - cube - part) / 2
    second = (3 * cube - 5 * square + 2) / 2
    third = (4 * square + part - 3 * cube) / 2
    fourth = (cube - square) / 2
  }

  func value(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Double {
    first * a + second * b + third * c + fourth * d
  }
}
