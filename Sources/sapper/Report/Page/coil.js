// The ground from above, the working points, and the joining of the parts.

const plan = { scale: 1, left: 60, top: 16, width: 0, height: 0, low: [0, 0], high: [1, 1] };

function measurePlan(width) {
  const margin = Math.max(model.radiusMm, 100) + 60;
  const xs = model.places.map((place) => place[0]);
  const ys = model.places.map((place) => place[1]);
  // reduce, since a long sweep has more places than a call takes arguments.
  const least = (list) => list.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (list) => list.reduce((a, b) => Math.max(a, b), -Infinity);
  plan.low = [least(xs) - margin, least(ys) - margin];
  plan.high = [most(xs) + margin, most(ys) + margin];
  const size = [plan.high[0] - plan.low[0], plan.high[1] - plan.low[1]];
  // A long lane lies on its side, so that it fits a page.
  plan.turned = size[1] > 1.3 * size[0];
  const across = plan.turned ? size[1] : size[0];
  const down = plan.turned ? size[0] : size[1];
  const room = Math.max(260, width - plan.left - 20);
  plan.scale = Math.min(room / across, 720 / down);
  plan.width = plan.left + across * plan.scale + 20;
  plan.height = plan.top + down * plan.scale + 46;
}

// Millimetres to pixels; turned, north runs to the right and east down.
function spot(x, y) {
  const along = plan.turned ? y - plan.low[1] : x - plan.low[0];
  const down = plan.turned ? x - plan.low[0] : plan.high[1] - y;
  return [plan.left + along * plan.scale, plan.top + down * plan.scale];
}

function way(pen, from, to) {
  pen.beginPath();
  for (let column = from; column < to; column++) {
    const [x, y] = spot(...model.places[column]);
    if (column === from) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  }
}

function drawWay(pen) {
  const colours = palette();
  pen.lineJoin = pen.lineCap = "round";
  pen.lineWidth = Math.max(2, 2 * model.radiusMm * plan.scale);
  pen.strokeStyle = darkQuery.matches && !printQuery.matches ? "#232a31" : "#eef1f4";
  way(pen, 0, traces);
  pen.stroke();
  pen.lineWidth = 1.2;
  pen.strokeStyle = colours.faint;
  way(pen, 0, traces);
  pen.stroke();
  pen.strokeStyle = colours.alarm;
  pen.lineWidth = 2.4;
  let from = -1;
  for (let column = 0; column <= traces; column++) {
    const isLoud = column < traces && model.levels[column] >= 256;
    if (isLoud && from < 0) from = column;
    if (!isLoud && from >= 0) {
      way(pen, Math.max(0, from - 1), Math.min(traces, column + 1));
      pen.stroke();
      from = -1;
    }
  }
}

function ring(pen, x, y, radius, dash) {
  pen.setLineDash(dash);
  pen.beginPath();
  pen.arc(x, y, Math.max(2, radius), 0, 2 * Math.PI);
  pen.stroke();
  pen.setLineDash([]);
}

function drawTruths(pen) {
  const colours = palette();
  for (const object of model.truth) {
    if (object.x === undefined || object.y === undefined) continue;
    const [x, y] = spot(object.x, object.y);
    const radius = object.radius ?? 0;
    pen.strokeStyle = object.class === "clutter" ? colours.soft : colours.ink;
    pen.lineWidth = object.class === "clutter" ? 1.2 : 2.2;
    ring(pen, x, y, radius * plan.scale, []);
    pen.lineWidth = 1;
    ring(pen, x, y, (radius + 100) * plan.scale, [4, 4]);
  }
}

function drawObjects(pen) {
  const colours = palette();
  pen.font = TITLE_FONT;
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  for (const object of model.objects) {
    if (object.x === undefined) continue;
    const [x, y] = spot(object.x, object.y);
    pen.beginPath();
    if (object.sensor === "radar") {
      pen.moveTo(x, y - 8);
      pen.lineTo(x + 8, y);
      pen.lineTo(x, y + 8);
      pen.lineTo(x - 8, y);
      pen.closePath();
    } else {
      pen.arc(x, y, 6, 0, 2 * Math.PI);
    }
    pen.fillStyle = markColours[object.class] ?? markColours.unknown;
    pen.fill();
    pen.strokeStyle = edgeColour;
    pen.lineWidth = 1.5;
    pen.stroke();
    pen.lineWidth = 4;
    pen.strokeStyle = colours.ground;
    pen.strokeText(String(object.id), x + 10, y);
    pen.fillStyle = colours.ink;
    pen.fillText(String(object.id), x + 10, y);
  }
}

function drawPlanAxes(pen) {
  const colours = palette();
  const [right, bottom] = [plan.width - 20, plan.height - 46];
  pen.strokeStyle = colours.soft;
  pen.lineWidth = 1;
  pen.strokeRect(plan.left - 0.5, plan.top - 0.5, right - plan.left + 1, bottom - plan.top + 1);
  pen.font = TICK_FONT;
  pen.fillStyle = colours.ink;
  const [along, down] = plan.turned ? [1, 0] : [0, 1];
  const count = (right - plan.left) / 80;
  const flat = ticks(plan.low[along] / 1000, plan.high[along] / 1000, count, false);
  pen.textAlign = "center";
  pen.textBaseline = "top";
  for (const value of flat.values) {
    const x = plan.left + (1000 * value - plan.low[along]) * plan.scale;
    tickLine(pen, x, bottom, x, bottom + 5, colours.soft);
    pen.fillText(fixed(value, flat.places), x, bottom + 8);
  }
  const steep = ticks(plan.low[down] / 1000, plan.high[down] / 1000, (bottom - plan.top) / 40, false);
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const value of steep.values) {
    const y = plan.turned ? spot(1000 * value, 0)[1] : spot(0, 1000 * value)[1];
    tickLine(pen, plan.left - 6, y, plan.left - 1, y, colours.soft);
    pen.fillText(fixed(value, steep.places), plan.left - 9, y);
  }
  pen.font = TITLE_FONT;
  pen.fillStyle = colours.soft;
  pen.textAlign = "right";
  pen.textBaseline = "bottom";
  pen.fillText(plan.turned ? "north, m" : "east, m", right, plan.height - 4);
  pen.textAlign = "left";
  pen.fillText(plan.turned ? "east down, m" : "north up, m", 4, plan.height - 4);
}

function drawPlan() {
  const holder = byId("plan");
  if (!holder || !hasPlan) return;
  measurePlan(Math.floor(holder.clientWidth));
  const pen = prepare(holder.firstElementChild, plan.width, plan.height);
  drawWay(pen);
  drawTruths(pen);
  drawObjects(pen);
  const [x, y] = spot(...model.places[state.column]);
  pen.strokeStyle = palette().cursor;
  pen.lineWidth = 2;
  ring(pen, x, y, Math.max(6, model.radiusMm * plan.scale), []);
  drawPlanAxes(pen);
}

// Hazards found against false alarms to a square metre, threshold by threshold.
function drawCurve() {
  const holder = byId("curve");
  if (!holder || !model.hazards) return;
  const width = Math.min(560, Math.max(300, Math.floor(holder.clientWidth)));
  const pen = prepare(holder.firstElementChild, width, 300);
  const colours = palette();
  const [left, top, right, bottom] = [56, 14, width - 20, 250];
  const area = Math.max(1, model.clearCm2 ?? 1) / 10000;
  const most = Math.max(0.1, ...model.curve.map((point) => point.false / area)) * 1.1;
  const x = (value) => left + (value / most) * (right - left);
  const y = (share) => bottom - share * (bottom - top);
  pen.strokeStyle = colours.soft;
  pen.strokeRect(left - 0.5, top - 0.5, right - left + 1, bottom - top + 1);
  pen.font = TICK_FONT;
  pen.fillStyle = colours.ink;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    tickLine(pen, left - 5, y(share), left, y(share), colours.soft);
    pen.fillText(`${100 * share} %`, left - 8, y(share));
  }
  pen.textAlign = "center";
  pen.textBaseline = "top";
  const marks = ticks(0, most, 6, false);
  for (const value of marks.values) {
    tickLine(pen, x(value), bottom, x(value), bottom + 5, colours.soft);
    pen.fillText(fixed(value, marks.places), x(value), bottom + 8);
  }
  pen.fillText("false alarms to a square metre", (left + right) / 2, bottom + 28);
  pen.beginPath();
  model.curve.forEach((point, index) => {
    const at = [x(point.false / area), y(point.hits / model.hazards)];
    if (index === 0) pen.moveTo(...at);
    else pen.lineTo(...at);
  });
  pen.strokeStyle = colours.wave;
  pen.lineWidth = 2;
  pen.stroke();
  for (const point of model.curve) {
    pen.beginPath();
    pen.arc(x(point.false / area), y(point.hits / model.hazards), 3.5, 0, 2 * Math.PI);
    pen.fillStyle = colours.wave;
    pen.fill();
  }
}

function words(column) {
  const parts = [`${fixed(secondsOf(column), 2)} s`];
  if (hasPlan) {
    const [x, y] = model.places[column];
    parts.push(`at ${fixed(x / 1000, 2)}, ${fixed(y / 1000, 2)} m`);
  }
  for (const line of [...model.bands, ...model.ground]) {
    parts.push(`${line.name}: ${fixed(line.values[column] / 1000, 2)} ${model.unit}`);
  }
  parts.push(`level ${fixed(model.levels[column] / 256, 2)} × threshold`);
  if ((model.reaches[column] ?? -1) >= 0) {
    parts.push(`a cap is heard to ${fixed(model.reaches[column] / 10, 1)} cm`);
  }
  return parts.join(" · ");
}

function draw() {
  drawPlan();
  drawSweep();
  drawPlane();
  drawCurve();
}

function select(column) {
  state.column = Math.max(0, Math.min(traces - 1, column));
  const width = state.to - state.from;
  if (state.column < state.from || state.column >= state.to) show(state.column - width / 2, width);
  markRows(state.column);
  byId("readout").textContent = words(state.column);
  byId("sweep").setAttribute("aria-valuenow", String(state.column));
  byId("sweep").setAttribute("aria-valuetext", words(state.column));
  drawPlan();
  drawSweep();
}

function show(from, width) {
  const held = Math.max(Math.min(traces, 20), Math.min(traces, width));
  state.from = Math.max(0, Math.min(traces - held, from));
  state.to = state.from + held;
}

function listen() {
  const holder = byId("sweep");
  let isDown = false;
  const follow = (event) => {
    const x = event.clientX - holder.getBoundingClientRect().left;
    if (x >= layout.left && x <= layout.left + layout.plotWidth) select(columnOf(x));
  };
  holder.addEventListener("pointerdown", (event) => { isDown = true; follow(event); });
  window.addEventListener("pointerup", () => { isDown = false; });
  holder.addEventListener("pointermove", (event) => { if (isDown) follow(event); });
  holder.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: 10, PageDown: -10, Home: -Infinity,
      End: Infinity };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    select(state.column + step * (event.shiftKey ? 10 : 1));
    event.preventDefault();
  });
  const press = (id, action) =>
    byId(id).addEventListener("click", () => { action(state.to - state.from); draw(); });
  press("zoom-in", (width) => show(state.column - width / 4, width / 2));
  press("zoom-out", (width) => show(state.from - width / 2, width * 2));
  press("pan-left", (width) => show(state.from - width / 2, width));
  press("pan-right", (width) => show(state.from + width / 2, width));
  press("zoom-all", () => show(0, traces));
}

window.sapperReport = {
  model, state, layout, plan, plane, strips, spot, planeSpot, select, lineColours, markColours,
};
for (const table of document.querySelectorAll("table.sortable")) {
  prepareTable(table, (column) => {
    select(column);
    byId("sweep").scrollIntoView({ block: "nearest" });
  });
}
if (traces > 0) {
  listen();
  byId("sweep").setAttribute("aria-valuemax", String(traces - 1));
  const first = model.objects.find((object) => object.column !== undefined);
  select(Math.min(traces - 1, first ? first.column : 0));
  draw();
  new ResizeObserver(draw).observe(byId("sweep"));
  darkQuery.addEventListener("change", draw);
  printQuery.addEventListener("change", draw);
}
