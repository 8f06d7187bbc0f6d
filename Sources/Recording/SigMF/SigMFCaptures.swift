import DetectorCore
import Journal

/// One segment of a stream without a gap in it.
public struct SigMFCapture: Equatable, Sendable {
  /// First sample of the segment as it lies in the file.
  public var sampleStart: Int64
  /// The device's number of that sample; it counts the lost ones too.
  public var globalIndex: Int64
  /// When it was taken, ISO 8601 in UTC.
  public var datetime: String?

  /// Makes a segment.
  public init(sampleStart: Int64, globalIndex: Int64, datetime: String? = nil) {
    self.sampleStart = sampleStart
    self.globalIndex = globalIndex
    self.datetime = datetime
  }
}

/// Reads the captures and joins to them the gaps that the events alone know of.
enum SigMFCaptures {
  private static let coreKeys: Set<String> = [
    "sample_start", "datetime", "frequency", "global_index", "header_bytes", "geolocation",
  ]

  static func read(
    _ values: [JSONValue], file: String, sampleCount: Int64, warnings: inout [RecordingWarning]
  ) throws(RecordingError) -> [SigMFCapture] {
    var captures: [SigMFCapture] = []
    for (place, value) in values.enumerated() {
      let fields = try JSONFields(value, file: file, place: "captures[\(place)]")
      try fields.checkKeys(core: coreKeys, sapper: [], warnings: &warnings)
      let capture = try capture(fields, after: captures.last, warnings: &warnings)
      guard capture.sampleStart <= sampleCount else {
        throw fields.refusal(
          "core:sample_start", found: "\(capture.sampleStart)",
          expected: "at most \(sampleCount), the whole samples in the data file",
          advice: "look for the rest of the data file: it is shorter than its description")
      }
      captures.append(capture)
    }
    if captures.isEmpty {
      captures = [SigMFCapture(sampleStart: 0, globalIndex: 0)]
      warnings.append(
        RecordingWarning(
          file: file, field: "captures", found: "none", assumed: "one without a gap"))
    }
    return captures
  }

  private static func capture(
    _ fields: JSONFields, after last: SigMFCapture?, warnings: inout [RecordingWarning]
  ) throws(RecordingError) -> SigMFCapture {
    let start = try fields.required(
      "core:sample_start",
      try fields.integer("core:sample_start", in: 0...SigMFGlobal.maximumIndex),
      expected: "the first sample of the segment")
    guard last == nil ? start == 0 : start > last?.sampleStart ?? 0 else {
      let expected = last.map { "more than \($0.sampleStart), of the capture before" }
      throw fields.refusal(
        "core:sample_start", found: "\(start)", expected: expected ?? "0 in the first capture")
    }
    if let bytes = try fields.integer("core:header_bytes", in: 0...SigMFGlobal.maximumIndex),
      bytes != 0
    {
      throw fields.refusal(
        "core:header_bytes", found: "\(bytes)", expected: "nothing between the samples")
    }
    let contiguous = last.map { $0.globalIndex + start - $0.sampleStart } ?? 0
    let declared = try fields.integer("core:global_index", in: 0...SigMFGlobal.maximumIndex)
    if let declared, declared < contiguous {
      warnings.append(
        fields.warning(
          "core:global_index", found: "\(declared) after \(contiguous - 1)",
          assumed: "the device's count ran backwards"))
    }
    let datetime = try fields.text("core:datetime")
    if let datetime, !isInstant(datetime) {
      throw fields.refusal(
        "core:datetime", found: "\"\(datetime.prefix(40))\"",
        expected: "an instant in UTC, as 2026-01-01T00:00:00.000Z")
    }
    return SigMFCapture(
      sampleStart: start, globalIndex: declared ?? contiguous, datetime: datetime)
  }

  /// Whether a text is `YYYY-MM-DDThh:mm:ss`, with or without a fraction, and `Z`.
  static func isInstant(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let pattern = Array("dddd-dd-ddTdd:dd:dd".utf8)
    guard bytes.count > pattern.count, bytes.last == UInt8(ascii: "Z") else { return false }
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    for (byte, expected) in zip(bytes, pattern) {
      guard expected == UInt8(ascii: "d") ? isDigit(byte) : byte == expected else { return false }
    }
    func number(_ place: Int) -> Int {
      Int(bytes[place] - 0x30) * 10 + Int(bytes[place + 1] - 0x30)
    }
    let year = number(0) * 100 + number(2)
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...12).contains(number(5)), (1...days[number(5) - 1]).contains(number(8)),
      number(11) < 24, number(14) < 60, number(17) < 61
    else { return false }
    let fraction = bytes[pattern.count..<bytes.count - 1]
    if fraction.isEmpty { return true }
    return fraction.first == UInt8(ascii: ".") && fraction.count > 1
      && fraction.dropFirst().allSatisfy(isDigit)
  }

  /// The captures with those gaps added that were written as events but not into the description, as it
  /// is when a recording was cut off. A gap that the captures know already changes nothing.
  static func joining(
    _ gaps: [SigMFGap], to captures: [SigMFCapture], sampleCount: Int64, file: String,
    warnings: inout [RecordingWarning]
  ) -> [SigMFCapture] {
    var joined = captures
    for gap in gaps.sorted(by: { $0.sample < $1.sample }) {
      guard gap.sample <= sampleCount else {
        warnings.append(
          RecordingWarning(
            file: file, field: "gap at sample \(gap.sample)", found: "\(sampleCount) samples",
            assumed: "what came after the gap was never written"))
        continue
      }
      let next = joined.firstIndex { $0.sampleStart >= gap.sample } ?? joined.count
      let isKnown = next < joined.count && joined[next].sampleStart == gap.sample
      let before = next > 0 ? joined[next - 1] : SigMFCapture(sampleStart: 0, globalIndex: 0)
      let contiguous = before.globalIndex + gap.sample - before.sampleStart
      if isKnown && joined[next].globalIndex != contiguous { continue }
      let capture = SigMFCapture(
        sampleStart: gap.sample, globalIndex: contiguous + gap.lost,
        datetime: isKnown ? joined[next].datetime : nil)
      if isKnown {
        joined[next] = capture
      } else {
        joined.insert(capture, at: next)
      }
      warnings.append(
        RecordingWarning(
          file: file, field: "captures", found: "no gap at sample \(gap.sample)",
          assumed: "\(gap.lost) lost before it, as the events say; repair writes it down"))
    }
    return joined
  }
}

/// A gap as an event line tells it.
struct SigMFGap: Equatable {
  /// First sample after the gap.
  var sample: Int64
  /// Samples that were lost.
  var lost: Int64
}
