// The B-scan as pixels: average taken away, gain, clip, colours. Display only.

// The factor of each row: a power of the time since the first row, one nanosecond's worth at least.
function riseOfRows() {
  const rise = new Float32Array(rows);
  const start = Number.isFinite(zeroSample) ? zeroSample : 0;
  for (let r = 0; r < rows; r++) {
    const samples = Math.max(0, (r + 0.5) * samplesPerRow - start);
    rise[r] = (1 + (8 * samples) / Math.max(1, model.samples)) ** state.rise;
  }
  return rise;
}

let clipCache = { key: "", value: 1 };

// The amplitude that `clip` per cent of the cells in sight stay under.
function clipAmplitude(rise, top, bottom) {
  const key = [state.background, state.rise, state.clip, top, bottom].join();
  if (clipCache.key === key) return clipCache.value;
  const first = Math.floor(top / samplesPerRow);
  const last = Math.min(rows, Math.ceil(bottom / samplesPerRow));
  const step = Math.max(1, Math.floor((columns * (last - first)) / 200000));
  const sizes = [];
  for (let c = 0, k = 0; c < columns; c++) {
    for (let r = first; r < last; r++, k++) {
      if (k % step) continue;
      const value = cells[c * rows + r] - (state.background ? average[r] : 0);
      sizes.push(Math.abs(value * rise[r]));
    }
  }
  const sorted = Float32Array.from(sizes).sort();
  const index = Math.min(sorted.length - 1, Math.floor((state.clip / 100) * sorted.length));
  const value = sorted[index] > 0 ? sorted[index] : sorted[sorted.length - 1] || 1;
  clipCache = { key, value };
  return value;
}

// What one pixel column shows: the columns of the picture on both sides of its middle, or, when
// several share it, the strongest of them in each row.
function fillColumn(line, x, pixels, rise) {
  const width = (state.to - state.from) / pixels;
  const from = state.from + x * width;
  const at = traceAtPlace(Math.min(from + width / 2, placeEnd - 1e-6));
  if (at === null) return false;
  if (width <= tracesPerColumn) return fillBetween(line, from + width / 2, at, rise);
  const first = columnOfTrace(traceNear(from));
  const last = columnOfTrace(traceNear(from + width - 1e-6));
  for (let r = 0; r < rows; r++) {
    const zero = state.background ? average[r] : 0;
    let strongest = 0;
    for (let c = first; c <= last; c++) {
      const value = cells[c * rows + r] - zero;
      if (Math.abs(value) > Math.abs(strongest)) strongest = value;
    }
    line[r] = strongest * rise[r];
  }
  return true;
}

function fillBetween(line, place, trace, rise) {
  const piece = pieceAt("place", place);
  const exact = (piece.trace + place - piece.place) / tracesPerColumn - 0.5;
  const low = Math.max(columnOfTrace(piece.trace), Math.floor(exact));
  const high = Math.max(low, Math.min(columnOfTrace(piece.end - 1), low + 1));
  const f = Math.max(0, Math.min(1, exact - low));
  for (let r = 0; r < rows; r++) {
    const zero = state.background ? average[r] : 0;
    const value = cells[low * rows + r] * (1 - f) + cells[high * rows + r] * f;
    line[r] = (value - zero) * rise[r];
  }
  return true;
}

// One value for each pixel row: between the rows on both sides, or the strongest of several.
function resample(line, out, top, bottom) {
  const step = (bottom - top) / samplesPerRow / out.length;
  const start = top / samplesPerRow;
  for (let y = 0; y < out.length; y++) {
    const from = start + y * step;
    if (step > 1.5) {
      const last = Math.min(rows - 1, Math.floor(from + step));
      let strongest = 0;
      for (let r = Math.max(0, Math.floor(from)); r <= last; r++) {
        if (Math.abs(line[r]) > Math.abs(strongest)) strongest = line[r];
      }
      out[y] = strongest;
    } else {
      const exact = Math.max(0, Math.min(rows - 1, from + step / 2 - 0.5));
      const r = Math.min(rows - 1, Math.floor(exact));
      const next = Math.min(rows - 1, r + 1);
      out[y] = line[r] + (line[next] - line[r]) * (exact - r);
    }
  }
}

const stage = document.createElement("canvas");

function drawImage(pen) {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const width = Math.max(1, Math.round(layout.plotWidth * ratio));
  const height = Math.max(1, Math.round(layout.plotHeight * ratio));
  const { top, bottom } = shownSamples();
  const rise = riseOfRows();
  const scale = (127.5 * 10 ** (state.gain / 20)) / clipAmplitude(rise, top, bottom);
  const map = maps[state.map];
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const line = new Float32Array(rows);
  const out = new Float32Array(height);
  for (let x = 0; x < width; x++) {
    if (!fillColumn(line, x, width, rise)) continue;
    resample(line, out, top, bottom);
    for (let y = 0; y < height; y++) {
      const index = Math.max(0, Math.min(255, Math.round(127.5 + out[y] * scale)));
      pixels[y * width + x] = map[index];
    }
  }
  stage.width = width;
  stage.height = height;
  stage.getContext("2d").putImageData(image, 0, 0);
  pen.imageSmoothingEnabled = false;
  pen.drawImage(stage, layout.left, layout.top, layout.plotWidth, layout.plotHeight);
}
