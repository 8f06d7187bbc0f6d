import FilterDesign
import Foundation

/// A response as an SVG picture: the design under what the numbers make of it.
struct DesignPicture {
  let filter: DesignedFilter
  /// The lowest level, dB.
  let floor: Int

  /// What such a picture begins with, by which an earlier one is known.
  static let opening = "<!-- sapper design -->\n"

  private static let (width, height) = (760.0, 400.0)
  private static let (left, right, top, bottom) = (64.0, 740.0, 64.0, 352.0)
  private static let points = 1_201

  /// The picture, UTF-8.
  var bytes: [UInt8] {
    var page = Markup()
    page.tag("<!-- sapper design -->\n")
    page.tag("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 400\" role=\"img\"")
    page.element(
      " aria-label=\"", filter.title, "\"\n  font-family=\"sans-serif\" font-size=\"13\">\n")
    page.tag("<rect width=\"760\" height=\"400\" fill=\"#ffffff\"/>\n")
    label(filter.title, at: (Self.left, 24), anchor: "start", to: &page)
    label(
      "passes \(filter.passes); \(filter.format.name)", at: (Self.left, 42), anchor: "start",
      to: &page)
    passBand(to: &page)
    grid(to: &page)
    page.element("<clipPath id=\"frame\"><rect x=\"", Self.place(Self.left), "\" ")
    page.element("y=\"", Self.place(Self.top), "\" ")
    page.element("width=\"", Self.place(Self.right - Self.left), "\" ")
    page.element("height=\"", Self.place(Self.bottom - Self.top), "\"/></clipPath>\n")
    page.tag("<g clip-path=\"url(#frame)\">\n")
    curve(filter.designed, colour: "#9a9a9a", width: "4", to: &page)
    curve(filter.quantised, colour: "#0b5fa5", width: "1.5", to: &page)
    page.tag("</g>\n")
    legend(to: &page)
    page.tag("</svg>\n")
    return page.bytes
  }

  private func x(_ frequency: Double) -> Double {
    Self.left + (Self.right - Self.left) * frequency / 0.5
  }

  private func y(_ level: Double) -> Double {
    let share = (DesignPlot.top - level) / (DesignPlot.top - Double(floor))
    // What lies below the floor is drawn below the frame, which cuts it off.
    return Self.top + (Self.bottom - Self.top) * min(max(share, 0), 1.2)
  }

  private func passBand(to page: inout Markup) {
    let (from, to) = filter.band.edges
    page.element("<rect x=\"", Self.place(x(from)), "\" ")
    page.element("y=\"", Self.place(Self.top), "\" ")
    page.element("width=\"", Self.place(x(to) - x(from)), "\" ")
    page.element("height=\"", Self.place(Self.bottom - Self.top), "\" fill=\"#eef4fa\"/>\n")
  }

  private func grid(to page: inout Markup) {
    let step = floor < -120 ? 40 : floor < -40 ? 20 : 10
    for level in stride(from: 0, through: floor, by: -step) {
      let place = y(Double(level))
      rule((Self.left, place), (Self.right, place), to: &page)
      label("\(level)", at: (Self.left - 8, place + 4), anchor: "end", to: &page)
    }
    for tenth in 0...5 {
      let place = x(Double(tenth) / 10)
      rule((place, Self.top), (place, Self.bottom), to: &page)
      let value = DesignPage.number(Double(tenth) / 10 * (filter.rate ?? 1))
      label(value, at: (place, Self.bottom + 18), anchor: "middle", to: &page)
    }
    let unit = filter.rate == nil ? "cycles a sample" : "Hz"
    label(unit, at: ((Self.left + Self.right) / 2, Self.bottom + 38), anchor: "middle", to: &page)
    label("dB", at: (Self.left - 8, Self.top - 8), anchor: "end", to: &page)
  }

  private func legend(to page: inout Markup) {
    for (row, entry) in [("#9a9a9a", "4", "designed"), ("#0b5fa5", "1.5", "quantised")].enumerated()
    {
      let place = Self.top + 18 + 18 * Double(row)
      let line =
        "\(Self.place(Self.right - 110)),\(Self.place(place)) "
        + "\(Self.place(Self.right - 84)),\(Self.place(place))"
      polyline(line, colour: entry.0, width: entry.1, to: &page)
      label(entry.2, at: (Self.right - 78, place + 4), anchor: "start", to: &page)
    }
  }

  private func curve(
    _ level: (Double) -> Double, colour: String, width: String, to page: inout Markup
  ) {
    let points = FrequencyResponse.grid(Self.points).map { frequency in
      "\(Self.place(x(frequency))),\(Self.place(y(level(frequency))))"
    }
    polyline(points.joined(separator: " "), colour: colour, width: width, to: &page)
  }

  private func polyline(_ points: String, colour: String, width: String, to page: inout Markup) {
    page.element("<polyline fill=\"none\" stroke=\"", colour, "\" ")
    page.element("stroke-width=\"", width, "\" stroke-linejoin=\"round\" ")
    page.element("points=\"", points, "\"/>\n")
  }

  private func rule(_ from: (Double, Double), _ to: (Double, Double), to page: inout Markup) {
    let path =
      "M\(Self.place(from.0)) \(Self.place(from.1))L\(Self.place(to.0)) \(Self.place(to.1))"
    page.element("<path d=\"", path, "\" stroke=\"#d5d5d5\"/>\n")
  }

  private func label(
    _ text: String, at place: (Double, Double), anchor: String, to page: inout Markup
  ) {
    page.element("<text x=\"", Self.place(place.0), "\" ")
    page.element("y=\"", Self.place(place.1), "\" ")
    page.element("text-anchor=\"", anchor, "\">")
    page.element("", text, "</text>\n")
  }

  private static func place(_ value: Double) -> String { String(format: "%.2f", value) }
}
