import FilterDesign
import Foundation

/// A design as text for a person: coefficients, what rounding did, the response.
struct DesignPage {
  let filter: DesignedFilter
  /// The lowest level of the plot, dB.
  let floor: Int
  /// Whether more than ASCII is shown.
  let unicode: Bool

  /// The page.
  var text: String {
    var lines = [filter.title, "  passes \(filter.passes)", "  \(scale)", ""]
    lines += coefficients
    lines += ["", "quantisation"]
    lines += quantisation.flatMap(Self.row)
    lines += ["", "response of the quantised filter"]
    lines += plot.lines
    let page = lines.joined(separator: "\n") + "\n"
    return unicode ? page : page.replacingOccurrences(of: "±", with: "+/-")
  }

  private var plot: DesignPlot {
    DesignPlot(
      level: filter.quantised, floor: Double(floor), unicode: unicode,
      end: Self.number(0.5 * (filter.rate ?? 1)),
      unit: filter.rate == nil ? "cycles a sample" : "Hz")
  }

  private var scale: String {
    let format = filter.format
    guard let shift = filter.postShift else {
      return "\(format.name): a value is its count over 2^\(format.fractionBits)"
    }
    let times = shift == 0 ? "" : " times \(1 << shift)"
    return "\(format.name), post-shift \(shift): a value is its count over "
      + "2^\(format.fractionBits)\(times); feedback a1, a2 is added"
  }

  private var coefficients: [String] {
    let countWidth = filter.format == .q15 ? 7 : 12
    return filter.groups.enumerated().flatMap { index, group in
      let name = filter.postShift == nil ? "taps" : "section \(index + 1)"
      let head =
        Text.left(name, 12) + Text.right("designed", 14) + Text.right("count", countWidth + 2)
        + "  " + "hex"
      return [head] + group.map { line($0, countWidth: countWidth) }
    }
  }

  private func line(_ each: DesignedFilter.Coefficient, countWidth: Int) -> String {
    let cells = [
      "  ", Text.left(each.name, 10), Text.right(Self.coefficient(each.designed), 14),
      Text.right("\(each.counts)", countWidth + 2), "  ",
      Self.hexadecimal(each.counts, filter.format.hexadecimalDigits),
    ]
    return cells.joined()
  }

  /// What rounding did, by name and words.
  private var quantisation: [(String, String)] {
    let report = filter.report
    var rows: [(String, String)] = []
    if let far = report.farthest {
      rows.append(
        (
          "farthest pole",
          "section \(far.section), \(Self.point(far.designed)): moved by "
            + Self.number(far.distance)
        ))
    }
    if let near = report.nearest {
      rows.append(
        (
          "nearest to circle",
          "section \(near.section), \(Self.point(near.quantised)): \(Self.number(near.margin)) inside"
        ))
    }
    rows.append(
      ("pass band", "changes by at most \(Self.number(report.passBand.deviationDecibels)) dB"))
    let begins = Self.number(report.stopBandDecibels)
    if let stop = report.stopBand {
      rows.append(
        (
          "stop band",
          "from where the design first falls to \(begins) dB: at most "
            + "\(Self.level(stop.quantisedDecibels)), \(Self.level(stop.designedDecibels)) designed; "
            + "rounding added \(Self.level(stop.deviationDecibels))"
        ))
    } else {
      rows.append(("stop band", "none: the design does not fall to \(begins) dB"))
    }
    rows.append(("proven input", proven))
    return rows
  }

  private var proven: String {
    let one = Int64(1) << Int64(filter.format.fractionBits)
    guard let largest = filter.provenInput, largest > 0 else {
      return "none: the core cannot prove that nothing saturates or wraps, and a pipeline does not"
        + " take it"
    }
    guard largest < one else { return "full scale: no input saturates or wraps" }
    return "up to \(largest) counts, \(Self.number(Double(largest) / Double(one))) of full scale:"
      + " nothing saturates or wraps"
  }

  private static func row(_ name: String, _ words: String) -> [String] {
    let lines = Text.wrapped(words, indent: "", width: 74)
    return lines.enumerated().map { index, line in
      "  " + Text.left(index == 0 ? name : "", 19) + line
    }
  }

  private static func point(_ pole: Complex) -> String {
    let real = number(pole.real)
    return pole.imaginary == 0 ? real : "\(real) ± \(number(abs(pole.imaginary)))j"
  }

  private static func level(_ decibels: Double) -> String {
    decibels <= FrequencyResponse.lowestDecibels
      ? "nothing" : String(format: "%.2f dB", decibels)
  }

  private static func coefficient(_ value: Double) -> String { String(format: "%.9g", value) }

  /// Four significant digits.
  static func number(_ value: Double) -> String { String(format: "%.4g", value) }

  /// Two's complement.
  private static func hexadecimal(_ counts: Int64, _ digits: Int) -> String {
    let bits = UInt64(bitPattern: counts) & (UInt64(1) << UInt64(4 * digits) - 1)
    let text = String(bits, radix: 16, uppercase: true)
    return "0x" + String(repeating: "0", count: digits - text.count) + text
  }
}
