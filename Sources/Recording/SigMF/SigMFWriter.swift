public import DetectorCore
import Journal

/// Writes one sweep so that a power failure at any instant leaves a recording that can be read.
///
/// The descriptions stand first, then whole samples are appended and put on the medium every so many of
/// them. Events go to `NAME.events.jsonl` as they happen. A gap is on the medium as an event line before
/// the first sample after it is written, so that samples are never spliced without a word: the line is
/// the pipeline's own where it emits one before the next block, and the writer's own, without a number,
/// where it does not. `close` completes the descriptions and writes the collection last.
public struct SigMFWriter: EventSink, ~Copyable {
  /// Path of the recording without any extension.
  public let path: String
  private var streams: [SigMFOpenStream]
  private var events: SigMFLineFile
  private var fixes: SigMFLineFile

  /// Makes the files of a new recording; nothing of that name may stand there yet.
  ///
  /// `syncInterval` is how many samples of a stream may be off the medium.
  public init(
    path: String, streams: [SigMFStream], syncInterval: Int
  ) throws(RecordingError) {
    precondition(!streams.isEmpty && syncInterval > 0, "a stream, and an interval of 1 and more")
    let path = SigMFPath.stem(path)
    try Self.checkNew(path, streams)
    self.streams = try Self.open(streams, path: path, syncInterval: syncInterval)
    self.path = path
    events = SigMFLineFile(path: SigMFPath.events(path))
    fixes = SigMFLineFile(path: SigMFPath.fixes(path))
  }

  /// Appends whole samples to a stream, which is named by its place in `init`.
  ///
  /// A block that starts after a gap waits for the event line of that gap, and at the latest for the next
  /// call. When it throws, the samples are not in the recording; the next ones then start after a gap.
  public mutating func append(
    _ samples: Span<Int32>, header: BlockHeader, to stream: Int = 0
  ) throws(RecordingError) {
    try settle(stream)
    guard header.count > 0 else { return }
    try streams[stream].take(samples, header: header)
    if streams[stream].untold == nil { try streams[stream].flush() }
  }

  /// Takes a level, which a recording does not keep.
  public mutating func level(_ level: OperatorLevel) throws(RecordingError) {}

  /// Writes the line of an event.
  public mutating func emit(_ event: DetectionEvent) throws(RecordingError) {
    try events.append { EventLine.write(event, into: &$0) }
    guard event.kind == .gap else { return }
    for place in streams.indices where streams[place].tells(event) {
      try events.synchronise()
      streams[place].untold = nil
      try streams[place].flush()
    }
  }

  /// Writes a satellite fix that belongs to the sample with this number of the device.
  public mutating func append(
    _ fix: TracePosition, frame: Int64, timeMicroseconds: Int64?
  ) throws(RecordingError) {
    try fixes.append {
      FixLine.write(
        frame: frame, timeMicroseconds: timeMicroseconds, latitudeE7: fix.latitudeE7,
        longitudeE7: fix.longitudeE7, heightMillimetres: fix.heightMillimetres, into: &$0)
    }
  }

  /// Keeps an annotation, which closing writes into the description of a stream.
  public mutating func annotate(_ annotation: RecordingAnnotation, stream: Int = 0) {
    streams[stream].annotations.append(annotation)
  }

  /// Puts all that was written on the medium.
  public mutating func synchronise() throws(RecordingError) {
    for place in streams.indices { try settle(place) }
    try events.synchronise()
    try fixes.synchronise()
    for place in streams.indices { try streams[place].synchronise() }
  }

  /// Completes the descriptions — captures, annotations, hashes — and writes the collection last.
  public consuming func close() throws(RecordingError) {
    try synchronise()
    let told = SigMFEvents(of: path)
    let hasInduction = streams.contains { $0.stream.description.contents.sensor == .induction }
    for stream in streams {
      let sensors = SigMFFinish.sensors(
        of: stream.stream.description, hasInduction: hasInduction)
      try stream.finish(
        try told.annotations(
          of: sensors, in: stream.stream.description, sampleCount: stream.sampleCount))
    }
    try Storage.replace(
      path + SigMFPath.collection,
      with: try SigMFFinish.collectionBytes(stems: streams.map(\.stem)))
  }

  /// Removes every file that this writer made.
  public consuming func abandon() throws(RecordingError) {
    for stream in streams { try stream.remove() }
    try events.remove()
    try fixes.remove()
  }

  /// Tells of a gap that nobody has told of, and writes the samples that waited for it.
  private mutating func settle(_ stream: Int) throws(RecordingError) {
    if let event = streams[stream].untoldEvent {
      try events.append { EventLine.write(event, into: &$0) }
      try events.synchronise()
      streams[stream].untold = nil
    }
    try streams[stream].flush()
  }

  private static func open(
    _ streams: [SigMFStream], path: String, syncInterval: Int
  ) throws(RecordingError) -> [SigMFOpenStream] {
    var open: [SigMFOpenStream] = []
    do throws(RecordingError) {
      for stream in streams {
        open.append(
          try SigMFOpenStream(stream, collectionPath: path, syncInterval: syncInterval))
      }
      try Storage.synchroniseFolder(of: path)
    } catch {
      for stream in open { try? stream.remove() }
      throw error
    }
    return open
  }

  private static func checkNew(
    _ path: String, _ streams: [SigMFStream]
  ) throws(RecordingError) {
    guard SigMFCollection.isPlainName(Storage.name(of: path)) else {
      throw RecordingError(
        .unwritable, file: path, field: "name", found: "\"\(Storage.name(of: path))\"",
        expected: "a file name of at most 200 bytes without an extension")
    }
    let names = streams.map { $0.description.contents.streamName.description }
    precondition(Set(names).count == names.count, "one stream for each sensor")
    let stems = names.map { "\(path)-\($0)" }
    let files =
      stems.map { $0 + SigMFPath.meta } + stems.map { $0 + SigMFPath.data }
      + [path + SigMFPath.collection, SigMFPath.events(path), SigMFPath.fixes(path)]
    for file in files where Storage.exists(file) {
      throw .storage(.create, path: file, errorNumber: RecordingError.fileExists)
    }
    for stream in streams
    where !stream.datetime.isEmpty && !SigMFCaptures.isInstant(stream.datetime) {
      throw RecordingError(
        .unwritable, file: path, field: "core:datetime", found: "\"\(stream.datetime)\"",
        expected: "an instant in UTC, as 2026-01-01T00:00:00.000Z")
    }
  }
}

/// A file of lines that is made when its first line is written.
struct SigMFLineFile {
  private let path: String
  private var file: StorageFile?
  private var byteCount: Int64 = 0
  private var isSynchronised = true

  init(path: String) { self.path = path }

  mutating func append(_ write: (inout GrowingText) -> Void) throws(RecordingError) {
    var text = GrowingText()
    write(&text)
    let open: StorageFile
    if let file {
      open = file
    } else {
      open = try StorageFile(creating: path)
      file = open
      try Storage.synchroniseFolder(of: path)
    }
    try open.write(text.bytes.span, at: byteCount)
    byteCount += Int64(text.bytes.count)
    isSynchronised = false
  }

  mutating func synchronise() throws(RecordingError) {
    guard !isSynchronised, let file else { return }
    try file.synchronise()
    isSynchronised = true
  }

  func remove() throws(RecordingError) {
    if file != nil { try Storage.remove(path) }
  }
}
