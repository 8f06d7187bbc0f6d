import DetectorCore
import Journal

/// The picture: B-scan, level strip, A-scan, and what works them.
enum ReportFigure {
  static func write(_ model: ReportModel, to page: inout Markup) {
    page.tag("<section class=\"picture\" aria-labelledby=\"picture-title\">\n")
    page.tag("<h2 id=\"picture-title\">The line, seen from the side</h2>\n")
    guard model.picture.columns > 0, model.picture.rows > 0 else {
      page.tag("<p class=\"empty\">There is no trace to draw.</p>\n</section>\n")
      return
    }
    controls(model, to: &page)
    canvases(model, to: &page)
    legend(model, to: &page)
    notes(model, to: &page)
    page.tag("</section>\n")
  }

  private static func controls(_ model: ReportModel, to page: inout Markup) {
    page.tag("<noscript><p class=\"empty\">The picture needs JavaScript; all else is below.</p>")
    page.tag(
      "</noscript>\n<div class=\"controls\" role=\"group\" aria-label=\"Picture settings\">\n")
    page.tag(
      """
      <label>Colours <select id="map"><option value="grey">Grey</option>\
      <option value="seismic">Blue–white–red</option>\
      <option value="even">Dark–bright</option></select></label>
      <label>Depth shown <select id="span"><option value="all">Whole window</option>\
      <option value="gate">Depths looked at</option></select></label>
      <label class="range">Gain <output id="gain-out"></output>\
      <input id="gain" type="range" min="-20" max="40" step="1" value="0"></label>
      <label class="range">Gain with depth <output id="rise-out"></output>\
      <input id="rise" type="range" min="0" max="3" step="0.25" value="0"></label>
      <label class="range">Contrast clip <output id="clip-out"></output>\
      <input id="clip" type="range" min="80" max="100" step="0.5" value="99"></label>
      <label class="tick"><input id="background" type="checkbox" checked> Take away the average \
      trace</label>
      <fieldset class="ticks"><legend>Show</legend>
      <label class="tick"><input id="show-marks" type="checkbox" checked> echoes</label>
      <label class="tick"><input id="show-truth" type="checkbox" checked> truth</label>
      <label class="tick"><input id="show-limits" type="checkbox" checked> limits</label>
      </fieldset>
      <div class="zoom" role="group" aria-label="Stretch of the line shown">\
      <button type="button" id="zoom-in" aria-label="Zoom in">+</button>\
      <button type="button" id="zoom-out" aria-label="Zoom out">−</button>\
      <button type="button" id="pan-left" aria-label="Go back along the line">◀</button>\
      <button type="button" id="pan-right" aria-label="Go on along the line">▶</button>\
      <button type="button" id="zoom-all">Whole line</button></div>
      </div>

      """)
  }

  private static func canvases(_ model: ReportModel, to page: inout Markup) {
    page.tag("<div class=\"scans\">\n<figure class=\"bscan\">\n")
    page.tag("<div id=\"line\" class=\"plot\" role=\"slider\" tabindex=\"0\" aria-valuemin=\"0\" ")
    page.element("aria-valuemax=\"", String(max(0, model.picture.traceCount - 1)), "\" ")
    page.tag("aria-valuenow=\"0\" aria-label=\"Trace of the B-scan; arrow keys step, ")
    page.tag("Page Up and Page Down jump, + and − zoom\">\n")
    page.tag("<canvas id=\"bscan\" aria-hidden=\"true\"></canvas>\n</div>\n")
    page.tag("<p id=\"readout\" class=\"readout\">&nbsp;</p>\n</figure>\n")
    page.tag("<figure class=\"ascan\">\n<figcaption id=\"ascan-title\">Trace</figcaption>\n")
    page.tag("<canvas id=\"ascan\" role=\"img\" aria-labelledby=\"ascan-title\"></canvas>\n")
    page.tag("</figure>\n</div>\n")
  }

  private static func legend(_ model: ReportModel, to page: inout Markup) {
    page.tag("<ul class=\"legend\" id=\"legend\" aria-label=\"Key to the picture\">\n")
    let classes = model.marks.map { $0.targetClass ?? .unknown }
    let order: [TargetClass] = [.antiTankMine, .antiPersonnelMine, .uxo, .clutter, .unknown]
    for targetClass in order where classes.contains(targetClass) {
      page.element("<li data-key=\"", targetClass.name.description, "\">")
      page.element("echo: ", Wording.name(targetClass), "</li>\n")
    }
    if !model.truth.isEmpty {
      page.tag("<li data-key=\"truth\">truth: top and width of the object</li>\n")
      if model.geometry.traceSpacingMicrometres > 0 {
        page.tag("<li data-key=\"halo\">its halo, 10 cm more on each side</li>\n")
      }
    }
    if model.depthGate != nil {
      page.tag("<li data-key=\"unseen\">not seen: inside the ground bounce</li>\n")
      page.tag("<li data-key=\"deep\">not looked at: too deep</li>\n")
    }
    if !model.blind.isEmpty { page.tag("<li data-key=\"blind\">radar blind</li>\n") }
    if !model.gaps.isEmpty { page.tag("<li data-key=\"gap\">traces lost</li>\n") }
    if !model.settling.isEmpty || !model.saturated.isEmpty || !model.blind.isEmpty {
      page.tag("<li data-key=\"band\">level shaded: not settled, blind or overloaded</li>\n")
    }
    page.tag("</ul>\n")
  }

  private static func notes(_ model: ReportModel, to page: inout Markup) {
    page.tag(
      "<p class=\"note\">Tap or click the picture, or use the arrow keys, to see one trace. ")
    page.tag(
      "Colours, gain, clip and the average trace change this picture only: the detector ran ")
    page.tag("on the recording itself. Depth is straight down")
    if model.geometry.waveSpeedMicrometresPerNanosecond > 0 {
      let speed = Int64(model.geometry.waveSpeedMicrometresPerNanosecond)
      page.element(" at ", Figure.decimal(speed, digits: 6, places: 3), " m/ns")
      if !model.geometry.waveSpeedOrigin.isEmpty {
        page.element(" (", model.geometry.waveSpeedOrigin, ")")
      }
      if !model.geometry.depthZeroOrigin.isEmpty {
        page.element(", counted from the ", model.geometry.depthZeroOrigin, "")
      }
    }
    page.tag(". Traces count from 0, as in the event lines.")
    reduction(model.picture, to: &page)
    page.tag("</p>\n")
  }

  private static func reduction(_ picture: RadarPicture, to page: inout Markup) {
    if picture.tracesPerColumn > 1 {
      page.element(
        " The line is too long to show every trace: each column shows one of ",
        Figure.count(picture.tracesPerColumn),
        " neighbours, the one that departs most from the average.")
    }
    if picture.samplesPerRow > 1 {
      page.element(
        " Each row shows the strongest of ", Figure.count(Int64(picture.samplesPerRow)),
        " neighbouring samples.")
    }
  }
}
