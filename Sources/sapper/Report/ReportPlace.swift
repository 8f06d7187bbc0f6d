import DetectorCore

extension ReportModel {
  /// Traces lost before `trace` of the file.
  func lost(before trace: Int64) -> Int64 {
    gaps.reduce(0) { $1.beforeTrace <= trace ? Figure.sum($0, $1.lost) : $0 }
  }

  /// Traces lost in all.
  var lostTraces: Int64 { lost(before: .max) }

  /// Where along the line a trace lies, millimetres; `nil` without a trace spacing.
  func distanceMillimetres(of trace: Int64) -> Int64? {
    let spacing = geometry.traceSpacingMicrometres
    guard spacing > 0 else { return nil }
    return Figure.product(Figure.sum(trace, lost(before: trace)), spacing) / 1_000
  }

  /// From the first trace to the last, millimetres; `nil` without a trace spacing.
  var lengthMillimetres: Int64? {
    picture.traceCount > 1 ? distanceMillimetres(of: picture.traceCount - 1) : nil
  }

  /// A stretch in words: its traces and, where the spacing is known, its metres.
  func words(_ stretch: TraceStretch) -> String {
    let traces =
      stretch.count == 1
      ? "trace \(Figure.count(stretch.from))"
      : "traces \(Figure.count(stretch.from))–\(Figure.count(stretch.through))"
    guard let from = distanceMillimetres(of: stretch.from),
      let through = distanceMillimetres(of: stretch.through)
    else { return traces }
    let start = Figure.decimal(from, digits: 3, places: 2)
    guard stretch.count > 1 else { return "\(traces), at \(start) m" }
    return "\(traces), \(start)–\(Figure.decimal(through, digits: 3, places: 2)) m"
  }

  /// Detections, in order of emission.
  var detections: [DetectionEvent] { events.filter { $0.kind == .detection } }

  /// Faults, in order of emission.
  var faults: [DetectionEvent] { events.filter { $0.kind == .fault } }

  /// Share of the traces in `stretches`, per cent, rounded up so that little is never nothing.
  func percent(_ stretches: [TraceStretch]) -> Int64 {
    let traces = picture.traceCount
    let struck = stretches.reduce(Int64(0)) { min(traces, $0 + min(traces, $1.count)) }
    return struck > 0 ? (struck * 100 + traces - 1) / traces : 0
  }
}
