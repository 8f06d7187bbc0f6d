import ArgumentParser
import DetectorCore
import Journal
import Recording

/// What a person says of a coil's recording.
struct CoilOptions: ParsableArguments {
  @Option(
    help: "Columns of a coil's text, in order: t,g1,g2,…,ef or t,i1,q1,…; - leaves one aside.")
  var columns: String?

  @Option(
    name: .customLong("gates-us"),
    help: "Gates after switch-off, µs, the earth-field gate last: 10-20,20-40,…,900-990.")
  var gates: String?

  @Option(name: .customLong("lsb-volt"), help: "Volts at the coil for one count, as 1e-8.")
  var lsb: String?

  @Flag(help: "The numbers of a coil's text are volts, not counts.")
  var volts = false

  @Option(name: .customLong("frames-hz"), help: "Frames a second, where the file does not say.")
  var frames: ExactDecimal?

  @Option(
    name: .customLong("frequencies-hz"), help: "Carriers of an induction balance: 8000,24000.")
  var frequencies: String?

  @Option(help: "What a WAV holds: carrier, reference (sent carrier beside it), iq, decay.")
  var signal: String?

  @Option(name: .customLong("pulse-rate-hz"), help: "Pulses a second of a WAV of decays.")
  var pulseRate: ExactDecimal?

  @Option(name: .customLong("pulses-per-frame"), help: "Pulses averaged into one frame.")
  var pulses: Int?

  @Option(
    name: .customLong("trigger-level"), help: "Part of full scale that switch-off crosses: 0.5.")
  var triggerLevel: ExactDecimal?

  @Option(name: .customLong("trigger-channel"), help: "Channel of the trigger, from 0.")
  var triggerChannel: Int?

  @Flag(name: .customLong("trigger-rising"), help: "Switch-off is where the trigger rises.")
  var triggerRising = false

  @Option(
    name: .customLong("pulse-offset-us"),
    help: "First switch-off after the start, µs; the rest by the pulse rate, without a trigger.")
  var pulseOffset: ExactDecimal?

  func validate() throws { _ = try options(format: nil) }

  /// Whether anything was said that only a coil has.
  var isGiven: Bool {
    columns != nil || gates != nil || lsb != nil || volts || frames != nil || frequencies != nil
      || signal != nil || pulseRate != nil || pulses != nil || triggerLevel != nil
      || triggerChannel != nil || triggerRising || pulseOffset != nil
  }

  /// The same in integers.
  func options(format: String?) throws(ValidationError) -> InductionOptions {
    var options = InductionOptions()
    options.format = format
    if let columns {
      options.columns = columns.split(separator: ",", omittingEmptySubsequences: false)
        .map { $0.filter { $0 != " " } }
    }
    options.gates = try Self.gates(gates)
    options.lsbFemtovolts = try Self.femtovolts(lsb)
    options.isVolts = volts
    options.rateMicrohertz = try Self.figure(frames, "--frames-hz", places: 6)
    options.frequenciesMillihertz = try (frequencies ?? "").split(separator: ",")
      .map { part throws(ValidationError) in
        try Self.figure(String(part), "--frequencies-hz", places: 3)
      }
    options.pulseRateMillihertz = try Self.figure(pulseRate, "--pulse-rate-hz", places: 3)
    if let pulses {
      guard (1...1_000_000).contains(pulses) else {
        throw ValidationError("--pulses-per-frame: found \(pulses), expected 1 to 1000000.")
      }
      options.pulsesPerFrame = pulses
    }
    options.signal = try Self.signal(signal)
    options.trigger = try trigger()
    return options
  }

  private func trigger() throws(ValidationError) -> InductionOptions.Trigger {
    if let pulseOffset {
      guard triggerLevel == nil, triggerChannel == nil, !triggerRising else {
        throw ValidationError("--pulse-offset-us is instead of a trigger; give one of both.")
      }
      return .periodic(
        offsetNanoseconds: pulseOffset.text == "0"
          ? 0 : try Self.figure(pulseOffset, "--pulse-offset-us", places: 3))
    }
    var permille: Int64 = 500
    if let triggerLevel {
      let isNegative = triggerLevel.text.hasPrefix("-")
      let text = isNegative ? String(triggerLevel.text.dropFirst()) : triggerLevel.text
      permille = try Self.figure(text, "--trigger-level", places: 3) * (isNegative ? -1 : 1)
    }
    guard (-999...999).contains(permille) else {
      throw ValidationError("--trigger-level: expected a part of full scale, as 0.5.")
    }
    guard (0...1).contains(triggerChannel ?? 0) else {
      throw ValidationError("--trigger-channel: found \(triggerChannel ?? 0), expected 0 or 1.")
    }
    return .level(
      permille: Int(permille), channel: triggerChannel ?? 0, isRising: triggerRising)
  }

  private static func signal(
    _ name: String?
  ) throws(ValidationError) -> InductionOptions.Signal? {
    guard let name else { return nil }
    guard let signal = InductionOptions.Signal(rawValue: name) else {
      let names = InductionOptions.Signal.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--signal: found '\(name)', expected one of \(names).")
    }
    return signal
  }

  private static func gates(
    _ text: String?
  ) throws(ValidationError) -> [InductionDescription.Gate] {
    try (text ?? "").split(separator: ",").map { part throws(ValidationError) in
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count == 2 else {
        throw ValidationError("--gates-us: found '\(part)', expected a start and an end as 10-20.")
      }
      func nanoseconds(_ end: Substring) throws(ValidationError) -> Int64 {
        if end.allSatisfy({ $0 == "0" }) && !end.isEmpty { return 0 }
        return try figure(String(end), "--gates-us", places: 3)
      }
      return InductionDescription.Gate(
        startNanoseconds: try nanoseconds(ends[0]), endNanoseconds: try nanoseconds(ends[1]))
    }
  }

  /// Volts with an exponent or without, as femtovolts.
  private static func femtovolts(_ text: String?) throws(ValidationError) -> Int64 {
    guard let text else { return 0 }
    guard let value = DecimalParser.parse(text)?.scaled(places: 15), value > 0,
      value <= 1_000_000_000_000_000
    else {
      throw ValidationError("--lsb-volt: found '\(text)', expected volts from 1e-15 to 1.")
    }
    return value
  }

  private static func figure(
    _ option: ExactDecimal?, _ name: String, places: Int
  ) throws(ValidationError) -> Int64 {
    guard let option else { return 0 }
    return try figure(option.text, name, places: places)
  }

  private static func figure(
    _ text: String, _ name: String, places: Int
  ) throws(ValidationError) -> Int64 {
    let bytes = Array(text.utf8)
    do throws(ConfigurationFault) {
      let value = try ConfigurationDecimal.parse(bytes.span, decimals: places)
      if value > 0 { return value }
    } catch {}
    throw ValidationError(
      "\(name): found '\(text)', expected a plain decimal above 0 with at most \(places) places.")
  }
}
