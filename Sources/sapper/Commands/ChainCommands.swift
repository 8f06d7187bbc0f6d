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

  @Option(name: .shortAndLong, help: "The page to write.")
  var output: String

  func validate() throws {
    guard output != input.file && output != events else {
      throw ValidationError("-o names an input: the page needs a file of its own.")
    }
  }

  func run() throws(RecordingError) {
    let (recording, loaded) = try configurationOptions.open(input.input)
    StandardError.warn(recording.warnings)
    let order = ReportOrder(
      recording: recording, configuration: loaded, events: try events.map(Joining.events),
      command: ShellWords.line(["sapper"] + CommandLine.arguments.dropFirst()), output: output)
    try ReportMaker.make(order)
    StandardError.note("wrote \(output)")
  }
}
