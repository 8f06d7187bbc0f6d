// The A-scan: one trace as it was recorded, time and depth down, amplitude across.

const ASCAN_LEFT = 52;
const ASCAN_RIGHT = 54;
const ascan = { trace: -1, source: -1, width: 0, height: 0 };

// The amplitude in counts of the recording; the average taken away where the picture does so.
function amplitude(trace, row) {
  return cells[columnOfTrace(trace) * rows + row] - (state.background ? average[row] : 0);
}

// The largest amplitude of the rows in sight.
function peakAmplitude(trace, top, bottom) {
  const last = Math.min(rows, Math.ceil(bottom / samplesPerRow));
  let peak = 0;
  for (let row = Math.floor(top / samplesPerRow); row < last; row++) {
    peak = Math.max(peak, Math.abs(amplitude(trace, row)));
  }
  return peak;
}

// 1, 2 or 5 × a power of ten, at least `value`.
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 5, 10].find((k) => k * power >= value * 0.999);
}

function drawAscan() {
  const canvas = byId("ascan");
  const width = Math.max(220, Math.floor(canvas.parentElement.clientWidth));
  const height = layout.levelTop + (tracesPerColumn > 1 ? 44 : 24);
  const pen = prepare(canvas, width, height);
  const colours = palette();
  const plotWidth = width - ASCAN_LEFT - (hasDepth ? ASCAN_RIGHT : 12);
  const right = ASCAN_LEFT + plotWidth;
  Object.assign(ascan, { trace: state.trace, width, height });
  ascan.source = sourceOfColumn(columnOfTrace(state.trace));
  pen.fillStyle = colours.ground;
  pen.fillRect(ASCAN_LEFT, layout.top, plotWidth, layout.plotHeight);
  shadeAscan(pen, plotWidth);
  drawWave(pen, ASCAN_LEFT + plotWidth / 2, plotWidth / 2);
  pen.strokeStyle = colours.soft;
  pen.strokeRect(ASCAN_LEFT - 0.5, layout.top - 0.5, plotWidth + 1, layout.plotHeight + 1);
  drawVerticalAxes(pen, ASCAN_LEFT, right, { time: true, depth: true });
  pen.font = TITLE_FONT;
  pen.fillStyle = colours.soft;
  pen.textBaseline = "alphabetic";
  pen.textAlign = "left";
  pen.fillText(interval > 0 ? "ns" : "sample", 4, layout.top - 12);
  pen.textAlign = "right";
  if (hasDepth) pen.fillText("m", width - 4, layout.top - 12);
  pen.textAlign = "center";
  pen.fillText("amplitude, counts", ASCAN_LEFT + plotWidth / 2, layout.top - 12);
  drawSource(pen, width);
}

// Which trace this is, where one stands for its neighbours.
function drawSource(pen, width) {
  if (tracesPerColumn === 1) return;
  const first = columnOfTrace(state.trace) * tracesPerColumn;
  const last = Math.min(traces, first + tracesPerColumn) - 1;
  pen.font = TICK_FONT;
  const text = `shows ${counted(ascan.source)} of ${counted(first)}–${counted(last)}`;
  pen.fillText(text, width / 2, layout.top + layout.plotHeight + 44);
}

// What the depth gate leaves out, and the level of the ground.
function shadeAscan(pen, plotWidth) {
  if (!gate || !state.limits) return;
  const floor = layout.top + layout.plotHeight;
  const top = Math.max(layout.top, Math.min(floor, yOfSample(gate.top)));
  const bottom = Math.max(layout.top, Math.min(floor, yOfSample(gate.bottom)));
  pen.fillStyle = palette().band;
  pen.fillRect(ASCAN_LEFT, layout.top, plotWidth, top - layout.top);
  pen.fillRect(ASCAN_LEFT, bottom, plotWidth, floor - bottom);
}

function drawWave(pen, middle, half) {
  const { top, bottom } = shownSamples();
  const colours = palette();
  const peak = peakAmplitude(state.trace, top, bottom);
  const full = peak > 0 ? roundUp(peak) : 1;
  const floor = layout.top + layout.plotHeight;
  pen.font = TICK_FONT;
  pen.textBaseline = "top";
  for (const share of [-1, 0, 1]) {
    const x = middle + share * (half - 8);
    tickLine(pen, x, layout.top, x, floor, share === 0 ? colours.soft : colours.grid);
    pen.fillStyle = colours.ink;
    pen.textAlign = "center";
    pen.fillText(share === 0 ? "0" : (share < 0 ? "−" : "") + counted(full), x, floor + 7);
  }
  pen.save();
  pen.beginPath();
  pen.rect(middle - half, layout.top, 2 * half, layout.plotHeight);
  pen.clip();
  pen.beginPath();
  for (let row = 0; row < rows; row++) {
    const x = middle + (amplitude(state.trace, row) / full) * (half - 8);
    const y = yOfSample((row + 0.5) * samplesPerRow);
    if (row === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  }
  pen.strokeStyle = colours.wave;
  pen.lineWidth = 1.75;
  pen.lineJoin = "round";
  pen.stroke();
  if (rows === 1) pen.fillRect(middle - 2, layout.top, 4, 4);
  pen.restore();
  drawAscanMarks(pen, middle, half);
}

// The echoes whose mark stands at this trace.
function drawAscanMarks(pen, middle, half) {
  if (!state.marks || !hasDepth) return;
  for (const mark of model.marks) {
    if (columnOfTrace(mark.trace) !== columnOfTrace(state.trace)) continue;
    if (mark.depthMm === undefined || mark.trace >= traces) continue;
    const y = yOfSample(sampleOfMetres(mark.depthMm / 1e3));
    if (y < layout.top || y > layout.top + layout.plotHeight) continue;
    tickLine(pen, middle - half, y, middle + half, y, palette().alarm);
    pen.font = TITLE_FONT;
    pen.fillStyle = palette().alarm;
    pen.textAlign = "left";
    pen.textBaseline = "bottom";
    pen.fillText(`echo ${mark.id}`, middle - half + 5, y - 2);
  }
}
