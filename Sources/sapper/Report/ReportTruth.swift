import Recording

/// What is known to lie there, and how the detections score against it.
enum ReportTruth {
  static func write(_ model: ReportModel, to page: inout Markup) {
    guard !model.truth.isEmpty || !model.scoreLines.isEmpty else { return }
    page.tag(
      "<section aria-labelledby=\"truth-title\">\n<h2 id=\"truth-title\">Truth and score</h2>\n")
    if !model.scoreLines.isEmpty {
      page.tag("<ul class=\"score\">\n")
      for line in model.scoreLines { page.element("<li>", line, "</li>\n") }
      page.tag("</ul>\n")
    }
    if !model.truth.isEmpty { table(model, to: &page) }
    page.tag("</section>\n")
  }

  private static func table(_ model: ReportModel, to page: inout Markup) {
    page.tag(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"truth-title\">")
    page.tag(
      "\n<table id=\"truth\" class=\"sortable\">\n<caption>Objects known to lie there. A click ")
    page.tag("on a row shows its trace.</caption>\n<thead><tr>")
    page.tag("<th scope=\"col\">No.</th><th scope=\"col\">Object</th><th scope=\"col\">Class</th>")
    page.tag("<th scope=\"col\" class=\"number\">Trace</th>")
    page.tag("<th scope=\"col\" class=\"number\">At, m</th>")
    page.tag("<th scope=\"col\" class=\"number\">Top, cm</th>")
    page.tag("<th scope=\"col\" class=\"number\">Radius, cm</th></tr></thead>\n<tbody>\n")
    for (index, annotation) in model.truth.enumerated() {
      page.element("<tr data-trace=\"", String(middle(annotation)), "\"><td data-sort=\"")
      page.element("", String(index), "\">")
      page.element("T", String(index + 1), "</td>")
      row(annotation, model, to: &page)
    }
    page.tag("</tbody>\n</table>\n</div>\n")
  }

  private static func row(
    _ annotation: RecordingAnnotation, _ model: ReportModel, to page: inout Markup
  ) {
    let trace = middle(annotation)
    page.element("<td>", annotation.object ?? annotation.label, "</td>")
    page.element("<td>", annotation.targetClass.map(Wording.name) ?? "", "</td>")
    number(trace, Figure.count(trace), to: &page)
    let distance = model.distanceMillimetres(of: trace)
    number(distance, distance.map { Figure.decimal($0, digits: 3, places: 2) }, to: &page)
    for metres in [annotation.depthMetres, annotation.radiusMetres] {
      let millimetres = metres.flatMap(Wording.millimetres)
      number(millimetres, millimetres.map { Figure.decimal($0, digits: 1, places: 1) }, to: &page)
    }
    page.tag("</tr>\n")
  }

  private static func middle(_ annotation: RecordingAnnotation) -> Int64 {
    Figure.sum(annotation.sampleStart, (max(1, annotation.sampleCount) - 1) / 2)
  }

  private static func number(_ value: Int64?, _ text: String?, to page: inout Markup) {
    page.tag("<td class=\"number\"")
    if let value { page.element(" data-sort=\"", String(value), "\"") }
    page.element(">", text ?? "", "</td>")
  }
}
