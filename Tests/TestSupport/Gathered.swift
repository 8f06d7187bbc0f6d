package import DetectorCore

/// What left a chain, in order, with the number of levels that had left before each event.
package struct Gathered: EventSink, Equatable {
  /// Nothing goes wrong here.
  package typealias Failure = Never

  /// The levels.
  package var levels: [OperatorLevel] = []
  /// The events.
  package var events: [DetectionEvent] = []
  /// Levels that had left before each event.
  package var levelsBefore: [Int] = []
  /// How ground balances ended.
  package var outcomes: [GroundOutcome] = []

  /// Makes a sink that has taken nothing.
  package init() {}

  /// Keeps a level.
  package mutating func level(_ level: OperatorLevel) { levels.append(level) }

  /// Keeps an event.
  package mutating func emit(_ event: DetectionEvent) {
    events.append(event)
    levelsBefore.append(levels.count)
  }

  /// Keeps an outcome.
  package mutating func balanced(_ outcome: GroundOutcome, before sequence: Int64) {
    outcomes.append(outcome)
  }

  /// The detections.
  package var detections: [DetectionEvent] { events(.detection) }
  /// The objects.
  package var objects: [DetectionEvent] { events(.object) }

  /// The events of a kind.
  package func events(_ kind: EventKind) -> [DetectionEvent] { events.filter { $0.kind == kind } }

  /// Frames, traces or samples that each fault counted.
  package var faults: [Fault: Int64] {
    events.reduce(into: [:]) { sum, event in
      if case .fault(let fault, let count) = event.body { sum[fault, default: 0] += count }
    }
  }

  /// What one fault counted.
  package func count(of fault: Fault) -> Int64 { faults[fault] ?? 0 }
}
