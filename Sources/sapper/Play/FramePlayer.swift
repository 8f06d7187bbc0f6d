import DetectorCore
import FrameProtocol
import Journal
import Recording

/// A coil's recording as the bytes that its front end sent.
struct FramePlayer {
  /// Numbers in a frame at the most.
  static let mostChannels = 64

  private var source: MergedSource
  private var assembler: FrameAssembler
  private var hasEnded = false
  private let format: FrameFormat
  private var sent: Int64 = 0
  private var lastSequence: Int64?
  private var damagedAgain: Int64 = 0
  private var lostAgain: Int64 = 0

  /// Opens the streams of a recording.
  init(_ recording: InductionRecording) throws(RecordingError) {
    let frames = recording.induction
    let stream = frames.recording.global.stream
    let bytes = stream.sampleType == .int16 ? 2 : 4
    guard frames.valueCount <= Self.mostChannels,
      let format = FrameFormat(
        kind: frames.isBalance ? .inPhaseAndQuadrature : .gateSums, channels: frames.valueCount,
        sampleByteCount: bytes)
    else {
      throw RecordingError(
        .refused, file: frames.recording.metaPath, field: "global core:num_channels",
        found: "\(frames.valueCount)", expected: "1 to \(Self.mostChannels) channels of a coil")
    }
    self.format = format
    source = MergedSource()
    source.add(
      .induction, frames, width: frames.valueCount, rateMicrohertz: frames.rateMicrohertz, rows: 1)
    if let rows = recording.trackRows {
      source.add(.track, rows, width: 4, rateMicrohertz: rows.rateMicrohertz, rows: 64)
    }
    if let rows = recording.housekeeping {
      source.add(.housekeeping, rows, width: 4, rateMicrohertz: rows.rateMicrohertz, rows: 64)
    }
    assembler = FrameAssembler(
      format: format, rateMicrohertz: frames.rateMicrohertz,
      trackRateMicrohertz: recording.trackRows?.rateMicrohertz ?? 0,
      housekeepingRateMicrohertz: recording.housekeeping?.rateMicrohertz ?? 0)
  }

  /// The next frame, in order; `nil` at the end.
  mutating func next() throws(RecordingError) -> PlayedFrame? {
    var block = InlineArray<64, Int32>(repeating: 0)
    while !hasEnded {
      var span = block.mutableSpan
      let input = try source.readInput(into: &span)
      if case .end = input { hasEnded = true }
      if let whole = assembler.take(input, block.span) { return whole }
    }
    return nil
  }

  /// The bytes that go out for a frame, one array a sending: damaged ones that came before it, and itself as
  /// often as it is sent.
  mutating func bytes(of played: PlayedFrame, _ faults: inout PlayFaults) -> [[UInt8]] {
    let header = played.header
    let missing = max(0, header.sequence - (lastSequence ?? header.sequence) - 1)
    lastSequence = header.sequence
    let damaged = header.flags.contains(.checksum) ? min(Int64(header.damaged), missing) : 0
    damagedAgain += damaged
    lostAgain += missing - damaged
    var result: [[UInt8]] = []
    for number in (header.sequence - damaged)..<header.sequence {
      var other = played
      other.frame.sequence = UInt32(truncatingIfNeeded: number)
      var bytes = encoded(other)
      faults.damage(&bytes)
      result.append(bytes)
    }
    var bytes = encoded(played)
    switch faults.kind(of: sent) {
    case .drop: break
    case .repeat: result += [bytes, bytes]
    case .damage:
      faults.damage(&bytes)
      result.append(bytes)
    case .none: result.append(bytes)
    }
    sent += 1
    return result
  }

  private func encoded(_ played: PlayedFrame) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: format.byteCount)
    var span = bytes.mutableSpan
    played.frame.encode(played.numbers.span, into: &span)
    return bytes
  }

  /// What was done, for a person.
  func summary(_ faults: PlayFaults) -> String {
    var parts = [Text.count(sent, "frame")]
    if lostAgain > 0 { parts.append("\(lostAgain) lost as they were recorded") }
    if damagedAgain > 0 { parts.append("\(damagedAgain) damaged as they were recorded") }
    for (kind, name) in [
      (PlayFaults.Kind.drop, "dropped"), (.repeat, "repeated"), (.damage, "damaged"),
    ] {
      if let count = faults.done[kind] { parts.append("\(count) \(name)") }
    }
    return "sent: " + parts.joined(separator: ", ")
  }
}
