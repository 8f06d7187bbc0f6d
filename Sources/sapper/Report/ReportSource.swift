import Recording

/// Where it all came from: the file's own words, the configuration in force, the command.
enum ReportSource {
  static func write(_ model: ReportModel, to page: inout Markup) {
    page.tag("<section aria-labelledby=\"facts-title\">\n<h2 id=\"facts-title\">")
    page.tag("What the file says of itself</h2>\n")
    facts(model, to: &page)
    page.tag("</section>\n")
    if !model.configuration.isEmpty {
      page.tag("<section aria-labelledby=\"settings-title\">\n<h2 id=\"settings-title\">")
      page.tag("The configuration used</h2>\n<details open><summary>INI text in force</summary>\n")
      page.element("<pre class=\"text\" tabindex=\"0\">", model.configuration, "</pre>\n")
      page.tag("</details>\n</section>\n")
    }
    page.tag("<section aria-labelledby=\"again-title\">\n<h2 id=\"again-title\">")
    page.tag("How to make this report again</h2>\n")
    if model.command.isEmpty {
      page.tag("<p class=\"empty\">The command is not known.</p>\n")
    } else {
      page.element("<pre class=\"text command\" tabindex=\"0\">", model.command, "</pre>\n")
    }
    page.tag("<p class=\"note\">The same recording, configuration and version give the same bytes.")
    page.tag("</p>\n</section>\n")
  }

  private static func facts(_ model: ReportModel, to page: inout Markup) {
    guard !model.facts.isEmpty else {
      page.tag("<p class=\"empty\">Nothing was noted.</p>\n")
      return
    }
    page.tag(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"facts-title\">")
    page.tag("\n<table class=\"facts\">\n<thead><tr><th scope=\"col\">What</th>")
    page.tag("<th scope=\"col\">Value</th><th scope=\"col\">From</th></tr></thead>\n<tbody>\n")
    for fact in model.facts {
      page.element("<tr><th scope=\"row\">", fact.name, "</th><td>")
      page.text(fact.unit.isEmpty ? fact.value : fact.value + "\u{A0}" + fact.unit)
      page.element("</td><td>", fact.origin, "</td></tr>\n")
    }
    page.tag("</tbody>\n</table>\n</div>\n")
  }
}
