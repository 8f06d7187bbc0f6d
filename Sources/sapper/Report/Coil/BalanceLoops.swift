import DetectorCore

/// What the first frequency of a balance did while the coil passed over each thing: a loop in the plane of
/// I and Q, whose direction is the phase that the target ID names.
struct BalanceLoops {
  /// One pass.
  struct Loop {
    /// The number of the detection, or of the object that it is the strongest pass of.
    var id: Int64
    /// Its frame.
    var sample: Int64
    /// The target ID that it was given.
    var targetID: Int64?
    /// I and Q less the ground beside the thing, thousandths of a count.
    var points: [(inPhase: Int64, quadrature: Int64)]
  }

  /// Loops at the most; the strongest are kept.
  static let maximumCount = 200
  /// Points of a loop at the most.
  private static let pointCount = 64
  /// What is kept of the way before and after a peak, seconds.
  private static let halfSeconds = 0.5
  /// Seconds that are kept: an alarm ends ten seconds after it began at the latest.
  private static let keptSeconds = 24.0

  private var frames: [(index: Int64, inPhase: Int32, quadrature: Int32)] = []
  private var next = 0
  private let half: Int64
  private let capacity: Int
  private var found: [(strength: Int32, loop: Loop)] = []
  private var waiting: [DetectionEvent] = []

  /// Gathers from a stream of so many frames a second.
  init(rateMicrohertz: Int64) {
    let rate = Double(max(rateMicrohertz, 1)) / 1e6
    half = max(Int64(rate * Self.halfSeconds), 4)
    capacity = max(Int(min(rate, 10_000) * Self.keptSeconds), 64)
  }

  /// The loop of each object's strongest pass, the strongest first.
  func loops(of objects: [DetectionEvent]) -> [Loop] {
    var numbers: [Int64: UInt32] = [:]
    for object in objects where object.kind == .object && object.sensor == .induction {
      if let sample = object.sample { numbers[sample] = object.id }
    }
    return found.compactMap { each in
      guard let number = numbers[each.loop.sample] else { return nil }
      var loop = each.loop
      loop.id = Int64(number)
      return loop
    }
  }

  /// Takes a frame.
  mutating func take(index: Int64, inPhase: Int32, quadrature: Int32) {
    if frames.count < capacity {
      frames.append((index, inPhase, quadrature))
    } else {
      frames[next] = (index, inPhase, quadrature)
      next = (next + 1) % capacity
    }
    guard let first = waiting.first, index >= (first.sample ?? 0) + half else { return }
    waiting.removeFirst()
    close(first)
  }

  /// Takes a detection, which is drawn once the frames behind it have come.
  mutating func take(_ event: DetectionEvent) {
    guard event.kind == .detection, event.sensor == .induction else { return }
    waiting.append(event)
  }

  /// Draws what still waits.
  mutating func finish() {
    for event in waiting { close(event) }
    waiting = []
  }

  private mutating func close(_ event: DetectionEvent) {
    guard let sample = event.sample else { return }
    let strength = event.strengthHundredths ?? 0
    if found.count == Self.maximumCount, strength <= found.last?.strength ?? 0 { return }
    let near = (frames[next...] + frames[..<next]).filter {
      $0.index >= sample - half && $0.index <= sample + half
    }
    guard near.count >= 8 else { return }
    let loop = Loop(
      id: Int64(event.id), sample: sample, targetID: event.targetID.map(Int64.init),
      points: Self.points(near))
    let place = found.firstIndex { $0.strength < strength } ?? found.count
    found.insert((strength, loop), at: place)
    if found.count > Self.maximumCount { found.removeLast() }
  }

  /// Means of neighbouring frames, less a straight line between the two ends.
  private static func points(
    _ frames: [(index: Int64, inPhase: Int32, quadrature: Int32)]
  ) -> [(inPhase: Int64, quadrature: Int64)] {
    let count = min(frames.count, pointCount)
    var means: [(Double, Double)] = []
    for point in 0..<count {
      let from = point * frames.count / count
      let to = max((point + 1) * frames.count / count, from + 1)
      var sum = (0.0, 0.0)
      for frame in frames[from..<to] {
        sum.0 += Double(frame.inPhase)
        sum.1 += Double(frame.quadrature)
      }
      means.append((sum.0 / Double(to - from), sum.1 / Double(to - from)))
    }
    let edge = max(count / 10, 1)
    func mean(_ part: ArraySlice<(Double, Double)>) -> (Double, Double) {
      let sum = part.reduce((0.0, 0.0)) { ($0.0 + $1.0, $0.1 + $1.1) }
      return (sum.0 / Double(part.count), sum.1 / Double(part.count))
    }
    let first = mean(means.prefix(edge))
    let last = mean(means.suffix(edge))
    return means.enumerated().map { place, value in
      let share = Double(place) / Double(max(count - 1, 1))
      let base = (
        first.0 + (last.0 - first.0) * share, first.1 + (last.1 - first.1) * share
      )
      return (
        Int64(((value.0 - base.0) * 1_000).rounded()),
        Int64(((value.1 - base.1) * 1_000).rounded())
      )
    }
  }
}
