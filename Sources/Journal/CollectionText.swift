/// Writes the file that binds the streams of one sweep (`.sigmf-collection`).
///
/// First `begin`, then `stream` for each, then `end`. It is written last, since it holds the hash of
/// every description.
public struct CollectionText: Sendable {
  private var isFirst = true

  /// Makes a writer that has written nothing.
  public init() {}

  /// Writes what stands before the streams.
  public func begin<Text: TextSink & ~Copyable>(into text: inout Text) {
    var members = JSONMembers(.lines)
    text.append("{\n  \"collection\": {")
    members.member("core:version", name: DescriptionText.version, into: &text)
    members.key("core:extensions", into: &text)
    text.append(extensionList: ())
    members.key("core:streams", into: &text)
    text.append(UInt8(ascii: "["))
  }

  /// Writes one stream: its name and the 64 raw bytes of its description's SHA-512.
  public mutating func stream<Text: TextSink & ~Copyable>(
    name: Span<UInt8>, sha512: Span<UInt8>, into text: inout Text
  ) {
    text.append(isFirst ? "{\"name\": " : ", {\"name\": ")
    text.append(jsonString: name)
    text.append(", \"hash\": ")
    text.append(hash: sha512)
    text.append(UInt8(ascii: "}"))
    isFirst = false
  }

  /// Writes the end.
  public func end<Text: TextSink & ~Copyable>(into text: inout Text) {
    text.append("]\n  }\n}\n")
  }
}
