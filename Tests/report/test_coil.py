"""Checks of the report of a coil, pulse induction or induction balance, in a browser.

`check` takes a page that test_report.py has opened.
"""

import math

# What stands on a canvas: how much its pixels vary, and a number that changes with any of them.
SNAP = """(id) => {
  const canvas = document.querySelector(`#${id} canvas`);
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const pen = copy.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const data = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  let sum = 0, squares = 0, hash = 0;
  for (let i = 0; i < data.length; i += 4) {
    const v = data[i] + 256 * data[i + 1] + 65536 * data[i + 2] + data[i + 3];
    sum += data[i + 3]; squares += data[i + 3] ** 2; hash = (hash * 31 + v) | 0;
  }
  const n = data.length / 4;
  return { variance: squares / n - (sum / n) ** 2, hash };
}"""

# Whether a colour stands on a canvas within some pixels of a place.
NEAR = """([id, x, y, reach]) => {
  const canvas = document.querySelector(`#${id} canvas`);
  const ratio = canvas.width / canvas.clientWidth;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const pen = copy.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const data = pen.getImageData((x - reach) * ratio, (y - reach) * ratio, 2 * reach * ratio,
    2 * reach * ratio).data;
  const found = new Set();
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) {
    found.add("#" + [0, 1, 2].map((k) => data[i + k].toString(16).padStart(2, "0")).join(""));
  }
  return [...found];
}"""


def is_coil(model):
    return "framesPerColumn" in model


def columns(model):
    return len(model["sequences"])


def check_strips(report):
    """Each strip is drawn; zooming, walking and clicking lead where they say."""
    page, model = report.page, report.model
    assert page.evaluate(SNAP, "sweep")["variance"] > 20, "the sweep is blank"
    titles = page.evaluate("sapperReport.strips.map((strip) => strip.title)")
    unit = model["unit"]
    expected = [f"{model['firstTitle']}, {unit}", f"{model['secondTitle']}, {unit}", "level"]
    if model["reaches"]:
        expected.append("a cap is heard to, cm")
        assert len(model["reaches"]) == columns(model), "a reach for each column"
    assert titles == expected, f"strips {titles}"
    for line in model["bands"] + model["ground"]:
        assert len(line["values"]) == columns(model), f"{line['name']} has another length"
    last = columns(model) - 1
    page.locator("#sweep").focus()
    for key, column in [("Home", 0), ("ArrowRight", 1), ("ArrowLeft", 0), ("End", last),
                        ("ArrowRight", last)]:
        page.keyboard.press(key)
        now = page.evaluate("sapperReport.state.column")
        assert now == min(column, last), f"{key} led to {now}"
        assert page.locator("#sweep").get_attribute("aria-valuenow") == str(now)
    before = page.evaluate("sapperReport.state.to - sapperReport.state.from")
    page.locator("#zoom-in").click()
    after = page.evaluate("sapperReport.state.to - sapperReport.state.from")
    assert after < before or before <= 20, "Closer shows as much as before"
    page.locator("#zoom-all").click()
    assert page.evaluate("sapperReport.state.to - sapperReport.state.from") == max(1, columns(model))
    page.locator("#sweep").scroll_into_view_if_needed()
    layout = page.evaluate("sapperReport.layout")
    for share in (0.1, 0.5, 0.9):
        page.locator("#sweep").click(
            position={"x": layout["left"] + share * layout["plotWidth"], "y": layout["top"] + 20})
        found = page.evaluate("sapperReport.state.column")
        assert abs(found - share * columns(model)) <= 2 + columns(model) / 400, f"clicked {found}"
        readout = page.locator("#readout").inner_text()
        assert f" {unit}" in readout and "× threshold" in readout, readout


def check_plan(report):
    """The plan is there with a track: what was marked is painted where it lies."""
    page, model = report.page, report.model
    if not model["places"]:
        assert page.locator("#plan").count() == 0
        assert "Without a track there is no place to draw." in page.locator("main").inner_text()
        return
    assert page.evaluate(SNAP, "plan")["variance"] > 20, "the plan is blank"
    page.evaluate("sapperReport.select(0)")
    for mark in model["objects"]:
        if "x" not in mark:
            continue
        x, y = page.evaluate("([x, y]) => sapperReport.spot(x, y)", [mark["x"], mark["y"]])
        seen = page.evaluate(NEAR, ["plan", x, y, 3])
        colour = page.evaluate(
            "(name) => sapperReport.markColours[name] ?? sapperReport.markColours.unknown",
            mark["class"])
        assert colour in seen, f"object {mark['id']} is not painted at {x:.0f}, {y:.0f}: {seen}"


def check_tables(report):
    """Every object has a row, a click on it shows its moment, and columns sort both ways."""
    page, model = report.page, report.model
    rows = page.locator("#objects tbody tr")
    assert rows.count() == len(model["objects"])
    for index in range(min(3, rows.count())):
        trace = rows.nth(index).get_attribute("data-trace")
        if trace is None:
            continue
        rows.nth(index).click()
        assert page.evaluate("sapperReport.state.column") == int(trace)
    if rows.count() > 1:
        read = "rows => rows.map(row => Number(row.cells[0].dataset.sort))"
        page.locator("#objects thead button").first.click()
        rising = rows.evaluate_all(read)
        page.locator("#objects thead button").first.click()
        assert rising == sorted(rising) and rows.evaluate_all(read) == sorted(rising, reverse=True)


def check_plane(report):
    """A balance's passes stand in the plane of I and Q at the phase that their target ID names."""
    page, model = report.page, report.model
    if "loops" not in model:
        assert page.locator("#plane").count() == 0
        return
    if not model["loops"]:
        return
    assert page.evaluate(SNAP, "plane")["variance"] > 20, "the plane is blank"
    text = page.locator("main").inner_text()
    assert "It tells no mine from scrap:" in text and "changes no alarm and no class" in text
    plane = page.evaluate("sapperReport.plane")
    strongest = model["loops"][0]
    i, q = max(strongest["points"], key=lambda point: math.hypot(*point))
    x, y = page.evaluate("([i, q]) => sapperReport.planeSpot(i, q)", [i, q])
    assert abs(math.atan2(plane["middle"][1] - y, x - plane["middle"][0]) - math.atan2(q, i)) < 1e-6
    colours = page.evaluate("sapperReport.lineColours()")
    assert set(page.evaluate(NEAR, ["plane", x, y, 3])) & set(colours), "the strongest loop is not there"
    if "targetId" in strongest:
        lag = -math.degrees(math.atan2(q, i)) % 360
        off = abs(lag / 1.8 - strongest["targetId"])
        # A pass over a strong body that is not alone is no straight line.
        assert min(off, abs(off - 200)) <= 12, f"ID {strongest['targetId']} at {lag:.0f} degrees"
    heads = page.locator("#objects thead th").all_inner_texts()
    assert not model["objects"] or any("Target ID" in head for head in heads), heads


def check_themes(report):
    """A dark page draws with other colours."""
    page = report.page
    light = page.evaluate(SNAP, "sweep")["hash"]
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(100)
    assert page.evaluate(SNAP, "sweep")["hash"] != light, "dark looks as light does"
    page.emulate_media(color_scheme="light")
    page.wait_for_timeout(100)


def check(report):
    page, model = report.page, report.model
    text = page.locator("main").inner_text()
    if columns(model) > 0:
        check_strips(report)
        check_plan(report)
        check_plane(report)
        check_tables(report)
        check_themes(report)
    else:
        assert "No frame was read." in text and page.locator("canvas").count() == 0
    assert "that the ground is clear" in text or "the ground is clear" in text or not columns(model)
    for character in "\u2028\u202e\x1b":
        assert character not in text, f"U+{ord(character):04X} is shown raw"
    return f"{columns(model)} columns, {len(model['objects'])} objects"
