import DetectorCore

/// The table of events, one row each, and the stretches over the threshold.
enum ReportEvents {
  /// Stretches over the threshold that are listed at the most.
  private static let stretchesMax = 1_000

  static func write(_ model: ReportModel, to page: inout Markup) {
    page.tag("<section aria-labelledby=\"events-title\">\n<h2 id=\"events-title\">Events</h2>\n")
    if model.events.isEmpty {
      page.tag("<p class=\"empty\">No event: no echo, no fault, no gap.</p>\n")
    } else {
      if model.detections.isEmpty {
        page.tag("<p class=\"empty\">No echo exceeded the threshold in the depths looked at. ")
        page.tag("That does not show the ground is clear.</p>\n")
      }
      table(model, to: &page)
    }
    stretches(model, to: &page)
    page.tag("</section>\n")
  }

  private static func table(_ model: ReportModel, to page: inout Markup) {
    page.tag(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"events-title\">")
    page.tag("\n<table id=\"events\" class=\"sortable\">\n<caption>A click on a heading sorts, ")
    page.tag("a click on a row shows its trace.</caption>\n<thead><tr>")
    let columns = columns(of: model)
    for column in columns {
      page.tag("<th scope=\"col\"")
      if column.isNumber { page.tag(" class=\"number\"") }
      page.element(">", column.title, "</th>")
    }
    page.tag("</tr></thead>\n<tbody>\n")
    for event in model.events {
      page.element("<tr data-kind=\"", Wording.name(event.kind), "\" data-id=\"")
      page.text(String(event.id))
      if let sample = event.sample { page.element("\" data-trace=\"", String(sample), "") }
      page.tag("\">")
      for column in columns { cell(column.value(event), column, to: &page) }
      page.tag("</tr>\n")
    }
    page.tag("</tbody>\n</table>\n</div>\n")
  }

  private static func cell(_ value: Value?, _ column: Column, to page: inout Markup) {
    page.tag(column.isNumber ? "<td class=\"number\"" : "<td")
    if let value { page.element(" data-sort=\"", value.sort, "\"") }
    page.element(">", value?.text ?? "", "</td>")
  }

  /// What a cell shows and what it sorts by.
  private struct Value {
    var text: String
    var sort: String

    init(_ text: String) {
      self.text = text
      self.sort = text
    }

    init(_ text: String, sort: Int64) {
      self.text = text
      self.sort = String(sort)
    }
  }

  private struct Column {
    var title: String
    var isNumber = true
    var value: (DetectionEvent) -> Value?
  }

  /// The columns that at least one event fills.
  private static func columns(of model: ReportModel) -> [Column] {
    let all: [Column] = placeColumns(model) + natureColumns()
    return all.filter { column in model.events.contains { column.value($0) != nil } }
  }

  private static func placeColumns(_ model: ReportModel) -> [Column] {
    [
      Column(title: "No.") { Value(String($0.id), sort: Int64($0.id)) },
      Column(title: "What", isNumber: false) { Value(Wording.name($0.kind)) },
      Column(title: "Trace") { $0.sample.map { Value(Figure.count($0), sort: $0) } },
      Column(title: "At, m") { event in
        event.distanceMillimetres.map {
          Value(Figure.decimal(Int64($0), digits: 3, places: 2), sort: Int64($0))
        }
      },
      Column(title: "East, m") { event in
        event.position.map {
          let east = Int64($0.eastMillimetres)
          return Value(Figure.decimal(east, digits: 3, places: 2), sort: east)
        }
      },
      Column(title: "North, m") { event in
        event.position.map {
          let north = Int64($0.northMillimetres)
          return Value(Figure.decimal(north, digits: 3, places: 2), sort: north)
        }
      },
      Column(title: "Depth, cm") { centimetres($0.depthMillimetres) },
      Column(title: "Width, cm") { centimetres($0.widthMillimetres) },
    ]
  }

  private static func natureColumns() -> [Column] {
    [
      Column(title: "Strength, × threshold") { event in
        event.strengthHundredths.map {
          Value(Figure.decimal(Int64($0), digits: 2, places: 2), sort: Int64($0))
        }
      },
      Column(title: "Class", isNumber: false) { $0.targetClass.map { Value(Wording.name($0)) } },
      Column(title: "Confidence, %") { event in
        event.confidenceHundredths.map { Value(String($0), sort: Int64($0)) }
      },
      Column(title: "What to do", isNumber: false) { $0.action.map { Value(Wording.name($0)) } },
      Column(title: "Rule", isNumber: false) { $0.rule.map { Value(Wording.name($0)) } },
      Column(title: "Time, s") { event in
        Value(
          Figure.decimal(event.timeMicroseconds, digits: 6, places: 2),
          sort: event.timeMicroseconds)
      },
      Column(title: "Note", isNumber: false) { event in
        let note = Wording.note(event)
        return note.isEmpty ? nil : Value(note)
      },
    ]
  }

  private static func centimetres(_ millimetres: Int32?) -> Value? {
    millimetres.map { Value(Figure.decimal(Int64($0), digits: 1, places: 0), sort: Int64($0)) }
  }

  private static func stretches(_ model: ReportModel, to page: inout Markup) {
    let found = model.levels.stretchesOverThreshold(traceCount: model.picture.traceCount)
    guard !found.isEmpty else { return }
    page.element(
      "<details>\n<summary>Where the level stood over the threshold (",
      Wording.plural(Int64(found.count), "stretch", "stretches"), ")</summary>\n")
    page.tag("<table>\n<thead><tr><th scope=\"col\">Stretch</th>")
    page.tag("<th scope=\"col\" class=\"number\">Peak, × threshold</th></tr></thead>\n<tbody>\n")
    for (stretch, peak) in found.prefix(stretchesMax) {
      page.element("<tr><td>", model.words(stretch), "</td>")
      let hundredths = (Int64(peak) * 100 + 128) / 256
      page.element(
        "<td class=\"number\">", Figure.decimal(hundredths, digits: 2, places: 2), "</td></tr>\n")
    }
    page.tag("</tbody>\n</table>\n")
    if found.count > stretchesMax {
      page.element("<p>The first ", Figure.count(Int64(stretchesMax)), " are listed.</p>\n")
    }
    page.tag("</details>\n")
  }
}
