import Physics

/// What is done to frames on their way, each kind to so many of them, chosen by a seed.
struct PlayFaults {
  /// What is done to a frame.
  enum Kind: CaseIterable {
    /// It is not sent.
    case drop
    /// It is sent twice.
    case `repeat`
    /// One bit of it is another.
    case damage
  }

  /// Frames that were dropped, repeated and damaged.
  private(set) var done: [Kind: Int] = [:]
  private var chosen: [Int64: Kind] = [:]
  private var random: SplitMix64

  /// Chooses among so many frames; the first and the last are left as they are, since nobody can see there
  /// that one is missing. Answers `nil` when there are fewer than are asked for.
  init?(_ counts: [Kind: Int], of frames: Int64, seed: UInt64) {
    random = SplitMix64(seed: seed)
    let wanted = counts.values.reduce(0, +)
    guard wanted == 0 || Int64(wanted) <= frames - 2 else { return nil }
    for kind in Kind.allCases {
      for _ in 0..<(counts[kind] ?? 0) {
        var index: Int64
        repeat {
          index = Int64.random(in: 1..<frames - 1, using: &random)
        } while chosen[index] != nil
        chosen[index] = kind
      }
    }
  }

  /// What is done to the frame with this index.
  mutating func kind(of index: Int64) -> Kind? {
    guard let kind = chosen[index] else { return nil }
    done[kind, default: 0] += 1
    return kind
  }

  /// Changes one bit of a frame.
  mutating func damage(_ bytes: inout [UInt8]) {
    let place = Int.random(in: bytes.indices, using: &random)
    bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
  }
}
