import DetectorCore

/// Tells the three sample types of four bytes apart by the samples themselves.
///
/// The first hexadecimal digit of an IBM fraction is never 0, where of IEEE floats one in sixteen looks
/// so when it is read as IBM. Whole numbers of a quiet signal are small, where no float is.
struct SEGYTypeCheck {
  /// Fewest samples that say anything: 15/16 to this power is 1e-7.
  static let fewest = 256

  private var count = 0
  private var unnormalised = 0
  private var small = 0
  private var hasBothSigns: (negative: Bool, positive: Bool) = (false, false)

  /// Looks at the first traces.
  init(_ source: ByteSource, records: TraceRecords) throws(RecordingError) {
    guard records.coding.byteCount == 4 else { return }
    let visible = try TraceRecordOpening.visibleTraces(records, in: source)
    for trace in 0..<min(visible, Int64(RadarFirstLook.traceCount)) {
      let bytes = try TraceRecordOpening.record(trace, of: records, in: source)
      for sample in 0..<records.samples {
        take(bytes.bigInt32(at: records.leadByteCount + sample * 4))
      }
    }
  }

  private mutating func take(_ word: Int32) {
    guard word != 0, word != .min else { return }
    count += 1
    if word & 0x00F0_0000 == 0 { unnormalised += 1 }
    if word.magnitude < 1 << 24 { small += 1 }
    if word < 0 { hasBothSigns.negative = true } else { hasBothSigns.positive = true }
  }

  /// Warns where the samples look like another type than the header's.
  func judge(_ coding: SampleCoding, notes: inout ReaderNotes) {
    guard count >= Self.fewest else { return }
    let likeness: String?
    switch coding {
    case .ibm32Big where unnormalised * 50 > count: likeness = "IEEE floats or whole numbers (5, 2)"
    case .float32Big where unnormalised == 0: likeness = "IBM floats (1)"
    case .int32Big where small == 0 && hasBothSigns == (true, true): likeness = "floats (1, 5)"
    default: likeness = nil
    }
    guard let likeness else { return }
    notes.warn(
      field: SEGYSurvey.formatField,
      found: "\(coding.title), where the samples look like \(likeness)",
      assumed: "the header is believed; look at an A-scan")
  }
}
