public import Journal

/// One stream as a writer is given it: its description and what a person says about it.
public struct SigMFStream: Sendable {
  /// Shape, timing and instrument.
  public var description: StreamDescription
  /// A sentence for a person, e.g. where it came from; empty for none.
  public var about = ""
  /// The INI text in force; empty for none.
  public var configuration = ""
  /// The simulator's scenario; empty for none.
  public var scenario = ""
  /// When the first sample was taken, ISO 8601 in UTC with a `Z`; empty when not known.
  public var datetime = ""
  /// Truth and marks that are known beforehand.
  public var annotations: [RecordingAnnotation] = []

  /// Makes a stream with nothing but its description.
  public init(_ description: StreamDescription) { self.description = description }

  /// The description file of a stream that has no hash yet.
  func descriptionBytes(collection: String, captures: [SigMFCapture]) -> [UInt8] {
    var text = GrowingText()
    var writer = DescriptionText()
    writer.global(
      description, collection: collection.utf8.span, about: about.utf8.span,
      configuration: configuration.utf8.span, scenario: scenario.utf8.span,
      sha512: [UInt8]().span, into: &text)
    for capture in captures {
      writer.capture(
        sampleStart: capture.sampleStart, globalIndex: capture.globalIndex,
        datetime: (capture.datetime ?? "").utf8.span, into: &text)
    }
    for annotation in annotations.sorted(by: { $0.sampleStart < $1.sampleStart }) {
      writer.annotation(
        annotation.fields, label: annotation.label.utf8.span, comment: "".utf8.span,
        object: (annotation.object ?? "").utf8.span, into: &text)
    }
    writer.end(into: &text)
    return text.bytes
  }
}

extension RecordingAnnotation {
  /// The annotation in integers; metres are rounded to the nearest micrometre.
  var fields: AnnotationFields {
    func millionths(_ value: Double?) -> Int64? {
      value.flatMap { Int64(exactly: ($0 * 1_000_000).rounded()) }
    }
    let kinds: [Kind: AnnotationFields.Kind] = [
      .truth: .truth, .detection: .detection, .fault: .fault, .mark: .mark,
    ]
    var fields = AnnotationFields(
      sampleStart: sampleStart, sampleCount: sampleCount, kind: kinds[kind] ?? .mark)
    fields.targetClass = targetClass
    if let east = millionths(positionMetres?.east), let north = millionths(positionMetres?.north) {
      fields.position = .init(eastMicrometres: east, northMicrometres: north)
    }
    fields.depthMicrometres = millionths(depthMetres)
    fields.radiusMicrometres = millionths(radiusMetres)
    fields.confidenceMillionths = millionths(confidence)
    return fields
  }
}
