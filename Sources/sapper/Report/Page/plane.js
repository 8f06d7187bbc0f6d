// The plane of I and Q of an induction balance: each pass is a loop, its direction is its phase.

const plane = { size: 0, middle: [0, 0], radius: 0, top: 1 };

// A place in the plane: the angle stays, the distance is bent.
function planeSpot(inPhase, quadrature) {
  const size = Math.hypot(inPhase, quadrature);
  const share = size > 0 ? bend(size / whole) / plane.top / size : 0;
  return [
    plane.middle[0] + inPhase * share * plane.radius,
    plane.middle[1] - quadrature * share * plane.radius,
  ];
}

function farthest(points) {
  return points.reduce((best, at) => (Math.hypot(...at) > Math.hypot(...best) ? at : best), [0, 0]);
}

function drawRings(pen) {
  const colours = palette();
  pen.font = TICK_FONT;
  pen.textBaseline = "bottom";
  pen.textAlign = "left";
  for (let step = 1; step <= plane.top; step++) {
    const radius = (plane.radius * step) / plane.top;
    pen.strokeStyle = colours.grid;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.arc(...plane.middle, radius, 0, 2 * Math.PI);
    pen.stroke();
    pen.fillStyle = colours.soft;
    pen.fillText(counted(unbend(step) * model.straight), plane.middle[0] + 4,
      plane.middle[1] - radius - 1);
  }
}

// Rays where target IDs lie: 0 to the right, 99 to the left, through the lag below.
function drawRays(pen) {
  const colours = palette();
  pen.font = TITLE_FONT;
  pen.fillStyle = colours.ink;
  pen.textBaseline = "middle";
  for (const number of [0, 20, 40, 50, 60, 80, 99]) {
    const angle = (number / 100) * Math.PI;
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    tickLine(pen, ...plane.middle, plane.middle[0] + plane.radius * x,
      plane.middle[1] + plane.radius * y, colours.grid);
    pen.textAlign = x > 0.3 ? "left" : x < -0.3 ? "right" : "center";
    pen.fillText(`ID ${number}`, plane.middle[0] + (plane.radius + 8) * x,
      plane.middle[1] + (plane.radius + 14) * y);
  }
  pen.fillStyle = colours.soft;
  pen.textAlign = "center";
  pen.fillText(`Q, ${model.unit}`, plane.middle[0], plane.middle[1] - plane.radius - 18);
}

function drawLoops(pen) {
  const colours = palette();
  const places = [];
  [...model.loops].reverse().forEach((loop, index) => {
    pen.strokeStyle = lineColours()[index % 4];
    pen.lineWidth = 1.4;
    pen.beginPath();
    loop.points.forEach((point, place) => {
      const at = planeSpot(...point);
      if (place === 0) pen.moveTo(...at);
      else pen.lineTo(...at);
    });
    pen.stroke();
    const [x, y] = planeSpot(...farthest(loop.points));
    pen.beginPath();
    pen.arc(x, y, 3.5, 0, 2 * Math.PI);
    pen.fillStyle = lineColours()[index % 4];
    pen.fill();
    // A label that would cover another one is left out: the table has every number.
    if (places.some(([otherX, otherY]) => Math.abs(x - otherX) < 92 && Math.abs(y - otherY) < 17)) {
      return;
    }
    places.push([x, y]);
    const isLeft = x < plane.middle[0];
    const text = loop.targetId === undefined ? `no. ${loop.id}`
      : `no. ${loop.id}: ID ${loop.targetId}`;
    pen.font = TICK_FONT;
    pen.textAlign = isLeft ? "right" : "left";
    pen.textBaseline = "middle";
    pen.lineWidth = 4;
    pen.strokeStyle = colours.ground;
    pen.strokeText(text, x + (isLeft ? -7 : 7), y);
    pen.fillStyle = colours.ink;
    pen.fillText(text, x + (isLeft ? -7 : 7), y);
  });
}

function drawPlane() {
  const holder = byId("plane");
  if (!holder || !model.loops) return;
  plane.size = Math.max(300, Math.min(680, Math.floor(holder.clientWidth)));
  plane.middle = [plane.size / 2, plane.size / 2];
  plane.radius = plane.size / 2 - 58;
  const most = model.loops.reduce(
    (top, loop) => Math.max(top, Math.hypot(...farthest(loop.points))), whole);
  plane.top = Math.max(1, Math.ceil(bend(most / whole)));
  const pen = prepare(holder.firstElementChild, plane.size, plane.size);
  drawRings(pen);
  drawRays(pen);
  drawLoops(pen);
}
