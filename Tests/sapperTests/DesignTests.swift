import FilterDesign
import Foundation
import Testing

@testable import sapper

@Suite("Design")
struct DesignTests {
  private func filter(_ format: FixedFormat = .q15) throws -> DesignedFilter {
    try DesignedFilter.butterworth(order: 2, band: .low(to: 0.25), rate: nil, format: format)
  }

  @Test("A page names the filter, its coefficients in decimal and hexadecimal, and its poles")
  func page() throws {
    let page = DesignPage(filter: try filter(), floor: -80, unicode: true).text
    #expect(page.hasPrefix("Butterworth low-pass, order 2\n  passes up to 0.25 cycles a sample\n"))
    #expect(page.contains("Q15, post-shift 0: a value is its count over 2^15; feedback"))
    // 1 / (2 + √2) of full scale, and a2 = −(3 − 2√2), two's complement.
    #expect(page.contains("b0           0.292893219     9598  0x257E\n"))
    #expect(page.contains("a2          -0.171572875    -5622  0xEA0A\n"))
    #expect(page.contains("farthest pole      section 1, "))
    #expect(page.contains("proven input       "))
  }

  @Test("A page in ASCII holds nothing else, and both plots have their axes")
  func plots() throws {
    let band = DesignPage(
      filter: try DesignedFilter.butterworth(
        order: 3, band: .band(from: 0.1, to: 0.2), rate: 1_000, format: .q31),
      floor: -60, unicode: false
    ).text
    #expect(band.utf8.allSatisfy { $0 < 0x7F })
    #expect(band.contains(" +/- "))
    #expect(band.contains("500 Hz\n") && band.contains("\n    -60 |"))
    let braille = DesignPage(filter: try filter(), floor: -80, unicode: true).text
    #expect(braille.contains("\n      0 ┤⣀") && braille.contains(" └─"))
  }

  /// At the edge −3.01 dB lie in row ⌊(5 + 3.01) / 85 · 15⌋ = 1 of a plot from 5 to −80 dB.
  @Test("The curve passes −3 dB at the edge and falls from there")
  func curve() throws {
    let filter = try filter(.q31)
    let plot = DesignPlot(
      level: filter.quantised, floor: -80, unicode: false, end: "0.5", unit: "cycles a sample")
    let rows = plot.lines.map { Array($0.dropFirst(9)) }
    #expect(rows[0][0] == "*" && rows[1][32] == "*")
    #expect((2..<15).allSatisfy { rows[$0][32] != "*" })
    // A low-pass falls: the highest dot of a column is never above that of the one before.
    let tops = (0..<64).map { column in (0..<15).first { rows[$0][column] == "*" } ?? 15 }
    #expect(tops == tops.sorted() && tops[63] > 8)
  }

  @Test("A picture is whole, escapes nothing it should not, and holds both curves")
  func picture() throws {
    let bytes = DesignPicture(filter: try filter(), floor: -80).bytes
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix(DesignPicture.opening) && text.hasSuffix("</svg>\n"))
    #expect(text.components(separatedBy: "<polyline").count == 5)
    #expect(!text.contains("nan") && !text.contains("inf"))
  }

  @Test(
    "What cannot be designed or held is refused with 1 and words",
    arguments: [
      ["butterworth", "--pass-to", "0.001", "--format", "q15"],
      ["butterworth", "--pass-to", "600", "--rate", "1000"],
      ["butterworth", "--pass-to", "0.1", "--order", "17"],
      ["butterworth", "--pass-from", "0.2", "--pass-to", "0.1"],
      ["butterworth", "--pass-to", "nan"], ["butterworth", "--pass-to", "1e-8"],
      ["sinc", "--taps", "20", "--pass-from", "0.1"], ["sinc", "--taps", "0", "--pass-to", "0.1"],
      ["sinc", "--attenuation", "60", "--transition", "0.6", "--pass-to", "0.1"],
      ["sinc", "--taps", "9", "--window", "kaiser", "--shape", "99", "--pass-to", "0.1"],
    ])
  func refused(arguments: [String]) throws {
    let result = try Program.run(["design"] + arguments)
    #expect(result.status == 1 && result.output.isEmpty && !result.wasKilled)
    #expect(result.error.hasPrefix("sapper: design: "))
    #expect(result.error.contains(": found ") && result.error.contains(". Try: "))
  }

  @Test(
    "Wrong usage leaves with 64",
    arguments: [
      [], ["butterworth"], ["sinc", "--pass-to", "0.1"], ["butterworth", "--pass-to", "x"],
      ["butterworth", "--pass-to", "0.1", "--rate", "0"],
      ["butterworth", "--pass-to", "0.1", "--range", "0"],
      ["butterworth", "--pass-to", "0.1", "--format", "q7"],
      ["sinc", "--taps", "9", "--attenuation", "60", "--pass-to", "0.1"],
      ["sinc", "--attenuation", "60", "--pass-to", "0.1"],
      ["sinc", "--taps", "9", "--window", "kaiser", "--pass-to", "0.1"],
      ["sinc", "--taps", "9", "--shape", "4", "--pass-to", "0.1"],
    ])
  func usage(arguments: [String]) throws {
    let result = try Program.run(["design"] + arguments)
    // Without a design there is only help to give.
    #expect(result.status == (arguments.isEmpty ? 0 : 64))
    #expect(arguments.isEmpty || result.error.hasPrefix("sapper: "))
  }

  @Test("A picture replaces an earlier one and no other file, and the page follows it")
  func files() throws {
    let folder = try TemporaryFolder()
    let arguments = ["design", "butterworth", "--pass-to", "0.1", "--svg"]
    for _ in 0..<2 {
      let result = try Program.run(arguments + [folder.path("a.svg")])
      #expect(result.status == 0 && result.output.contains("section 2"))
    }
    let other = try folder.write("<svg/>", to: "b.svg")
    let refused = try Program.run(arguments + [other])
    #expect(refused.status == 1 && refused.output.isEmpty)
    #expect(try folder.text("b.svg") == "<svg/>")
  }
}
