public import DetectorCore

/// The level of every frame of a run, in order: what the operator heard.
public struct LevelTrail: Equatable, Sendable {
  /// The device's number of each frame.
  public private(set) var sequences: [Int64] = []
  /// Statistic over threshold of each, Q8.8.
  public private(set) var levels: [UInt16] = []

  /// Starts empty.
  public init() {}

  /// Takes the level of the next frame.
  public mutating func append(_ level: OperatorLevel) {
    sequences.append(level.sequence)
    levels.append(level.levelQ8)
  }
}
