/// Writes the description of one stream (`.sigmf-meta`) from integers, part by part and in order.
///
/// First `global`, then `capture` for every segment, then `annotation` for every annotation, then `end`.
/// The bytes depend on nothing but the arguments. An empty span leaves its field out.
public struct DescriptionText: Sendable {
  private enum Part { case global, captures, annotations }

  /// Version of SigMF that is written.
  public static var version: StaticString { "1.2.5" }
  /// What is written as the recorder and the generator of annotations.
  public static var recorder: StaticString { "sapper" }

  private var part = Part.global
  private var isFirst = true

  /// Makes a writer that has written nothing.
  public init() {}

  /// Writes the global object.
  ///
  /// `collection` is the recording's name, `about` a sentence for a person, `configuration` the INI text
  /// in force, `scenario` the simulator's scenario, `sha512` the 64 raw bytes of the data file's hash.
  public mutating func global<Text: TextSink & ~Copyable>(
    _ stream: StreamDescription, collection: Span<UInt8>, about: Span<UInt8>,
    configuration: Span<UInt8>, scenario: Span<UInt8>, sha512: Span<UInt8>, into text: inout Text
  ) {
    precondition(part == .global && isFirst, "the global object comes first and once")
    isFirst = false
    var members = JSONMembers(.lines)
    text.append("{\n  \"global\": {")
    members.member("core:datatype", name: stream.sampleType.name, into: &text)
    members.member("core:version", name: Self.version, into: &text)
    if stream.rateMicrohertz > 0 {
      members.member(
        "core:sample_rate", number: stream.rateMicrohertz, decimals: 6, into: &text)
    }
    members.member("core:num_channels", number: Int64(stream.channelCount), into: &text)
    if sha512.count > 0 {
      members.key("core:sha512", into: &text)
      text.append(hash: sha512)
    }
    members.member("core:collection", text: collection, into: &text)
    members.member("core:recorder", name: Self.recorder, into: &text)
    members.member("core:description", text: about, into: &text)
    members.key("core:extensions", into: &text)
    text.append(extensionList: ())
    members.member("sapper:sensor", name: stream.contents.sensorName, into: &text)
    stream.contents.write(with: &members, sampleType: stream.sampleType, into: &text)
    members.member("sapper:scenario", text: scenario, into: &text)
    if let seed = stream.seed {
      members.key("sapper:seed", into: &text)
      text.append(unsigned: seed)
    }
    members.member("sapper:configuration", text: configuration, into: &text)
    text.append("\n  },\n  \"captures\": [")
  }

  /// Writes one capture: the segment that starts at `sampleStart`, whose first sample is the device's
  /// number `globalIndex`.
  public mutating func capture<Text: TextSink & ~Copyable>(
    sampleStart: Int64, globalIndex: Int64, datetime: Span<UInt8>, into text: inout Text
  ) {
    precondition(part != .annotations, "captures stand before annotations")
    separate(as: .captures, into: &text)
    var members = JSONMembers(.spaced)
    text.append(UInt8(ascii: "{"))
    members.member("core:sample_start", number: sampleStart, into: &text)
    members.member("core:global_index", number: globalIndex, into: &text)
    members.member("core:datetime", text: datetime, into: &text)
    text.append(UInt8(ascii: "}"))
  }

  /// Writes one annotation.
  public mutating func annotation<Text: TextSink & ~Copyable>(
    _ annotation: AnnotationFields, label: Span<UInt8>, comment: Span<UInt8>, object: Span<UInt8>,
    into text: inout Text
  ) {
    closeCaptures(into: &text)
    separate(as: .annotations, into: &text)
    annotation.write(label: label, comment: comment, object: object, into: &text)
  }

  /// Writes the end.
  public mutating func end<Text: TextSink & ~Copyable>(into text: inout Text) {
    closeCaptures(into: &text)
    text.append(isFirst ? "]\n}\n" : "\n  ]\n}\n")
  }

  private mutating func closeCaptures<Text: TextSink & ~Copyable>(into text: inout Text) {
    guard part != .annotations else { return }
    text.append(part == .captures ? "\n  ]" : "]")
    text.append(",\n  \"annotations\": [")
    part = .annotations
    isFirst = true
  }

  private mutating func separate<Text: TextSink & ~Copyable>(as next: Part, into text: inout Text) {
    if next != part {
      part = next
      isFirst = true
    }
    text.append(isFirst ? "\n    " : ",\n    ")
    isFirst = false
  }
}

extension TextSink where Self: ~Copyable {
  /// Writes a hash in quotes, two hexadecimal digits a byte.
  mutating func append(hash bytes: Span<UInt8>) {
    append(UInt8(ascii: "\""))
    for index in 0..<bytes.count { append(hexadecimal: bytes[index]) }
    append(UInt8(ascii: "\""))
  }

  /// Writes the list of extensions: this one, which nobody is obliged to know.
  mutating func append(extensionList: Void) {
    append(#"[{"name": "sapper", "version": "0.1.0", "optional": true}]"#)
  }

  /// Writes an unsigned whole number.
  mutating func append(unsigned value: UInt64) {
    let digits = DecimalDigits(value)
    for place in stride(from: digits.count - 1, through: 0, by: -1) { append(digits[place]) }
  }
}
