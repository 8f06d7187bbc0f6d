import DetectorCore
import Recording
import Testing

@Suite("NDJSON of metal-detector-studio")
struct StudioTests {
  @Test("Features become frames of I and Q, numbered by seq, with the profile's frequencies")
  func frames() throws {
    for asStream in [false, true] {
      var file = try MadeCoil.studio(lost: 50..<53).coil(asStream: asStream)
      #expect(file.formatName == "metal-detector-studio")
      #expect(file.shape.rateMicrohertz == 50_000_000)
      guard case .inductionBalance(let frequencies) = file.shape.sensor else {
        Issue.record("no balance")
        return
      }
      #expect(frequencies == [7_812_500, 23_437_500])
      let drained = try DrainedCoil(&file)
      #expect(drained.sequences == (0..<200).filter { !(50..<53).contains($0) }.map { Int64($0) })
      #expect(drained.frames[20] == [20, -2, 3, 4])
      #expect(file.warnings.isEmpty)
      let aside = try #require(file.facts.first { $0.name == "left aside" })
      #expect(aside.value == "19 of type raw_iq")
    }
  }

  @Test("Numbers with a fraction are multiplied by a stated power of two")
  func scale() throws {
    var file = try MadeCoil.studio(fraction: 0.25).coil()
    let scale = try #require(file.facts.first { $0.name == "scale" })
    #expect(scale.value == "2^19")
    #expect(
      try DrainedCoil(&file).frames[4] == [4 * 524_288 + 131_072, -1_048_576, 1_572_864, 2_097_152])
    #expect(file.warnings.contains { $0.field == "i and q" })
  }

  @Test("Without a profile the frequencies are said by a person, or not said with a warning")
  func profile() throws {
    let bytes = MadeCoil.studio(profile: false)
    let silent = try bytes.coil()
    #expect(silent.warnings.contains { $0.field == "--frequencies-hz" })
    let said = try bytes.coil(MadeCoil.balance(5_000, 15_000))
    guard case .inductionBalance(let frequencies) = said.shape.sensor else {
      Issue.record("no balance")
      return
    }
    #expect(frequencies == [5_000_000, 15_000_000])
    #expect(try #require(bytes.coilRefusal(MadeCoil.balance(5_000))).field == "--frequencies-hz")
  }

  @Test("A last line that was cut off is left over; a damaged one before it is refused")
  func cut() throws {
    let bytes = MadeCoil.studio()
    var file = try Array(bytes.dropLast(30)).coil()
    let drained = try DrainedCoil(&file)
    #expect(drained.frames.count == 199 && drained.end.flags.contains(.shortTail))
    let damaged = bytes.replacing(#""seq":100,"#, #""seq":100;"#)
    let error = try #require(damaged.coilRefusal())
    #expect(error.field.hasPrefix("line 105, column"))
  }

  /// A change of the made text, and the field that is refused.
  struct Damage: Sendable {
    var old: String
    var new: String
    var field: String
    var found: String
  }

  static let damages = [
    Damage(old: #""seq":12,"#, new: "", field: "line 8, seq", found: "nothing"),
    Damage(old: #""seq":12,"#, new: #""seq":-1,"#, field: "line 8, seq", found: "the number -1"),
    Damage(old: #""seq":12,"#, new: #""seq":11,"#, field: "line 8, seq", found: "11 after 11"),
    Damage(old: #""t":10.1,"#, new: #""t":"x","#, field: "line 8, t", found: "the text \"x\""),
    Damage(old: #""t":10.1,"#, new: #""t":9,"#, field: "line 8, t", found: "9 s after 10.08 s"),
    Damage(old: #""t":10.1,"#, new: "", field: "line 8, t", found: "nothing"),
    Damage(
      old: #""i":5.0,"q":-2"#, new: #""i":5.0"#, field: "line 8, harmonics f1 q", found: "nothing"),
    Damage(
      old: #""i":5.0,"q":-2"#, new: #""i":null,"q":-2"#, field: "line 8, harmonics f1 i",
      found: "null"),
    Damage(
      old: #""i":5.0,"q":-2"#, new: #""i":1e16,"q":-2"#, field: "line 8, harmonics f1 i",
      found: "the number 1e16"),
    Damage(
      old: #""schema_version":"1.0.0","#, new: "", field: "line 1, schema_version", found: "nothing"
    ),
    Damage(
      old: #""schema_version":"1.0.0""#, new: #""schema_version":"2.0""#,
      field: "line 1, schema_version", found: "\"2.0\""),
    Damage(
      old: #""freq_hz":7812.5"#, new: #""freq_hz":0"#, field: "line 1, profile harmonics",
      found: "an object"),
  ]

  @Test("What is missing or wrong is refused with its line and its name", arguments: damages)
  func refusals(damage: Damage) throws {
    let error = try #require(MadeCoil.studio().replacing(damage.old, damage.new).coilRefusal())
    #expect(error.field == damage.field && error.found == damage.found, "\(error)")
  }

  @Test("A harmonic that is missing from a later frame is refused")
  func missingHarmonic() throws {
    var lines = MadeCoil.studio().split(separator: 10).map { Array($0) }
    lines[30] = lines[30].replacing("\"f2\"", "\"f9\"")
    let error = try #require(Array(lines.joined(separator: [10])).coilRefusal())
    #expect(error.field == "line 31, harmonics f2" && error.found == "nothing")
  }
}
