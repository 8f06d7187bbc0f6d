import DetectorCore
import Recording

/// The top of the page: what was found, how far one may trust it, and what is wrong.
enum ReportHead {
  static func write(_ model: ReportModel, to page: inout Markup) {
    page.element("<header>\n<h1>", model.heading, "</h1>\n<p class=\"source\">")
    if !model.formatName.isEmpty { page.element("", model.formatName, " · ") }
    page.element("<span class=\"path\">", model.fileName, "</span>")
    if !model.version.isEmpty { page.element(" · sapper ", model.version, "") }
    page.tag("</p>\n")
    verdict(model, to: &page)
    figures(model, to: &page)
    page.tag("</header>\n")
    warnings(model, to: &page)
  }

  private static func verdict(_ model: ReportModel, to page: inout Markup) {
    let count = model.detections.count + model.eventsLeftOut
    if model.picture.traceCount == 0 {
      page.tag("<p class=\"verdict alert\"><strong>No trace was read.</strong> ")
      page.tag("Nothing was looked at, so nothing can be said of the ground.</p>\n")
    } else if count == 0 {
      page.tag("<p class=\"verdict\"><strong>No echo exceeded the threshold in the depths ")
      page.tag("looked at.</strong> That does not show the ground is clear.</p>\n")
    } else {
      page.tag("<p class=\"verdict found\"><strong>")
      page.text(Wording.plural(Int64(count), "echo", "echoes"))
      page.tag(" over the threshold.</strong> An echo says where and how deep, not what it is. ")
      page.tag("No echo elsewhere does not show that the ground is clear there.</p>\n")
    }
  }

  private static func figures(_ model: ReportModel, to page: inout Markup) {
    page.tag("<dl class=\"figures\">\n")
    figure("Echoes", Figure.count(Int64(model.detections.count)), to: &page)
    if let strongest = model.detections.max(by: { strength($0) < strength($1) }) {
      figure("Strongest", words(strongest), to: &page)
    }
    figure("Depth looked at", gateWords(model), to: &page)
    let traces = Wording.plural(model.picture.traceCount, "trace")
    let length = model.lengthMillimetres.map { Figure.metres(millimetres: $0) + ", " } ?? ""
    figure("Line", length + traces, to: &page)
    if !model.blind.isEmpty {
      figure("Radar blind", "\(model.percent(model.blind)) % of the line", to: &page)
    }
    if model.lostTraces > 0 {
      figure("Lost", Wording.plural(model.lostTraces, "trace"), to: &page)
    }
    if !model.faults.isEmpty { figure("Faults", String(model.faults.count), to: &page) }
    page.tag("</dl>\n")
  }

  private static func figure(_ name: String, _ value: String, to page: inout Markup) {
    page.element("<div><dt>", name, "</dt>")
    page.element("<dd>", value, "</dd></div>\n")
  }

  private static func strength(_ event: DetectionEvent) -> Int32 { event.strengthHundredths ?? 0 }

  private static func words(_ event: DetectionEvent) -> String {
    var words = "no. \(event.id)"
    if let strength = event.strengthHundredths {
      words += ", \(Figure.times(hundredths: Int64(strength))) threshold"
    }
    return words
  }

  private static func gateWords(_ model: ReportModel) -> String {
    guard let gate = model.depthGate else { return "not known" }
    let shallow = Figure.depth(millimetres: Int64(gate.shallowestMillimetres))
    return "\(shallow) to \(Figure.depth(millimetres: Int64(gate.deepestMillimetres)))"
  }

  private static func warnings(_ model: ReportModel, to page: inout Markup) {
    let own = ReportWarnings.all(model)
    guard !own.isEmpty || !model.warnings.isEmpty else { return }
    page.tag("<section class=\"warnings\" aria-labelledby=\"warnings-title\">\n")
    page.tag("<h2 id=\"warnings-title\">Before you trust this</h2>\n<ul>\n")
    for warning in own {
      page.element("<li>", warning.words, "")
      if let option = warning.option { page.element(" Give it with <code>", option, "</code>.") }
      page.tag("</li>\n")
    }
    for warning in model.warnings {
      page.element("<li>In the file, <b>", warning.field, "</b>: found ")
      page.element("", warning.found, "; ")
      page.element("", warning.assumed, ".")
      if warning.file != model.fileName {
        page.element(" <span class=\"path\">(", warning.file, ")</span>")
      }
      page.tag("</li>\n")
    }
    page.tag("</ul>\n</section>\n")
  }
}
