import Foundation
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
}
