import Crypto
import DetectorCore
import Journal

/// One stream while it is written.
struct SigMFOpenStream {
  let stream: SigMFStream
  /// Path of the stream's files without extension.
  let stem: String
  /// Annotations that closing adds.
  var annotations: [RecordingAnnotation] = []
  /// A gap that no event line has told of; the samples after it wait in `held`.
  var untold: SigMFGap?
  /// Whole samples in the file.
  private(set) var sampleCount: Int64 = 0
  private(set) var captures: [SigMFCapture]

  private let collectionName: String
  private let file: StorageFile
  private let syncInterval: Int
  private var held: [UInt8] = []
  private var unsynchronisedCount = 0
  private var hash = SHA512()

  init(
    _ stream: SigMFStream, collectionPath: String, syncInterval: Int
  ) throws(RecordingError) {
    self.stream = stream
    self.syncInterval = syncInterval
    stem = "\(collectionPath)-\(stream.description.contents.streamName)"
    collectionName = Storage.name(of: collectionPath)
    captures = [
      SigMFCapture(
        sampleStart: 0, globalIndex: 0, datetime: stream.datetime.isEmpty ? nil : stream.datetime)
    ]
    let description = stream.descriptionBytes(collection: collectionName, captures: captures)
    try SigMFGlobal.check(description, file: stem + SigMFPath.meta)
    try Storage.replace(stem + SigMFPath.meta, with: description)
    do throws(RecordingError) {
      file = try StorageFile(creating: stem + SigMFPath.data)
    } catch {
      try? Storage.remove(stem + SigMFPath.meta)
      throw error
    }
  }

  /// Removes both files of the stream.
  func remove() throws(RecordingError) {
    try Storage.remove(stem + SigMFPath.data)
    try Storage.remove(stem + SigMFPath.meta)
  }

  /// The device's number that the next sample has unless samples were lost.
  private var expectedSequence: Int64 {
    guard let last = captures.last else { return 0 }
    return last.globalIndex + sampleCount - last.sampleStart
  }

  /// Takes a block of whole samples, which `flush` writes.
  mutating func take(
    _ samples: Span<Int32>, header: BlockHeader
  ) throws(RecordingError) {
    let bytes = try encoded(samples, count: header.count, index: header.index)
    if header.sequence != expectedSequence { try skip(to: header.sequence) }
    held = bytes
  }

  /// Notes that the next sample has another number than the one expected.
  private mutating func skip(to sequence: Int64) throws(RecordingError) {
    let lost = sequence - expectedSequence
    if let last = captures.indices.last, captures[last].sampleStart == sampleCount {
      captures[last].globalIndex = sequence
    } else {
      captures.append(SigMFCapture(sampleStart: sampleCount, globalIndex: sequence))
    }
    if lost > 0 && stream.description.contents.sensor != nil {
      untold = SigMFGap(sample: sampleCount, lost: lost)
    } else {
      // No event line can name this stream or a count that ran backwards, so the description says it.
      try Storage.replace(
        stem + SigMFPath.meta,
        with: stream.descriptionBytes(collection: collectionName, captures: captures))
    }
  }

  /// Whether an event line is the one that the samples wait for.
  func tells(_ event: DetectionEvent) -> Bool {
    guard let untold else { return false }
    return event.kind == .gap && event.sensor == stream.description.contents.sensor
      && event.sample == untold.sample && event.lost == untold.lost
  }

  /// The writer's own line for a gap that nobody has told of; it has no number.
  var untoldEvent: DetectionEvent? {
    guard let untold, let sensor = stream.description.contents.sensor else { return nil }
    return DetectionEvent(
      .gap(lost: untold.lost), sensor: sensor, sample: untold.sample, sequence: expectedSequence,
      timeMicroseconds: Self.microseconds(
        of: expectedSequence, rateMicrohertz: stream.description.rateMicrohertz) ?? 0)
  }

  /// Device time of a sample; `nil` without a rate.
  static func microseconds(of sequence: Int64, rateMicrohertz: Int64) -> Int64? {
    guard rateMicrohertz > 0 else { return nil }
    return DeviceTime.microseconds(ofSequence: sequence, rateMicrohertz: rateMicrohertz)
  }

  /// Writes the samples that were taken; what fails is tried again by the next call.
  mutating func flush() throws(RecordingError) {
    guard !held.isEmpty else { return }
    let width = stream.description.byteCountPerSample
    try file.write(held.span, at: sampleCount * Int64(width))
    hash.update(data: held)
    sampleCount += Int64(held.count / width)
    unsynchronisedCount += held.count / width
    held.removeAll(keepingCapacity: true)
    if unsynchronisedCount >= syncInterval { try synchronise() }
  }

  mutating func synchronise() throws(RecordingError) {
    guard unsynchronisedCount > 0 else { return }
    try file.synchronise()
    unsynchronisedCount = 0
  }

  /// Completes the description.
  func finish(_ events: [JSONValue]) throws(RecordingError) {
    // What stands behind the last sample is the part of a write that failed and was answered so.
    try file.truncate(to: sampleCount * Int64(stream.description.byteCountPerSample))
    try file.synchronise()
    var edit = try SigMFEdit(stem + SigMFPath.meta)
    edit.setCaptures(captures)
    edit.setGlobal("core:sha512", .string(hexadecimal(hash.finalize())))
    var added = events
    for annotation in annotations {
      added.append(
        try annotation.fields.json(label: annotation.label, object: annotation.object ?? ""))
    }
    edit.add(added)
    try Storage.replace(stem + SigMFPath.meta, with: edit.bytes)
  }

  private func encoded(
    _ samples: Span<Int32>, count: Int, index: Int64
  ) throws(RecordingError) -> [UInt8] {
    let channels = Int(stream.description.channelCount)
    precondition(samples.count >= count * channels, "a block holds what its header counts")
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * stream.description.byteCountPerSample)
    let rails = stream.description.sampleType.rails
    for place in 0..<count * channels {
      let value = samples[place]
      guard rails.contains(value) else {
        throw RecordingError(
          .unwritable, file: stem + SigMFPath.data,
          field: "sample \(index + Int64(place / channels)), number \(place % channels)",
          found: "\(value)", expected: "from \(rails.lowerBound) to \(rails.upperBound)")
      }
      bytes.append(UInt8(truncatingIfNeeded: value))
      bytes.append(UInt8(truncatingIfNeeded: value >> 8))
      guard stream.description.sampleType == .int32 else { continue }
      bytes.append(UInt8(truncatingIfNeeded: value >> 16))
      bytes.append(UInt8(truncatingIfNeeded: value >> 24))
    }
    return bytes
  }
}
