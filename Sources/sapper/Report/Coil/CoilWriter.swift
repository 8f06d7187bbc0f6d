import DetectorCore
import Recording
import Scoring

/// Writes the report of a coil as one self-contained page, by the rules of every report.
enum CoilWriter {
  /// The page, UTF-8. The same model gives the same bytes.
  static func write(_ model: CoilModel) -> [UInt8] {
    var body = Markup()
    head(model, to: &body)
    plan(model, to: &body)
    sweep(model, to: &body)
    if model.isBalance { plane(model, to: &body) }
    CoilTables.write(model, to: &body)
    ReportSource.write(model.common, to: &body)
    return ReportWriter.page(
      heading: model.common.heading, body: body.bytes, data: CoilData.json(model), cells: [],
      script: [
        PackageResources.colour_js, PackageResources.axes_js, PackageResources.table_js,
        PackageResources.coilplot_js, PackageResources.plane_js, PackageResources.coil_js,
      ])
  }

  private static func head(_ model: CoilModel, to page: inout Markup) {
    let objects = CoilTables.objects(model)
    page.element("<h1>", model.common.heading, "</h1>\n")
    page.element("<p class=\"source\">", model.common.formatName, ", ")
    page.element("<span class=\"path\">", model.common.fileName, "</span>, sapper ")
    page.element("", model.common.version, "</p>\n")
    if model.sweep.columns.isEmpty {
      page.tag("<p class=\"verdict alert\"><strong>No frame was read.</strong> Nothing was looked ")
      page.tag("at, so nothing can be said of the ground.</p>\n")
    } else if objects.isEmpty {
      page.tag("<p class=\"verdict\"><strong>Nothing exceeded the threshold.</strong> That does ")
      page.tag("not show the ground is clear: weaker metal, and what has none, is not heard.</p>\n")
    } else {
      page.tag("<p class=\"verdict found\"><strong>")
      page.text(Wording.plural(Int64(objects.count), "object"))
      page.tag(" marked.</strong> A class describes and ranks; unknown is a hazard. Silence ")
      page.tag("elsewhere does not show that the ground is clear there.</p>\n")
    }
    page.tag("<dl class=\"figures\">\n")
    for (name, value) in model.summary {
      page.element("<div><dt>", name, "</dt>")
      page.element("<dd>", value, "</dd></div>\n")
    }
    page.tag("</dl>\n")
    warnings(model, to: &page)
  }

  private static func warnings(_ model: CoilModel, to page: inout Markup) {
    var lines = faults(model)
    if !model.hasTrack {
      lines.append(
        model.isBalance
          ? "There is no track: nothing has a place, and each alarm is an object of its own."
          : "There is no track: the way is reckoned with an assumed speed, and nothing has a place."
      )
    }
    if model.common.eventsLeftOut > 0 {
      lines.append(
        "\(Figure.count(Int64(model.common.eventsLeftOut))) further events are not listed here.")
    }
    if model.isDual {
      lines.append("The radar's own picture is another page: sapper report --sensor radar.")
    }
    guard !lines.isEmpty || !model.common.warnings.isEmpty else { return }
    page.tag("<section class=\"warnings\" aria-labelledby=\"warnings-title\">\n")
    page.tag("<h2 id=\"warnings-title\">Before you trust this</h2>\n<ul>\n")
    for line in lines { page.element("<li>", line, "</li>\n") }
    for warning in model.common.warnings {
      page.element("<li>In the file, <b>", warning.field, "</b>: found ")
      page.element("", warning.found, "; ")
      page.element("", warning.assumed, ".</li>\n")
    }
    page.tag("</ul>\n</section>\n")
  }

  private static func faults(_ model: CoilModel) -> [String] {
    var counts: [(fault: Fault, count: Int64)] = []
    for event in model.common.faults {
      guard let fault = event.fault else { continue }
      if let index = counts.firstIndex(where: { $0.fault == fault }) {
        counts[index].count += 1
      } else {
        counts.append((fault, 1))
      }
    }
    return counts.map { each in
      let times = each.count == 1 ? "" : ", \(Figure.count(each.count)) times"
      return "Fault: \(Wording.name(each.fault))\(times). While it lasted, silence proves nothing."
    }
  }

  private static func plane(_ model: CoilModel, to page: inout Markup) {
    page.tag("<section class=\"picture\" aria-labelledby=\"plane-title\">\n")
    page.tag("<h2 id=\"plane-title\">The plane of I and Q</h2>\n")
    guard !model.sweep.loops.isEmpty else {
      page.tag("<p class=\"empty\">No pass stood out.</p>\n</section>\n")
      return
    }
    let name = model.bandNames.first ?? ""
    page.tag("<div id=\"plane\" class=\"plot\"><canvas role=\"img\" aria-label=\"")
    page.element("Passes over things in the plane of I and Q at ", name, "\"></canvas></div>\n")
    page.element("<p class=\"note\">Each line is the strongest pass over an object at ", name, ", ")
    page.tag("from the ground beside it out to its peak and back, with its number and target ID. ")
    page.tag("The direction is the phase, the distance from the middle is logarithmic. A target ")
    page.tag("ID runs from 0, ferrite, to 99, a perfect conductor. <b>It tells no mine from ")
    page.tag("scrap:</b> a large steel case has the number of aluminium, a gram of steel that of ")
    page.tag("soil. It changes no alarm and no class.</p>\n</section>\n")
  }

  private static func plan(_ model: CoilModel, to page: inout Markup) {
    page.tag("<section class=\"picture\" aria-labelledby=\"plan-title\">\n")
    page.tag("<h2 id=\"plan-title\">The ground, seen from above</h2>\n")
    guard model.hasTrack, !model.sweep.columns.isEmpty else {
      page.tag("<p class=\"empty\">Without a track there is no place to draw.</p>\n</section>\n")
      return
    }
    page.tag("<div id=\"plan\" class=\"plot\"><canvas role=\"img\" aria-label=\"")
    page.tag("Plan of the track with marked objects and what is known to lie there\"></canvas>")
    page.tag("</div>\n<p class=\"note\">The band is the ground that the coil swept, the line its ")
    page.tag("way, red where the level stood over its threshold. A filled mark is an object with ")
    page.tag("its number; a diamond is the radar's. Rings are what is known to lie there, the ")
    page.tag("dashed one 10 cm outside it: a mark inside has found it.</p>\n</section>\n")
  }

  private static func sweep(_ model: CoilModel, to page: inout Markup) {
    page.tag("<section class=\"picture\" aria-labelledby=\"sweep-title\">\n")
    page.tag("<h2 id=\"sweep-title\">The sweep, in order of time</h2>\n")
    guard !model.sweep.columns.isEmpty else {
      page.tag("<p class=\"empty\">There is no frame to draw.</p>\n</section>\n")
      return
    }
    page.tag("<div class=\"controls\"><div class=\"zoom\">")
    page.tag("<button type=\"button\" id=\"zoom-in\">Closer</button>")
    page.tag("<button type=\"button\" id=\"zoom-out\">Wider</button>")
    page.tag("<button type=\"button\" id=\"pan-left\">Earlier</button>")
    page.tag("<button type=\"button\" id=\"pan-right\">Later</button>")
    page.tag("<button type=\"button\" id=\"zoom-all\">All</button></div></div>\n")
    page.tag("<div id=\"sweep\" class=\"plot\" tabindex=\"0\" role=\"slider\" ")
    page.tag("aria-labelledby=\"sweep-title\" aria-valuemin=\"0\" aria-valuenow=\"0\">")
    page.tag("<canvas aria-hidden=\"true\"></canvas></div>\n")
    page.tag("<p id=\"readout\" class=\"readout\" aria-live=\"off\">&#8203;</p>\n")
    guard !model.isBalance else {
      page.tag(
        "<p class=\"note\">I and Q of each frequency, less their medians over the sweep, in ")
      page.tag("counts; between −10 and 10 the scale is straight, outside it is logarithmic. ")
      page.tag("Ferrite and most soil move I alone. Level 1 is the threshold.</p>\n</section>\n")
      return
    }
    page.tag("<p class=\"note\">Gates less the earth-field gate, in microvolts at the coil; ")
    page.tag("between −1 and 1 µV the scale is straight, outside it is logarithmic. The ground ")
    page.tag("channels take away what soil of 1/t has in theory, so that what is left is metal, ")
    page.tag("or soil of another kind. The chain itself learns the ground on the way and judges ")
    page.tag("all bands together. Level 1 is the threshold. Under it stands how far from the ")
    page.tag("coil's plane a cap of 6 × 7 mm was heard, less the coil's height a depth; a gap is ")
    page.tag("an overload, or not known.</p>\n</section>\n")
  }
}
