// Draws one chart and its buttons, and keeps Plotly alive from one filter change to the next.
const LABEL_LINE = 15;
const LETTER = 6.3;  // pixels of an average letter of a label
const NARROW = 560;
const LETTERS = 26;  // of an axis title's line beneath a narrow plot
const SETTLED = 600;  // milliseconds after which a change of theme is through
const PAPER = 980;  // CSS pixels between the margins of A4 across, less the card's own
const CONFIG = {
  displaylogo: false, showSendToCloud: false, plotlyServerURL: "", responsive: false, doubleClick: "reset",
  modeBarButtonsToRemove: ["toImage", "sendChartToCloud", "select2d", "lasso2d", "autoScale2d"],
  // without an address of ours Plotly would fetch the world's coasts from elsewhere; a wheel scrolls the page
  topojsonURL: "app/static/topo/", scrollZoom: false,
};
const SMALLEST = 280, TALLEST = 640;  // height of a map in pixels
const AGAIN = 3000;  // milliseconds until a line that broke may be opened anew
const FEW = 10;  // cards that are drawn in one go, since each look in between costs the rest some time
const BATCH = 3;  // cards below the screen that are drawn before the browser may show them
const LOST = 1500;  // milliseconds after which what was sent ahead is taken for lost
const fetched = new Map();
const living = new WeakMap();
const shown = new Set();
let ahead = new Map();  // what the page's cards were sent before the cards themselves, by card
const scheme = { app: null, watch: null, soon: null, settled: 0, dark: null };
const paper = matchMedia("print");
const line = { token: null, socket: null };
let begun = 0, coming, turns = Promise.resolve();  // charts of a page that comes, one and then some at a time
let waiting = new Set();  // cards below the screen that a change has not come to yet
let plotly, printing = paper.matches;

// paper is white and as wide as it is, whatever the screen: charts are painted anew for it and back
function turn(toPaper) {
  if (toPaper === printing) return;
  printing = toPaper;
  for (const state of shown) paint(state);
}
paper.addEventListener("change", ({ matches }) => turn(matches));
addEventListener("beforeprint", () => turn(true));
addEventListener("afterprint", () => turn(false));

// Everything a filter changes in the cards comes first and at once, before the bar and the menu are
// sent: findings, pictures and captions change together, and soon. It comes by a line of our own,
// and with Streamlit's messages where there is none.
export function deliver({ data }, palettes) {
  openLine(data.line, palettes);
  const cards = Object.entries(data.cards);
  if (cards.length) hand(new Map(cards), palettes);
}

// on a long page what the reader has before the eyes is drawn and shown first
async function hand(cards, palettes) {
  ahead = cards;
  const wanted = [...shown].filter((state) => cards.get(state.key)), long = wanted.length > FEW;
  // places are asked for before anything is written, or each answer would lay out the page anew
  const next = wanted.map((state) => {
    if (!long) return { state, seen: true, width: state.room };
    const { top, bottom } = state.root.getBoundingClientRect();
    return { state, seen: bottom > 0 && top < innerHeight, width: state.room };
  });
  const beyond = next.filter(({ seen }) => !seen);
  waiting = new Set(beyond.map(({ state }) => state));
  for (const { state } of beyond) state.plot.dataset.wanted = cards.get(state.key).stamp;
  const give = ({ state, width }) => {
    waiting.delete(state);
    take(state, cards.get(state.key), palettes, width);
  };
  next.filter(({ seen }) => seen).forEach(give);
  for (let i = 0; i < beyond.length; i += BATCH) {
    await frame();
    // a later change may have come meanwhile: what is left of this one is no longer wanted
    if (ahead !== cards) return;
    beyond.slice(i, i + BATCH).forEach(give);
  }
}

// a page that comes shows its first chart before the browser has drawn the others
function inTurn() {
  const place = begun++;
  if (place % BATCH === 1) turns = turns.then(frame);
  clearTimeout(coming);
  coming = setTimeout(() => { begun = 0; }, SETTLED);
  return turns;
}

// resolves when the browser has shown what there is; a page in the background shows nothing
function frame() {
  return new Promise((go) => {
    if (document.hidden) setTimeout(go);
    else requestAnimationFrame(() => setTimeout(go));
  });
}

function openLine(token, palettes) {
  if (line.token === token) return;
  line.socket?.close();
  const address = new URL(`line/${token}`, location.href), kept = new Map();
  address.protocol = address.protocol.replace("http", "ws");
  const socket = new WebSocket(address);
  Object.assign(line, { token, socket });
  let worked = false;
  socket.onmessage = ({ data }) => {
    worked = true;
    const { fresh, cards, stamps } = JSON.parse(data);
    if (fresh) kept.clear();
    for (const card of cards) kept.set(`${card.key} ${card.stamp}`, card);
    hand(new Map(Object.entries(stamps).map(([key, stamp]) => [key, kept.get(`${key} ${stamp}`)])), palettes);
  };
  // a server that gave the line up, or knows nothing of it, sends by Streamlit's queue
  socket.onclose = () => {
    if (worked && line.socket === socket) setTimeout(() => { line.token = null; }, AGAIN);
  };
}

export function draw(component, palettes) {
  const { data, parentElement } = component;
  const state = living.get(parentElement) ?? build(parentElement);
  clearTimeout(state.ending);
  state.pick = (code) => component.setTriggerValue?.("picked", code);
  state.key = data.key;
  const sent = data.ahead ? ahead.get(data.key) : data;
  // what was sent ahead may still be on its way, or be of a later run already: then it comes by itself
  if (sent?.stamp === data.stamp && !waiting.has(state)) take(state, sent, palettes);
  clearTimeout(state.missing);
  if (state.sent?.stamp !== data.stamp) {
    state.missing = setTimeout(() => {
      if (shown.has(state) && state.sent?.stamp !== data.stamp) component.setTriggerValue("lost", data.stamp);
    }, LOST);
  }
  // Streamlit may call the clean-up before a redraw: only a chart that is not redrawn has gone
  return () => { state.ending = setTimeout(() => end(parentElement, state), 250); };
}

function take(state, data, palettes, room) {
  const before = state.sent;
  // a run of the script that changed nothing here, such as opening a table, draws nothing anew
  if (before?.stamp === data.stamp) return;
  const drawn = before && state.plot.dataset.drawn === before.stamp;
  const same = drawn && before.figure === data.figure && before.revision === data.revision;
  const figure = same ? state.data.figure : JSON.parse(data.figure);
  Object.assign(state, { palettes, sent: data, data: { ...data, figure } });
  describe(state);
  if (same) state.plot.dataset.drawn = data.stamp;
  else paint(state, room);
}

function build(parent) {
  const root = parent.querySelector(".vru-chart") ?? parent.appendChild(element("div", "vru-chart"));
  root.replaceChildren();
  const state = {
    root, head: element("div", "vru-head"), plot: element("div", "vru-plot"), caption: element("div", "vru-caption"),
    tools: element("div", "vru-tools"), said: element("span", "vru-said"),
  };
  state.said.setAttribute("role", "status");
  root.append(state.head, state.plot, state.caption, state.tools);
  state.watch = new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width) state.room = Math.round(contentRect.width);
    if (!printing && state.figure && Math.abs(state.plot.clientWidth - state.width) > 2) requestAnimationFrame(() => paint(state));
    else recolour(state);
  });
  state.watch.observe(state.plot);
  living.set(parent, state);
  shown.add(state);
  watchScheme();
  return state;
}

// one watch for all charts: each run of the script changes the page's attributes more than once
function watchScheme() {
  const app = document.querySelector(".stApp") ?? document.body;
  if (scheme.app === app) return;
  scheme.app = app;
  scheme.watch?.disconnect();
  // the page's own colour may still be on its way from one theme to the other
  scheme.watch = new MutationObserver(() => {
    clearTimeout(scheme.settled);
    scheme.settled = setTimeout(() => shown.forEach(recolour), SETTLED);
    scheme.soon ??= requestAnimationFrame(() => { scheme.soon = null; shown.forEach(recolour); });
  });
  // a theme is a class; each run of the script changes other attributes of the app
  scheme.watch.observe(app, { attributes: true, attributeFilter: ["class", "style"] });
}

function recolour(state) {
  if (shown.has(state) && state.figure && isDark(state.root) !== state.dark) paint(state);
}

function end(parent, state) {
  state.watch.disconnect();
  if (state.figure && window.Plotly) window.Plotly.purge(state.plot);
  living.delete(parent);
  shown.delete(state);
}

function describe(state) {
  const { data, head, plot, caption, tools } = state;
  head.innerHTML = data.heading;
  const empty = data.figure.data.length === 0;
  plot.hidden = empty;
  plot.dataset.wanted = data.stamp;
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", data.alt);
  caption.replaceChildren(...data.shown.map(([label, text]) => {
    const line = element("p");
    line.append(element("b", "", label + " "));
    // commands stand between backticks
    line.append(...text.split("`").map((part, i) => (i % 2 ? element("code", "", part) : part)));
    return line;
  }));
  const buttons = [
    !empty && ["PNG", "Download the picture as PNG", () => save(state, "png")],
    !empty && ["SVG", "Download the picture as SVG", () => save(state, "svg")],
    ["CSV", "Download the table as CSV", () => press(data.csv)],
    ["XLSX", "Download the table as an Excel workbook", () => press(data.xlsx)],
    !empty && window.ClipboardItem && navigator.clipboard?.write
      && ["Copy picture", "Copy the picture to the clipboard", () => copyPicture(state)],
    ["Copy sentence", "Copy the finding with its source to the clipboard", () => copySentence(state)],
  ].filter(Boolean);
  if (tools.childElementCount !== buttons.length + 1) {
    tools.replaceChildren(...buttons.map(() => element("button")), state.said);
  }
  buttons.forEach(([name, title, act], i) => {
    const button = tools.children[i];
    Object.assign(button, { type: "button", textContent: name, title, onclick: () => attempt(state, act) });
    button.setAttribute("aria-label", title);
  });
}

async function attempt(state, act) {
  state.said.textContent = "";
  try {
    const said = await act();
    if (said) state.said.textContent = said;
  } catch (problem) {
    console.error(problem);
    state.said.textContent = "This did not work. Try PNG or CSV instead.";
  }
}

async function paint(state, room) {
  const { data, plot } = state;
  if (!data) return;
  const wide = printing ? PAPER : room ?? state.root.clientWidth;
  if (data.figure.data.length === 0 || wide === 0) return;
  state.dark = isDark(state.root);
  state.width = wide;
  const figure = fit(unfold(resolve(data.figure, state.palettes[state.dark ? "dark" : "light"])), wide);
  figure.layout.width = wide;
  figure.layout.uirevision = data.revision;
  plot.style.height = figure.layout.height + "px";
  const [Plotly] = await Promise.all([loadPlotly(data.plotly), withLines(figure)]);
  if (state.data !== data) return;
  if (!plot._fullLayout) await inTurn();
  if (state.data !== data) return;
  state.figure = figure;
  try {
    await update(Plotly, state);
  } catch {
    // an update that Plotly 7 cannot carry over from the picture before ("container is not an object")
    await Plotly.newPlot(plot, figure.data, figure.layout, CONFIG);
  }
  // asked by Plotly of every picture, and told for those alone that size themselves: each time the
  // browser would have to lay out the whole page anew, since the picture before has just changed it
  if (plot._context) plot._context._hasZeroWidth = plot._context._hasZeroHeight = true;
  plot.dataset.drawn = data.stamp;
  listen(state);
}

function update(Plotly, { plot, figure, touched }) {
  if (!plot._fullLayout) return Plotly.newPlot(plot, figure.data, figure.layout, CONFIG);
  // what a reader has zoomed or hidden is carried over; where nobody has, there is nothing to look for
  if (touched) return Plotly.react(plot, figure.data, figure.layout);
  Object.assign(plot, { data: figure.data, layout: figure.layout });
  return Plotly.redraw(plot);
}

// an area that is clicked becomes the filter, and stops being it at the next click
function listen(state) {
  const { plot, pick, data } = state;
  for (const event of ["plotly_relayout", "plotly_restyle"]) {
    plot.removeAllListeners?.(event);
    plot.on(event, () => { state.touched = true; });
  }
  plot.removeAllListeners?.("plotly_click");
  if (!data.figure.layout.meta?.pick) return;
  plot.on("plotly_click", ({ points }) => {
    const [{ x, y }] = points;
    const code = data.figure.layout.meta.pick === "cell" ? `${x}_${y}` : points.find((each) => each.location)?.location;
    if (code) pick(code);
  });
}

function loadPlotly(url) {
  plotly ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src: url, onload: () => done(window.Plotly), onerror: failed });
    document.head.append(script);
  });
  return plotly;
}

function isDark(node) {
  if (printing) return false;
  if (scheme.dark === null) {
    const probe = getComputedStyle(node.closest(".stApp") ?? document.body).backgroundColor;
    const [red, green, blue] = (probe.match(/[\d.]+/g) ?? [255, 255, 255]).map(Number);
    scheme.dark = 0.3 * red + 0.6 * green + 0.1 * blue < 128;
    // asking makes the browser lay out the whole page anew: once a frame for all charts
    requestAnimationFrame(() => { scheme.dark = null; });
  }
  return scheme.dark;
}

// ---- maps ----

// cells arrive as their places: laid out here, thousands of empty ones need not be sent
export function unfold(figure) {
  for (const trace of figure.data.filter((each) => each.meta?.cells?.length)) {
    const { cells, size } = trace.meta;
    const [west, south, east, north] = [Math.min, Math.max].flatMap((end) => (
      [0, 1].map((at) => cells.reduce((found, each) => end(found, each[at]), cells[0][at]))));
    const rows = (north - south) / size + 1, columns = (east - west) / size + 1;
    const [z, text] = [0, 1].map(() => Array.from({ length: rows }, () => new Array(columns).fill(null)));
    for (const [x, y, shade, said] of cells) {
      z[(y - south) / size][(x - west) / size] = shade;
      text[(y - south) / size][(x - west) / size] = said;
    }
    Object.assign(trace, { x0: west, dx: size, y0: south, dy: size, z, text, meta: null });
  }
  return figure;
}

async function withLines(figure) {
  await Promise.all(figure.data.map(async (trace) => {
    const { lines, outlines, codes } = trace.meta ?? {};
    if (lines) Object.assign(trace, metres(await once(lines), codes));
    if (outlines) Object.assign(trace, around(await once(outlines), codes));
  }));
}

function once(address) {
  if (!fetched.has(address)) fetched.set(address, fetch(address).then((answer) => answer.json()));
  return fetched.get(address);
}

export function around({ features }, codes) {
  const rings = features.filter((each) => codes.includes(each.id)).flatMap(({ geometry }) => (
    geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat()));
  const [lon, lat] = borders(rings);
  return { lon, lat };
}

// borders in metres: of all areas, or of some of them
export function metres({ x, y, areas }, codes) {
  if (!codes) return { x, y };
  const rings = areas.map(([code, first, last]) => codes.includes(code)
    && x.slice(first, last).map((each, i) => [each, y[first + i]])).filter(Boolean);
  const [east, north] = borders(rings);
  return { x: east, y: north };
}

// a border that two areas share is drawn once: dots over dots would make a solid line
function borders(rings) {
  const xs = [], ys = [], seen = new Set();
  const add = (x, y) => { xs.push(x); ys.push(y); };
  for (const ring of rings) {
    ring.slice(1).forEach((to, i) => {
      const key = [ring[i], to].map(String).sort().join(" ");
      if (seen.has(key)) return add(null, null);
      if (i === 0 || xs.at(-1) === null) add(...ring[i]);
      seen.add(key);
      return add(...to);
    });
    add(null, null);
  }
  return [xs, ys];
}

function arrangeMaps(layout, wide) {
  const { maps } = layout.meta;
  const columns = Math.min(maps, wide < NARROW ? 1 : wide < 860 ? 2 : 3);
  const rows = Math.ceil(maps / columns);
  const names = layout.annotations.filter((each) => each.name === "panel");
  for (let i = 0; i < maps; i++) {
    const column = i % columns, row = Math.floor(i / columns);
    const domain = { x: [column / columns, (column + 0.98) / columns], y: [1 - (row + 1) / rows, 1 - (row + 0.1) / rows] };
    layout["geo" + (i ? i + 1 : "")].domain = domain;
    if (names[i]) Object.assign(names[i], { x: domain.x[0], y: 1 - row / rows });
  }
  return rows / columns;
}

// ---- colours and room ----

export function resolve(value, palette) {
  // long rows of numbers hold no colour; a colour scale's steps are a number and a colour
  if (Array.isArray(value)) {
    return typeof value.at(-1) === "number" ? value : value.map((each) => resolve(each, palette));
  }
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each, palette)]));
  }
  return typeof value === "string" && value[0] === "@" ? colour(value.slice(1), palette) : value;
}

function colour(token, palette) {
  const [name, opacity] = token.split(":");
  const found = palette[name];
  if (!opacity) return found;
  const parts = [1, 3, 5].map((at) => parseInt(found.slice(at, at + 2), 16));
  return `rgba(${parts.join(",")},${opacity / 100})`;
}

function fit(figure, wide) {
  const { layout } = figure;
  if (layout.meta?.tall) {
    const share = layout.meta.maps ? arrangeMaps(layout, wide) : 1;
    const one = Math.max(SMALLEST, Math.min(TALLEST, wide * layout.meta.tall));
    layout.height = Math.round(share === 1 ? one : Math.max(SMALLEST, wide * layout.meta.tall * share * 0.92));
  }
  if (wide < NARROW) {
    layout.dragmode = false;  // a finger on the chart means scrolling
    layout.font.size = 12;
    layout.margin.l = Math.min(layout.margin.l, 44);
    const ends = layout.annotations.filter((each) => each.name === "end");
    for (const label of ends) label.font.size = 12;
    // names are broken between words: the longest word takes what it needs
    const words = ends.flatMap((each) => each.text.replace(/<\/?b>/g, "").split("<br>"));
    const longest = Math.max(0, ...words.map((each) => each.length));
    layout.margin.r = Math.min(layout.margin.r, Math.round(Math.max(wide * 0.3, 12 + longest * 7)));
    for (const key of Object.keys(layout).filter((each) => /^xaxis/.test(each))) {
      layout[key].nticks = Math.min(layout[key].nticks ?? 5, 5);
      if (layout[key].type === "log") thinDoublings(layout[key]);
    }
    for (const { colorbar } of figure.data.filter((each) => each.colorbar)) lay(colorbar, layout);
    for (const trace of figure.data.filter((each) => each.name === "names")) thinNames(trace, layout, wide);
  }
  if (wide < NARROW) turnNumbers(figure);
  fitNumbers(figure, wide);
  if (wide < NARROW) wrapTitles(layout);
  if (layout.meta?.panels) arrange(layout, wide < NARROW ? 2 : wide < 860 ? 3 : 4);
  placeMarks(figure, wide);
  return figure;
}

// under a narrow plot the doublings of a scale would run into one another: 1 stays, and every few of the others
function thinDoublings(axis) {
  const apart = Math.ceil(axis.tickvals.length / 5) * Math.log2(axis.tickvals[1] / axis.tickvals[0] || 2);
  const kept = axis.tickvals.map((each) => Math.log2(each) % apart === 0);
  axis.tickvals = axis.tickvals.filter((_, i) => kept[i]);
  axis.ticktext = axis.ticktext.filter((_, i) => kept[i]);
}

// beside a narrow plot a scale takes a third of it: it lies above instead
function lay(scale, layout) {
  Object.assign(scale, { orientation: "h", x: 0.5, xanchor: "center", y: 1, yanchor: "bottom", len: 1 });
  scale.title = { ...scale.title, side: "top" };
  scale.tickangle = 0;
  scale.tickfont = { ...scale.tickfont, size: 10 };
  scale.ticktext = scale.ticktext?.map((each) => each.replace(/^(under|× no|[\d.,]+) (?=\S)/, "$1<br>"));
  layout.margin.t += 60;
  layout.height += 60;
}

// on a small map names give way to those before them; their numbers are in the table, and under the finger
function thinNames(trace, layout, wide) {
  const flat = trace.type === "scatter";
  const [west, east] = flat ? layout.xaxis.range : layout.geo.lonaxis.range;
  const [south, north] = flat ? layout.yaxis.range : layout.geo.lataxis.range;
  // a degree of longitude is shorter than one of latitude
  const tall = wide * (north - south) / ((east - west) * (flat ? 1 : Math.cos((north + south) * Math.PI / 360)));
  const kept = [];
  trace.textfont.size = 10;
  const words = trace.text.map((each) => each.replace(/(<br>[\d.,\s–]+)+$/, ""));
  trace.text = words.map((text, i) => {
    const lines = text.split("<br>");
    const half = { x: Math.max(...lines.map((each) => each.length)) * 2.9, y: lines.length * 6.5 };
    const at = {
      x: ((flat ? trace.x : trace.lon)[i] - west) / (east - west) * wide,
      y: (north - (flat ? trace.y : trace.lat)[i]) / (north - south) * tall,
    };
    const inside = at.x - half.x >= 0 && at.x + half.x <= wide;
    const apart = kept.every((other) => Math.abs(other.x - at.x) > other.half.x + half.x || Math.abs(other.y - at.y) > other.half.y + half.y);
    // the sign of an area without a figure stays where its name gives way
    if (!inside || !apart) return text.endsWith("×") ? "×" : "";
    kept.push({ ...at, half });
    return text;
  });
}

// numbers over narrow bars would run into one another: they stand on end instead
function turnNumbers({ data, layout }) {
  const bars = data.filter((each) => each.type === "bar" && each.texttemplate && each.orientation !== "h");
  if (!bars.length) return;
  for (const bar of bars) bar.textangle = -90;
  layout.margin.t += 48;
  layout.height += 48;
}

// the words under a narrow plot would run out of the picture
function wrapTitles(layout) {
  for (const axis of Object.keys(layout).filter((each) => /^xaxis/.test(each)).map((each) => layout[each])) {
    const text = axis.title?.text ?? "";
    if (text.length > LETTERS) axis.title = { ...axis.title, text: broken(text) };
  }
  makeWay(layout);
}

// rows of numbers beneath the plot stand below the title, however many lines it takes
function makeWay(layout) {
  const rows = layout.annotations.filter((each) => each.name === "row");
  const more = ((layout.xaxis?.title?.text ?? "").split("<br>").length - 1) * LABEL_LINE;
  if (!rows.length || !more) return;
  for (const row of rows) row.yshift -= more;
  layout.margin.b += more;
  layout.height += more;
}

function broken(text) {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines.at(-1) && `${lines.at(-1)} ${word}`.length > LETTERS) lines.push(word);
    else lines.push(`${lines.pop()} ${word}`.trim());
  }
  return lines.join("<br>");
}

// numbers on shades shrink with their cells, and give way where they would run into one another
function fitNumbers({ data, layout }, wide) {
  const written = data.find((each) => each.name === "numbers" && each.mode === "text");
  if (!written) return;
  const columns = data[0].x.length, longest = Math.max(1, ...written.text.map((each) => each.length));
  const size = Math.floor((inner({ data, layout }, wide) / columns - 2) / (longest * 0.56));
  written.textfont.size = Math.min(12, size);
  written.visible = size >= 9;
}

// how wide the plot itself is, between its names and its scale
function inner({ data, layout }, wide) {
  const shades = data.find((each) => each.type === "heatmap");
  if (!shades) return wide - layout.margin.l - layout.margin.r;
  const names = Math.max(...shades.y.map((each) => each.length)) * LETTER + 12;
  const beside = shades.colorbar?.orientation === "h" ? 0 : 90;
  return wide - Math.max(layout.margin.l, names) - layout.margin.r - beside;
}

function arrange(layout, columns) {
  const rows = Math.ceil(layout.meta.panels / columns);
  const tall = Math.max(150, (layout.height - 60) / Math.ceil(layout.meta.panels / 4));
  layout.height = Math.round(rows * tall + 60);
  for (let i = 0; i < layout.meta.panels; i++) {
    const suffix = i ? String(i + 1) : "";
    const column = i % columns, top = 1 - Math.floor(i / columns) / rows, part = 1 / rows;
    Object.assign(layout["xaxis" + suffix], {
      domain: [column / columns + 0.012, (column + 1) / columns - 0.012],
      showticklabels: i + columns >= layout.meta.panels,
    });
    Object.assign(layout["yaxis" + suffix], {
      domain: [top - 0.88 * part, top - 0.12 * part], showticklabels: column === 0,
    });
  }
}

function placeMarks({ data, layout }, wide) {
  const marks = layout.annotations.filter((each) => each.name === "mark");
  if (!marks.length || !layout.xaxis?.range) return;
  const room = inner({ data, layout }, wide);
  const [first, last] = layout.xaxis.range.map(position);
  const before = Math.max(...marks.map((each) => each.yshift)) / LABEL_LINE + 1;
  const busy = [];
  for (const mark of marks) {
    const at = (position(mark.x) - first) / (last - first) * room;
    const width = mark.text.length * LETTER;
    // near the right edge a label reads towards the left, unless that would leave the picture
    mark.xanchor = at + width > room && at > width ? "right" : "left";
    const left = mark.xanchor === "right" ? at - width : at;
    const start = Math.max(0, Math.min(left, room - width));
    mark.xshift = Math.round(start - left);
    let row = busy.findIndex((taken) => start > taken + 8);
    if (row < 0) row = busy.length;
    busy[row] = start + width;
    mark.yshift = row * LABEL_LINE;
  }
  const grown = (busy.length - before) * LABEL_LINE;
  layout.margin.t += grown;
  layout.height += Math.max(0, grown);
  const tall = layout.height - layout.margin.t - layout.margin.b;
  for (const { colorbar } of data.filter((each) => each.colorbar?.orientation === "h")) {
    colorbar.y = 1 + busy.length * LABEL_LINE / tall;  // a scale that lies above lies above the names too
  }
}

function position(value) {
  return typeof value === "number" ? value : Date.parse(value);
}

// ---- downloads ----

const WIDTH = 1200, HEIGHT = 675, EDGE = 36;
const EXPORT_FONT = "Arial, Helvetica, sans-serif";

export async function picture(data, palettes) {
  const palette = palettes.light, words = data.words;
  const head = [
    ...lines([words.marking], 13, "bold", palette.text),
    ...lines(words.synthetic ? [words.synthetic] : [], 13, "bold", "#8A1C1C"),
    ...lines([words.finding], 27, "bold", palette.text, 12),
    ...lines(words.more ? [words.more] : [], 19, "normal", palette.text, 6),
    ...lines(words.subtitle ? [words.subtitle] : [], 17, "normal", palette.muted, 6),
  ];
  const foot = [
    ...lines(data.caption.map((each) => each.join(" ")), 13, "normal", palette.muted, 0),
    ...lines([words.marking], 13, "bold", palette.text, 8),
  ];
  const above = EDGE * 0.6 + sum(head) + 10, below = sum(foot) + EDGE * 0.6;
  const { panels, maps } = data.figure.layout.meta ?? {};
  const wanted = panels ? 110 * Math.ceil(panels / 4) + 50 : maps > 3 ? 230 * Math.ceil(maps / 3) : maps ? 420 : 300;
  const tall = Math.max(HEIGHT - above - below, wanted);
  const chart = await chartAsSvg(data, palette, tall);
  const full = Math.round(above + tall + below);
  const body = [
    `<rect width="${WIDTH}" height="${full}" fill="#FFFFFF"/>`,
    ...place(head, EDGE * 0.6),
    chart.replace("<svg ", `<svg x="${EDGE - 12}" y="${Math.round(above)}" `),
    ...place(foot, above + tall),
  ];
  const label = escape(`${words.finding} ${words.more}`.trim());
  return { height: full, text: `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" `
    + `width="${WIDTH}" height="${full}" viewBox="0 0 ${WIDTH} ${full}" role="img" aria-label="${label}">`
    + `<title>${label}</title><desc>${escape(data.alt)}</desc>${body.join("")}</svg>` };
}

async function chartAsSvg(data, palette, tall) {
  const figure = unfold(resolve(structuredClone(data.figure), palette));
  await withLines(figure);
  const wide = WIDTH - 2 * EDGE + 24, { layout } = figure;
  const grown = tall / layout.height;
  Object.assign(layout, { width: wide, height: tall, font: { ...layout.font, family: EXPORT_FONT, size: 15 } });
  for (const label of layout.annotations) {
    if (label.name === "end") label.yshift *= grown;
    label.font.size += 1;
  }
  layout.margin.r = Math.round(layout.margin.r * 1.12);
  if (layout.meta?.maps) arrangeMaps(layout, wide);
  const before = layout.height;
  placeMarks(figure, wide);
  layout.height = before;
  const Plotly = await loadPlotly(data.plotly);
  const text = await Plotly.toImage({ data: figure.data, layout, config: CONFIG },
    { format: "svg", width: wide, height: tall, imageDataOnly: true });
  return text.startsWith("data:") ? decodeURIComponent(text.slice(text.indexOf(",") + 1)) : text;
}

function lines(texts, size, weight, fill, before = 2) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${weight} ${size}px ${EXPORT_FONT}`;
  return texts.flatMap((text) => wrap(text, pen, WIDTH - 2 * EDGE).map((line, i) => (
    { line, size, weight, fill, step: Math.round(size * 1.25) + (i ? 0 : before) })));
}

function wrap(text, pen, room) {
  const done = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    // Arial is not on every machine; what replaces it may be an eighth wider
    if (line && pen.measureText(longer).width * 1.04 > room) { done.push(line); line = word; } else line = longer;
  }
  return [...done, line];
}

function sum(rows) { return rows.reduce((total, row) => total + row.step, 0); }

function place(rows, top) {
  let y = top;
  return rows.map((row) => {
    y += row.step;
    return `<text x="${EDGE}" y="${Math.round(y)}" font-family="${EXPORT_FONT}" font-size="${row.size}" `
      + `font-weight="${row.weight}" fill="${row.fill}">${escape(row.line)}</text>`;
  });
}

function escape(text) {
  return text.replace(/[&<>"]/g, (each) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[each]);
}

async function asPng(drawn) {
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(drawn.text);
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH * 2, height: drawn.height * 2 });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function save(state, format) {
  const drawn = await picture(state.data, state.palettes);
  const blob = format === "png" ? await asPng(drawn) : new Blob([drawn.text], { type: "image/svg+xml" });
  const link = Object.assign(document.createElement("a"), {
    href: URL.createObjectURL(blob), download: `${state.data.file}.${format}`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return "Saved";
}

async function copyPicture(state) {
  const blob = picture(state.data, state.palettes).then(asPng);
  await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
  return "Picture copied";
}

async function copySentence(state) {
  if (navigator.clipboard?.writeText) {
    await navigator.clipboard.writeText(state.data.words.sentence);
  } else {  // a page served by plain http has no clipboard but this one
    const area = element("textarea", "", state.data.words.sentence);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  return "Sentence copied";
}

// CSV and XLSX are made by the server from the table itself; its own buttons stand hidden in the page
function press(key) {
  document.querySelector(`.st-key-${key} button`).click();
  return "Download started";
}

function element(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}
