import ArgumentParser
import Recording

/// Draws a recording and what was found in it.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Draw a recording and its detections as one HTML file.")

  @OptionGroup var input: InputOptions

  @Argument(help: "Event lines to draw; without them the recording is replayed.")
  var events: String?

  @OptionGroup var configurationOptions: ConfigurationOptions

  @OptionGroup var sensorOptions: SensorOptions

  @Option(name: .shortAndLong, help: "The page to write.")
  var output: String

  func validate() throws {
    guard output != input.file && output != events else {
      throw ValidationError("-o names an input: the page needs a file of its own.")
    }
  }

  func run() throws(RecordingError) {
    let command = ShellWords.line(["sapper"] + CommandLine.arguments.dropFirst())
    if let (opened, loaded) = try configurationOptions.openInduction(
      input.input, sensor: sensorOptions.sensor)
    {
      var recording = opened
      if sensorOptions.dropsTrack { recording.dropTrack() }
      StandardError.warn(recording.warnings)
      try CoilReport.make(
        recording, loaded, events: try events.map(Joining.events), command: command, output: output)
      return StandardError.note("wrote \(output)")
    }
    var (recording, loaded) = try configurationOptions.open(input.input)
    if sensorOptions.dropsTrack { recording.track = nil }
    StandardError.warn(recording.warnings)
    let order = ReportOrder(
      recording: recording, configuration: loaded, events: try events.map(Joining.events),
      command: command, output: output)
    try ReportMaker.make(order)
    StandardError.note("wrote \(output)")
  }
}
