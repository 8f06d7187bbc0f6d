import DetectorCore
import Foundation
import Recording
import Testing

@testable import sapper

@Suite("Report page")
struct ReportWriterTests {
  private func page(_ model: ReportModel) -> String {
    String(decoding: ReportWriter.write(model), as: UTF8.self)
  }

  private func data(_ model: ReportModel) throws -> [String: Any] {
    let json = Data(ReportData.json(model))
    return try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
  }

  private func count(_ needle: String, in text: String) -> Int {
    text.components(separatedBy: needle).count - 1
  }

  @Test("The same model gives the same bytes")
  func repeatable() {
    #expect(ReportWriter.write(ReportFixture.full()) == ReportWriter.write(ReportFixture.full()))
  }

  @Test("Text of a file stays text, wherever it stands")
  func hostile() {
    let text = page(ReportFixture.hostile())
    // The data, the cells and the program; a fourth would be the file's.
    #expect(count("<script", in: text) == 3)
    #expect(count("</script", in: text) == 3)
    for raw in ["<img", "<!--", "\u{2028}", "\u{202E}", "\u{0}", "\u{1B}"] {
      #expect(!text.contains(raw), "\(raw.debugDescription) is in the page")
    }
    #expect(text.contains("onerror=&quot;window.pwned=2&quot;&gt;&#39;&quot;&amp;&lt;!--⟨U+2028⟩"))
  }

  @Test("The data of a hostile file reads back as it was")
  func hostileData() throws {
    let model = ReportFixture.hostile()
    let truth = try #require(try data(model)["truth"] as? [[String: Any]])
    #expect(truth.map { $0["label"] as? String } == model.truth.map(\.label))
    #expect(truth[0]["depthMm"] == nil, "a depth that is no number is not given")
    #expect(truth[1]["radiusMm"] == nil, "a radius that is no number is not given")
  }

  @Test("No model makes the page name another place to load from")
  func noNetwork() {
    for model in [ReportFixture.full(), ReportFixture.empty()] {
      let text = page(model)
      for word in ["http://", "https://", "src=", "href=", "@import", "url(", "fetch(", "unsafe-"] {
        #expect(!text.contains(word), "\(word) is in the page")
      }
      #expect(text.contains("default-src 'none'"))
    }
  }

  @Test("The number that lets the script run depends on what the file says")
  func nonce() throws {
    func nonce(_ model: ReportModel) throws -> Substring {
      let text = page(model)
      let start = try #require(text.range(of: "'nonce-"))
      return text[start.upperBound...].prefix(32)
    }
    var other = ReportFixture.full()
    other.configuration += " "
    #expect(try nonce(ReportFixture.full()) != nonce(other))
    #expect(try nonce(other).allSatisfy(\.isHexDigit))
  }

  @Test("Every event has a row, and every mark is one of them")
  func rows() throws {
    for model in [ReportFixture.full(), ReportFixture.hostile(), ReportFixture.quiet()] {
      let text = page(model)
      #expect(count("<tr data-kind=", in: text) == model.events.count)
      let marks = try #require(try data(model)["marks"] as? [[String: Any]])
      #expect(marks.count == model.events.filter { $0.kind == .detection }.count)
    }
  }

  @Test("A line without echoes is never called clear")
  func quiet() {
    let text = page(ReportFixture.quiet())
    #expect(text.contains("No echo exceeded the threshold in the depths looked at."))
    #expect(text.contains("That does not show the ground is clear."))
  }

  @Test("A recording without a trace says that nothing was looked at")
  func empty() {
    let text = page(ReportFixture.empty())
    #expect(text.contains("No trace was read."))
    #expect(text.contains("Nothing was looked at: the recording holds no trace."))
    #expect(!text.contains("<canvas"))
    #expect(!text.contains("No echo exceeded the threshold in the depths looked at.</strong>"))
  }

  @Test("What could not have been seen stands in words")
  func sight() {
    let text = page(ReportFixture.full())
    for words in [
      "The first 4 cm lie inside the ground bounce.", "Anything deeper than 40 cm.",
      "only if it is at least 4 cm thick (centre frequency 1.20 GHz, header)",
      "On traces 216–232, 4.44–4.76 m: a reference mine would not have been seen",
      "6 traces before trace 150, at 2.98 m: nothing was seen there.",
      "6 traces lost in 1 gap", "Fault: ground bounce lost.",
    ] {
      #expect(text.contains(words), "missing: \(words)")
    }
  }

  @Test("A radar too coarse for mines is called no mine detector")
  func coarse() {
    var model = ReportFixture.full()
    #expect(!page(model).contains("is no mine detector"))
    model.smallestCasingMillimetres = 500
    model.centreFrequencyKilohertz = 100_000
    #expect(page(model).contains("At 100 MHz this is no mine detector"))
  }

  @Test("Distances count the traces that were lost")
  func distances() {
    let model = ReportFixture.full()
    #expect(model.distanceMillimetres(of: 149) == 2_980)
    #expect(model.distanceMillimetres(of: 150) == 3_120)
    #expect(model.lengthMillimetres == 4_900)
    #expect(ReportFixture.unplaced().distanceMillimetres(of: 149) == nil)
  }

  @Test("Figures at the rails of their type are written, not trapped")
  func rails() {
    var model = ReportFixture.full()
    model.events = ReportFixture.outOfRange()
    model.geometry.traceSpacingMicrometres = .max
    model.gaps = [TraceGap(beforeTrace: 10, lost: .max)]
    model.blind = [
      TraceStretch(from: .min, through: .max), TraceStretch(from: .max - 1, through: .max),
    ]
    model.depthGate = DepthGate(shallowestMillimetres: .min, deepestMillimetres: .max)
    #expect(page(model).contains("2147483"))
  }
}

@Suite("Report text")
struct ReportTextTests {
  @Test("Decimals round half away from zero and keep their places")
  func decimals() {
    #expect(Figure.decimal(1_234, digits: 3, places: 2) == "1.23")
    #expect(Figure.decimal(1_235, digits: 3, places: 2) == "1.24")
    #expect(Figure.decimal(-1_235, digits: 3, places: 2) == "−1.24")
    #expect(Figure.decimal(-4, digits: 3, places: 2) == "0.00")
    #expect(Figure.decimal(995, digits: 3, places: 2) == "1.00")
    #expect(Figure.decimal(7, digits: 0, places: 0) == "7")
    #expect(Figure.decimal(.min, digits: 0, places: 0).hasPrefix("−9"))
    #expect(Figure.decimal(12_345_678, digits: 3, places: 1) == "12\u{202F}345.7")
  }

  @Test("Depths are in centimetres up to a metre")
  func depths() {
    #expect(Figure.depth(millimetres: 42) == "4 cm")
    #expect(Figure.depth(millimetres: 999) == "100 cm")
    #expect(Figure.depth(millimetres: 1_500) == "1.50 m")
  }

  @Test("Base64 agrees with Foundation at every length")
  func base64() {
    for length in 0..<20 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 97 + 131) }
      let text = String(decoding: Base64.encoded(bytes), as: UTF8.self)
      #expect(text == Data(bytes).base64EncodedString())
    }
  }

  @Test(
    "Cells of both widths read back exactly",
    arguments: [
      [0, 1, -1, 32_767, -32_768], [0, 32_768, .max, .min, -1],
    ] as [[Int32]])
  func cells(values: [Int32]) throws {
    var picture = RadarPicture()
    picture.samplesPerTrace = values.count
    picture.cells = values
    let text = String(decoding: ReportData.cells(picture), as: UTF8.self)
    let bytes = try #require(Data(base64Encoded: text))
    let width = bytes.count / values.count
    #expect(width == (values.contains { Int16(exactly: $0) == nil } ? 4 : 2))
    for (index, value) in values.enumerated() {
      let part = bytes[index * width..<(index + 1) * width].reversed()
      let raw = part.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      #expect(
        (width == 4 ? Int32(bitPattern: raw) : Int32(Int16(truncatingIfNeeded: raw))) == value)
    }
  }
}
