import Recording
import TestSupport
import Testing

@Suite("Damaged headers of trace records")
struct HeaderMutationTests {
  /// A recording, and where the numbers of its binary headers lie.
  struct Subject: Sendable, CustomTestStringConvertible {
    var name: String
    var recording: MadeRecording
    var fields: [HeaderMutation.Field] = []
    var headerByteCount = 128

    var testDescription: String { name }
  }

  static let seeds: Range<UInt64> = 0..<140

  static let ofDT1 = [0, 4, 8, 20, 24, 28].map {
    HeaderMutation.Field(offset: $0, width: 4, isFloat: true)
  }
  static let ofSEGY =
    [3_216, 3_220, 3_224, 3_254, 3_500, 3_502, 3_504, 3_670, 3_688, 3_714, 3_716].map {
      HeaderMutation.Field(offset: $0, width: 2, isBig: true)
    } + [3_600, 3_672, 3_680].map { HeaderMutation.Field(offset: $0, width: 4, isBig: true) }
  static let ofIDS =
    (1...11).map { HeaderMutation.Field(offset: 3 * 1_028 + 4 * $0, width: 4) } + [
      HeaderMutation.Field(offset: 4, width: 2)
    ]

  static func segy(_ format: Int) -> Subject {
    Subject(
      name: "SEG-Y of format \(format)",
      recording: MadeRecording(name: "made.sgy", data: Made.segy(format: format)), fields: ofSEGY,
      headerByteCount: 3_840)
  }

  static var subjects: [Subject] {
    [
      Subject(name: "DT1 of int16", recording: .dt1, fields: ofDT1),
      Subject(name: "DT1 of float32", recording: DT1Tests.floats, fields: ofDT1),
      Subject(name: "RD3", recording: .rd3),
      Subject(
        name: "RD7",
        recording: MadeRecording(
          name: "made.rd7", data: Made.bare(width: 4), header: Array(Made.rad.utf8))),
      Subject(name: "IPRB", recording: .iprb),
      segy(1), segy(2), segy(3), segy(5),
      Subject(name: "IDS", recording: .ids, fields: ofIDS, headerByteCount: 4 * 1_028),
    ]
  }

  @Test(
    "140 seeded mutations change no shape, interval, spacing or sample type in silence",
    arguments: subjects)
  func made(subject: Subject) throws { try mutate(subject) }

  @Test(
    "140 seeded mutations of a real file change none of them in silence",
    .enabled(if: SharedData.isPresent, "the shared data are absent"))
  func real() throws {
    let folder = SharedData.gpr
    let dt1 = try SharedData.bytes(folder + "/gprpy/SnS/ComOffs/XLINE00.DT1")
    let hd = try SharedData.bytes(folder + "/gprpy/SnS/ComOffs/XLINE00.HD")
    // Forty traces are enough to see what a header does, and the HD counts the others as missing.
    let pitch = 128 + 2 * 1_500
    try mutate(
      Subject(
        name: "real DT1",
        recording: MadeRecording(
          name: "XLINE00.DT1", data: Array(dt1.prefix(40 * pitch)), header: hd),
        fields: Self.ofDT1))
    try mutate(
      Subject(
        name: "real IPRB",
        recording: MadeRecording(
          name: "beach.iprb", data: SharedData.bytes(folder + "/gpr_seal/beach_0001_0.iprb"),
          header: SharedData.bytes(folder + "/gpr_seal/beach_0001_0.iprh"))))
  }

  /// Counts what becomes of every mutation, prints the counts, and fails on a silent change.
  private func mutate(_ subject: Subject) throws {
    let original = try RecordReading(subject.recording)
    var counts = (refused: 0, warned: 0, unchanged: 0)
    for seed in Self.seeds {
      let mutation = HeaderMutation(
        subject.recording, fields: subject.fields, headerByteCount: subject.headerByteCount,
        seed: seed)
      do throws(RecordingError) {
        let reading = try RecordReading(mutation.recording)
        let silent = reading.silentChanges(from: original)
        #expect(
          silent.isEmpty, "\(subject.name), seed \(seed): \(mutation) changed \(silent) in silence")
        if reading.warnings == original.warnings {
          counts.unchanged += 1
        } else {
          counts.warned += 1
        }
      } catch {
        #expect(!error.field.isEmpty && !error.expected.isEmpty && !error.found.isEmpty)
        counts.refused += 1
      }
    }
    print(
      "mutations of \(subject.name): \(Self.seeds.count), refused \(counts.refused), warned of",
      "\(counts.warned), no difference \(counts.unchanged)")
    #expect(counts.refused >= 3)
    #expect(counts.warned >= 20)
  }
}
