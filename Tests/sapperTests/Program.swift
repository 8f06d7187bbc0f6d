import Foundation

/// The built program, run as a person runs it.
enum Program {
  /// How a run ended.
  struct Result {
    var status: Int32
    var output: String
    var error: String
    var wasKilled: Bool
  }

  /// The program lies beside the test bundle.
  static var url: URL {
    let test = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return test.deletingLastPathComponent().appendingPathComponent("sapper")
  }

  /// Runs it to its end; output goes to files, so that no amount of it can block.
  static func run(
    _ arguments: [String], input: Data? = nil, output: FileHandle? = nil
  ) throws -> Result {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    if let input {
      try input.write(to: URL(fileURLWithPath: folder.path("in")))
      process.standardInput = FileHandle(forReadingAtPath: folder.path("in"))
    }
    _ = FileManager.default.createFile(atPath: folder.path("out"), contents: nil)
    _ = FileManager.default.createFile(atPath: folder.path("err"), contents: nil)
    process.standardOutput = output ?? FileHandle(forWritingAtPath: folder.path("out"))
    process.standardError = FileHandle(forWritingAtPath: folder.path("err"))
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try folder.text("out"),
      error: try folder.text("err"), wasKilled: process.terminationReason == .uncaughtSignal)
  }

  /// The writing end of a pipe that nobody reads.
  static func abandonedPipe() throws -> FileHandle {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    return pipe.fileHandleForWriting
  }
}

/// A folder that goes with the test.
final class TemporaryFolder {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("sapper-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of a file in it.
  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// What a file in it holds.
  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
  }

  /// Writes a file and gives its path.
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }
}
