import Foundation

/// The files that lie beside the project and are no part of it: where they are, once for all tests.
///
/// A test that needs one is off where it is absent, and says so; `Tests/check` refuses to run without
/// them unless it is told to.
package enum SharedData {
  /// The folder of all of them.
  package static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/data").path
  /// Recorded lanes.
  package static let lanes = folder + "/lanes"
  /// Files of ground radars.
  package static let gpr = folder + "/gpr"
  /// Why a test is off.
  package static let absence = "needs ../shared/data"

  /// Whether they are there.
  package static var isPresent: Bool { has("") }

  /// Whether one of them is there.
  package static func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/" + path)
  }

  /// The names of the lanes whose description ends in this, sorted.
  package static func lanes(endingIn ending: String) -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: lanes)) ?? []
    return files.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
  }
}
