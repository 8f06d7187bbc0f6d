/// What was looked at, and what could not have been seen.
enum ReportSight {
  /// Stretches listed by name at the most; the rest is counted.
  private static let stretchesMax = 40

  static func write(_ model: ReportModel, to page: inout Markup) {
    page.tag("<section class=\"sight\" aria-labelledby=\"sight-title\">\n<h2 id=\"sight-title\">")
    page.tag("What was looked at, and what could not have been seen</h2>\n")
    guard model.picture.traceCount > 0 else {
      page.tag("<p>Nothing was looked at: the recording holds no trace.</p>\n</section>\n")
      return
    }
    page.tag("<dl class=\"sight\">\n")
    lookedAt(model, to: &page)
    depths(model, to: &page)
    resolution(model, to: &page)
    stretches("Radar blind", model.blind, model, to: &page) {
      "a reference mine would not have been seen, so the absence of an echo proves nothing"
    }
    gaps(model, to: &page)
    stretches("Not settled", model.settling, model, to: &page) {
      "the detector was still learning the ground, so silence proves nothing"
    }
    stretches("Overloaded", model.saturated, model, to: &page) {
      "the converter was at its rail. Treat an overload as an alarm"
    }
    page.tag("<div><dt>Everywhere else</dt><dd>No echo means that nothing reflected more than the ")
    page.tag("threshold at the depths looked at. A plastic mine in dry soil can reflect less. ")
    page.tag("<strong>This report never shows that ground is clear.</strong></dd></div>\n")
    page.tag("</dl>\n</section>\n")
  }

  private static func lookedAt(_ model: ReportModel, to page: inout Markup) {
    page.tag("<div><dt>Looked at</dt><dd>")
    page.text(Wording.plural(model.picture.traceCount, "trace"))
    if let length = model.lengthMillimetres {
      page.element(" along ", Figure.metres(millimetres: length), "")
    }
    if let gate = model.depthGate {
      page.element(", from ", Figure.depth(millimetres: Int64(gate.shallowestMillimetres)), " to ")
      page.element(
        "", Figure.depth(millimetres: Int64(gate.deepestMillimetres)), " below the surface")
    }
    let speed = Int64(model.geometry.waveSpeedMicrometresPerNanosecond)
    if speed > 0 {
      page.element(
        ", if waves travel at ", Figure.decimal(speed, digits: 6, places: 3), " m/ns in this soil")
      if !model.geometry.waveSpeedOrigin.isEmpty {
        page.element(" (", model.geometry.waveSpeedOrigin, ")")
      }
      page.tag(". In wetter soil they are slower and every depth is less than stated")
    }
    page.tag(".</dd></div>\n")
  }

  private static func depths(_ model: ReportModel, to page: inout Markup) {
    guard let gate = model.depthGate else {
      page.tag("<div><dt>Depths</dt><dd>The depths that were looked at are not known.</dd></div>\n")
      return
    }
    page.tag("<div><dt>Not seen</dt><dd>The first ")
    page.text(Figure.depth(millimetres: Int64(gate.shallowestMillimetres)))
    page.tag(" lie inside the ground bounce. An object there is not seen; that is not the same as ")
    page.tag("clear.</dd></div>\n<div><dt>Not looked at</dt><dd>Anything deeper than ")
    page.element(
      "", Figure.depth(millimetres: Int64(gate.deepestMillimetres)), ".</dd></div>\n")
  }

  private static func resolution(_ model: ReportModel, to page: inout Markup) {
    guard model.smallestCasingMillimetres > 0 else { return }
    page.tag("<div><dt>Told apart</dt><dd>The top and the bottom of a casing give two echoes only ")
    page.tag("if it is at least ")
    page.text(Figure.depth(millimetres: Int64(model.smallestCasingMillimetres)))
    page.tag(" thick")
    if model.centreFrequencyKilohertz > 0 {
      page.element(
        " (centre frequency ", Figure.frequency(kilohertz: model.centreFrequencyKilohertz), "")
      if !model.centreFrequencyOrigin.isEmpty {
        page.element(", ", model.centreFrequencyOrigin, "")
      }
      page.tag(")")
    }
    page.tag(". A thinner one gives one echo, or none.</dd></div>\n")
  }

  private static func stretches(
    _ name: String, _ stretches: [TraceStretch], _ model: ReportModel, to page: inout Markup,
    meaning: () -> String
  ) {
    guard !stretches.isEmpty else { return }
    page.element("<div><dt>", name, "</dt><dd>")
    page.tag("On ")
    page.text(stretches.prefix(stretchesMax).map { model.words($0) }.joined(separator: "; "))
    if stretches.count > stretchesMax {
      page.element("; and ", Figure.count(Int64(stretches.count - stretchesMax)), " more")
    }
    page.element(": ", meaning(), ".</dd></div>\n")
  }

  private static func gaps(_ model: ReportModel, to page: inout Markup) {
    guard !model.gaps.isEmpty else { return }
    page.tag("<div><dt>Lost</dt><dd>")
    let words = model.gaps.prefix(stretchesMax).map { gap in
      let at = model.distanceMillimetres(of: gap.beforeTrace - 1).map {
        ", at \(Figure.decimal($0, digits: 3, places: 2)) m"
      }
      return "\(Wording.plural(gap.lost, "trace")) before trace \(Figure.count(gap.beforeTrace))"
        + (at ?? "")
    }
    page.text(words.joined(separator: "; "))
    if model.gaps.count > stretchesMax {
      page.element("; and ", Figure.count(Int64(model.gaps.count - stretchesMax)), " more")
    }
    page.tag(": nothing was seen there. Sweep these places again.</dd></div>\n")
  }
}
