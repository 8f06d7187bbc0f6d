// The sweep as the page holds it, and what its plots share.

const model = JSON.parse(document.getElementById("model").textContent);
const traces = model.sequences.length;
const byId = (id) => document.getElementById(id);
const hasPlan = model.places.length > 0;
const rate = model.rateUhz / 1e6;
const secondsOf = (column) => model.sequences[column] / rate;

// What is shown of the sweep, and the column that is looked at.
const state = { from: 0, to: Math.max(1, traces), column: 0 };

const bandColours = {
  light: ["#1b4f8f", "#b3541e", "#2d7d46", "#7a3f98"],
  dark: ["#86b8f5", "#f2a36b", "#7ed29a", "#d2a1ea"],
};
const lineColours = () =>
  darkQuery.matches && !printQuery.matches ? bandColours.dark : bandColours.light;

function prepare(canvas, width, height) {
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return pen;
}

// Values are thousandths of the unit; so many units about 0 are drawn straight.
const whole = 1000 * model.straight;
// Straight between −1 and 1, logarithmic outside.
const bend = (value) => {
  const size = Math.abs(value);
  return Math.sign(value) * (size <= 1 ? size : 1 + Math.log10(size));
};
const unbend = (value) => {
  const size = Math.abs(value);
  return Math.sign(value) * (size <= 1 ? size : 10 ** (size - 1));
};

// The highest and lowest of some lines, bent, as whole steps.
function bounds(lines) {
  let [low, high] = [-1, 1];
  for (const line of lines) {
    for (const value of line.values) {
      const bent = bend(value / whole);
      if (bent < low) low = bent;
      if (bent > high) high = bent;
    }
  }
  return { low: Math.floor(low), high: Math.ceil(high) };
}

const level = (column) => Math.max(model.levels[column] / 256, 0.0625);
const levelTop = Math.max(4, 2 ** Math.ceil(Math.log2(Math.max(1, ...model.levels) / 256)));

// The reach of a cap, in centimetres: up to the next five.
const reachTop = 5 * Math.max(1, Math.ceil(Math.max(0, ...model.reaches) / 50));

// One strip of the sweep: `top` and `height` are given by the layout.
const strips = [
  { title: `${model.firstTitle}, ${model.unit}`, lines: model.bands, ...bounds(model.bands), share: 3 },
  { title: `${model.secondTitle}, ${model.unit}`, lines: model.ground, ...bounds(model.ground), share: 3 },
  { title: "level", bars: drawLevelStrip, lines: [], low: -4, high: Math.log2(levelTop), share: 1.4 },
  {
    title: "a cap is heard to, cm", bars: drawReachStrip, isStraight: true,
    lines: [], low: 0, high: reachTop, share: model.reaches.length ? 1.4 : 0,
  },
].filter((strip) => strip.lines.length || (strip.bars && strip.share));

const layout = { left: 74, right: 16, top: 26, width: 0, plotWidth: 0, height: 0, gap: 34 };

function measure(width) {
  layout.width = Math.max(320, width);
  layout.plotWidth = layout.width - layout.left - layout.right;
  let top = layout.top;
  for (const strip of strips) {
    strip.top = top;
    strip.height = Math.round(58 * strip.share);
    top += strip.height + layout.gap;
  }
  layout.height = top + 14;
}

const xOf = (column) =>
  layout.left + ((column - state.from) / (state.to - state.from)) * layout.plotWidth;
const columnOf = (x) =>
  Math.floor(state.from + ((x - layout.left) / layout.plotWidth) * (state.to - state.from));
const yOf = (strip, value) =>
  strip.top + strip.height - ((value - strip.low) / (strip.high - strip.low)) * strip.height;

function drawStripAxes(pen, strip) {
  const colours = palette();
  pen.font = TITLE_FONT;
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  pen.fillStyle = colours.ink;
  pen.fillText(strip.title, layout.left, strip.top - 8);
  let x = layout.left + pen.measureText(strip.title).width + 18;
  pen.font = TICK_FONT;
  strip.lines.forEach((line, index) => {
    pen.fillStyle = lineColours()[index % 4];
    pen.fillRect(x, strip.top - 13, 16, 3);
    pen.fillText(line.name, x + 21, strip.top - 8);
    x += pen.measureText(line.name).width + 40;
  });
  pen.strokeStyle = colours.soft;
  pen.lineWidth = 1;
  pen.strokeRect(layout.left - 0.5, strip.top - 0.5, layout.plotWidth + 1, strip.height + 1);
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  let every = Math.max(1, Math.ceil((strip.high - strip.low) / (strip.height / 20)));
  if (strip.isStraight) every = 5 * Math.ceil(every / 5);
  for (let step = Math.ceil(strip.low); step <= strip.high; step++) {
    if (step % every !== 0) continue;
    const y = yOf(strip, step);
    const level = strip.isStraight ? step : 2 ** step;
    const value = strip.lines.length ? unbend(step) * model.straight : level;
    tickLine(pen, layout.left - 5, y, layout.left, y, colours.soft);
    if (step === 0) tickLine(pen, layout.left, y, layout.left + layout.plotWidth, y, colours.grid);
    pen.fillStyle = colours.ink;
    pen.fillText(value < 1 && value > 0 ? `1/${Math.round(1 / value)}` : counted(value),
      layout.left - 9, y);
  }
}

// A line with the extremes of what shares a pixel, so that no peak is lost.
function drawLine(pen, strip, values, colour) {
  const first = Math.max(0, Math.floor(state.from));
  const last = Math.min(traces, Math.ceil(state.to));
  pen.beginPath();
  for (let column = first; column < last; column++) {
    const y = yOf(strip, bend(values[column] / whole));
    if (column === first) pen.moveTo(xOf(column + 0.5), y);
    else pen.lineTo(xOf(column + 0.5), y);
  }
  pen.strokeStyle = colour;
  pen.lineWidth = 1.3;
  pen.stroke();
}

function drawLevelStrip(pen, strip) {
  const colours = palette();
  const first = Math.max(0, Math.floor(state.from));
  const last = Math.min(traces, Math.ceil(state.to));
  for (let column = first; column < last; column++) {
    const y = yOf(strip, Math.log2(level(column)));
    pen.fillStyle = level(column) >= 1 ? colours.alarm : colours.bar;
    const x = xOf(column);
    pen.fillRect(x, y, Math.max(1, xOf(column + 1) - x), strip.top + strip.height - y);
  }
}

function drawReachStrip(pen, strip) {
  const colours = palette();
  const first = Math.max(0, Math.floor(state.from));
  const last = Math.min(traces, Math.ceil(state.to));
  for (let column = first; column < last; column++) {
    if (model.reaches[column] < 0) continue;
    // Where nothing is heard, that stands in the alarm's colour.
    const isDeaf = model.reaches[column] === 0;
    const y = isDeaf ? strip.top + strip.height - 3 : yOf(strip, model.reaches[column] / 10);
    pen.fillStyle = isDeaf ? colours.alarm : colours.bar;
    const x = xOf(column);
    pen.fillRect(x, y, Math.max(1, xOf(column + 1) - x), strip.top + strip.height - y);
  }
}

function drawTimeAxis(pen) {
  const colours = palette();
  const strip = strips[strips.length - 1];
  const bottom = strip.top + strip.height;
  const first = Math.max(0, Math.min(traces - 1, Math.floor(state.from)));
  const last = Math.max(0, Math.min(traces - 1, Math.ceil(state.to) - 1));
  const marks = ticks(secondsOf(first), secondsOf(last), layout.plotWidth / 90, false);
  pen.font = TICK_FONT;
  pen.textAlign = "center";
  pen.textBaseline = "top";
  for (const value of marks.values) {
    const span = Math.max(secondsOf(last) - secondsOf(first), 1e-9);
    const x = layout.left + ((value - secondsOf(first)) / span) * layout.plotWidth;
    tickLine(pen, x, bottom, x, bottom + 5, colours.soft);
    pen.fillStyle = colours.ink;
    pen.fillText(fixed(value, marks.places), x, bottom + 8);
  }
  pen.font = TITLE_FONT;
  pen.fillStyle = colours.soft;
  pen.textAlign = "right";
  pen.fillText("time, s", layout.left - 9, bottom + 8);
}

function drawSweep() {
  const holder = byId("sweep");
  if (!holder) return;
  measure(Math.floor(holder.clientWidth));
  const pen = prepare(holder.firstElementChild, layout.width, layout.height);
  const colours = palette();
  for (const strip of strips) {
    pen.save();
    pen.beginPath();
    pen.rect(layout.left, strip.top, layout.plotWidth, strip.height);
    pen.clip();
    for (const [column, lost] of model.gaps) {
      pen.fillStyle = colours.band;
      const width = (lost / model.framesPerColumn) * (xOf(1) - xOf(0));
      pen.fillRect(xOf(column) - 1, strip.top, Math.max(2, width), strip.height);
    }
    strip.lines.forEach((line, index) => drawLine(pen, strip, line.values, lineColours()[index % 4]));
    if (strip.bars) strip.bars(pen, strip);
    for (const mark of model.detections) {
      if (mark.column === undefined) continue;
      const x = xOf(mark.column + 0.5);
      tickLine(pen, x, strip.top, x, strip.top + 6, colours.alarm);
    }
    const x = xOf(state.column + 0.5);
    tickLine(pen, x, strip.top, x, strip.top + strip.height, colours.cursor);
    pen.restore();
    drawStripAxes(pen, strip);
  }
  drawTimeAxis(pen);
}
