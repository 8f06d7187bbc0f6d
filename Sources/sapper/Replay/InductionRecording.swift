import DetectorCore
import Journal
import Recording

/// A sweep with a coil: its frames, and what lies beside them.
struct InductionRecording {
  /// As the person named it.
  var path: String
  /// The frames.
  var induction: CoilFrames
  /// Where the coil was; none without a track, or with one that is left aside.
  var track: SigMFTrack?
  /// The same, row by row.
  var trackRows: SigMFColumnStream?
  /// What the front end said of itself.
  var housekeeping: SigMFColumnStream?
  /// The radar of a dual sensor.
  var radar: OpenedRecording?
  /// What a person should know before trusting the rest.
  var warnings: [RecordingWarning] = []
  /// The configuration that was in force when it was recorded, as INI text, if it is stored.
  var configuration: StoredConfiguration?
  /// The streams of the collection, for `inspect`.
  var collection: SigMFCollection

  /// Takes what a replay needs out of a collection, its coil's frames being those of a stream.
  init(
    _ collection: SigMFCollection, stream: SigMFRecording, path: String
  ) throws(RecordingError) {
    self.path = path
    self.collection = collection
    warnings = collection.warnings
    induction = try CoilFrames(stream)
    if let rows = collection.stream(sensor: "housekeeping") {
      housekeeping = try SigMFColumnStream(rows)
    }
    if let rows = collection.track {
      if rows.sampleCount > 0 {
        track = try SigMFTrack(rows)
        trackRows = try SigMFColumnStream(rows)
      } else {
        warnings.append(
          RecordingWarning(
            file: rows.dataPath, field: "size", found: "no position",
            assumed: "a sweep without a track"))
      }
    }
    if collection.radar != nil { radar = try Joining.open(RecordingInput(path: path)) }
    let isBeside = collection.induction != nil && collection.balance != nil
    if isBeside, !induction.isBalance, let other = collection.balance {
      warnings.append(
        RecordingWarning(
          file: other.metaPath, field: "global sapper:sensor", found: "an induction balance too",
          assumed: "left aside; --sensor balance looks at it"))
    }
    for each in [stream, collection.radar].compactMap({ $0 }) where configuration == nil {
      guard let text = each.global.configuration, !text.isEmpty else { continue }
      configuration = StoredConfiguration(text: text, place: each.metaPath)
    }
  }

  /// Leaves the track aside.
  mutating func dropTrack() {
    track = nil
    trackRows = nil
    radar?.track = nil
  }

  /// What is known to lie there: as the induction stream says it, else as the radar stream does.
  var truth: [RecordingAnnotation] {
    let own = induction.recording.annotations.filter { $0.kind == .truth }
    return own.isEmpty ? radar?.radar.annotations.filter { $0.kind == .truth } ?? [] : own
  }

  /// What the chain derives from the recording and a configuration, or why it cannot.
  func settings(
    _ configuration: InductionConfiguration
  ) throws(RecordingError) -> InductionSettings {
    guard let description = induction.pulse else { throw Self.refusal(of: induction) }
    var inForce = configuration
    // Samples of 16 bits end where 16 bits do, whoever forgot to say so.
    if induction.recording.global.stream.sampleType == .int16 {
      inForce.railCounts = min(inForce.railCounts, Int32(Int16.max))
    }
    do throws(InductionSettingsError) {
      return try InductionSettings(
        description: description, rateMicrohertz: induction.rateMicrohertz,
        trackRateMicrohertz: trackRows?.rateMicrohertz ?? 0, configuration: inForce)
    } catch {
      throw refusal(of: error, description)
    }
  }

  /// What only a pulse induction has was asked of a balance.
  static func refusal(of frames: CoilFrames) -> RecordingError {
    RecordingError(
      .refused, file: frames.recording.metaPath, field: "global sapper:sensor",
      found: "induction_balance", expected: "pulse_induction")
  }

  private func refusal(
    of error: InductionSettingsError, _ description: InductionDescription
  ) -> RecordingError {
    let field: String
    let found: String
    let expected: String
    switch error {
    case .gateCount(let count):
      (field, found) = ("global sapper:gates_us", Text.count(Int64(count), "gate"))
      let most = InductionDescription.mostUsedGates - 1
      expected = "2 to \(most) signal gates and the earth-field gate"
    case .rate(let rate):
      (field, found) = ("global core:sample_rate", Text.trimmed(rate, decimals: 6))
      let rates = InductionSettings.rates
      expected =
        "\(rates.lowerBound / 1_000_000) to \(rates.upperBound / 1_000_000) frames a second"
    case .lsb(let femtovolts):
      (field, found) = ("global sapper:lsb_volt", Text.trimmed(femtovolts, decimals: 15) + " V")
      expected = "above 0, at most 0.001 V"
    case .gate(let gate):
      let each = description.gates[gate]
      field = "global sapper:gates_us[\(gate)]"
      found =
        "[\(Text.trimmed(each.startNanoseconds, decimals: 3)), "
        + "\(Text.trimmed(each.endNanoseconds, decimals: 3))]"
      expected = "a gate that opens after switch-off and closes after that, within 0.1 s"
    }
    return RecordingError(
      .refused, file: induction.recording.metaPath, field: field, found: found,
      expected: expected)
  }
}

extension InductionDescription {
  /// Gates that the chain takes, the earth-field gate included.
  static var mostUsedGates: Int { 8 }
}
