/// Why a filter cannot be designed, or cannot be held by the numbers it should run in.
public enum DesignError: Error, Equatable, Sendable {
  /// The order is not one of `limits`.
  case order(Int, limits: ClosedRange<Int>)
  /// The number of taps is not one of `limits`.
  case taps(Int, limits: ClosedRange<Int>)
  /// A filter that passes the highest frequency needs an odd number of taps.
  case evenTaps(Int)
  /// An edge, in cycles a sample, lies not between 0 and ½.
  case edge(Double)
  /// The lower edge of a band does not lie below the upper one.
  case band(from: Double, to: Double)
  /// A shape of the Kaiser window is not a number from 0 to `maximum`.
  case shape(Double, maximum: Double)
  /// An attenuation or a transition from which no Kaiser window follows.
  case transition(decibels: Double, width: Double)
  /// A pole of the design lies so near the unit circle that Double no longer resolves it.
  case unresolved(radius: Double)
  /// A coefficient is larger than the numbers hold, scaled as far as they can be.
  case tooLarge(coefficient: String, value: Double, limit: Double, format: FixedFormat)
  /// Every forward coefficient of a section, or every tap, becomes 0.
  case vanished(part: String, largest: Double, format: FixedFormat)
  /// A pole lands on the unit circle or outside of it.
  case unstable(section: Int, radius: Double, format: FixedFormat)

  /// The part of the design that is wrong.
  public var field: String {
    switch self {
    case .order: "order"
    case .taps, .evenTaps: "taps"
    case .edge: "edge"
    case .band: "band"
    case .shape: "Kaiser shape"
    case .transition: "Kaiser window"
    case .unresolved: "poles"
    case .tooLarge(let coefficient, _, _, _): coefficient
    case .vanished(let part, _, _): part
    case .unstable(let section, _, _): "section \(section)"
    }
  }

  /// What was found there.
  public var found: String {
    switch self {
    case .order(let order, _): "\(order)"
    case .taps(let count, _): "\(count)"
    case .evenTaps(let count): "\(count), an even number, with a pass band up to half the rate"
    case .edge(let edge): "\(short(edge)) cycles a sample"
    case .band(let from, let to): "\(short(from)) to \(short(to)) cycles a sample"
    case .shape(let shape, _): short(shape)
    case .transition(let decibels, let width):
      "\(short(decibels)) dB within \(short(width)) cycles a sample"
    case .unresolved(let radius): "a pole \(short(1 - radius)) from the unit circle"
    case .tooLarge(_, let value, _, _): short(value)
    case .vanished(_, let largest, let format):
      "\(short(largest)) at most, which rounds to 0 in \(format.name)"
    case .unstable(_, let radius, let format):
      "a pole at radius \(short(radius)) once it is \(format.name)"
    }
  }

  /// What was expected instead.
  public var expected: String {
    switch self {
    case .order(_, let limits), .taps(_, let limits):
      "\(limits.lowerBound) to \(limits.upperBound)"
    case .evenTaps: "an odd number, for an even one has a zero at half the rate"
    case .edge: "more than 0 and less than half of the rate"
    case .band: "a lower edge below the upper one"
    case .shape(_, let maximum): "0 to \(short(maximum))"
    case .transition: "more than 0 dB, up to 200, within more than 0 and less than ½ cycle a sample"
    case .unresolved: "at least \(short(Butterworth.smallestMargin)), which Double resolves"
    case .tooLarge(_, _, let limit, let format):
      "a magnitude below \(short(limit)), which is what \(format.name) holds"
    case .vanished: "a coefficient that is not 0"
    case .unstable: "every pole inside the unit circle"
    }
  }

  /// What to try.
  public var advice: String {
    switch self {
    case .order: "two filters one behind the other for a steeper edge"
    case .taps: "decimation first, so that fewer taps do"
    case .evenTaps(let count): "\(count + 1) taps"
    case .edge: "an edge in the same unit as the rate"
    case .band: "the edges the other way round"
    case .shape: "8.6, which is near Blackman"
    case .transition: "60 dB within a tenth of the rate"
    case .unresolved: "decimation first, or a wider band"
    case .tooLarge: "less gain"
    case .vanished(_, _, .q15), .unstable(_, _, .q15):
      "Q31, a lower order, or decimation first so that the edge is a larger part of the rate"
    case .vanished, .unstable:
      "a lower order, or decimation first so that the edge is a larger part of the rate"
    }
  }
}

extension DesignError: CustomStringConvertible {
  /// One line: field, found, expected, what to try.
  public var description: String {
    "\(field): found \(found), expected \(expected). Try: \(advice)"
  }
}

/// A number with six significant digits, as a person reads it.
func short(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
  var digits = 0
  var scaled = value.magnitude
  while scaled < 100_000, digits < 24 {
    scaled *= 10
    digits += 1
  }
  let power = (0..<digits).reduce(1.0) { product, _ in product * 10 }
  let rounded = (value * power).rounded() / power
  return rounded == rounded.rounded() && rounded.magnitude < 1e15
    ? "\(Int64(rounded))" : "\(rounded)"
}
