import DetectorCore
import Recording
import Testing

@Suite("Radar as text")
struct CSVTests {
  static let options = RadarCSVOptions(
    sampleIntervalFemtoseconds: 23_587, traceSpacingMicrometres: 20_000,
    centreFrequencyKilohertz: 1_500_000)

  private func open(
    _ text: String, options: RadarCSVOptions = CSVTests.options, asStream: Bool = false
  ) throws(RecordingError) -> RadarCSVFile {
    let source = ByteSource(bytes: [UInt8](text.utf8), name: "made.csv", asStream: asStream)
    return try RadarCSVFile(source: source, options: options)
  }

  private func refusal(
    _ text: String, options: RadarCSVOptions = CSVTests.options
  ) -> RecordingError? {
    do throws(RecordingError) {
      _ = try open(text, options: options)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "Rows are samples and columns traces, whatever stands between the numbers",
    arguments: [
      "1,2,3\n4,5,6\n", "1;2;3\n4;5;6", "1\t2\t3\r\n4\t5\t6\r\n", " 1  2 3\n4 5 \t6 \n",
      "# a heading\n\n1, 2 ,3\n# between\n4,5,6\n\n", "\u{FEFF}1,2,3\n4,5,6", "+1,2,3\n4,05,6\n",
    ])
  func delimiters(text: String) throws {
    for asStream in [false, true] {
      var file = try open(text, asStream: asStream)
      #expect(file.traceCount == 3)
      #expect(file.description.samplesPerTrace == 2)
      #expect(file.warnings.isEmpty)
      for tracesPerBlock in [1, 2, 3, 10] {
        #expect(
          try DrainedRadar(&file, tracesPerBlock: tracesPerBlock).samples == [1, 4, 2, 5, 3, 6])
        try file.rewind()
      }
    }
  }

  @Test("What the person gave is what the description holds")
  func description() throws {
    let description = try open("1,2\n3,4\n").description
    #expect(description.sampleIntervalFemtoseconds == 23_587)
    #expect(description.traceSpacingMicrometres == 20_000)
    #expect(description.centreFrequencyKilohertz == 1_500_000)
  }

  @Test("Interval and spacing must be given, a frequency is asked for, and none may be absurd")
  func options() throws {
    var options = Self.options
    options.sampleIntervalFemtoseconds = 0
    #expect(refusal("1,2", options: options)?.advice.hasPrefix("--dt-ps") == true)
    options = Self.options
    options.traceSpacingMicrometres = 0
    #expect(refusal("1,2", options: options)?.advice.hasPrefix("--spacing-m") == true)
    options = Self.options
    options.centreFrequencyKilohertz = 0
    #expect(try open("1,2,3", options: options).warns(of: "centre frequency"))
    options.traceSpacingMicrometres = .max
    #expect(refusal("1,2", options: options)?.field == "--spacing-m")
  }

  @Test(
    "A cell that is no number, a row of another length and no numbers are refused with their place",
    arguments: [
      ("1,2\n3,x\n", "line 2, column 2"), ("1,2\n,3\n", "line 2, column 1"),
      ("1,2\n3,\n", "line 2, column 2"), ("1,2\n3\n", "line 2, column 1"),
      ("1,2\n3,4,5\n", "line 2, column 3"), ("1,NaN\n", "line 1, column 2"),
      ("1,inf\n", "line 1, column 2"), ("# one\nt0,t1\n", "line 2, column 1"),
      ("1;2\n3;1.2.3\n", "line 2, column 2"), ("1,2e\n", "line 1, column 2"),
      ("1,-\n", "line 1, column 2"), ("1,1e300\n", "line 1, column 2"), ("# only\n", "line 1"),
      ("1 2\n3 4 5\n", "line 2, column 3"), ("1,2\n3;4\n", "line 2, column 1"),
      ("1,0x10\n", "line 1, column 2"), ("1,١\n", "line 1, column 2"),
    ])
  func refusals(text: String, field: String) {
    #expect(refusal(text)?.field == field)
  }

  @Test("More rows than a trace may have samples are refused with the advice to transpose")
  func tooManyRows() throws {
    let row = "1,2,3\n"
    let most = Int(RadarDescription.maximumSamplesPerTrace)
    #expect(try open(String(repeating: row, count: most)).description.samplesPerTrace == 4_096)
    let refused = try #require(refusal(String(repeating: row, count: most + 1)))
    #expect(refused.field == "line 4097")
    #expect(refused.advice.contains("transposing"))
  }

  @Test("Numbers with a point are scaled by the largest power of two within 2^30, and it is said")
  func scaling() throws {
    var file = try open("0.5,-1.5,3\n0.25,2e0,-0.125\n")
    // 3 · 2^28 is the largest below 2^30.
    let scale: Int32 = 1 << 28
    #expect(
      try DrainedRadar(&file).samples == [
        scale / 2, scale / 4, -scale / 2 * 3, scale * 2, scale * 3, -scale / 8,
      ])
    #expect(file.facts.contains { $0.name == "scale" && $0.value == "2^28" })
    #expect(file.warns(of: "numbers"))
    var power = try open("4.0,1,2\n")
    #expect(try DrainedRadar(&power).samples.first == 1 << 30)
    var small = try open("1e-9,0,0\n")
    let value = try #require(try DrainedRadar(&small).samples.first)
    #expect(value > 1 << 29 && value <= 1 << 30)
    var nothing = try open("0.0,0.0,0\n")
    #expect(try DrainedRadar(&nothing).samples == [0, 0, 0])
    var large = try open("1e30,-1e30,4000000000\n")
    #expect(try DrainedRadar(&large).samples.allSatisfy { abs($0) <= 1 << 30 })
  }

  @Test("With ; and with tabs a comma is a decimal comma", arguments: ["0,5;1,5\n", "0,5\t1,5\n"])
  func decimalComma(text: String) throws {
    var file = try open(text)
    #expect(file.traceCount == 2)
    #expect(try DrainedRadar(&file).samples == [1 << 28, 3 << 28])
  }

  @Test("Whole numbers as large as the word are taken as they are")
  func wholeNumbers() throws {
    var file = try open("2147483647,-2147483647,0\n")
    #expect(try DrainedRadar(&file).samples == [2_147_483_647, -2_147_483_647, 0])
    #expect(file.facts.contains { $0.name == "scale" && $0.value == "1" })
  }

  @Test("A transposed radargram is warned of")
  func transposed() throws {
    let made = DZTBuilder()
    func text(transposed: Bool) -> String {
      let (rows, columns) = transposed ? (60, 64) : (64, 60)
      return (0..<rows).map { row in
        (0..<columns).map { column in
          let (scan, sample) = transposed ? (row, column) : (column, row)
          return "\(made.signal(scan: scan, channel: 0, sample: sample))"
        }.joined(separator: ",")
      }.joined(separator: "\n")
    }
    #expect(try !open(text(transposed: false)).warns(of: "rows"))
    #expect(try open(text(transposed: true)).warns(of: "rows"))
  }
}
