import DetectorCore
import Foundation
import Recording
import Testing

@Suite("Damaged recordings of a coil")
struct InductionMutationTests {
  /// A recording, and what was said of it.
  struct Subject: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var options: InductionOptions
    /// Bytes at the start that half of the damage goes into.
    var headByteCount: Int
    var testDescription: String { name }
  }

  static let subjects = [
    Subject(name: "text", bytes: MadeCoil.csv(), options: MadeCoil.gates, headByteCount: 60),
    Subject(
      name: "WAV of a carrier", bytes: MadeCoil.wav([MadeCoil.carrier(0.25, 8_000, 0.5)]),
      options: MadeCoil.balance(8_000), headByteCount: 44),
    Subject(
      name: "WAV of decays", bytes: MadeCoil.wav(MadeCoil.decay(), rate: 192_000),
      options: MadeCoil.pulses, headByteCount: 44),
    Subject(
      name: "NDJSON", bytes: MadeCoil.studio(), options: InductionOptions(), headByteCount: 240),
  ]

  /// One damage: a byte set, bytes taken away or put in, or the end cut off.
  private static func mutated(_ subject: Subject, seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    var bytes = subject.bytes
    let reach = random.next(below: 2) == 0 ? subject.headByteCount : bytes.count
    let place = random.next(below: reach)
    switch random.next(below: 6) {
    case 0, 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes[place] ^= 1 << UInt8(random.next(below: 8))
    case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.next(below: 8)))
    case 4: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
    default: bytes.removeLast(bytes.count - place)
    }
    return bytes
  }

  @Test("140 seeded mutations change neither shape nor rate in silence", arguments: subjects)
  func mutate(subject: Subject) throws {
    let original = try subject.bytes.coil(subject.options)
    var counts = (refused: 0, warned: 0, unchanged: 0)
    for seed: UInt64 in 0..<140 {
      let bytes = Self.mutated(subject, seed: seed)
      do throws(RecordingError) {
        var file = try bytes.coil(subject.options)
        let isSame =
          file.shape.valuesPerFrame == original.shape.valuesPerFrame
          && abs(file.shape.rateMicrohertz - original.shape.rateMicrohertz) * 100
            <= original.shape.rateMicrohertz
          && file.shape.hasTrack == original.shape.hasTrack
        let isTold = file.warnings.count > original.warnings.count
        #expect(isSame || isTold, "\(subject.name), seed \(seed)")
        _ = try DrainedCoil(&file)
        if isTold { counts.warned += 1 } else { counts.unchanged += 1 }
      } catch {
        #expect(!error.field.isEmpty && !error.expected.isEmpty && !error.found.isEmpty)
        counts.refused += 1
      }
    }
    print(
      "mutations of \(subject.name): 140, refused \(counts.refused), warned of \(counts.warned),",
      "no difference \(counts.unchanged)")
    #expect(counts.refused >= 20)
  }

  @Test("An import writes the coil, its track, gaps and saturated frames, and can be read back")
  func importing() throws {
    let folder = try TemporaryFolder()
    let bytes = MadeCoil.csv(lost: 120..<133).replacing("0.05,1005", "0.05,2147483647")
    var file: any InductionFile = try bytes.coil(MadeCoil.gates, name: "made.csv")
    let totals = try InductionImport.write(from: &file, to: folder.path + "/lane")
    #expect(totals.frames == 387 && totals.lost == 13 && totals.gaps == 1 && totals.clipped == 1)
    let collection = try SigMFCollection(opening: folder.path + "/lane.sigmf-collection")
    #expect(collection.warnings.isEmpty && collection.streams.count == 2)
    let recording = try #require(collection.induction)
    #expect(recording.captures.map(\.globalIndex) == [0, 133])
    #expect(recording.annotations.map(\.label).contains("saturated"))
    var stream = try SigMFInductionStream(recording)
    #expect(stream.gateCount == 3 && stream.description.lsbFemtovolts == 10_000_000)
    var block = [Int32](repeating: 0, count: 3 * 400)
    var span = block.mutableSpan
    let header = try stream.read(into: &span)
    #expect(header.count == 120 && block[15] == 2_147_483_647)
    let track = try SigMFTrack(try #require(collection.track))
    #expect(track.points.count == 387 && track.points[37].eastMillimetres == 370)
  }

  @Test("An import that is refused on its way leaves nothing behind")
  func abandoned() throws {
    let folder = try TemporaryFolder()
    var lines = MadeCoil.csv(frames: 3_000).split(separator: 10).map { Array($0) }
    lines[2_500] = Array("x".utf8)
    var file: any InductionFile = try Array(lines.joined(separator: [10])).coil(MadeCoil.gates)
    #expect(throws: RecordingError.self) {
      try InductionImport.write(from: &file, to: folder.path + "/lane")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
