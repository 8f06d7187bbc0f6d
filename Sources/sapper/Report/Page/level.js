// The level strip: what the operator heard, trace by trace, on a logarithmic scale.

const LEVEL_LOW = 0.25;
// The top of the scale holds the whole line, so that it does not move with the stretch shown.
const levelHigh = [4, 16, 64].find((high) => !model.levels.some((q8) => q8 > 256 * high)) ?? 256;
const levelTicks = { 4: [1, 4], 16: [1, 4, 16], 64: [1, 8, 64], 256: [1, 16, 256] }[levelHigh];

function yOfLevel(level) {
  const held = Math.max(LEVEL_LOW, Math.min(levelHigh, level));
  const share = Math.log(held / LEVEL_LOW) / Math.log(levelHigh / LEVEL_LOW);
  return layout.levelTop + LEVEL_HEIGHT - share * LEVEL_HEIGHT;
}

// The highest level among the traces of one pixel, or NaN.
function levelOfPixel(x) {
  const first = traceAtPlace(Math.min(placeOfX(x), placeEnd - 1e-6));
  if (first === null) return NaN;
  const last = Math.max(first, traceNear(placeOfX(x + 1) - 1e-6));
  let highest = NaN;
  for (let k = Math.floor(first / model.tracesPerLevel); k * model.tracesPerLevel <= last; k++) {
    const value = model.levels[k];
    if (value !== undefined && !(value / 256 <= highest)) highest = value / 256;
  }
  return highest;
}

function drawLevel(pen) {
  const colours = palette();
  const floor = layout.levelTop + LEVEL_HEIGHT;
  const right = layout.left + layout.plotWidth;
  pen.fillStyle = colours.ground;
  pen.fillRect(layout.left, layout.levelTop, layout.plotWidth, LEVEL_HEIGHT);
  for (const stretches of [model.settling, model.blind, model.saturated]) {
    for (const [from, through] of stretches) {
      const { left, width } = pixelsOf(from, through);
      pen.fillStyle = colours.band;
      if (width > 0) pen.fillRect(left, layout.levelTop, width, LEVEL_HEIGHT);
    }
  }
  for (let x = layout.left; x < right; x++) {
    const level = levelOfPixel(x);
    if (!(level > 0)) continue;
    pen.fillStyle = level >= 1 ? colours.alarm : colours.bar;
    const y = yOfLevel(level);
    pen.fillRect(x, y, Math.min(1, right - x), floor - y);
  }
  drawThreshold(pen, right);
}

function drawThreshold(pen, right) {
  const colours = palette();
  const y = Math.round(yOfLevel(1)) + 0.5;
  pen.strokeStyle = colours.ink;
  pen.lineWidth = 1.5;
  pen.setLineDash([7, 4]);
  pen.beginPath();
  pen.moveTo(layout.left, y);
  pen.lineTo(right, y);
  pen.stroke();
  pen.setLineDash([]);
  pen.font = TICK_FONT;
  pen.textBaseline = "middle";
  pen.textAlign = "right";
  pen.fillStyle = colours.ink;
  for (const level of levelTicks) {
    tickLine(pen, layout.left - 6, yOfLevel(level), layout.left - 1, yOfLevel(level), colours.soft);
    pen.fillText(`${level} ×`, layout.left - 9, yOfLevel(level));
  }
  pen.textAlign = "left";
  pen.fillText("threshold", right + 7, y);
  pen.font = TITLE_FONT;
  pen.fillStyle = colours.soft;
  pen.fillText("level", right + 7, layout.levelTop + 8);
  if (!model.levels.length) {
    pen.textAlign = "center";
    pen.fillText("no level was recorded", (layout.left + right) / 2, layout.levelTop + 18);
  }
}
