import Recording
import TestSupport
import Testing

@Suite("Damaged DZT headers")
struct MutationTests {
  /// Seeds of one file; each is another damage.
  static let seeds: Range<UInt64> = 0..<140
  static let made = DZTBuilder(bits: 16, marks: [10, 35, 60, 85]).build()

  @Test("140 seeded mutations of a made file change no shape, interval or spacing in silence")
  func madeFile() throws { try mutate(Self.made, name: "made") }

  @Test(
    "140 seeded mutations of a real file or a vector change none of them in silence",
    .enabled(if: SharedData.isPresent, "the shared data are absent"),
    arguments: [
      "/gprpy/GSSI/FILE____032.DZT", "/iet-gpr/File____001.DZT",
      "/simulated_scenes/vectors/at_ap_8bit.DZT", "/simulated_scenes/vectors/at_ap_16bit.DZT",
      "/simulated_scenes/vectors/at_ap_32bit.DZT",
      "/simulated_scenes/vectors/at_ap_2ch_16bit.DZT",
    ])
  func sharedFile(path: String) throws {
    try mutate(SharedData.bytes(SharedData.gpr + path), name: path)
  }

  /// Counts what becomes of every mutation, prints the counts, and fails on a silent change.
  private func mutate(_ bytes: [UInt8], name: String) throws {
    let original = try DZTReading(bytes)
    var counts = (refused: 0, warned: 0, unchanged: 0, silent: 0, timeZero: 0)
    for seed in Self.seeds {
      let mutation = DZTMutation(bytes, seed: seed)
      do throws(RecordingError) {
        let reading = try DZTReading(mutation.bytes)
        let silent = reading.silentChanges(from: original)
        // Time zero may move between the first arrival and the transmit instant with no witness.
        let vital = silent.filter { $0 != "time zero" }
        #expect(vital.isEmpty, "seed \(seed): \(mutation) changed \(vital) in silence")
        counts.timeZero += silent.count - vital.count
        counts.silent += vital.isEmpty ? 0 : 1
        if reading == original { counts.unchanged += 1 } else { counts.warned += 1 }
      } catch {
        #expect(!error.field.isEmpty && !error.expected.isEmpty)
        counts.refused += 1
      }
    }
    print(
      "mutations of \(name): \(Self.seeds.count), refused \(counts.refused), warned of or harmless",
      "\(counts.warned), no difference \(counts.unchanged), silent \(counts.silent), time zero",
      "undecidable \(counts.timeZero)")
    #expect(counts.refused >= 20)
    #expect(counts.warned >= 20)
  }
}
