import ArgumentParser
import Recording

/// Turns vendor files into a SigMF collection.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Turn files of a radar or a coil into SigMF collections.",
    discussion: """
      A coil's recording is text with named columns (coil-csv), a WAV of its receive signal (wav), or \
      what metal-detector-studio records (ndjson): --columns and the options behind it say what such a \
      file does not.
      """)

  @Argument(help: "Files; of several, each makes a collection NAME-1, NAME-2, …")
  var files: [String]

  @OptionGroup var formatOptions: FormatOptions
  @OptionGroup(title: "Options for a coil") var coil: CoilOptions

  @Option(name: .shortAndLong, help: "Name of the collection, without an extension.")
  var output: String

  func validate() throws {
    guard !files.contains("-") || (formatOptions.format != nil && files.count == 1) else {
      throw ValidationError("Standard input is imported alone, with its --format.")
    }
    guard !output.isEmpty else { throw ValidationError("-o needs a name.") }
  }

  func run() throws(RecordingError) {
    var written: [String] = []
    for (index, file) in files.enumerated() {
      let name = files.count == 1 ? output : "\(output)-\(index + 1)"
      if let options = try Joining.coilOptions(file, format: formatOptions.format, coil) {
        try importCoil(file, options: options, to: name)
        written.append("\(name).sigmf-collection")
        continue
      }
      var recording = try Joining.open(formatOptions.input(file))
      StandardError.warn(recording.warnings)
      if recording.streams.count > 1 {
        StandardError.note("\(file): only its radar stream is taken")
      }
      try Joining.importFile(&recording.radar, to: name)
      written.append("\(name).sigmf-collection")
    }
    try ByteOutput.print(written.map { Text.line($0) + "\n" }.joined())
  }

  private func importCoil(
    _ file: String, options: InductionOptions, to name: String
  ) throws(RecordingError) {
    var recording = try InductionFileOpener.open(file, options: options)
    let warned = recording.warnings.count
    StandardError.warn(recording.warnings)
    let totals = try Joining.importCoil(&recording, to: name)
    StandardError.warn(Array(recording.warnings.dropFirst(warned)))
    StandardError.note("\(name): \(CoilTold.text(totals))")
  }
}

/// Completes a recording that was cut off.
struct RepairCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair", abstract: "Complete the descriptions of a recording that was cut off.")

  @Argument(help: "Name of the collection, with or without its extension.")
  var name: String

  func run() throws(RecordingError) {
    let mended = try Joining.repair(name)
    let lines = mended.isEmpty ? ["\(name): whole, nothing to mend"] : mended
    try ByteOutput.print(lines.map { Text.line($0) + "\n" }.joined())
  }
}

/// Makes a lane with known truth.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Make a lane with known truth from a seed.",
    usage: """
      sapper simulate <scenario> --seed <seed> --output <output>
      sapper simulate --list
      """,
    discussion: "A scenario is a name that --list shows, or the path of a YAML file.")

  @Argument(help: "Name of the scenario, or path of its YAML.")
  var scenario: String?

  @Flag(help: "List the scenarios, one a line.")
  var list = false

  @Option(help: "Seed, decimal or 0x hexadecimal: the same seed gives the same bytes.")
  var seed: Seed?

  @Option(name: .shortAndLong, help: "Name of the collection, without an extension.")
  var output: String?

  func validate() throws {
    guard !list else {
      guard scenario == nil, seed == nil, output == nil else {
        throw ValidationError("--list stands alone.")
      }
      return
    }
    guard scenario != nil else { throw ValidationError("A scenario is needed; --list shows them.") }
    guard seed != nil else { throw ValidationError("--seed is needed, e.g. --seed 1.") }
    guard let output, !output.isEmpty else { throw ValidationError("-o needs a name.") }
  }

  func run() throws(RecordingError) {
    guard let scenario, let seed, let output else { return try printList() }
    let written = try Joining.simulate(scenario: scenario, seed: seed.value, to: output)
    try ByteOutput.print(written.map { $0 + "\n" }.joined())
  }

  private func printList() throws(RecordingError) {
    let lines = try Joining.scenarioLines()
    let width = lines.map(\.name.count).max() ?? 0
    try ByteOutput.print(
      lines.map { line in
        line.name + String(repeating: " ", count: width - line.name.count + 2) + line.about + "\n"
      }.joined())
  }
}

/// The number a simulation grows from.
struct Seed: ExpressibleByArgument {
  /// 64 bits.
  var value: UInt64

  init?(argument: String) {
    let isHexadecimal = argument.lowercased().hasPrefix("0x")
    let digits = isHexadecimal ? String(argument.dropFirst(2)) : argument
    guard digits.allSatisfy({ $0.isHexDigit }),
      let value = UInt64(digits, radix: isHexadecimal ? 16 : 10)
    else { return nil }
    self.value = value
  }
}
