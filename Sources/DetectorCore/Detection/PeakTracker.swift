/// Finds the apex of an echo along the track: a step over threshold that no step nearby exceeds in
/// amplitude.
///
/// A step is an apex when its ratio is ≥ 1, no other step over threshold among the `merge` before it
/// and the `lookahead` after it is louder (of equals the first wins), and it lies more than `merge` after the apex before. The
/// answer comes `lookahead` steps later, sooner when the line ends.
package struct PeakTracker: BitwiseCopyable, Sendable {
  private var history = InlineArray<64, StepStatistic>(repeating: StepStatistic())
  private var taken: Int64 = 0
  private var judged: Int64 = 0
  private var lastApex = Int64.min / 2
  private let lookahead: Int64
  private let merge: Int64

  /// Steps on either side at the most.
  package static let maximumReach = 63

  package init(lookahead: Int, merge: Int) {
    precondition(lookahead + merge < Self.maximumReach)
    self.lookahead = Int64(lookahead)
    self.merge = Int64(merge)
  }

  /// Takes the statistic of the next step; answers whether the step `lookahead` back is an apex.
  package mutating func take(_ statistic: StepStatistic) -> Apex? {
    history[Int(taken % 64)] = statistic
    taken += 1
    guard taken - judged > lookahead else { return nil }
    return judgeNext()
  }

  /// At the end of a line: judges one more step; `isDone` says when none is left.
  package mutating func drain() -> Apex? { judgeNext() }

  /// Whether every step taken has been judged.
  package var isDone: Bool { judged == taken }

  /// Forgets the line; the count of steps goes on.
  package mutating func reset() {
    taken = 0
    judged = 0
    lastApex = Int64.min / 2
  }

  private mutating func judgeNext() -> Apex? {
    let step = judged
    judged += 1
    let candidate = at(step)
    guard candidate.ratioQ8 >= 256, !candidate.isHeld, step - lastApex > merge else { return nil }
    for other in max(0, step - merge)..<step where at(other).exceeds(candidate) { return nil }
    let last = min(step + lookahead, taken - 1)
    if step < last {
      for other in (step + 1)...last where at(other).exceeds(candidate) { return nil }
    }
    lastApex = step
    return Apex(step: step, statistic: candidate, halfWidthSteps: halfWidth(step, candidate))
  }

  private mutating func at(_ step: Int64) -> StepStatistic { history[Int(step % 64)] }

  /// Steps before the apex in which the ratio stays above half the apex's, in 1 … merge.
  private mutating func halfWidth(_ step: Int64, _ apex: StepStatistic) -> Int32 {
    var width: Int32 = 1
    while step - Int64(width) >= max(0, step - merge),
      at(step - Int64(width)).ratioQ8 >= apex.ratioQ8 / 2
    {
      width += 1
    }
    return width
  }
}

extension StepStatistic {
  /// Whether this step is over threshold and louder than a candidate.
  fileprivate func exceeds(_ candidate: StepStatistic) -> Bool {
    ratioQ8 >= 256 && amplitude > candidate.amplitude
  }
}

/// An apex and how wide its echo was.
package struct Apex: BitwiseCopyable, Sendable {
  /// The step, counted from where the tracker began.
  package var step: Int64
  /// What was seen there.
  package var statistic: StepStatistic
  /// Steps from the apex back to where the ratio falls under half.
  package var halfWidthSteps: Int32
}
