/// How deep an object lies, in the bands that scores are told in.
public enum DepthBand: Int, CaseIterable, Sendable {
  /// Above 5 cm.
  case to5
  /// 5 to 10 cm.
  case to10
  /// 10 to 20 cm.
  case to20
  /// 20 to 35 cm.
  case to35
  /// Below 35 cm.
  case deeper

  /// The band of a depth in metres; a depth at an edge lies in the deeper one.
  public init(metres: Double) {
    switch metres {
    case ..<0.05: self = .to5
    case ..<0.10: self = .to10
    case ..<0.20: self = .to20
    case ..<0.35: self = .to35
    default: self = .deeper
    }
  }

  /// In words: `0-5 cm`.
  public var name: String {
    switch self {
    case .to5: "0-5 cm"
    case .to10: "5-10 cm"
    case .to20: "10-20 cm"
    case .to35: "20-35 cm"
    case .deeper: "over 35 cm"
    }
  }
}

/// How many of a kind were found, and where the probability lies.
public struct FoundCount: Equatable, Sendable {
  /// Found.
  public var hits: Int
  /// Lying there.
  public var count: Int

  /// Makes a count.
  public init(hits: Int, count: Int) {
    self.hits = hits
    self.count = count
  }

  /// Counts findings.
  public init(_ findings: some Sequence<Finding>) {
    (hits, count) = (0, 0)
    for finding in findings {
      count += 1
      if finding.isHit { hits += 1 }
    }
  }

  /// Clopper and Pearson, 95 %.
  public var bounds: ExactBounds { .proportion(hits: hits, of: count) }
}
