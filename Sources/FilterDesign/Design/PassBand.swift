/// What a filter lets through; edges are cycles a sample, more than 0 and less than ½.
public enum PassBand: Equatable, Sendable {
  /// From 0 up to an edge.
  case low(to: Double)
  /// From an edge up to half the rate.
  case high(from: Double)
  /// Between two edges.
  case band(from: Double, to: Double)

  /// The edges, 0 and ½ where it has none.
  public var edges: (from: Double, to: Double) {
    switch self {
    case .low(let to): (0, to)
    case .high(let from): (from, 0.5)
    case .band(let from, let to): (from, to)
    }
  }

  /// Refuses edges that are none.
  func check() throws(DesignError) {
    let edges: [Double] =
      switch self {
      case .low(let edge), .high(let edge): [edge]
      case .band(let from, let to): [from, to]
      }
    for edge in edges where !(edge > 0 && edge < 0.5) { throw .edge(edge) }
    if case .band(let from, let to) = self, from >= to { throw .band(from: from, to: to) }
  }

  /// Whether it lets a frequency through.
  func contains(_ frequency: Double) -> Bool {
    frequency >= edges.from && frequency <= edges.to
  }
}
