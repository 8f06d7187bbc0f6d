// Colour maps of 256 entries, from the strongest negative to the strongest positive.

const clampByte = (value) => Math.max(0, Math.min(255, Math.round(value)));
const packed = (r, g, b) =>
  ((255 << 24) | (clampByte(b) << 16) | (clampByte(g) << 8) | clampByte(r)) >>> 0;

function mapOf(colour) {
  const map = new Uint32Array(256);
  for (let i = 0; i < 256; i++) map[i] = colour(i / 255);
  return map;
}

// Straight between stops of [place, red, green, blue].
function between(stops) {
  return (x) => {
    let k = 1;
    while (k < stops.length - 1 && stops[k][0] < x) k++;
    const [a, b] = [stops[k - 1], stops[k]];
    const f = (x - a[0]) / (b[0] - a[0]);
    return packed(...[1, 2, 3].map((n) => a[n] + (b[n] - a[n]) * f));
  };
}

const srgb = (x) =>
  255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * Math.max(x, 0) ** (1 / 2.4) - 0.055);

// Oklab (Ottosson 2020) to sRGB: equal steps of lightness look equal.
function oklab(l, a, b) {
  const p = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const q = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return packed(
    srgb(4.0767416621 * p - 3.3077115913 * q + 0.2309699292 * s),
    srgb(-1.2684380046 * p + 2.6097574011 * q - 0.3413193965 * s),
    srgb(-0.0041960863 * p - 0.7034186147 * q + 1.707614701 * s)
  );
}

// Lightness rises evenly while the hue goes from violet over green to yellow.
function even(x) {
  const hue = ((300 - 195 * x) * Math.PI) / 180;
  const chroma = 0.09 + 0.06 * Math.sin(Math.PI * x) + 0.04 * x;
  return oklab(0.22 + 0.71 * x, chroma * Math.cos(hue), chroma * Math.sin(hue));
}

const maps = {
  grey: mapOf(between([[0, 12, 12, 12], [1, 245, 245, 245]])),
  seismic: mapOf(
    between([[0, 8, 32, 96], [0.25, 58, 118, 190], [0.5, 246, 246, 246], [0.75, 214, 84, 66],
      [1, 104, 8, 24]])
  ),
  even: mapOf(even),
};

// Colours of lines and letters on canvas; paper is always light.
const palettes = {
  light: {
    ground: "#ffffff", ink: "#1a1d21", soft: "#59616b", grid: "#c9ced4", wave: "#1b4f8f",
    faint: "#9aa3ad", bar: "#5b6c7d", alarm: "#c22f12", band: "rgba(90,100,112,0.22)",
    cursor: "#0b57d0",
  },
  dark: {
    ground: "#15181c", ink: "#eceff2", soft: "#a9b1ba", grid: "#3b424a", wave: "#86b8f5",
    faint: "#6d7680", bar: "#8695a5", alarm: "#ff7a55", band: "rgba(160,170,182,0.25)",
    cursor: "#8ab4f8",
  },
};
const darkQuery = window.matchMedia("(prefers-color-scheme: dark)");
const printQuery = window.matchMedia("print");
const palette = () => (darkQuery.matches && !printQuery.matches ? palettes.dark : palettes.light);

// Marks lie on the picture, whose colours do not follow the scheme: bright, with a dark edge.
const markColours = {
  at_mine: "#ff5a36", ap_mine: "#ff9d1c", uxo: "#ff6fd8", clutter: "#9fd4ff", unknown: "#ffe14a",
};
const truthColour = "#3df0c5";
const edgeColour = "#10141a";
