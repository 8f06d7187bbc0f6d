import ArgumentParser
import Journal
import Recording

/// What a person says of a recording beside its name.
struct FormatOptions: ParsableArguments {
  @Option(
    help: """
      Format, where it cannot be recognised: dzt, dt1, rd3, rd7, iprb, segy, ids, gprmax, csv, sigmf; of a coil \
      coil-csv, wav, ndjson.
      """)
  var format: String?

  @Option(help: "Channel to read, from 0.")
  var channel: Int?

  @Option(
    name: .customLong("dt-ps"),
    help: "Time between samples, picoseconds, where the file has none.")
  var interval: ExactDecimal?

  @Option(
    name: .customLong("spacing-m"),
    help: "Distance between traces, metres, where the file has none.")
  var spacing: ExactDecimal?

  @Option(
    name: .customLong("freq-mhz"), help: "Centre frequency, MHz, where the file has none.")
  var frequency: ExactDecimal?

  func validate() throws {
    guard (channel ?? 0) >= 0 else { throw ValidationError("--channel counts from 0.") }
    _ = try figure(interval, "--dt-ps", decimals: 3, unit: "ps")
    _ = try figure(spacing, "--spacing-m", decimals: 6, unit: "m")
    _ = try figure(frequency, "--freq-mhz", decimals: 3, unit: "MHz")
  }

  /// The recording at `path`, with what was said of it.
  func input(_ path: String) -> RecordingInput {
    RecordingInput(
      path: path, format: format, channel: channel,
      sampleIntervalFemtoseconds: try? figure(interval, "", decimals: 3, unit: ""),
      traceSpacingMicrometres: try? figure(spacing, "", decimals: 6, unit: ""),
      centreFrequencyKilohertz: try? figure(frequency, "", decimals: 3, unit: ""))
  }

  /// The figure as an integer of so many places; none where nothing was said.
  private func figure(
    _ option: ExactDecimal?, _ name: String, decimals: Int, unit: String
  ) throws(ValidationError) -> Int64? {
    guard let option else { return nil }
    let bytes = Array(option.text.utf8)
    do throws(ConfigurationFault) {
      let value = try ConfigurationDecimal.parse(bytes.span, decimals: decimals)
      if value > 0 { return value }
    } catch {}
    throw ValidationError(
      "\(name): found '\(option.text)', expected a plain decimal above 0 in \(unit) "
        + "with at most \(decimals) places.")
  }
}

/// A recording named on the command line.
struct InputOptions: ParsableArguments {
  @Argument(help: "A radar file, a SigMF collection, or - for standard input.")
  var file: String

  @OptionGroup var formatOptions: FormatOptions

  func validate() throws {
    guard file != "-" || formatOptions.format != nil else {
      throw ValidationError("Standard input cannot be looked into first: give its --format.")
    }
  }

  /// The recording with what was said of it.
  var input: RecordingInput { formatOptions.input(file) }
}

/// Which of the sensors of a recording are looked at.
enum SensorChoice: String, ExpressibleByArgument, CaseIterable {
  /// Every one that it holds.
  case all
  /// The coil alone.
  case induction
  /// The coil of an induction balance alone.
  case balance
  /// The radar alone.
  case radar
}

/// What of a recording is looked at.
struct SensorOptions: ParsableArguments {
  @Option(
    help: "Sensor to look at, where a recording holds several: all, induction, balance or radar.")
  var sensor = SensorChoice.all

  @Flag(
    name: .customLong("no-track"),
    help: "Leave the track aside, as if the coil or antenna did not know where it was.")
  var dropsTrack = false
}

/// A decimal that is kept as it was written, so that it is read exactly.
struct ExactDecimal: ExpressibleByArgument {
  /// What was written.
  var text: String

  init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    text = argument
  }
}

/// The configuration named on the command line.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: """
      Configuration to use instead of the recording's own or the defaults (sapper config show \
      prints one).
      """)
  var config: String?

  /// The configuration that was named, or the defaults.
  func load() throws(RecordingError) -> LoadedConfiguration {
    guard let config else { return LoadedConfiguration() }
    return try ConfigurationReader.configuration(at: config)
  }

  /// The recording of a coil and the configuration in force; `nil` where there is no coil, or where it
  /// is not asked for.
  func openInduction(
    _ input: RecordingInput, sensor: SensorChoice = .all
  ) throws(RecordingError) -> (recording: InductionRecording, loaded: LoadedConfiguration)? {
    let named = try load()
    guard sensor != .radar else { return nil }
    let prefersBalance = sensor == .balance
    guard var recording = try Joining.openInduction(input, prefersBalance: prefersBalance) else {
      guard sensor == .all else {
        throw RecordingError(
          .refused, file: input.path, field: "--sensor", found: sensor.rawValue,
          expected: "a sensor that the recording holds", advice: "--sensor radar, or none")
      }
      return nil
    }
    if sensor != .all { recording.radar = nil }
    var loaded = named
    if config == nil, let stored = recording.configuration {
      loaded = try Self.configuration(stored, named: named)
    }
    if var radar = recording.radar {
      try FrequencyEstimate.complete(&radar, configuration: loaded.radar)
      recording.radar = radar
    }
    return (recording, loaded)
  }

  /// Whatever opens, with the sensors and the track that are asked for, and the configuration in force.
  func openSweep(
    _ input: RecordingInput, sensor: SensorChoice = .all, dropsTrack: Bool = false
  ) throws(RecordingError) -> Sweep {
    if let (opened, loaded) = try openInduction(input, sensor: sensor) {
      var recording = opened
      if dropsTrack { recording.dropTrack() }
      return try Sweep(recording, loaded)
    }
    var (recording, loaded) = try open(input)
    if dropsTrack { recording.track = nil }
    return try Sweep(recording, loaded)
  }

  /// The configuration that a recording carries; it is said where it differs from the defaults.
  private static func configuration(
    _ stored: StoredConfiguration, named: LoadedConfiguration
  ) throws(RecordingError) -> LoadedConfiguration {
    let loaded = try ConfigurationReader.configuration(
      from: Array(stored.text.utf8), name: stored.place)
    if loaded.chains != named.chains {
      StandardError.note("in force is the configuration stored in \(stored.place)")
    }
    return loaded
  }

  /// A recording and the configuration in force: the one named, else the one stored in it, else the
  /// defaults. A wrong one that was named is refused before the recording is opened.
  func open(
    _ input: RecordingInput
  ) throws(RecordingError) -> (recording: OpenedRecording, loaded: LoadedConfiguration) {
    let named = try load()
    var recording = try Joining.open(input)
    guard config == nil, let stored = recording.configuration else {
      try FrequencyEstimate.complete(&recording, configuration: named.radar)
      return (recording, named)
    }
    let loaded = try Self.configuration(stored, named: named)
    try FrequencyEstimate.complete(&recording, configuration: loaded.radar)
    return (recording, loaded)
  }
}
