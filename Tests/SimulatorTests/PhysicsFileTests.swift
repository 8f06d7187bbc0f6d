import DetectorCore
import Foundation
import Journal
import Physics
import Recording
import Testing

@Suite("Files of scenes")
struct PhysicsFileTests {
  @Test("A collection gives back the traces, the gap, the truth, the seed and the track")
  func collection() throws {
    try inFolder { folder in
      let scene = scene()
      let files = try SceneFiles.write(scene, to: "\(folder)/lane")
      #expect(
        files.map { $0.split(separator: "/").last.map(String.init) } == [
          "lane-radar.sigmf-meta", "lane-radar.sigmf-data", "lane-track.sigmf-meta",
          "lane-track.sigmf-data", "lane.events.jsonl", "lane.sigmf-collection",
        ])
      #expect(files.allSatisfy { FileManager.default.fileExists(atPath: $0) })
      let collection = try SigMFCollection(opening: "\(folder)/lane.sigmf-collection")
      let radar = try #require(collection.radar)
      #expect(radar.global.stream.seed == scene.seed)
      #expect(radar.global.scenario == scene.name)
      var file: any RadarFile = try SigMFRadarFile(opening: "\(folder)/lane.sigmf-collection")
      #expect(file.warnings.isEmpty)
      #expect(file.description == scene.description)
      #expect(file.annotations.filter { $0.kind == .truth } == scene.truth)
      #expect(try all(&file).flatMap(\.self) == (try traces(of: scene)).flatMap(\.self))
      let track = try SigMFTrack(try #require(collection.track))
      // 35 traces at 20 a second last 1.75 s, in which the antennas go 0.7 m.
      #expect(track.points.count == 88)
      let end = try #require(track.point(atMicroseconds: 1_740_000))
      #expect(abs(end.eastMillimetres - 696) <= 12)
      #expect(abs(end.northMillimetres) <= 12)
    }
  }

  @Test("The same seed writes the same bytes")
  func sameBytes() throws {
    try inFolder { folder in
      let first = try SceneFiles.write(scene(), to: "\(folder)/a/lane")
      let second = try SceneFiles.write(scene(), to: "\(folder)/b/lane")
      for (one, other) in zip(first, second) {
        #expect(FileManager.default.contentsEqual(atPath: one, andPath: other), "\(one)")
      }
    }
  }

  @Test("Nothing is overwritten")
  func refusesExisting() throws {
    try inFolder { folder in
      _ = try SceneFiles.write(scene(), to: "\(folder)/lane")
      let error = try #require(throws: RecordingError.self) {
        try SceneFiles.write(scene(), to: "\(folder)/lane")
      }
      #expect(error.kind == .unwritable)
    }
  }

  @Test("A DZT of a scene opens without a warning and gives its samples behind counter and mark")
  func dzt() throws {
    try inFolder { folder in
      var scene = scene()
      scene.faults.lost = []
      let path = "\(folder)/LINE.DZT"
      try Data(try SceneFiles.dzt(scene)).write(to: URL(fileURLWithPath: path))
      var file = try RadarFileOpener.open(path)
      #expect(file.formatName == "DZT")
      #expect(file.warnings.map(\.description) == [])
      #expect(file.description.samplesPerTrace == 512)
      #expect(file.description.traceSpacingMicrometres == 20_000)
      #expect(file.description.centreFrequencyKilohertz == 1_500_000)
      #expect(file.description.permittivityHundredths == 600)
      #expect(abs(file.description.sampleIntervalFemtoseconds - 21_200) <= 1)
      let expected = try traces(of: scene)
      let read = try all(&file)
      #expect(read.map { Array($0[2...]) } == expected.map { Array($0[2...]) })
    }
  }

  private func scene() -> RadarScene {
    var scene = RadarScene(name: "short", seed: 5, lengthMetres: 0.7)
    scene.faults.lost = [12..<15]
    scene.objects = [
      BuriedObject(
        .clutter, name: "root", positionMetres: 0.4, depthMetres: 0.1, radiusMetres: 0.01,
        reflection: 0.1)
    ]
    return scene
  }

  private func all(_ file: inout any RadarFile) throws -> [[Int32]] {
    let samples = Int(file.description.samplesPerTrace)
    var block = [Int32](repeating: 0, count: samples)
    var traces: [[Int32]] = []
    while true {
      var span = block.mutableSpan
      if try file.read(into: &span).count == 0 { return traces }
      traces.append(block)
    }
  }

  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "sapper-scene-\(UUID().uuidString)")
    for name in ["a", "b"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }
}
