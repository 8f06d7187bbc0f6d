// What is shown and how: the stretch of the line, the depths, the settings; and where it falls on
// the canvas.

const byId = (id) => document.getElementById(id);

const state = {
  map: "grey", gain: 0, rise: 0, clip: 99, background: columns >= 8, span: "all",
  marks: true, truth: true, limits: true,
  from: 0, to: Math.max(placeEnd, 1e-9), trace: 0,
};

// Plot rectangles of the B-scan canvas, in CSS pixels.
const layout = { width: 0, height: 0, left: 0, top: 0, plotWidth: 0, plotHeight: 0, levelTop: 0 };
const LEVEL_HEIGHT = 76;
const LEVEL_GAP = 18;
const MARGIN = { left: 58, right: 78, top: 46, bottom: 46 };

function shownSamples() {
  if (state.span === "gate" && gate) {
    const over = 0.12 * (gate.bottom - zeroSample);
    const top = Math.max(0, Math.min(zeroSample - over, gate.top - over));
    const bottom = Math.min(model.samples, gate.bottom + over);
    if (bottom - top >= 2) return { top, bottom };
  }
  return { top: 0, bottom: Math.max(1, model.samples) };
}

function measure(width) {
  layout.width = Math.max(280, width);
  layout.left = MARGIN.left;
  layout.top = MARGIN.top;
  layout.plotWidth = layout.width - MARGIN.left - MARGIN.right;
  layout.plotHeight = Math.round(Math.max(260, Math.min(460, layout.width * 0.46)));
  layout.levelTop = layout.top + layout.plotHeight + LEVEL_GAP;
  layout.height = layout.levelTop + LEVEL_HEIGHT + MARGIN.bottom;
}

const xOfPlace = (place) =>
  layout.left + ((place - state.from) / (state.to - state.from)) * layout.plotWidth;
const placeOfX = (x) =>
  state.from + ((x - layout.left) / layout.plotWidth) * (state.to - state.from);
// A trace is drawn around its middle.
const xOfTrace = (trace) => xOfPlace(placeOfTrace(trace) + 0.5);

function yOfSample(sample) {
  const { top, bottom } = shownSamples();
  return layout.top + ((sample - top) / (bottom - top)) * layout.plotHeight;
}

function sampleOfY(y) {
  const { top, bottom } = shownSamples();
  return top + ((y - layout.top) / layout.plotHeight) * (bottom - top);
}

const isInPlot = (x) => x >= layout.left - 0.5 && x <= layout.left + layout.plotWidth + 0.5;

function clampLine(from, to) {
  const least = Math.min(placeEnd, 4);
  const width = Math.max(least, Math.min(to - from, placeEnd)) || 1e-9;
  const start = Math.max(0, Math.min(from, placeEnd - width));
  state.from = start;
  state.to = start + width;
}

function zoom(factor, centre) {
  const about = centre === undefined ? placeOfTrace(state.trace) + 0.5 : centre;
  const at = about >= state.from && about <= state.to ? about : (state.from + state.to) / 2;
  clampLine(at - (at - state.from) * factor, at + (state.to - at) * factor);
}

function pan(share) {
  const step = (state.to - state.from) * share;
  clampLine(state.from + step, state.to + step);
}

// Moves the stretch shown so that a trace is in it.
function reveal(trace) {
  const place = placeOfTrace(trace) + 0.5;
  if (place >= state.from && place <= state.to) return;
  const half = (state.to - state.from) / 2;
  clampLine(place - half, place + half);
}

// A canvas of `width` × `height` CSS pixels, sharp on this screen, cleared.
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
