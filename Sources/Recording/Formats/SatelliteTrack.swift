/// Positions of a side file on their way to a track in order of trace.
///
/// While recording is paused a receiver goes on and the trace repeats: the first position of a trace
/// counts. What runs back, lies beyond the last trace or cannot be read is counted and passed over.
package struct SatelliteTrack {
  /// Longest line of a side file, bytes.
  static let lineLimit = 1_024
  /// Positions that are kept.
  static let maximumPositions = 1_048_576

  /// Positions in order of trace.
  package private(set) var positions: [TracePosition] = []
  /// Lines without a fix.
  package var withoutFix = 0
  /// Lines that are damaged.
  package var damaged = 0
  private var repeats = 0
  private var backward = 0
  private var beyond = 0
  private let traceCount: Int64?

  /// Starts a track for a file of `traceCount` traces.
  package init(traceCount: Int64?) { self.traceCount = traceCount }

  /// Whether no more positions are kept.
  package var isFull: Bool { positions.count >= Self.maximumPositions }

  /// Takes a position with its trace.
  package mutating func take(_ position: TracePosition) {
    guard position.trace >= 0, position.trace < traceCount ?? .max else {
      beyond += 1
      return
    }
    guard let last = positions.last else {
      positions.append(position)
      return
    }
    if position.trace > last.trace {
      positions.append(position)
    } else if position.trace == last.trace {
      repeats += 1
    } else {
      backward += 1
    }
  }

  /// Says what was passed over; `kind` names the side file's format.
  package func note(kind: String, file: String, notes: inout ReaderNotes) {
    let passed = [
      (withoutFix, "without a fix"), (damaged, "damaged"), (backward, "with a trace that ran back"),
      (beyond, "beyond the last trace"),
    ].filter { $0.0 > 0 }
    if !passed.isEmpty {
      notes.warn(
        field: "\(kind) \(Storage.name(of: file))",
        found: passed.map { "\($0.0) lines \($0.1)" }.joined(separator: ", "),
        assumed: "they are passed over; \(positions.count) positions are kept")
    }
    notes.fact("positions", "\(positions.count)", origin: "\(kind) file")
    if repeats > 0 {
      notes.fact("positions while paused", "\(repeats)", origin: "\(kind) file, trace repeated")
    }
  }
}
