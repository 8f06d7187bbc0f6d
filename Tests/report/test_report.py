"""Opens a report in headless Chromium with the network cut and checks what a person would rely on.

usage: test_report.py [--screens DIRECTORY] REPORT.html...
"""

import argparse
import json
import pathlib
import re
import sys

import test_coil
from playwright.sync_api import sync_playwright

# Distance along one pixel that a mark may lie off: canvas positions are not rounded, pixels are.
PIXEL = 1.0

SNAP = """() => {
  const canvas = document.getElementById("bscan");
  const { layout } = window.sapperReport;
  const ratio = canvas.width / layout.width;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const pen = copy.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const data = pen.getImageData(layout.left * ratio, layout.top * ratio,
    layout.plotWidth * ratio, layout.plotHeight * ratio).data;
  let sum = 0, squares = 0, hash = 0;
  for (let i = 0; i < data.length; i += 4) {
    const v = data[i] + 256 * data[i + 1] + 65536 * data[i + 2];
    sum += data[i + 1]; squares += data[i + 1] ** 2; hash = (hash * 31 + v) | 0;
  }
  const n = data.length / 4;
  return { variance: squares / n - (sum / n) ** 2, hash };
}"""

# Largest difference from the mark's own colour within three pixels of its ring.
NEAREST = """([x, y, colour]) => {
  const canvas = document.getElementById("bscan");
  const ratio = canvas.width / window.sapperReport.layout.width;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const pen = copy.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const data = pen.getImageData((x - 9) * ratio, (y - 9) * ratio,
    18 * ratio, 18 * ratio).data;
  let least = 1e9;
  for (let i = 0; i < data.length; i += 4) {
    least = Math.min(least, Math.max(...colour.map((c, k) => Math.abs(c - data[i + k]))));
  }
  return least;
}"""

COLOURS = {
    "at_mine": (255, 90, 54), "ap_mine": (255, 157, 28), "uxo": (255, 111, 216),
    "clutter": (159, 212, 255), "unknown": (255, 225, 74),
}


class Page:
    """A report that is open, and everything it asked for or complained of."""

    def __init__(self, browser, path, **options):
        self.path = path
        self.url = path.resolve().as_uri()
        self.context = browser.new_context(**options)
        self.context.set_offline(True)
        self.page = self.context.new_page()
        self.requests, self.complaints = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(self.url)
        self.model = json.loads(self.page.locator("#model").text_content())

    def hear(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def snap(self):
        return self.page.evaluate(SNAP)

    def set(self, name, value):
        self.page.evaluate(
            """([name, value]) => { const input = document.getElementById(name);
               if (input.type === "checkbox") input.checked = value; else input.value = value;
               input.dispatchEvent(new Event("input")); }""", [name, value])

    def close(self):
        self.context.close()


def lost_before(model, trace):
    return sum(lost for before, lost in model["gaps"] if before <= trace)


def drawn_lost_before(model, trace):
    """A gap longer than 8 % of the line (4 traces at the least) is drawn shorter."""
    longest = max(4, -(-model["traces"] * 8 // 100))
    return sum(min(lost, longest) for before, lost in model["gaps"] if before <= trace)


def check_quiet(report):
    assert report.requests == [report.url], f"asked for {report.requests}"
    assert not report.complaints, f"complained: {report.complaints}"
    policy = report.page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy, policy
    assert report.page.evaluate("window.pwned") is None, "text of the file ran as a script"
    assert report.page.locator("main img, main script, main iframe").count() == 0


def check_text(report):
    text = report.page.locator("main").inner_text()
    model = report.model
    assert "What was looked at, and what could not have been seen" in text
    if model["traces"] == 0:
        assert "No trace was read." in text
    elif not any(mark["kind"] == "detection" for mark in model["marks"]):
        assert "No echo exceeded the threshold in the depths looked at." in text
        assert "does not show the ground is clear" in text
    if model["traces"] > 0 and model["spacingUm"] == 0:
        assert "distance between traces is not known" in text
    for character in "\u2028\u202e\x1b":
        assert character not in text, f"U+{ord(character):04X} is shown raw"


def check_rows(report):
    marks = {mark["id"] for mark in report.model["marks"]}
    rows = report.page.locator("#events tbody tr")
    listed = rows.evaluate_all("rows => rows.map(row => Number(row.dataset.id))")
    assert marks <= set(listed), f"marks {marks - set(listed)} are in no row"
    if not listed:
        return
    sequence = rows.evaluate_all("rows => rows.map(row => Number(row.cells[0].dataset.sort))")
    report.page.locator("#events thead button").first.click()
    rising = rows.evaluate_all("rows => rows.map(row => Number(row.cells[0].dataset.sort))")
    report.page.locator("#events thead button").first.click()
    falling = rows.evaluate_all("rows => rows.map(row => Number(row.cells[0].dataset.sort))")
    assert rising == sorted(sequence) and falling == sorted(sequence, reverse=True)
    report.page.locator("#events thead button").first.click()


def check_picture(report):
    seen = {"start": report.snap()}
    assert seen["start"]["variance"] > 20, f"the picture is blank: {seen['start']}"
    changes = [("map", "seismic"), ("map", "even"), ("gain", "12"), ("rise", "1.5"), ("clip", "90"),
               ("show-marks", False), ("show-limits", False)]
    if report.model["columns"] >= 8:
        changes.append(("background", False))
    if not report.model["marks"]:
        changes.remove(("show-marks", False))
    if "shallowMm" not in report.model:
        changes.remove(("show-limits", False))
    for name, value in changes:
        before = report.snap()["hash"]
        report.set(name, value)
        assert report.snap()["hash"] != before, f"{name} = {value} changed no pixel"
    for name, value in [("map", "grey"), ("gain", "0"), ("rise", "0"), ("clip", "99"),
                        ("show-marks", True), ("show-limits", True),
                        ("background", report.model["columns"] >= 8)]:
        report.set(name, value)
    assert report.snap()["hash"] == seen["start"]["hash"], "the settings do not lead back"


def x_of(report, trace, layout, shown):
    place = trace + drawn_lost_before(report.model, trace) + 0.5
    share = (place - shown["from"]) / (shown["to"] - shown["from"])
    return layout["left"] + share * layout["plotWidth"]


def check_click(report):
    page, model = report.page, report.model
    line = page.locator("#line")
    line.scroll_into_view_if_needed()
    for share in (0.02, 0.31, 0.5, 0.77, 0.98):
        trace = min(model["traces"] - 1, int(share * model["traces"]))
        layout = page.evaluate("sapperReport.layout")
        x = x_of(report, trace, layout, page.evaluate("sapperReport.state"))
        line.click(position={"x": x, "y": layout["top"] + layout["plotHeight"] / 2})
        per_trace = layout["plotWidth"] / page.evaluate("sapperReport.state.to - sapperReport.state.from")
        drawn = page.evaluate("sapperReport.ascan.trace")
        assert abs(drawn - trace) <= max(0, PIXEL / per_trace - 0.5), f"clicked {trace}, got {drawn}"
        title = re.sub(r"[^0-9].*", "", page.locator("#ascan-title").inner_text()
                       .replace("\u202f", "").removeprefix("Trace "))
        assert int(title) == drawn, f"the title says {title}"
        assert line.get_attribute("aria-valuenow") == str(drawn)


def check_keys(report):
    page, last = report.page, report.model["traces"] - 1
    page.locator("#line").focus()
    for key, expected in [("Home", 0), ("ArrowRight", min(1, last)), ("ArrowRight", min(2, last)),
                          ("ArrowLeft", min(1, max(0, last - 1)) if last < 2 else 1), ("End", last),
                          ("ArrowRight", last)]:
        page.keyboard.press(key)
        if last < 2 and key == "ArrowLeft":
            expected = 0
        trace = page.evaluate("sapperReport.ascan.trace")
        assert trace == expected, f"{key} led to {trace}, not {expected}"
    page.keyboard.press("+")
    page.keyboard.press("-")
    page.locator("#zoom-all").evaluate("button => button.disabled || button.click()")


def check_marks(report):
    page, model = report.page, report.model
    layout, shown = page.evaluate("sapperReport.layout"), page.evaluate("sapperReport.state")
    drawn = {(mark["id"], mark["trace"]): mark for mark in page.evaluate("sapperReport.marks")}
    top, bottom = page.evaluate("(() => { const c = sapperReport.shown(); return [c.top, c.bottom]; })()")
    expected = 0
    page.evaluate("sapperReport.select(0)")
    for mark in model["marks"]:
        inside = 0 <= mark["trace"] < model["traces"]
        known = model.get("zeroQ8") is not None and model["speedUmPerNs"] > 0
        if not inside or not known or "depthMm" not in mark:
            continue
        nanoseconds = 2 * mark["depthMm"] * 1e3 / model["speedUmPerNs"]
        sample = model["zeroQ8"] / 256 + nanoseconds * 1e6 / model["intervalFs"]
        if not top <= sample <= bottom:
            continue
        expected += 1
        y = layout["top"] + (sample - top) / (bottom - top) * layout["plotHeight"]
        x = x_of(report, mark["trace"], layout, shown)
        found = drawn[(mark["id"], mark["trace"])]
        assert abs(found["x"] - x) < PIXEL and abs(found["y"] - y) < PIXEL, f"{found} is not {x}, {y}"
        off = page.evaluate(NEAREST, [x, y, COLOURS[mark["class"]]])
        assert off <= 12, f"echo {mark['id']} is not painted at {x:.0f}, {y:.0f}: {off} off"
    known_marks = [mark for mark in drawn.values()]
    assert len(known_marks) >= expected
    rows = page.locator("#events tbody tr.leads")
    for index in range(min(3, rows.count())):
        trace = int(rows.nth(index).get_attribute("data-trace"))
        rows.nth(index).click()
        assert page.evaluate("sapperReport.ascan.trace") == trace


def check(browser, path):
    report = Page(browser, path, viewport={"width": 1280, "height": 900})
    if test_coil.is_coil(report.model):
        told = test_coil.check(report)
        check_quiet(report)
        report.close()
        return told
    if report.model["columns"] > 0:
        check_picture(report)
        check_marks(report)
        check_click(report)
        check_keys(report)
    else:
        assert report.page.locator("canvas").count() == 0
    check_text(report)
    check_rows(report)
    check_quiet(report)
    report.close()
    return f"{report.model['traces']} traces, {len(report.model['marks'])} marks"


def screens(browser, path, folder):
    for name, width, height, scheme, ratio in [
            ("wide-light", 1280, 900, "light", 1), ("wide-dark", 1280, 900, "dark", 1),
            ("tablet-light", 800, 1200, "light", 2), ("tablet-dark", 800, 1200, "dark", 2),
            ("phone", 390, 800, "light", 2)]:
        report = Page(browser, path, viewport={"width": width, "height": height},
                      color_scheme=scheme, device_scale_factor=ratio)
        report.page.screenshot(path=folder / f"{path.stem}-{name}.png", full_page=True)
        overflow = report.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth")
        report.close()
        assert overflow <= 0, f"the page is {overflow} pixels wider than a {width}-pixel screen"
    report = Page(browser, path, viewport={"width": 1280, "height": 900}, color_scheme="dark")
    report.page.pdf(path=folder / f"{path.stem}.pdf", format="A4", print_background=True)
    report.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--screens", type=pathlib.Path)
    parser.add_argument("reports", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    failed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for path in options.reports:
            try:
                told = check(browser, path)
                if options.screens:
                    options.screens.mkdir(parents=True, exist_ok=True)
                    screens(browser, path, options.screens)
                print(f"ok      {path}: {told}")
            except AssertionError as error:
                failed += 1
                print(f"FAILED  {path}: {error}")
        browser.close()
    print(f"tests: {len(options.reports) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
