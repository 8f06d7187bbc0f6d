import Foundation
import Lanes
import Testing

@testable import sapper

@Suite("Simulating from the command line")
struct SimulateTests {
  @Test("The list has a line for every scenario, its name first")
  func list() throws {
    let result = try Program.run(["simulate", "--list"])
    #expect(result.status == 0 && result.error.isEmpty)
    let lines = result.output.split(separator: "\n")
    #expect(
      lines.map { $0.split(separator: " ")[0] } == ["demo"] + LaneLibrary.names.map { $0[...] })
    #expect(lines.allSatisfy { $0.split(separator: " ").count > 3 && $0.count <= 100 })
  }

  @Test(
    "Wrong usage of simulate leaves with 64",
    arguments: [
      ["simulate"], ["simulate", "nothing", "--seed", "1"], ["simulate", "--list", "--seed", "1"],
      ["simulate", "nothing", "-o", "x"], ["simulate", "--seed", "1", "-o", "x"],
      ["simulate", "nothing", "--seed", "1", "-o", ""],
    ])
  func usage(arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 64 && result.output.isEmpty)
  }

  @Test("An unknown scenario is refused with the nearest one")
  func unknown() throws {
    let result = try Program.run(["simulate", "tm62-depp", "--seed", "1", "-o", "/nowhere/x"])
    #expect(result.status == 1)
    #expect(result.error.contains("\"tm62-depp\"") && result.error.contains("Try: tm62-deep"))
  }

  @Test("A scenario of one's own is taken by its path, and what is wrong in it by its line")
  func own() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("mine.yaml")
    try Data("sweep: {kind: line, length_m: 1}\ncoyl: {}\n".utf8).write(
      to: URL(fileURLWithPath: file))
    let wrong = try Program.run(["simulate", file, "--seed", "1", "-o", folder.path("lane")])
    #expect(wrong.status == 1 && wrong.error.contains("mine.yaml:2: coyl: found an unknown key"))
    try Data("sweep: {kind: line, length_m: 1}\n".utf8).write(to: URL(fileURLWithPath: file))
    let right = try Program.run(["simulate", file, "--seed", "1", "-o", folder.path("lane")])
    #expect(right.status == 0 && right.error.isEmpty)
    #expect(
      right.output.split(separator: "\n").last?.hasSuffix("lane.sigmf-collection") == true)
  }
}
