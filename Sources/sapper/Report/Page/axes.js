// Axes and their ticks.

const FONT = '"DejaVu Sans", "Noto Sans", "Segoe UI", Roboto, Helvetica, Arial, sans-serif';
const TICK_FONT = `13px ${FONT}`;
const TITLE_FONT = `600 13px ${FONT}`;

// Ticks at 1, 2 or 5 × a power of ten, `count` of them or fewer.
function ticks(low, high, count, whole) {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return { values: [low], places: 0 };
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  let step = power * [1, 2, 5, 10].find((k) => k * power >= rough * 0.999);
  if (whole) step = Math.max(1, step);
  const values = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
    values.push(k * step);
  }
  return { values, places: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
}

const fixed = (value, places) => {
  const text = Math.abs(value).toFixed(places);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
};

// A whole number, thousands parted from 10,000 on.
const counted = (value) => {
  const text = String(Math.abs(value));
  const parted = text.length > 4 ? text.replace(/\B(?=(\d{3})+$)/g, "\u202f") : text;
  return value < 0 ? `−${parted}` : parted;
};

function tickLine(pen, x0, y0, x1, y1, colour) {
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(Math.round(x0) + 0.5, Math.round(y0) + 0.5);
  pen.lineTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
  pen.stroke();
}

function frame(pen, top, height) {
  pen.strokeStyle = palette().soft;
  pen.lineWidth = 1;
  pen.strokeRect(layout.left - 0.5, top - 0.5, layout.plotWidth + 1, height + 1);
}

// The vertical axes of a plot: time on the left, depth on the right where it is known.
function drawVerticalAxes(pen, left, right, options) {
  const { top, bottom } = shownSamples();
  const colours = palette();
  const count = layout.plotHeight / 44;
  pen.font = TICK_FONT;
  pen.fillStyle = colours.ink;
  pen.textBaseline = "middle";
  if (options.time) {
    const inTime = interval > 0;
    const unit = inTime ? interval : 1;
    const marks = ticks(top * unit, bottom * unit, count, !inTime);
    pen.textAlign = "right";
    for (const value of marks.values) {
      const y = yOfSample(value / unit);
      tickLine(pen, left - 6, y, left - 1, y, colours.soft);
      pen.fillText(fixed(value, marks.places), left - 9, y);
    }
  }
  if (options.depth && hasDepth) {
    const marks = ticks(Math.max(0, metresOfSample(top)), metresOfSample(bottom), count, false);
    pen.textAlign = "left";
    for (const value of marks.values) {
      const y = yOfSample(sampleOfMetres(value));
      tickLine(pen, right, y, right + 5, y, colours.soft);
      pen.fillText(fixed(value, marks.places), right + 9, y);
    }
  }
}

function drawAxisTitles(pen) {
  const colours = palette();
  const right = layout.left + layout.plotWidth;
  pen.font = TITLE_FONT;
  pen.fillStyle = colours.soft;
  pen.textBaseline = "alphabetic";
  pen.textAlign = "left";
  pen.fillText(interval > 0 ? "time, ns" : "sample", 4, layout.top - 28);
  if (hasDepth) {
    pen.textAlign = "right";
    pen.fillText("depth, m", layout.width - 4, layout.top - 28);
  }
  pen.textAlign = "center";
  const middle = layout.left + layout.plotWidth / 2;
  if (spacing > 0) {
    pen.fillText("distance along the line, m", middle, layout.height - 6);
    pen.fillText("trace", middle, layout.top - 28);
  } else {
    pen.fillText("trace (the distance between traces is not known)", middle, layout.height - 6);
  }
}

// Draws labels from left to right and leaves out what would touch the one before.
function drawRow(pen, items, y, baseline, drawTick) {
  pen.font = TICK_FONT;
  pen.fillStyle = palette().ink;
  pen.textAlign = "center";
  pen.textBaseline = baseline;
  let free = -Infinity;
  for (const { x, text } of items) {
    if (!isInPlot(x)) continue;
    drawTick(x);
    const half = pen.measureText(text).width / 2;
    const at = Math.max(half + 2, Math.min(layout.width - half - 2, x));
    if (at - half < free + 10) continue;
    pen.fillText(text, at, y);
    free = at + half;
  }
}

const shownTraces = () => [traceNear(state.from), traceNear(state.to - 1e-6)];

function traceTicks(count) {
  const [first, last] = shownTraces();
  const list = ticks(first, last, count, true).values;
  return list.map((trace) => ({ x: xOfTrace(trace), text: counted(trace) }));
}

function metreTicks(count) {
  const [first, last] = shownTraces().map(metresOfTrace);
  const marks = ticks(first, last, count, false);
  return marks.values
    .map((value) => ({ place: placeOfMetres(value), text: fixed(value, marks.places) }))
    .filter((item) => item.place !== null)
    .map((item) => ({ x: xOfPlace(item.place + 0.5), text: item.text }));
}

function drawAxes(pen) {
  const colours = palette();
  const bottom = layout.levelTop + LEVEL_HEIGHT;
  const count = layout.plotWidth / 90;
  frame(pen, layout.top, layout.plotHeight);
  frame(pen, layout.levelTop, LEVEL_HEIGHT);
  drawVerticalAxes(pen, layout.left, layout.left + layout.plotWidth, { time: true, depth: true });
  const below = spacing > 0 ? metreTicks(count) : traceTicks(count);
  drawRow(pen, below, bottom + 9, "top", (x) =>
    tickLine(pen, x, bottom + 1, x, bottom + 6, colours.soft)
  );
  if (spacing > 0) {
    drawRow(pen, traceTicks(count), layout.top - 9, "alphabetic", (x) =>
      tickLine(pen, x, layout.top - 6, x, layout.top - 1, colours.soft)
    );
  }
  drawAxisTitles(pen);
}
