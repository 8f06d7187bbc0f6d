// The recording as the page holds it: cells, places along the line, times and depths.

// A gap wider than this share of the line is drawn shorter; the distance axis still counts it
// whole.
const GAP_SHARE_MAX = 0.08;

const model = JSON.parse(document.getElementById("model").textContent);

function decodeCells(text) {
  const raw = atob(text);
  const bytes = new DataView(new ArrayBuffer(raw.length));
  for (let i = 0; i < raw.length; i++) bytes.setUint8(i, raw.charCodeAt(i));
  const width = model.bytesPerCell;
  const cells = width === 2 ? new Int16Array(raw.length / 2) : new Int32Array(raw.length / 4);
  for (let i = 0; i < cells.length; i++) {
    cells[i] = width === 2 ? bytes.getInt16(2 * i, true) : bytes.getInt32(4 * i, true);
  }
  return cells;
}

const cells = decodeCells(document.getElementById("cells").textContent);
const { rows, columns, traces, tracesPerColumn, samplesPerRow } = model;

// The line in pieces without a gap. `place` counts drawn traces, `sequence` those of the device.
const pieces = (() => {
  const longest = Math.max(4, Math.ceil(traces * GAP_SHARE_MAX));
  const list = [];
  let trace = 0;
  let drawn = 0;
  let lost = 0;
  for (const [before, count] of model.gaps) {
    if (before < trace || before > traces) continue;
    list.push({ trace, end: before, place: trace + drawn, sequence: trace + lost });
    drawn += Math.min(count, longest);
    lost += count;
    trace = before;
  }
  list.push({ trace, end: traces, place: trace + drawn, sequence: trace + lost });
  return list;
})();

const placeEnd = pieces[pieces.length - 1].place + traces - pieces[pieces.length - 1].trace;

// The last piece that begins at or before `value`, by the given key.
function pieceAt(key, value) {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle][key] <= value) low = middle;
    else high = middle - 1;
  }
  return pieces[low];
}

function placeOfTrace(trace) {
  const piece = pieceAt("trace", trace);
  return piece.place + trace - piece.trace;
}

// The trace at a place, or null inside a gap or beyond the line.
function traceAtPlace(place) {
  const piece = pieceAt("place", place);
  const trace = piece.trace + Math.floor(place - piece.place);
  return trace >= piece.trace && trace < piece.end ? trace : null;
}

// The trace at a place, or the nearest one before it.
function traceNear(place) {
  const piece = pieceAt("place", place);
  const trace = piece.trace + Math.floor(place - piece.place);
  return Math.max(0, Math.min(Math.max(trace, piece.trace), Math.max(piece.end, 1) - 1));
}

const spacing = model.spacingUm / 1e6;

// Metres along the line of a trace; NaN without a spacing.
function metresOfTrace(trace) {
  const piece = pieceAt("trace", trace);
  return spacing > 0 ? (piece.sequence + trace - piece.trace) * spacing : NaN;
}

// The place of a distance, or null where it lies in a gap.
function placeOfMetres(metres) {
  const sequence = metres / spacing;
  const piece = pieceAt("sequence", sequence);
  const trace = piece.trace + sequence - piece.sequence;
  return trace <= piece.end ? piece.place + trace - piece.trace : null;
}

const interval = model.intervalFs / 1e6; // ns
const zeroSample = model.zeroQ8 === undefined ? NaN : model.zeroQ8 / 256;
const speed = model.speedUmPerNs / 1e6; // m/ns
const hasDepth = speed > 0 && interval > 0 && Number.isFinite(zeroSample);

const nanosecondsOfSample = (sample) => sample * interval;
const metresOfSample = (sample) => ((sample - zeroSample) * interval * speed) / 2;
const sampleOfMetres = (metres) => zeroSample + (2 * metres) / (speed * interval);

// The depths looked at, in samples, or null.
const gate =
  hasDepth && model.shallowMm !== undefined
    ? { top: sampleOfMetres(model.shallowMm / 1e3), bottom: sampleOfMetres(model.deepMm / 1e3) }
    : null;

const columnOfTrace = (trace) =>
  Math.max(0, Math.min(columns - 1, Math.floor(trace / tracesPerColumn)));
const sourceOfColumn = (column) => (model.sources ? model.sources[column] : column);

const average = (() => {
  const sum = new Float64Array(rows);
  for (let c = 0, i = 0; c < columns; c++) {
    for (let r = 0; r < rows; r++, i++) sum[r] += cells[i];
  }
  return sum.map((value) => value / Math.max(1, columns));
})();

function levelOfTrace(trace) {
  const value = model.levels[Math.floor(trace / model.tracesPerLevel)];
  return value === undefined ? NaN : value / 256;
}

function isIn(stretches, trace) {
  return stretches.some(([from, through]) => trace >= from && trace <= through);
}
