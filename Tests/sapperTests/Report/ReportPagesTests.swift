import DetectorCore
import Foundation
import Recording
import Testing

@testable import sapper

private let directory = ProcessInfo.processInfo.environment["SAPPER_REPORT_DIRECTORY"]

@Suite("Pages for the browser test")
struct ReportPagesTests {
  // Tests/report/check names the directory and opens the pages in a browser; without it there is
  // nothing to do here.
  @Test(
    "Every fixture is written where the browser test looks for it", .enabled(if: directory != nil))
  func pages() throws {
    let folder = URL(fileURLWithPath: try #require(directory), isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let models: [(String, ReportModel)] = [
      ("full", ReportFixture.full()), ("quiet", ReportFixture.quiet()),
      ("unplaced", ReportFixture.unplaced()), ("single", ReportFixture.single()),
      ("empty", ReportFixture.empty()), ("hostile", ReportFixture.hostile()),
      ("long", ReportFixture.long()),
    ]
    for (name, model) in models {
      let page = Data(ReportWriter.write(model))
      #expect(page.count > 10_000)
      try page.write(to: folder.appendingPathComponent("\(name).html"))
    }
  }

  @Test("So are the pages of coils", .enabled(if: directory != nil))
  func coils() throws {
    let folder = try #require(directory)
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: nil)
    let empty = try TemporaryFolder()
    let sweep = try ShortSweep()
    let untracked = try ShortSweep(hasTrack: false)
    let balance = try ShortBalance()
    let blind = try ShortBalance(hasTrack: false)
    let quiet = try ShortBalance()
    let deaf = empty.path("deaf.ini")
    try "[balance]\nthreshold = 100\nnoise_counts = 1000000\n".write(
      toFile: deaf, atomically: true, encoding: .utf8)
    for (name, path, options) in [
      ("coil", sweep.path, []), ("coil-untracked", untracked.path, []),
      ("balance", balance.path, []), ("balance-untracked", blind.path, []),
      ("balance-quiet", quiet.path, ["--config", deaf]),
    ] {
      let page = "\(folder)/\(name).html"
      let result = try Program.run(["report", path, "-o", page] + options)
      #expect(result.status == 0, "\(name): \(result.error)")
    }
  }
}
