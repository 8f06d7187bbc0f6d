import DetectorCore
import Foundation
import Recording
import Testing

@Suite("Text of a coil")
struct CoilCSVTests {
  @Test("Frames, track and rate are read by the names of the columns, whole or from a pipe")
  func frames() throws {
    for asStream in [false, true] {
      var file = try MadeCoil.csv().coil(MadeCoil.gates, asStream: asStream)
      #expect(file.formatName == "CSV" && file.shape.rateMicrohertz == 100_000_000)
      #expect(file.shape.hasTrack && !file.shape.hasHousekeeping)
      let drained = try DrainedCoil(&file)
      #expect(drained.frames.count == 400 && drained.frames[8] == [1_001, 497, 3])
      #expect(drained.sequences == (0..<400).map { Int64($0) })
      #expect(Array(drained.track[4 * 37..<4 * 38]) == [370, 100, 50, 0])
      #expect(file.warnings.isEmpty)
    }
  }

  @Test("Times that jump are lost frames, for every cut into blocks, and again after a rewind")
  func gaps() throws {
    let bytes = MadeCoil.csv(lost: 120..<133)
    var file = try bytes.coil(MadeCoil.gates)
    let expected = (0..<400).filter { !(120..<133).contains($0) }.map { Int64($0) }
    for framesPerBlock in [1, 7, 400] {
      #expect(try DrainedCoil(&file, framesPerBlock: framesPerBlock).sequences == expected)
      try file.rewind()
    }
  }

  @Test("The rate is that of the whole look where times are rounded to a millisecond")
  func roundedTimes() throws {
    var text = "t,g1,ef\n"
    for frame in 0..<600 {
      let milliseconds = (frame * 1_000 + 75) / 150
      text += "\(milliseconds),5,6\n"
    }
    var options = MadeCoil.gates
    options.gates.removeFirst()
    var file = try Array(text.replacingOccurrences(of: "t,", with: "t_ms,").utf8).coil(options)
    #expect(abs(file.shape.rateMicrohertz - 150_000_000) < 100_000)
    #expect(try DrainedCoil(&file).sequences.last == 599)
  }

  @Test("Numbers of the device stand over times, and begin at 0")
  func numbers() throws {
    let text = "seq,t,g1,ef\n70,0.00,1,2\n71,0.01,1,2\n75,0.02,1,2\n76,0.03,1,2\n"
    var options = MadeCoil.gates
    options.gates.removeFirst()
    var file = try Array(text.utf8).coil(options)
    #expect(try DrainedCoil(&file).sequences == [0, 1, 5, 6])
    let error = Array(text.replacingOccurrences(of: "75,", with: "71,").utf8).coilRefusal(options)
    #expect(try #require(error).found == "number 71 after 71")
  }

  @Test("Volts become counts, rounded half away from zero, and those beyond 32 bits are refused")
  func volts() throws {
    var options = MadeCoil.gates
    options.gates.removeFirst()
    options.isVolts = true
    let text = "t,g1,ef\n0,1.5e-8,-2.5e-8\n1,0.00001,0\n"
    var file = try Array(text.utf8).coil(options)
    #expect(try DrainedCoil(&file).frames == [[2, -3], [1_000, 0]])
    let error = Array(text.replacingOccurrences(of: "0.00001", with: "22").utf8).coilRefusal(
      options)
    #expect(try #require(error).expected.contains("2147483647"))
    options.lsbFemtovolts = 0
    #expect(try #require(Array(text.utf8).coilRefusal(options)).field == "--volts")
  }

  @Test("I and Q make a balance; housekeeping is scaled to its integers")
  func balance() throws {
    let text = """
      # written by hand
      t;i1;q1;i2;q2;current_a;temperature_c;battery_v;flags
      0;1;2;3;4;0.5;25.125;12.6;3
      0.02;5;6;7;8;0.5;25.125;12.6;0
      """
    var file = try Array(text.utf8).coil(MadeCoil.balance(8_000, 24_000))
    guard case .inductionBalance(let frequencies) = file.shape.sensor else {
      Issue.record("no balance")
      return
    }
    #expect(frequencies == [8_000_000, 24_000_000] && file.shape.hasHousekeeping)
    var block = [Int32](repeating: 0, count: 8)
    var span = block.mutableSpan
    #expect(try file.read(into: &span).count == 2)
    #expect(block == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(file.sides.housekeeping == [500_000, 25_125, 12_600, 3, 500_000, 25_125, 12_600, 0])
  }

  @Test("Names on the command line stand over a heading, and name what has none")
  func columns() throws {
    var options = MadeCoil.gates
    options.columns = ["t", "g1", "g2", "ef", "-", "-", "-"]
    var file = try MadeCoil.csv().coil(options)
    #expect(!file.shape.hasTrack && file.warnings.contains { $0.field == "heading" })
    #expect(try DrainedCoil(&file).frames.count == 400)
    let bare = Array(MadeCoil.csv().drop { $0 != 10 }.dropFirst())
    var named = try bare.coil(options)
    #expect(try DrainedCoil(&named).frames.count == 400)
    options.columns = []
    #expect(try #require(bare.coilRefusal(options)).kind == .unknownFormat)
    options.format = "coil-csv"
    #expect(try #require(bare.coilRefusal(options)).advice.contains("--columns"))
  }

  /// A change of the made text, what of it is refused, and what the refusal says.
  struct Damage: Sendable {
    var old: String
    var new: String
    var field: String
    var words: String
  }

  static let damages = [
    Damage(old: "0.05,1005", new: "0.05,10,05", field: "line 7", words: "8 columns"),
    Damage(old: "0.05,1005", new: "0.05,", field: "line 7, column 2", words: "an empty cell"),
    Damage(old: "0.05,1005", new: "0.05,nan", field: "line 7, column 2", words: "\"nan\""),
    Damage(old: "0.05,1005", new: "0.05,inf", field: "line 7, column 2", words: "\"inf\""),
    Damage(old: "0.05,1005", new: "0.05,12.5", field: "line 7, column 2", words: "12.5"),
    Damage(
      old: "0.05,1005", new: "0.05,2147483648", field: "line 7, column 2", words: "2147483648"),
    Damage(old: "0.05,1005", new: "0.05,1e300", field: "line 7, column 2", words: "e+300"),
    Damage(
      old: "0.05,1005", new: "0.05,1005,9,9,9,9,9,9,9,9", field: "line 7", words: "15 columns"),
    Damage(
      old: "0.05,1005", new: "0.04,1005", field: "line 7, column t", words: "0.04 s after 0.04"),
    Damage(
      old: "0.05,1005", new: "0.01,1005", field: "line 7, column t", words: "0.01 s after 0.04"),
    Damage(old: "t,g1,g2", new: "t,g1,g3", field: "line 1", words: "g1 g3"),
    Damage(old: "t,g1,g2", new: "t,g1,g1", field: "line 1", words: "\"g1\" twice"),
    Damage(old: "t,g1,g2,ef", new: "t,g1,g2,gx", field: "line 1", words: "no column ef"),
    Damage(old: "t,g1,g2", new: "u,g1,g2", field: "content", words: "no reader"),
    Damage(old: "t,g1,g2,ef", new: "t,g1,i1,ef", field: "line 1", words: "beside"),
  ]

  @Test("What is wrong is refused with its line and column", arguments: damages)
  func refusals(damage: Damage) throws {
    let bytes = MadeCoil.csv().replacing(damage.old, damage.new)
    let error = try #require(bytes.coilRefusal(MadeCoil.gates))
    #expect(error.field == damage.field && error.found.contains(damage.words), "\(error)")
    #expect(!error.expected.isEmpty)
  }

  @Test("A decimal comma is refused by its name, behind any delimiter")
  func decimalCommas() throws {
    let text = MadeCoil.csv().replacing(",", ";").replacing("0.05;1005", "0.05;1005,5")
    let error = try #require(text.coilRefusal(MadeCoil.gates))
    #expect(error.expected.contains("decimal comma") && error.field == "line 7, column 2")
    let commas = MadeCoil.csv().replacing("0.05,1005", "0,05,1005")
    #expect(try #require(commas.coilRefusal(MadeCoil.gates)).advice.contains("decimal commas"))
  }

  @Test("Gates and volts that are missing or do not fit are asked for by their option")
  func figures() throws {
    let bytes = MadeCoil.csv()
    #expect(try #require(bytes.coilRefusal()).field == "--gates-us")
    var options = MadeCoil.gates
    options.lsbFemtovolts = 0
    #expect(try #require(bytes.coilRefusal(options)).field == "--lsb-volt")
    options = MadeCoil.gates
    options.gates.removeLast()
    #expect(try #require(bytes.coilRefusal(options)).found == "2 gates")
    options = MadeCoil.gates
    options.gates[1] = .init(startNanoseconds: 40, endNanoseconds: 20)
    #expect(try #require(bytes.coilRefusal(options)).expected.contains("a start before its end"))
  }

  @Test("A frame at the rails of 32 bits is flagged, and alone in its block")
  func rails() throws {
    var file = try MadeCoil.csv().replacing("0.05,1005", "0.05,2147483647").coil(MadeCoil.gates)
    let clipped = try DrainedCoil(&file).clipped
    #expect(clipped.count { $0 } == 1 && clipped[5])
  }
}
