import DetectorCore
import Foundation
import Recording
import Testing

@testable import sapper

@Suite("Exports of the program")
struct ExportCommandTests {
  /// A line of 48 traces with a ground bounce and an echo that moves, as SEG-Y.
  private func line(in folder: TemporaryFolder, traces: Int = 48) throws -> String {
    var description = RadarDescription(samplesPerTrace: 96, sampleIntervalFemtoseconds: 100_000)
    description.traceSpacingMicrometres = 20_000
    description.centreFrequencyKilohertz = 1_500_000
    (description.railLow, description.railHigh) = (-32_768, 32_767)
    let path = folder.path("line.sgy")
    let line = RadarLine(description: description, origin: "made", treatment: [])
    var export = try RadarExport(
      path: path, as: .segy, line: line, form: RadarSampleForm(.int16))
    for trace in 0..<traces {
      let depth = 40 + (trace - 24) * (trace - 24) / 30
      let samples = (0..<96).map { index -> Int32 in
        let pulse = abs(index - 12) < 4 ? 9_000 - 1_200 * abs(index - 12) : 0
        let echo = abs(index - depth) < 3 ? 900 - 250 * abs(index - depth) : 0
        return Int32(pulse + echo + (trace * 7 + index * 13) % 5)
      }
      try export.append(
        samples.span, header: BlockHeader(count: 1, index: Int64(trace), sequence: Int64(trace)))
    }
    _ = try export.finish(marks: [], positions: [])
    return path
  }

  @Test("The processed section has the shape, interval and spacing of the chain's steps")
  func processed() throws {
    let folder = try TemporaryFolder()
    let input = try line(in: folder)
    let output = folder.path("section.sgy")
    let run = try Program.run(["export", input, "-o", output, "--processed"])
    #expect(run.status == 0 && run.output == output + "\n")
    #expect(run.error.contains("SEG-Y of the processed section: 48 traces"))
    let source = try SEGYReader.open(path: input)
    let settings = try RadarSettings(description: source.description)
    let section = try SEGYReader.open(path: output)
    #expect(section.traceCount == 48 / Int64(settings.stack))
    #expect(Int(section.description.samplesPerTrace) == settings.samplesPerStep)
    #expect(
      section.description.sampleIntervalFemtoseconds == settings.stepIntervalFemtoseconds)
    #expect(section.description.traceSpacingMicrometres == settings.stepMicrometres)
  }

  @Test("The section is what the chain detects on, trace by trace, however it is read")
  func section() throws {
    let folder = try TemporaryFolder()
    var source: any RadarFile = try SEGYReader.open(path: line(in: folder))
    let settings = try RadarSettings(description: source.description)
    var reader = SectionReader(settings: settings)
    var rows: [[Int32]] = []
    try reader.run(&source) { _, row, header throws(RecordingError) in
      #expect(header.sequence == Int64(rows.count))
      rows.append((0..<row.count).map { row[$0] })
    }
    #expect(rows.count == 48 && rows.allSatisfy { $0.count == settings.samplesPerStep })
    // The first step is the background itself; what every trace has in common stays gone, an echo not.
    #expect(rows[0].allSatisfy { $0 == 0 })
    let bounce = 12 / settings.decimation
    let echo = rows[24].map { Int($0.magnitude) }.max() ?? 0
    #expect(echo > 10 * Int(rows[47][bounce].magnitude))
    #expect(reader.steps.place(of: 30) == 30 && reader.reacquisitions == 0)
  }

  @Test("An export replaces an earlier one and nothing else, and never its input")
  func places() throws {
    let folder = try TemporaryFolder()
    let input = try line(in: folder)
    for ending in ["sgy", "dt1", "csv", "png"] {
      let output = folder.path("out." + ending)
      #expect(try Program.run(["export", input, "-o", output]).status == 0)
      #expect(try Program.run(["export", input, "-o", output]).status == 0)
      let other = try folder.write("something else, 4 bytes and more", to: "other." + ending)
      let run = try Program.run(["export", input, "-o", other])
      #expect(run.status == 1 && run.error.contains("did not export"))
      #expect(try folder.text("other." + ending) == "something else, 4 bytes and more")
    }
    let own = try Program.run(["export", input, "-o", input])
    #expect(own.status == 1 && own.error.contains("the input itself"))
    _ = try folder.write("x", to: "two.hd")
    #expect(try Program.run(["export", input, "-o", folder.path("two.dt1")]).status == 1)
  }

  @Test("What cannot be meant is wrong usage")
  func usage() throws {
    let folder = try TemporaryFolder()
    let input = try line(in: folder)
    for arguments in [
      ["-o", "x.png", "--sample", "int16"], ["-o", "x.csv", "--sample", "int16"], ["-o", "x.xyz"],
      ["-o", "x.sgy", "--scale", "none"], ["-o", "x.sgy", "--scale", "0"],
      ["-o", "x.png", "--palette", "pink"], ["-o", "x.sgy", "--raw", "--processed"],
    ] {
      #expect(try Program.run(["export", input] + arguments).status == 64, "\(arguments)")
    }
  }

  @Test("Checksums are those of the standards")
  func checksums() {
    #expect(PNGFile.crc(Array("123456789".utf8)[...]) == 0xCBF4_3926)
    #expect(Deflate.adler(Array("Wikipedia".utf8)) == 0x11E6_0398)
  }

  /// Reads one block of fixed codes, as RFC 1951 writes it.
  private func inflated(_ bytes: [UInt8]) -> [UInt8] {
    var place = 16
    var out: [UInt8] = []
    func bit() -> Int {
      defer { place += 1 }
      return Int(bytes[place / 8] >> UInt8(place % 8)) & 1
    }
    func bits(_ count: Int) -> Int { (0..<count).reduce(0) { $0 | bit() << $1 } }
    func code(_ count: Int, from start: Int = 0) -> Int {
      (0..<count).reduce(start) { code, _ in code << 1 | bit() }
    }
    guard bits(3) == 3 else { return [] }
    while true {
      var symbol = code(7)
      if symbol <= 0x17 {
        symbol += 256
      } else {
        symbol = code(1, from: symbol)
        if symbol >= 0xC8 {
          symbol = code(1, from: symbol) - 0x190 + 144
        } else {
          symbol = symbol >= 0xC0 ? symbol - 0xC0 + 280 : symbol - 0x30
        }
      }
      if symbol == 256 { return out }
      guard symbol > 256 else {
        out.append(UInt8(symbol))
        continue
      }
      let group = symbol - 257
      let extra = group < 8 || symbol == 285 ? 0 : group / 4 - 1
      var length = group < 8 ? group + 3 : ((4 + group % 4) << extra) + 3 + bits(extra)
      if symbol == 285 { length = 258 }
      let far = code(5)
      let more = far < 4 ? 0 : far / 2 - 1
      let distance = far < 4 ? far + 1 : ((2 + far % 2) << more) + 1 + bits(more)
      for _ in 0..<length { out.append(out[out.count - distance]) }
    }
  }

  @Test("What is compressed comes back, whether it repeats or not", arguments: 0..<24)
  func deflate(seed: Int) {
    var state = UInt64(seed) &+ 1
    var source: [UInt8] = []
    let period = [1, 2, 3, 7, 300, 32_768, 40_000, 100_000][seed % 8]
    for index in 0..<(seed % 5 == 0 ? seed : 70_000) {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let fresh = UInt8(truncatingIfNeeded: state >> 56)
      source.append(index >= period ? source[index - period] : fresh)
    }
    #expect(inflated(Deflate.zlib(source)) == source)
  }

  @Test("Ticks are round, within their range and no more than asked for")
  func ticks() {
    #expect(
      SectionPicture.ticks(from: 0, to: 12_000_000, atMost: 6)
        == [0, 2_000_000, 4_000_000, 6_000_000, 8_000_000, 10_000_000, 12_000_000])
    #expect(SectionPicture.ticks(from: -500_000, to: 900_000, atMost: 3) == [-500_000, 0, 500_000])
    #expect(SectionPicture.ticks(from: 1, to: 1, atMost: 3).isEmpty)
  }
}
