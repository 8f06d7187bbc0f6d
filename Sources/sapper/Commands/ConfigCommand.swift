import ArgumentParser
import DetectorCore
import Recording

/// Shows and explains the configuration.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show or explain every value that can be set.",
    subcommands: [ShowConfigCommand.self, ExplainConfigCommand.self])
}

/// What both pages are made of.
struct ConfigPageOptions: ParsableArguments {
  @OptionGroup var configurationOptions: ConfigurationOptions

  @Argument(help: "A recording, whose derived values are shown too.")
  var file: String?

  @OptionGroup var formatOptions: FormatOptions

  func validate() throws {
    guard file != "-" || formatOptions.format != nil else {
      throw ValidationError("Standard input cannot be looked into first: give its --format.")
    }
  }

  /// The configuration, and what the chain derives from it for the recording.
  func load() throws(RecordingError) -> (LoadedConfiguration, [DerivedFigure]) {
    guard let file else { return (try configurationOptions.load(), []) }
    if let (coil, loaded) = try configurationOptions.openInduction(formatOptions.input(file)) {
      StandardError.warn(coil.warnings)
      let radar = try coil.radar.map { opened throws(RecordingError) in
        DerivedFigures.all(try opened.settings(loaded.radar))
      }
      return (loaded, try CoilFigures.all(coil, loaded) + (radar ?? []))
    }
    let (recording, loaded) = try configurationOptions.open(formatOptions.input(file))
    StandardError.warn(recording.warnings)
    return (loaded, DerivedFigures.all(try recording.settings(loaded.radar)))
  }
}

/// Prints a configuration that reads back to the same values.
struct ShowConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print every value, its range and its origin, as INI that reads back.")

  @OptionGroup var options: ConfigPageOptions

  func run() throws(RecordingError) {
    let (loaded, derived) = try options.load()
    try ByteOutput.print(ConfigurationPage.show(loaded, derived: derived))
  }
}

/// Prints the physics behind each value.
struct ExplainConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say of every value what it does and why.")

  @OptionGroup var options: ConfigPageOptions

  func run() throws(RecordingError) {
    let (loaded, derived) = try options.load()
    try ByteOutput.print(ConfigurationPage.explain(loaded, derived: derived))
  }
}
