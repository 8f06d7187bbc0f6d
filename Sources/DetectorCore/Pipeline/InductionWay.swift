/// Brings decimated outputs and the track together: which place on the way each output belongs to.
///
/// Outputs wait until the track has passed them, at most a second; then the way is reckoned with
/// the speed that the configuration states, and the track counts as lost until it comes again.
package struct InductionWay: ~Copyable {
  /// One output that waits for its place.
  package struct Waiting: BitwiseCopyable, Sendable {
    /// The decay.
    package var decay: BandVector
    /// What a knock may still stand for, Q8 nV.
    package var knock: Int64
    /// Index of its middle frame in the stream.
    package var index: Int64
    /// Sequence number of its middle frame.
    package var sequence: Int64
    /// Device time of its middle frame, microseconds.
    package var time: Int64

    /// Makes an output.
    package init(
      decay: BandVector = BandVector(), knock: Int64 = 0, index: Int64 = 0, sequence: Int64 = 0,
      time: Int64 = 0
    ) {
      self.decay = decay
      self.knock = knock
      self.index = index
      self.sequence = sequence
      self.time = time
    }
  }

  /// Outputs that may wait: a second at 150 a second, and some. A track that was silent for half a
  /// second begins a new way, on which what waited longer has no place.
  static let capacity: Int64 = 170

  private var ring = InlineArray<170, Waiting>(repeating: Waiting())
  private var head: Int64 = 0
  private var tail: Int64 = 0
  private var follower: PathFollower
  private var from: PathFollower.Place?
  private var to: PathFollower.Place?
  private var reckonedArcQ8: Int64 = 0
  private var reckonedTime: Int64?
  private let hasTrack: Bool
  private let speed: Int64
  /// Whether a track that was there has fallen silent.
  private(set) var isLost = false
  /// The newest place, if a track gives one.
  var newest: PathFollower.Place? { to }
  /// Speed along the way by the newest two places, mm/s; nil where nobody knows.
  private(set) var speedMillimetresPerSecond: Int64?

  /// Makes a way that has seen nothing.
  package init(settings: InductionSettings) {
    hasTrack = settings.trackRateMicrohertz > 0
    speed = Int64(max(settings.configuration.speedMillimetresPerSecond, 1))
    // 50 points a second; half an interval of slack for a track whose clock jitters.
    follower = PathFollower(intervalMicroseconds: 15_000)
  }

  /// Takes an output; it comes out of `next` when its place is known.
  package mutating func push(_ waiting: Waiting) {
    if tail - head == Self.capacity { head += 1 }
    ring[Int(tail % Self.capacity)] = waiting
    tail += 1
  }

  /// Takes a point of the track.
  package mutating func take(_ point: TrackPoint, timeMicroseconds: Int64) {
    guard let place = follower.take(point, timeMicroseconds: timeMicroseconds) else { return }
    isLost = false
    if place.isFirst {
      from = nil
      speedMillimetresPerSecond = nil
      // What waited from before the way began has no place on it.
      while head < tail, ring[Int(head % Self.capacity)].time < place.timeMicroseconds { head += 1 }
    } else {
      from = to
      if let from {
        let interval = max(place.timeMicroseconds - from.timeMicroseconds, 1)
        let fresh = (place.arcQ8 - from.arcQ8) * 1_000_000 / 256 / interval
        // The mean of about half a second.
        speedMillimetresPerSecond = ((speedMillimetresPerSecond ?? fresh) * 15 + fresh) / 16
      }
    }
    to = place
  }

  /// The next output whose place is known, and whether the way begins with it.
  package mutating func next() -> PathCells.Sample? {
    guard head < tail else { return nil }
    let waiting = ring[Int(head % Self.capacity)]
    if hasTrack {
      if let from, let to, waiting.time <= to.timeMicroseconds {
        head += 1
        return placed(waiting, from, to)
      }
      guard tail - head > Self.capacity - 20 || isLost else { return nil }
      isLost = true
    }
    head += 1
    return reckoned(waiting)
  }

  private func placed(
    _ waiting: Waiting, _ from: PathFollower.Place, _ to: PathFollower.Place
  ) -> PathCells.Sample {
    let interval = max(to.timeMicroseconds - from.timeMicroseconds, 1)
    let part = max(0, min(interval, waiting.time - from.timeMicroseconds))
    func between(_ first: Int64, _ second: Int64) -> Int64 {
      first + (second - first) * part / interval
    }
    return PathCells.Sample(
      decay: waiting.decay, knock: waiting.knock, arcQ8: between(from.arcQ8, to.arcQ8),
      eastQ8: between(from.eastQ8, to.eastQ8), northQ8: between(from.northQ8, to.northQ8),
      index: waiting.index, sequence: waiting.sequence)
  }

  private mutating func reckoned(_ waiting: Waiting) -> PathCells.Sample {
    let elapsed = max(waiting.time - (reckonedTime ?? waiting.time), 0)
    reckonedTime = waiting.time
    // 1/256 mm; after a day the way would be 4·10⁷ mm long.
    reckonedArcQ8 += min(elapsed, 10_000_000) * speed * 256 / 1_000_000
    return PathCells.Sample(
      decay: waiting.decay, knock: waiting.knock, arcQ8: reckonedArcQ8,
      eastQ8: to?.eastQ8 ?? 0, northQ8: to?.northQ8 ?? 0, index: waiting.index,
      sequence: waiting.sequence)
  }
}
