/// Writes a report as one self-contained page.
///
/// Everything a person must read is in the markup itself, so that it is there without the script,
/// on paper and for a screen reader; the script only draws and sorts. The page asks the network for
/// nothing and may not: its policy allows its own script and style, by a number that depends on the
/// whole content, and no other source.
enum ReportWriter {
  /// The page, UTF-8. The same model gives the same bytes.
  static func write(_ model: ReportModel) -> [UInt8] {
    var body = Markup()
    ReportHead.write(model, to: &body)
    ReportFigure.write(model, to: &body)
    ReportEvents.write(model, to: &body)
    ReportSight.write(model, to: &body)
    ReportTruth.write(model, to: &body)
    ReportSource.write(model, to: &body)
    return page(
      heading: model.heading, body: body.bytes, data: ReportData.json(model),
      cells: ReportData.cells(model.picture), script: script)
  }

  /// A page around a body: its data, its cells if it has any, and the script that draws them.
  static func page(
    heading: String, body: [UInt8], data: [UInt8], cells: [UInt8], script: [[UInt8]]
  ) -> [UInt8] {
    var page = Markup()
    let nonce = nonce(over: [body, data, cells])
    open(heading, nonce: nonce, page: &page)
    page.trusted(body)
    page.tag("</main>\n<script type=\"application/json\" id=\"model\">")
    page.trusted(data)
    page.tag("</script>\n<script type=\"text/plain\" id=\"cells\">")
    page.trusted(cells)
    page.element("</script>\n<script nonce=\"", nonce, "\">\n\"use strict\";\n(() => {\n")
    for part in script { page.trusted(part) }
    page.tag("})();\n</script>\n</body>\n</html>\n")
    return page.bytes
  }

  /// The script, in the order in which its parts lean on each other.
  private static var script: [[UInt8]] {
    [
      PackageResources.data_js, PackageResources.colour_js, PackageResources.view_js,
      PackageResources.image_js, PackageResources.axes_js, PackageResources.overlay_js,
      PackageResources.level_js, PackageResources.ascan_js, PackageResources.table_js,
      PackageResources.main_js,
    ]
  }

  private static func open(_ heading: String, nonce: String, page: inout Markup) {
    page.tag("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    page.tag(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src ")
    page.element("'nonce-", nonce, "'; style-src ")
    page.element("'nonce-", nonce, "'; img-src data:; base-uri 'none'; form-action 'none'\">\n")
    page.tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    page.tag("<meta name=\"color-scheme\" content=\"light dark\">\n")
    page.tag("<meta name=\"referrer\" content=\"no-referrer\">\n")
    page.element("<title>", heading, " – sapper report</title>\n")
    page.element("<style nonce=\"", nonce, "\">\n")
    page.trusted(PackageResources.page_css)
    page.trusted(PackageResources.figure_css)
    page.tag("</style>\n</head>\n<body>\n<main>\n")
  }

  /// 128 bits of FNV-1a over the content: what a file says cannot name it in advance.
  private static func nonce(over parts: [[UInt8]]) -> String {
    var low: UInt64 = 0xCBF2_9CE4_8422_2325
    var high: UInt64 = 0x6C62_272E_07BB_0142
    for part in parts {
      for byte in part {
        // Wraps by design: FNV-1a multiplies modulo 2^64. The halves differ in start and in order.
        low = (low ^ UInt64(byte)) &* 0x100_0000_01B3
        high = (high &* 0x100_0000_01B3) ^ UInt64(byte)
      }
    }
    return [high, low].map { half in
      let digits = String(half, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}

extension ReportModel {
  /// What the page is called.
  var heading: String {
    if !title.isEmpty { return title }
    return fileName.isEmpty ? "Radar line" : fileName
  }
}
