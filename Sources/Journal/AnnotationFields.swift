public import DetectorCore

/// One annotation of a stream, in integers.
public struct AnnotationFields: BitwiseCopyable, Sendable {
  /// What an annotation speaks of.
  public enum Kind: UInt8, BitwiseCopyable, Sendable {
    /// What is known to lie there.
    case truth
    /// What a chain found.
    case detection
    /// What was wrong.
    case fault
    /// What a person marked.
    case mark
  }

  /// A point east and north of the track's origin, micrometres.
  public struct Point: BitwiseCopyable, Sendable, Equatable {
    /// East, micrometres.
    public var eastMicrometres: Int64
    /// North, micrometres.
    public var northMicrometres: Int64

    /// Makes a point.
    public init(eastMicrometres: Int64, northMicrometres: Int64) {
      self.eastMicrometres = eastMicrometres
      self.northMicrometres = northMicrometres
    }
  }

  /// First sample it covers.
  public var sampleStart: Int64
  /// Samples it covers.
  public var sampleCount: Int64
  /// What it speaks of.
  public var kind: Kind
  /// What it may be.
  public var targetClass: TargetClass?
  /// Where it lies.
  public var position: Point?
  /// Surface to the top of the object, micrometres.
  public var depthMicrometres: Int64?
  /// Half the object's width, micrometres.
  public var radiusMicrometres: Int64?
  /// 0 … 1 in millionths, detections only.
  public var confidenceMillionths: Int64?

  /// Makes an annotation with nothing but its place and kind.
  public init(sampleStart: Int64, sampleCount: Int64, kind: Kind) {
    self.sampleStart = sampleStart
    self.sampleCount = sampleCount
    self.kind = kind
  }

  /// What an event leaves in the description: `nil` for a gap, which captures tell, and for the end.
  ///
  /// A detection is as wide as the object where `spacingMicrometres` says what a trace is worth.
  public init?(event: DetectionEvent, spacingMicrometres: Int64 = 0) {
    guard let sample = event.sample else { return nil }
    switch event.kind {
    case .gap, .end: return nil
    case .fault:
      self.init(sampleStart: sample, sampleCount: max(event.count ?? 1, 1), kind: .fault)
    case .detection, .object:
      let width = Int64(event.widthMillimetres ?? 0) * 1_000
      let count = spacingMicrometres > 0 ? max(width / spacingMicrometres, 1) : 1
      self.init(sampleStart: max(sample - count / 2, 0), sampleCount: count, kind: .detection)
    }
    targetClass = event.targetClass
    position = event.position.map {
      Point(
        eastMicrometres: Int64($0.eastMillimetres) * 1_000,
        northMicrometres: Int64($0.northMillimetres) * 1_000)
    }
    depthMicrometres = event.depthMillimetres.map { Int64($0) * 1_000 }
    radiusMicrometres = event.widthMillimetres.map { Int64($0) * 500 }
    confidenceMillionths = event.confidenceHundredths.map { Int64($0) * 10_000 }
  }

  /// Writes the annotation as one JSON object.
  public func write<Text: TextSink & ~Copyable>(
    label: Span<UInt8>, comment: Span<UInt8>, object: Span<UInt8>, into text: inout Text
  ) {
    var members = JSONMembers(.spaced)
    text.append(UInt8(ascii: "{"))
    members.member("core:sample_start", number: sampleStart, into: &text)
    members.member("core:sample_count", number: sampleCount, into: &text)
    members.member("core:label", text: label, into: &text)
    members.member("core:comment", text: comment, into: &text)
    if kind == .detection || kind == .fault {
      members.member("core:generator", name: DescriptionText.recorder, into: &text)
    }
    members.member("sapper:kind", name: kind.name, into: &text)
    if let value = targetClass { members.member("sapper:class", name: value.name, into: &text) }
    members.member("sapper:object", text: object, into: &text)
    if let value = position {
      members.key("sapper:position_m", into: &text)
      text.append(UInt8(ascii: "["))
      text.append(number: value.eastMicrometres, decimals: 6)
      text.append(", ")
      text.append(number: value.northMicrometres, decimals: 6)
      text.append(UInt8(ascii: "]"))
    }
    writeMillionths("sapper:depth_m", depthMicrometres, with: &members, into: &text)
    writeMillionths("sapper:radius_m", radiusMicrometres, with: &members, into: &text)
    writeMillionths("sapper:confidence", confidenceMillionths, with: &members, into: &text)
    text.append(UInt8(ascii: "}"))
  }

  private func writeMillionths<Text: TextSink & ~Copyable>(
    _ name: StaticString, _ value: Int64?, with members: inout JSONMembers, into text: inout Text
  ) {
    guard let value else { return }
    members.member(name, number: value, decimals: 6, into: &text)
  }
}

extension AnnotationFields.Kind {
  /// The value of `sapper:kind`.
  public var name: StaticString {
    switch self {
    case .truth: "truth"
    case .detection: "detection"
    case .fault: "fault"
    case .mark: "mark"
    }
  }
}
