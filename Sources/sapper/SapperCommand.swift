import ArgumentParser
import Foundation
import Glibc
import Recording

/// The command line of the bench.
@main
struct SapperCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sapper",
    abstract: "Detector bench for humanitarian demining.",
    discussion: """
      Exit status: 0 done, 1 refused (what and why is on standard error), 64 wrong usage.
      Completion: sapper --generate-completion-script bash (or zsh, fish).
      """,
    version: version,
    subcommands: [
      InspectCommand.self, ReplayCommand.self, WatchCommand.self, ReportCommand.self,
      ExportCommand.self, PlayCommand.self,
      ImportCommand.self, RepairCommand.self, SimulateCommand.self, ScoreCommand.self,
      TuneCommand.self, HeightsCommand.self, BlindspotsCommand.self,
      ConfigCommand.self, DesignCommand.self, BenchmarkCommand.self,
    ])

  /// The version of the program, which a report names.
  static let version = "0.1.0"

  /// Runs the command that the arguments name and leaves with its exit status.
  static func main() {
    // A reader that goes away is a failed write with an error of its own, not a silent death.
    _ = signal(SIGPIPE, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    let thread = Thread { Glibc.exit(status(of: arguments)) }
    thread.stackSize = stackBytes
    thread.start()
    while true { pause() }
  }

  /// Stack of the thread that works: a chain for 4,096 samples is 0.9 MiB of state, which a debug
  /// build copies several times while it makes it, and the system's limit may be anything.
  private static let stackBytes = 67_108_864

  /// Parses, runs, and says on standard error what was refused.
  static func status(of arguments: [String]) -> Int32 {
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
      return ExitStatus.done
    } catch let refusal as RecordingError {
      StandardError.say(refusal.description)
      return ExitStatus.refused
    } catch {
      return leave(with: error)
    }
  }

  /// Help and version go to standard output, wrong usage to standard error.
  private static func leave(with error: any Error) -> Int32 {
    let code = exitCode(for: error).rawValue
    let message = fullMessage(for: error)
    guard !message.isEmpty else { return code }
    guard code == ExitStatus.done else {
      StandardError.say(shortened(message))
      return code
    }
    do throws(RecordingError) {
      try ByteOutput.print(message + "\n")
      return code
    } catch {
      StandardError.say(error.description)
      return ExitStatus.refused
    }
  }

  /// The message without the parser's prefix and without the line that lists every option.
  private static func shortened(_ message: String) -> String {
    let prefix = "Error: "
    let body = message.hasPrefix(prefix) ? message.dropFirst(prefix.count) : message[...]
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.filter { !$0.hasPrefix("Usage:") }.joined(separator: "\n")
  }
}

/// What the exit status of every command means.
enum ExitStatus {
  /// Everything asked for was done.
  static let done: Int32 = 0
  /// A file, a configuration or a write was refused.
  static let refused: Int32 = 1
}
