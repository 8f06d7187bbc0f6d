import ArgumentParser
import DetectorCore
import Recording

/// Says what a recording is, and where each figure came from.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what a recording is and where each figure came from.")

  @OptionGroup var input: InputOptions

  @Flag(help: "Print JSON with stable keys.")
  var json = false

  @Flag(help: "Compare the checksums of a SigMF recording with its data.")
  var verify = false

  @OptionGroup var configurationOptions: ConfigurationOptions
  @OptionGroup(title: "Options for a coil") var coil: CoilOptions

  func validate() throws {
    guard !verify || input.file != "-" else {
      throw ValidationError("--verify needs a recording on disk, not standard input.")
    }
  }

  func run() throws(RecordingError) {
    let figures = try coilFigures()
    if let collection = try Joining.collectionWithoutRadar(input.file) {
      let page = CollectionPage(
        collection: collection, verified: verify ? try Joining.verify(input.file) : [],
        derived: figures)
      return try write(text: page.text, json: page.json)
    }
    let format = input.formatOptions.format
    if let options = try Joining.coilOptions(input.file, format: format, coil) {
      let page = CoilPage(file: try InductionFileOpener.open(input.file, options: options))
      return try write(text: page.text, json: page.json)
    }
    let (recording, loaded) = try configurationOptions.open(input.input)
    let verified = verify ? try Joining.verify(input.file) : []
    let settings = try recording.settings(loaded.radar)
    let page = InspectionPage(
      recording: recording, lookedAt: LookedAt(settings),
      derived: DerivedFigures.all(settings) + figures, verified: verified)
    try write(text: page.text, json: page.json)
  }

  /// What the chain of a coil would derive, if there is one.
  private func coilFigures() throws(RecordingError) -> [DerivedFigure] {
    guard
      let (recording, loaded) = try configurationOptions.openInduction(input.input)
    else { return [] }
    do throws(RecordingError) {
      return try CoilFigures.all(recording, loaded)
    } catch {
      // What no chain can look at is still worth looking into.
      StandardError.note(error.description)
      return []
    }
  }

  private func write(text: String, json page: JSONPage) throws(RecordingError) {
    var output = ByteOutput.standardOutput()
    try output.write(json ? page.text() + "\n" : Text.printable(text))
    try output.finish()
  }
}
