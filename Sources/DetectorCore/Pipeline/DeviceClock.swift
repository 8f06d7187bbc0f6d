/// Device time from sequence numbers: the only clock that the core knows.
package struct DeviceClock: BitwiseCopyable, Sendable {
  /// Samples a second, millionths.
  package let rateMicrohertz: Int64

  package init(rateMicrohertz: Int64) { self.rateMicrohertz = rateMicrohertz }

  /// Device time of a sequence number, microseconds, rounded toward zero and held at ±2⁶¹, so that two differ by less than 2⁶³.
  package func time(ofSequence sequence: Int64) -> Int64 {
    let rail: Int64 = 1 << 61
    return max(-rail, min(rail, Wide.scaled(sequence, by: 1_000_000_000_000, over: rateMicrohertz)))
  }
}
