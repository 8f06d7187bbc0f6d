import DetectorCore
import Recording

/// What a reader makes of a file: refusal, or the figures that must never change in silence.
struct DZTReading: Equatable {
  var samples: Int32
  var traces: Int64
  var channels: Int
  var interval: Int64
  var spacing: Int64
  var timeZero: Int32?
  var firstSamples: [Int32]
  var warnings: [String]

  /// Opens `bytes` as a DZT and reads its first trace and its last.
  init(_ bytes: [UInt8], name: String = "mutated.DZT") throws(RecordingError) {
    var file = try DZTFile(source: ByteSource(bytes: bytes, name: name))
    samples = file.description.samplesPerTrace
    traces = file.traceCount ?? -1
    channels = file.channelCount
    interval = file.description.sampleIntervalFemtoseconds
    spacing = file.description.traceSpacingMicrometres
    timeZero = file.description.timeZeroSampleQ8
    firstSamples = []
    var block = [Int32](repeating: 0, count: Int(samples) * 64)
    var total: Int64 = 0
    while true {
      var span = block.mutableSpan
      let header = try file.read(into: &span)
      if header.count == 0 { break }
      if total == 0 { firstSamples = Array(block[0..<Int(samples)]) }
      total += Int64(header.count)
    }
    precondition(total == traces, "a file gives as many traces as it says")
    warnings = file.warnings.map { "\($0.field): found \($0.found); \($0.assumed)" }
  }

  /// The vital figures that differ from `other`'s and of which no new warning names the field.
  func silentChanges(from other: DZTReading) -> [String] {
    let new = warnings.filter { !other.warnings.contains($0) }
    func isSilent(_ fields: [String]) -> Bool {
      !new.contains { warning in fields.contains { warning.hasPrefix($0) } }
    }
    let ofShape = [
      "samples per scan", "bits", "channels", "data", "size", "scan counter",
    ]
    var silent: [String] = []
    if samples != other.samples, isSilent(ofShape) { silent.append("samples") }
    if traces != other.traces, isSilent(ofShape) { silent.append("traces") }
    if channels != other.channels, isSilent(ofShape) { silent.append("channels") }
    if firstSamples != other.firstSamples, isSilent(ofShape) { silent.append("samples' values") }
    if interval != other.interval, isSilent(["range"]) { silent.append("interval") }
    if spacing != other.spacing, isSilent(["scans per metre"]) { silent.append("spacing") }
    let ofTimeZero = ["position", "top", "range", "permittivity"]
    if timeZero != other.timeZero, isSilent(ofTimeZero) {
      silent.append("time zero")
    }
    return silent
  }
}
