import Foundation
import Recording
import Testing

@testable import sapper

@Suite("Program")
struct ProgramTests {
  @Test("The version goes to standard output, with status 0")
  func version() throws {
    let result = try Program.run(["--version"])
    #expect(result.status == 0)
    #expect(result.output == "0.1.0\n")
    #expect(result.error.isEmpty)
  }

  @Test(
    "Wrong usage leaves with 64, a word on standard error, and nothing on standard output",
    arguments: [
      ["replay"], ["bogus"], ["replay", "-"], ["replay", "x", "--block", "0"],
      ["replay", "x", "--block", "4097"], ["replay", "x", "--speed", "warp"],
      ["replay", "x", "--channel", "-1"], ["replay", "x", "--dt-ps", "1e3"],
      ["replay", "x", "--dt-ps", "0"], ["replay", "x", "--spacing-m", "0.0000001"],
      ["replay", "x", "--levels", "-"], ["replay", "x", "--events", "a", "--levels", "a"],
      ["inspect"], ["inspect", "-", "--format", "csv", "--verify"], ["import", "x"],
      ["report", "x"], ["report", "x", "-o", "x"], ["simulate", "x", "-o", "y"],
      ["simulate", "x", "--seed", "0xg", "-o", "y"], ["config", "show", "--nonsense"],
      ["import", "-", "a", "--format", "csv", "-o", "n"],
    ])
  func usage(arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("sapper: "))
    #expect(!result.error.contains("Usage:"))
  }

  @Test(
    "A recording that is not there is refused with 1 by every command that reads one",
    arguments: [
      ["replay", "/nowhere.dzt", "--events", "-"], ["replay", "/nowhere.dzt"],
      ["inspect", "/nowhere.dzt"], ["inspect", "/nowhere.dzt", "--json"],
      ["report", "/nowhere.dzt", "-o", "/tmp/never.html"], ["score", "/nowhere"],
      ["watch", "/nowhere.dzt"], ["benchmark", "/nowhere.dzt"], ["repair", "/nowhere"],
      ["import", "/nowhere.dzt", "-o", "/nowhere/x"], ["config", "show", "/nowhere.dzt"],
    ])
  func missingRecording(arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 1)
    #expect(!result.wasKilled)
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("sapper: /nowhere"))
    #expect(result.error.contains(": found ") && result.error.contains(", expected "))
  }

  @Test("A configuration that is not there is refused with 1 before the recording is opened")
  func missingConfiguration() throws {
    let result = try Program.run(["replay", "/nowhere.dzt", "--config", "/nowhere.ini"])
    #expect(result.status == 1)
    #expect(
      result.error == "sapper: /nowhere.ini: read: found \"No such file or directory\", "
        + "expected a configuration that can be read\n")
  }

  @Test("A folder in place of a configuration is refused in words")
  func folderAsConfiguration() throws {
    let result = try Program.run(["config", "show", "--config", "/tmp"])
    #expect(result.status == 1)
    #expect(result.error.contains("Is a directory"))
  }

  @Test("A wrong value in a configuration is refused with 1, its file, line and key")
  func badConfiguration() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("[radar]\ntreshold = 5\n", to: "my.ini")
    let result = try Program.run(["config", "show", "--config", path])
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("sapper: \(path):2: radar.treshold: found an unknown key"))
    #expect(result.error.hasSuffix("Try: threshold\n"))
  }

  @Test("What config show prints is a configuration that shows the same")
  func showReadsBack() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("[radar]\ndepth_maximum_m = 0.75\n", to: "my.ini")
    let first = try Program.run(["config", "show", "--config", path])
    #expect(first.status == 0)
    #expect(first.output.contains("\(folder.path("my.ini").suffix(20)):2"))
    let copy = try folder.write(first.output, to: "copy.ini")
    let second = try Program.run(["config", "show", "--config", copy])
    #expect(second.status == 0)
    #expect(values(second.output) == values(first.output))
    #expect(values(first.output).contains("depth_maximum_m = 0.750"))
  }

  /// The lines without their comments and padding.
  private func values(_ page: String) -> [String] {
    page.split(separator: "\n").filter { !$0.hasPrefix(";") }.map { line in
      let body = line.split(separator: ";").first ?? ""
      return body.split(separator: " ").joined(separator: " ")
    }
  }

  @Test(
    "A reader that goes away is a failed write with status 1, not a crash",
    arguments: [["config", "show"], ["config", "explain"], ["--help"], ["--version"]])
  func brokenPipe(arguments: [String]) throws {
    let result = try Program.run(arguments, output: try Program.abandonedPipe())
    #expect(!result.wasKilled)
    #expect(result.status == 1)
    #expect(result.error.hasPrefix("sapper: standard output: write: found \"Broken pipe\""))
  }

  @Test(
    "A full disk is a failed write with status 1",
    arguments: [["config", "show"], ["config", "explain"], ["--help"]])
  func fullDisk(arguments: [String]) throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let result = try Program.run(arguments, output: full)
    #expect(result.status == 1)
    #expect(
      result.error.hasPrefix("sapper: standard output: write: found \"No space left on device\""))
  }

  @Test("Every shell gets a completion script", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let result = try Program.run(["--generate-completion-script", shell])
    #expect(result.status == 0)
    #expect(result.output.contains("replay"))
    #expect(!result.output.contains("benchmark"))
  }
}

@Suite("Output files")
struct ByteOutputTests {
  @Test("An earlier output is replaced, another file is left as it is and refused")
  func replacing() throws {
    let folder = try TemporaryFolder()
    let earlier = try folder.write("{\"id\":1}\nold", to: "earlier")
    var output = try ByteOutput.file(at: earlier, heldBytes: 0, replacingOnly: "{\"id\":")
    try output.write("{\"id\":2}\n")
    try output.finish()
    #expect(try folder.text("earlier") == "{\"id\":2}\n")

    for (name, content) in [("recording", "\u{ff}\u{7}data"), ("short", "{")] {
      let other = try folder.write(content, to: name)
      do {
        _ = try ByteOutput.file(at: other, heldBytes: 0, replacingOnly: "{\"id\":")
        Issue.record("\(name) was overwritten")
      } catch {
        #expect("\(error)".contains("a file of another kind"))
      }
      #expect(try folder.text(name) == content)
    }
  }

  @Test("Held bytes leave when the block is full and at the end")
  func held() throws {
    let folder = try TemporaryFolder()
    var output = try ByteOutput.file(at: folder.path("held"), heldBytes: 8, replacingOnly: "x")
    try output.write("1234")
    #expect(try folder.text("held").isEmpty)
    try output.write("56789")
    #expect(try folder.text("held") == "123456789")
    try output.write("0")
    try output.finish()
    #expect(try folder.text("held") == "1234567890")
  }

  @Test(
    "A path that cannot be written is refused in words",
    arguments: [
      ("/nowhere/events", "\"No such file or directory\"", "an existing folder"),
      ("/tmp", "\"Is a directory\"", "a complete write"),
    ])
  func unwritable(path: String, found: String, expected: String) {
    do {
      _ = try ByteOutput.file(at: path, heldBytes: 0, replacingOnly: "x")
      Issue.record("it was opened")
    } catch {
      #expect(error.found == found)
      #expect(error.expected == expected)
    }
  }

  @Test("A device without room says so")
  func fullDevice() throws {
    var output = try ByteOutput.file(at: "/dev/full", heldBytes: 0, replacingOnly: "x")
    do {
      try output.write("line\n")
      Issue.record("it was written")
    } catch {
      #expect(error.expected == "room on the disk")
    }
  }
}
