// What lies over the picture: limits of sight, gaps, truth, echoes, the cursor.

const HALO_METRES = 0.1;
const clipToPlot = (pen) => {
  pen.beginPath();
  pen.rect(layout.left, layout.top, layout.plotWidth, layout.plotHeight);
  pen.clip();
};

// Bright on a dark edge, so that a line is seen on every colour map.
function stroke(pen, colour, width, dash = []) {
  pen.setLineDash(dash);
  pen.lineJoin = "round";
  pen.strokeStyle = edgeColour;
  pen.lineWidth = width + 2.5;
  pen.stroke();
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
  pen.setLineDash([]);
}

// Letters on a dark pill, so that they are read on every colour map.
function pill(pen, text, x, y, colour, anchor = "center") {
  pen.font = `600 12.5px ${FONT}`;
  const width = pen.measureText(text).width + 12;
  let left = anchor === "left" ? x : x - width / 2;
  left = Math.max(layout.left + 2, Math.min(layout.left + layout.plotWidth - width - 2, left));
  pen.fillStyle = "rgba(16,20,26,0.86)";
  pen.beginPath();
  pen.roundRect(left, y - 10, width, 20, 5);
  pen.fill();
  pen.fillStyle = colour;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.fillText(text, left + 6, y + 0.5);
  return { left, top: y - 10, right: left + width, bottom: y + 10 };
}

function hatch(pen, x, y, width, height, lean, colour) {
  if (!(width > 0) || !(height > 0)) return;
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  pen.fillStyle = "rgba(16,20,26,0.30)";
  pen.fillRect(x, y, width, height);
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  for (let at = -height; at < width + height; at += 9) {
    pen.moveTo(x + at, y + (lean > 0 ? height : 0));
    pen.lineTo(x + at + height, y + (lean > 0 ? 0 : height));
  }
  pen.stroke();
  pen.restore();
}

// The pixels of a stretch of traces, both ends included, inside the plot.
function pixelsOf(from, through) {
  const left = Math.max(layout.left, xOfPlace(placeOfTrace(from)));
  const right = Math.min(layout.left + layout.plotWidth, xOfPlace(placeOfTrace(through) + 1));
  return { left, width: right - left };
}

function drawLimits(pen) {
  const right = layout.left + layout.plotWidth;
  const floor = layout.top + layout.plotHeight;
  if (state.limits && gate) {
    const top = Math.max(layout.top, Math.min(floor, yOfSample(gate.top)));
    const bottom = Math.max(layout.top, Math.min(floor, yOfSample(gate.bottom)));
    hatch(pen, layout.left, layout.top, layout.plotWidth, top - layout.top, 1, "#ffffff66");
    hatch(pen, layout.left, bottom, layout.plotWidth, floor - bottom, -1, "#ffffff40");
    for (const y of [top, bottom]) {
      pen.beginPath();
      pen.moveTo(layout.left, y);
      pen.lineTo(right, y);
      stroke(pen, "#ffffff", 1.5, [8, 5]);
    }
  }
  if (state.limits) {
    for (const [from, through] of model.blind) {
      const { left, width } = pixelsOf(from, through);
      hatch(pen, left, layout.top, width, layout.plotHeight, 1, "#ff7ad988");
    }
  }
  drawGaps(pen);
}

function drawGaps(pen) {
  for (let k = 1; k < pieces.length; k++) {
    const before = pieces[k - 1].place + pieces[k - 1].end - pieces[k - 1].trace;
    const left = Math.max(layout.left, xOfPlace(before));
    const right = Math.min(layout.left + layout.plotWidth, xOfPlace(pieces[k].place));
    if (right <= left) continue;
    pen.fillStyle = palette().ground;
    pen.fillRect(left, layout.top, right - left, layout.plotHeight);
    pen.fillStyle = palette().band;
    pen.fillRect(left, layout.top, right - left, layout.plotHeight);
    pen.beginPath();
    pen.rect(left, layout.top - 2, right - left, layout.plotHeight + 4);
    stroke(pen, "#ffffff", 1, [3, 3]);
  }
}

const nameThatFits = (name, reason) =>
  layout.plotWidth < 440 ? name : name + reason;

// Gives the boxes that the letters take.
function drawLimitNames(pen) {
  const taken = [];
  const floor = layout.top + layout.plotHeight;
  if (state.limits && gate) {
    const top = Math.min(floor, yOfSample(gate.top));
    const bottom = Math.max(layout.top, yOfSample(gate.bottom));
    if (top - layout.top >= 22) {
      const name = nameThatFits("not seen", ": inside the ground bounce");
      taken.push(pill(pen, name, layout.left + 8, top - 12, "#ffffff", "left"));
    }
    if (floor - bottom >= 22) {
      const name = nameThatFits("not looked at", ": too deep");
      const y = Math.min(floor - 12, bottom + 14);
      taken.push(pill(pen, name, layout.left + 8, y, "#ffffff", "left"));
    }
  }
  for (let k = 1; k < pieces.length; k++) {
    const lost = pieces[k].sequence - pieces[k].trace - pieces[k - 1].sequence
      + pieces[k - 1].trace;
    const x = (xOfPlace(pieces[k - 1].place + pieces[k - 1].end - pieces[k - 1].trace)
      + xOfPlace(pieces[k].place)) / 2;
    if (isInPlot(x)) taken.push(pill(pen, `${counted(lost)} lost`, x, floor - 14, "#ffffff"));
  }
  return taken;
}

// Half an object's width and half its halo in pixels; the annotation's own length without a
// spacing.
function truthWidths(truth) {
  const perTrace = layout.plotWidth / (state.to - state.from);
  if (spacing > 0 && truth.radiusMm !== undefined) {
    const radius = (truth.radiusMm / 1e3 / spacing) * perTrace;
    return { radius, halo: radius + (HALO_METRES / spacing) * perTrace };
  }
  return { radius: (Math.max(1, truth.count) / 2) * perTrace, halo: 0 };
}

// What stands for an object in the picture and in its table.
const truthName = (index) => `T${index + 1}`;
const truthTrace = (truth) => truth.start + Math.max(0, truth.count - 1) / 2;

let truthNames = [];

// An object is a lid at its depth with sides that fade: how far down it reaches is not told.
function drawTruth(pen, truth, index) {
  const x = xOfTrace(truthTrace(truth));
  const { radius, halo } = truthWidths(truth);
  if (x + halo < layout.left || x - halo > layout.left + layout.plotWidth) return;
  if (halo > 0) {
    for (const side of [-halo, halo]) {
      pen.beginPath();
      pen.moveTo(x + side, layout.top);
      pen.lineTo(x + side, layout.top + layout.plotHeight);
      stroke(pen, `${truthColour}b0`, 1, [2, 6]);
    }
  }
  if (!hasDepth || truth.depthMm === undefined) {
    pen.beginPath();
    pen.rect(x - radius, layout.top + 3, 2 * radius, layout.plotHeight - 6);
    stroke(pen, truthColour, 1.5, [7, 4]);
    truthNames.push({ text: truthName(index), x, y: layout.top + layout.plotHeight - 16 });
    return;
  }
  const y = yOfSample(sampleOfMetres(truth.depthMm / 1e3));
  const half = Math.max(5, radius);
  truthNames.push({ text: truthName(index), x, y: y + 34 });
  pen.beginPath();
  pen.moveTo(x - half, y + 22);
  pen.lineTo(x - half, y);
  pen.lineTo(x + half, y);
  pen.lineTo(x + half, y + 22);
  stroke(pen, truthColour, 2);
}

// One shape a class, so that no class is told by colour alone.
function shape(pen, key, x, y, size) {
  pen.beginPath();
  if (key === "at_mine") {
    pen.rect(x - size, y - size, 2 * size, 2 * size);
  } else if (key === "ap_mine") {
    pen.moveTo(x, y - size * 1.15);
    pen.lineTo(x + size * 1.15, y + size * 0.85);
    pen.lineTo(x - size * 1.15, y + size * 0.85);
    pen.closePath();
  } else if (key === "uxo") {
    pen.moveTo(x, y - size * 1.25);
    pen.lineTo(x + size * 1.25, y);
    pen.lineTo(x, y + size * 1.25);
    pen.lineTo(x - size * 1.25, y);
    pen.closePath();
  } else {
    pen.arc(x, y, size, 0, 2 * Math.PI);
    if (key === "unknown") {
      pen.moveTo(x + size * 0.35, y);
      pen.arc(x, y, size * 0.35, 0, 2 * Math.PI);
    }
  }
}

// Where a mark stands on the canvas; null outside of what is shown.
function markPoint(mark) {
  if (mark.trace < 0 || mark.trace >= traces) return null;
  const known = hasDepth && mark.depthMm !== undefined;
  const x = xOfTrace(mark.trace);
  const y = known ? yOfSample(sampleOfMetres(mark.depthMm / 1e3)) : layout.top + 14;
  const isShown = isInPlot(x) && y >= layout.top - 1 && y <= layout.top + layout.plotHeight + 1;
  return isShown ? { id: mark.id, trace: mark.trace, x, y } : null;
}

function drawMark(pen, mark, point) {
  const colour = markColours[mark.class] || markColours.unknown;
  if (spacing > 0 && mark.widthMm > 0) {
    const half = (mark.widthMm / 2e3 / spacing) * (layout.plotWidth / (state.to - state.from));
    pen.beginPath();
    pen.moveTo(point.x - half, point.y - 5);
    pen.lineTo(point.x - half, point.y + 5);
    pen.moveTo(point.x - half, point.y);
    pen.lineTo(point.x + half, point.y);
    pen.moveTo(point.x + half, point.y - 5);
    pen.lineTo(point.x + half, point.y + 5);
    stroke(pen, colour, 1.5);
  }
  shape(pen, mark.class, point.x, point.y, mark.kind === "object" ? 9 : 7);
  stroke(pen, colour, 2.5);
}

const overlaps = (a, b) =>
  a.left < b.right + 2 && b.left < a.right + 2 && a.top < b.bottom + 1 && b.top < a.bottom + 1;

// Where a number may stand: half widths aside and pixels down, the best place first.
const NUMBER_PLACES = [
  [0, -22], [0, 22], [1, -14], [-1, -14], [1, 14], [-1, 14], [0, -43], [0, 43], [0, -64], [0, 64],
];

// Numbers above their marks, moved up or down until they touch no other letters.
function drawNumbers(pen, drawn, taken) {
  pen.font = `600 12.5px ${FONT}`;
  for (const { mark, point } of drawn) {
    const text = String(mark.id);
    const half = pen.measureText(text).width / 2 + 6;
    for (const [aside, lift] of NUMBER_PLACES) {
      const x = point.x + aside * (half + 12);
      const y = point.y + lift;
      if (y < layout.top + 11 || y > layout.top + layout.plotHeight - 11) continue;
      const box = { left: x - half, right: x + half, top: y - 10, bottom: y + 10 };
      if (!isInPlot(box.left) || !isInPlot(box.right)) continue;
      if (taken.some((other) => overlaps(box, other))) continue;
      const colour = markColours[mark.class] || "#ffffff";
      if (Math.abs(lift) > 22) {
        pen.beginPath();
        pen.moveTo(point.x, point.y + Math.sign(lift) * 9);
        pen.lineTo(point.x, y);
        stroke(pen, colour, 1);
      }
      taken.push(pill(pen, text, x, y, colour));
      break;
    }
  }
}

let markPoints = [];

function drawOverlay(pen) {
  pen.save();
  clipToPlot(pen);
  drawLimits(pen);
  truthNames = [];
  if (state.truth) model.truth.forEach((truth, index) => drawTruth(pen, truth, index));
  pen.restore();
}

// Marks and letters, which no line may cross.
function drawNames(pen) {
  pen.save();
  clipToPlot(pen);
  const placed = model.marks.map((mark) => ({ mark, point: markPoint(mark) }));
  const drawn = state.marks ? placed.filter((item) => item.point) : [];
  markPoints = drawn.map((item) => item.point);
  const taken = drawLimitNames(pen);
  for (const { text, x, y } of truthNames) {
    const at = Math.min(y, layout.top + layout.plotHeight - 12);
    if (isInPlot(x)) taken.push(pill(pen, text, x, at, truthColour));
  }
  drawn.forEach(({ mark, point }) => drawMark(pen, mark, point));
  drawNumbers(pen, drawn, taken);
  pen.restore();
}
