// Joins the parts: draws, listens, and tells the rest of the page where it stands.

// What tests and a curious person may read.
const report = { model, state, layout, ascan, redraws: 0 };
window.sapperReport = report;

function words(trace, sample) {
  const parts = [`trace ${counted(trace)}`];
  if (spacing > 0) parts.push(`${fixed(metresOfTrace(trace), 2)} m`);
  if (sample !== undefined) {
    if (interval > 0) parts.push(`${fixed(nanosecondsOfSample(sample), 2)} ns`);
    const depth = metresOfSample(sample);
    if (hasDepth) {
      parts.push(depth < 0 ? "above ground" : `${fixed(100 * depth, 0)} cm deep`);
    }
    const row = Math.max(0, Math.min(rows - 1, Math.floor(sample / samplesPerRow)));
    parts.push(`amplitude ${counted(Math.round(amplitude(trace, row)))}`);
  }
  const level = levelOfTrace(trace);
  if (level >= 0) parts.push(`level ${fixed(level, 2)} × threshold${level >= 1 ? ", alarm" : ""}`);
  if (isIn(model.blind, trace)) parts.push("radar blind");
  if (isIn(model.settling, trace)) parts.push("not settled");
  if (isIn(model.saturated, trace)) parts.push("overloaded");
  return parts.join(" · ");
}

function drawCursor(pen) {
  const x = xOfTrace(state.trace);
  if (!isInPlot(x)) return;
  pen.beginPath();
  pen.moveTo(x, layout.top);
  pen.lineTo(x, layout.levelTop + LEVEL_HEIGHT);
  pen.setLineDash([]);
  pen.strokeStyle = "rgba(255,255,255,0.9)";
  pen.lineWidth = 3;
  pen.stroke();
  pen.strokeStyle = palettes.light.cursor;
  pen.lineWidth = 1.5;
  pen.stroke();
}

// The picture without cursor, kept so that moving the cursor costs nothing.
const still = document.createElement("canvas");

function drawStill(width) {
  measure(width);
  const pen = prepare(still, layout.width, layout.height);
  drawImage(pen);
  drawOverlay(pen);
  drawLevel(pen);
  drawAxes(pen);
}

function drawTrace() {
  const pen = prepare(byId("bscan"), layout.width, layout.height);
  pen.drawImage(still, 0, 0, layout.width, layout.height);
  drawCursor(pen);
  drawNames(pen);
  report.marks = markPoints;
  drawAscan();
  const line = byId("line");
  const place = spacing > 0 ? ` at ${fixed(metresOfTrace(state.trace), 2)} m` : "";
  byId("ascan-title").textContent = `Trace ${counted(state.trace)}${place}`;
  line.setAttribute("aria-valuenow", String(state.trace));
  line.setAttribute("aria-valuetext", words(state.trace));
  byId("readout").textContent = words(state.trace);
  report.redraws += 1;
}

function draw() {
  if (!columns || !rows) return;
  drawStill(Math.floor(byId("line").clientWidth));
  drawTrace();
  byId("gain-out").textContent = `${state.gain > 0 ? "+" : ""}${fixed(state.gain, 0)} dB`;
  byId("rise-out").textContent = state.rise ? `power ${state.rise}` : "off";
  byId("clip-out").textContent = `${fixed(state.clip, 1)} %`;
  byId("zoom-out").disabled = byId("zoom-all").disabled = state.to - state.from >= placeEnd;
}

function select(trace) {
  state.trace = Math.max(0, Math.min(traces - 1, trace));
  const before = state.from;
  reveal(state.trace);
  markRows(state.trace);
  if (before === state.from) drawTrace();
  else draw();
}
report.select = select;
report.shown = shownSamples;

// A row leads to its trace, and the picture comes into sight.
function lead(trace) {
  select(trace);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  byId("line").scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

function traceOfPointer(event) {
  const x = event.clientX - byId("bscan").getBoundingClientRect().left;
  if (!isInPlot(x)) return null;
  return traceAtPlace(Math.max(state.from, Math.min(placeOfX(x), placeEnd - 1e-6)));
}

function listenToPointer(line) {
  let isDown = false;
  const follow = (event) => {
    const trace = traceOfPointer(event);
    if (trace !== null) select(trace);
  };
  line.addEventListener("pointerdown", (event) => {
    isDown = true;
    follow(event);
  });
  window.addEventListener("pointerup", () => { isDown = false; });
  window.addEventListener("pointercancel", () => { isDown = false; });
  line.addEventListener("pointermove", (event) => {
    if (isDown) follow(event);
    const trace = traceOfPointer(event);
    const y = event.clientY - byId("bscan").getBoundingClientRect().top;
    const isInside = y >= layout.top && y <= layout.top + layout.plotHeight;
    const sample = isInside ? sampleOfY(y) : undefined;
    if (trace !== null) byId("readout").textContent = words(trace, sample);
  });
  line.addEventListener("pointerleave", () => {
    byId("readout").textContent = words(state.trace);
  });
}

function listenToKeys(line) {
  const steps = {
    ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 10, PageDown: -10,
    Home: -Infinity, End: Infinity,
  };
  line.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[event.key];
    if (step !== undefined) {
      select(state.trace + step * (event.shiftKey ? 10 : 1));
    } else if (event.key === "+" || event.key === "=") {
      zoom(0.5);
      draw();
    } else if (event.key === "-") {
      zoom(2);
      draw();
    } else {
      return;
    }
    event.preventDefault();
  });
}

function listenToSettings() {
  const bind = (id, name, read) =>
    byId(id).addEventListener("input", (event) => {
      state[name] = read(event.target);
      draw();
    });
  bind("map", "map", (input) => input.value);
  bind("span", "span", (input) => input.value);
  for (const id of ["gain", "rise", "clip"]) bind(id, id, (input) => Number(input.value));
  bind("background", "background", (input) => input.checked);
  for (const name of ["marks", "truth", "limits"]) {
    bind(`show-${name}`, name, (input) => input.checked);
  }
  const press = (id, action) =>
    byId(id).addEventListener("click", () => {
      action();
      draw();
    });
  press("zoom-in", () => zoom(0.5));
  press("zoom-out", () => zoom(2));
  press("pan-left", () => pan(-0.5));
  press("pan-right", () => pan(0.5));
  press("zoom-all", () => clampLine(0, placeEnd));
}

// The signs of the key, drawn by what draws the picture.
function drawLegend() {
  for (const item of document.querySelectorAll("#legend li")) {
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    item.prepend(canvas);
    const pen = prepare(canvas, 26, 22);
    const key = item.dataset.key;
    pen.fillStyle = "#7d8791";
    pen.fillRect(0, 0, 26, 22);
    if (key === "unseen") hatch(pen, 0, 0, 26, 22, 1, "#ffffff");
    else if (key === "deep") hatch(pen, 0, 0, 26, 22, -1, "#ffffffa0");
    else if (key === "blind") hatch(pen, 0, 0, 26, 22, 1, "#ff7ad9");
    else if (key === "truth") drawTruthSign(pen);
    else if (key === "halo") drawHaloSign(pen);
    else if (key === "gap") drawGapSign(pen);
    else if (key === "band") drawBandSign(pen);
    else {
      shape(pen, key, 13, 11, 6);
      stroke(pen, markColours[key], 2.5);
    }
  }
}

function drawTruthSign(pen) {
  pen.beginPath();
  pen.moveTo(6, 18);
  pen.lineTo(6, 7);
  pen.lineTo(20, 7);
  pen.lineTo(20, 18);
  stroke(pen, truthColour, 2);
}

function drawHaloSign(pen) {
  pen.beginPath();
  pen.moveTo(7, 0);
  pen.lineTo(7, 22);
  pen.moveTo(19, 0);
  pen.lineTo(19, 22);
  stroke(pen, truthColour, 1, [2, 4]);
}

function drawGapSign(pen) {
  pen.beginPath();
  pen.rect(8, -2, 10, 26);
  stroke(pen, "#ffffff", 1, [3, 3]);
}

function drawBandSign(pen) {
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, 26, 22);
  pen.fillStyle = palettes.light.band;
  pen.fillRect(8, 0, 18, 22);
}

function firstTrace() {
  const inside = model.marks.filter((mark) => mark.trace >= 0 && mark.trace < traces);
  return inside.length ? inside[0].trace : Math.floor(traces / 2);
}

function start() {
  for (const table of document.querySelectorAll("table.sortable")) prepareTable(table, lead);
  if (!columns || !rows) return;
  byId("background").checked = state.background;
  byId("background").disabled = columns < 8;
  if (!gate) byId("span").querySelector("[value=gate]").disabled = true;
  if (gate && gate.bottom < 0.7 * model.samples) byId("span").value = state.span = "gate";
  state.trace = firstTrace();
  const line = byId("line");
  listenToPointer(line);
  listenToKeys(line);
  listenToSettings();
  drawLegend();
  draw();
  markRows(state.trace);
  new ResizeObserver(() => {
    if (Math.abs(Math.floor(line.clientWidth) - layout.width) > 1) draw();
  }).observe(line);
  darkQuery.addEventListener("change", draw);
  printQuery.addEventListener("change", draw);
  // The dressing of a fresh start wins over what a browser remembers of the form.
  for (const id of ["map", "gain", "rise", "clip"]) byId(id).value = String(state[id]);
}

start();
