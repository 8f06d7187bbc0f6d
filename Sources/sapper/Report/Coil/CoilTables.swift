import DetectorCore
import Recording
import Scoring

/// The tables of a coil's page: objects, what is known to lie there, the working points, faults.
enum CoilTables {
  static func write(_ model: CoilModel, to page: inout Markup) {
    objects(model, to: &page)
    truth(model, to: &page)
    troubles(model, to: &page)
  }

  /// What was marked, in order of emission.
  static func objects(_ model: CoilModel) -> [DetectionEvent] {
    model.common.events.filter { $0.kind == .object }
  }

  private static func objects(_ model: CoilModel, to page: inout Markup) {
    let objects = objects(model)
    page.tag("<section aria-labelledby=\"objects-title\">\n<h2 id=\"objects-title\">")
    page.tag("What was marked</h2>\n")
    guard !objects.isEmpty else {
      page.tag("<p class=\"empty\">Nothing.</p>\n</section>\n")
      return
    }
    var heads = ["No.", "Sensor", "East, m", "North, m", "Strength", "Passes", "Class", "Do"]
    if model.isBalance { heads.append("Target ID") }
    open("objects", "A click on a row shows its moment.", heads, numbers: 2...5, to: &page)
    for event in objects {
      row(sample: event.sensor == .induction ? event.sample : nil, model, to: &page)
      cell("\(event.id)", sort: Int64(event.id), to: &page)
      cell(event.sensor.map(Wording.name) ?? "", to: &page)
      metres(event.position?.eastMillimetres, to: &page)
      metres(event.position?.northMillimetres, to: &page)
      let strength = event.strengthHundredths.map(Int64.init)
      number(strength.map { Figure.times(hundredths: $0) }, sort: strength, to: &page)
      let passes = event.members.map { Int64($0.count) }
      number(passes.map { Figure.count($0) }, sort: passes, to: &page)
      let share = event.confidenceHundredths.map { " \($0) %" } ?? ""
      cell((event.targetClass.map(Wording.name) ?? "unknown") + share, to: &page)
      cell(event.action.map(Wording.name) ?? "", to: &page)
      if model.isBalance {
        let number = event.targetID.map(Int64.init)
        cell(number.map { Figure.count($0) } ?? "", sort: number ?? -1, to: &page)
      }
      page.tag("</tr>\n")
    }
    page.tag("</tbody>\n</table>\n</div>\n</section>\n")
  }

  private static func truth(_ model: CoilModel, to page: inout Markup) {
    guard let score = model.score else { return }
    page.tag("<section aria-labelledby=\"truth-title\">\n<h2 id=\"truth-title\">")
    page.tag("Truth and score</h2>\n<ul class=\"score\">\n")
    for line in lines(score) { page.element("<li>", line, "</li>\n") }
    page.tag("</ul>\n")
    open(
      "truth", "What is known to lie there. Peak is the chain's statistic in its halo.",
      ["Object", "Class", "East, m", "North, m", "Top, cm", "Peak", "Found by", "Off, cm"],
      numbers: 2...7, to: &page)
    for finding in score.result.findings {
      row(sample: nil, model, to: &page)
      cell(finding.object.name, to: &page)
      cell(Wording.name(finding.object.targetClass), to: &page)
      number(finding.object.point.east, places: 2, to: &page)
      number(finding.object.point.north, places: 2, to: &page)
      number(finding.object.depthMetres.map { $0 * 100 }, places: 1, to: &page)
      number(finding.peakStatistic, places: 1, to: &page)
      number(
        finding.alarm.map { "no. \($0.id)" } ?? "missed", sort: finding.alarm.map { Int64($0.id) },
        to: &page)
      number(finding.errorMetres.map { $0 * 100 }, places: 1, to: &page)
      page.tag("</tr>\n")
    }
    page.tag("</tbody>\n</table>\n</div>\n")
    if score.receiverCurve.count > 2 {
      page.tag("<h2>Found against false, at higher thresholds</h2>\n<div id=\"curve\" ")
      page.tag("class=\"plot\"><canvas role=\"img\" aria-label=\"Share of hazards found against ")
      page.tag("false alarms to a square metre\"></canvas></div>\n")
    }
    page.tag("</section>\n")
  }

  /// The score in sentences.
  static func lines(_ score: Score) -> [String] {
    let hazards = score.hazards
    let bounds = hazards.bounds
    var lines = [
      "\(hazards.hits) of \(hazards.count) hazards found (95 %: "
        + "\(SuitePage.fixed(bounds.lower * 100, 1)) to \(SuitePage.fixed(bounds.upper * 100, 1)) "
        + "of 100); a blind comb finds \(score.combHazards.hits)"
    ]
    func add(_ words: String, _ rate: FalseRate?) {
      guard let rate, let value = rate.rate, let bounds = rate.bounds else { return }
      lines.append(
        "\(rate.count) false alarms \(words): \(SuitePage.fixed(value, 2)) to a square metre "
          + "(95 %: \(SuitePage.fixed(bounds.lower, 2)) to \(SuitePage.fixed(bounds.upper, 2)))")
    }
    add("beside those on metal clutter", score.falsePerSquareMetre)
    add("with those on metal clutter", score.falseWithClutterPerSquareMetre)
    if let error = score.meanErrorMetres, let each = score.alarmsPerObject {
      lines.append(
        "pinpointed to \(SuitePage.fixed(error * 100, 1)) cm in the mean, "
          + "\(SuitePage.fixed(each, 2)) alarms to an object that was found")
    }
    return lines
  }

  private static func troubles(_ model: CoilModel, to page: inout Markup) {
    let events = model.common.events.filter { event in
      event.kind == .fault
        || (event.kind == .gap && event.lost ?? 0 >= EventRow.Style.feltFrames)
    }
    guard !events.isEmpty else { return }
    page.tag("<section aria-labelledby=\"faults-title\">\n<h2 id=\"faults-title\">")
    page.tag("Faults and gaps</h2>\n")
    open("faults", "", ["No.", "What", "Frame", "Time, s"], numbers: 2...3, to: &page)
    for event in events {
      row(sample: event.sensor == .induction ? event.sample : nil, model, to: &page)
      cell("\(event.id)", sort: Int64(event.id), to: &page)
      cell(Wording.note(event), to: &page)
      number(event.sample.map { Figure.count($0) }, sort: event.sample, to: &page)
      let time = event.timeMicroseconds
      number(Figure.decimal(time, digits: 6, places: 2), sort: time, to: &page)
      page.tag("</tr>\n")
    }
    page.tag("</tbody>\n</table>\n</div>\n</section>\n")
  }

  private static func open(
    _ id: String, _ caption: String, _ heads: [String], numbers: ClosedRange<Int>,
    to page: inout Markup
  ) {
    page.element("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"", id, "")
    page.element("-title\">\n<table id=\"", id, "\" class=\"sortable\">\n")
    if !caption.isEmpty { page.element("<caption>", caption, "</caption>\n") }
    page.tag("<thead><tr>")
    for (index, head) in heads.enumerated() {
      if numbers.contains(index) {
        page.element("<th scope=\"col\" class=\"number\">", head, "</th>")
      } else {
        page.element("<th scope=\"col\">", head, "</th>")
      }
    }
    page.tag("</tr></thead>\n<tbody>\n")
  }

  private static func row(sample: Int64?, _ model: CoilModel, to page: inout Markup) {
    guard let sample else { return page.tag("<tr>") }
    page.element("<tr data-trace=\"", String(model.sweep.column(ofSample: sample)), "\">")
  }

  private static func cell(_ text: String, sort: Int64? = nil, to page: inout Markup) {
    guard let sort else { return page.element("<td>", text, "</td>") }
    page.element("<td data-sort=\"", String(sort), "\">")
    page.element("", text, "</td>")
  }

  private static func number(_ text: String?, sort: Int64?, to page: inout Markup) {
    page.tag("<td class=\"number\"")
    if let sort { page.element(" data-sort=\"", String(sort), "\"") }
    page.element(">", text ?? "", "</td>")
  }

  private static func number(_ value: Double?, places: Int, to page: inout Markup) {
    number(
      value.map { SuitePage.fixed($0, places) }, sort: value.map { Int64(($0 * 1_000).rounded()) },
      to: &page)
  }

  private static func metres(_ millimetres: Int32?, to page: inout Markup) {
    let value = millimetres.map(Int64.init)
    number(value.map { Figure.decimal($0, digits: 3, places: 2) }, sort: value, to: &page)
  }
}
