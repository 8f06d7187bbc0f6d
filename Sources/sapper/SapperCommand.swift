import ArgumentParser

/// The command line of the bench.
@main
struct SapperCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sapper", abstract: "Detector bench for humanitarian demining.", version: "0.1.0")
}
