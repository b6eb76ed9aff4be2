// The one routine that draws an explorer, in JupyterLab and in a page: controls, chart, finding, sources.
// `model` is an anywidget model or page.js's stand-in: get, set, save_changes, on, off, send.

const BUSY_MS = 1500;      // how long an answer may take before the reader is told that Python is busy
const WAITS = "waits for Python: the kernel is busy or stopped.";
const PLAY_MS = 700;       // pause between two steps of a playing slider
const SCALE_LIMIT = 1.6;   // how far a drawing grows with a wide screen

export async function mount({ model, el, vega, vegaEmbed, assets, isPage = false }) {
  const undo = [];
  const listen = (name, act) => { model.on(name, act); undo.push(() => model.off(name, act)); };
  const root = make("div", "hakusho");
  keepKeys(root);
  const parts = skeleton(model, root);
  const chart = await vegaEmbed(parts.view, filled(model), {
    actions: false, defaultStyle: false, renderer: model.get("renderer"), loader: closedLoader(assets), tooltip: { theme: "hakusho" },
  });
  const view = chart.view;
  const names = model.get("controls").map((c) => c.name);
  const state = () => Object.fromEntries(names.map((n) => [n, model.get(n)]));

  let waiting = false, painted = 0;
  const paint = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(async () => {
      waiting = false;
      await view.runAsync();
      fit(parts.view);
      parts.view.dataset.painted = ++painted;   // tells a test that a change has been drawn
    });
  };
  const finding = findingOf({ model, view, parts, state, isPage });
  const bars = drawControls({ model, box: parts.controls, listen });
  undo.push(bars.stop);
  for (const name of names) {
    const put = () => { view.signal(name, copy(model.get(name))); finding.ask(); paint(); };
    listen(`change:${name}`, put);
    view.signal(name, copy(model.get(name)));
  }
  listen("change:_rows", () => replaceRows(model, view, paint));
  replaceRows(model, view, paint);
  listen("change:_answer", finding.answer);
  clickToChoose(model, view);
  details({ model, parts, listen, state, isPage });
  await view.runAsync();
  fit(parts.view);
  finding.ask();
  el.replaceChildren(root);
  return () => { undo.forEach((act) => act()); finding.stop(); chart.finalize(); root.remove(); };
}

// ---------------------------------------------------------------- small helpers

function make(tag, cls, text) {
  const node = document.createElement(tag);
  if (cls) node.className = cls;
  if (text !== undefined) node.textContent = text;   // never innerHTML: text from data stays text
  return node;
}
// Without a kernel a widget cannot send: the drawing still answers, and the words say that they wait.
const tell = (act) => { try { act(); } catch { /* the kernel is gone */ } };
const copy = (value) => (Array.isArray(value) ? [...value] : value);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// JupyterLab would take arrow keys, Space and letters for itself; shortcuts with Ctrl or Cmd go through.
function keepKeys(root) {
  for (const kind of ["keydown", "keypress", "keyup"]) {
    root.addEventListener(kind, (e) => { if (!e.ctrlKey && !e.metaKey) e.stopPropagation(); });
  }
}

// Data comes from the spec or from assets sent with the bundle. Everything else is refused: no request leaves.
function closedLoader(assets) {
  return {
    load: async (uri) => {
      const name = String(uri).replace(/^hakusho:/, "");
      if (assets && name in assets) return assets[name];
      throw new Error(`refused to load ${uri}`);
    },
    sanitize: async () => { throw new Error("links and images are not loaded"); },
    http: async () => { throw new Error("refused"); },
    file: async () => { throw new Error("refused"); },
  };
}

function filled(model) {
  const spec = structuredClone(model.get("spec"));
  for (const p of spec.params || []) {
    if (model.get("controls").some((c) => c.name === p.name)) p.value = copy(model.get(p.name));
  }
  return spec;
}

// An SVG drawing follows the width at hand; a canvas keeps its size, since its pointer arithmetic would break.
function fit(box) {
  const svg = box.querySelector("svg.marks");
  if (!svg) return;
  const limit = `${Math.round(SCALE_LIMIT * svg.getAttribute("width"))}px`;
  if (svg.style.maxWidth !== limit) Object.assign(svg.style, { width: "100%", height: "auto", maxWidth: limit });
}

function skeleton(model, root) {
  const figure = make("figure");
  const parts = {
    title: make("div", "hk-title", model.get("title")),
    controls: make("form", "hk-controls"),
    view: make("div", "hk-view"),
    caption: make("figcaption", "hk-caption"),
    source: make("div", "hk-source"),
    note: make("div", "hk-note", model.get("note")),
    more: make("div", "hk-more"),
  };
  parts.title.setAttribute("role", "heading");
  parts.title.setAttribute("aria-level", "4");
  parts.controls.setAttribute("aria-label", `Controls: ${model.get("title")}`);
  parts.controls.addEventListener("submit", (e) => e.preventDefault());
  parts.view.setAttribute("role", "img");
  parts.caption.setAttribute("aria-live", "polite");
  figure.append(...Object.values(parts).filter((p) => p !== parts.controls || model.get("controls").length));
  for (const part of [parts.title, parts.note]) if (!part.textContent) part.remove();
  root.append(figure);
  return parts;
}

// ---------------------------------------------------------------- the finding below the chart

// Three sources, best first: an expression in the chart, the kernel's answer, sentences kept with a page.
function findingOf({ model, view, parts, state, isPage }) {
  const byExpression = (model.get("spec").params || []).some((p) => p.name === "words_");
  let timer = 0;
  const show = (words, cls = "") => {
    parts.caption.className = `hk-caption ${cls}`.trim();
    if (parts.caption.textContent !== words) parts.caption.textContent = words;
    parts.view.setAttribute("aria-label", words || model.get("title"));
  };
  const answer = () => {
    const given = model.get("_answer") || {};
    if (!same(given.state, state())) return;
    parts.source.textContent = given.source || "";
    if (byExpression || !model.get("has_words")) return;
    clearTimeout(timer);
    show(given.words || "");
  };
  const opening = JSON.stringify(state());
  const fromPage = () => {
    const moved = JSON.stringify(state()) !== opening;
    const line = (model.get("_answer") || {}).source || "";
    parts.source.textContent = line && moved ? `At the opening settings: ${line}` : line;
    if (moved) parts.view.setAttribute("aria-label", described(model));
    if (byExpression) return;
    const kept = model.get("captions") || {};
    const words = kept[JSON.stringify(state())];
    if (words !== undefined) return show(words);
    const first = (model.get("_answer") || {}).words || "";
    show(first && `At the opening settings: ${first} (For other settings the sentence needs Python.)`);
    if (moved) parts.view.setAttribute("aria-label", described(model));
  };
  const ask = () => {
    if (isPage) return fromPage();
    if (byExpression) return;
    if (same((model.get("_answer") || {}).state, state())) return answer();
    clearTimeout(timer);
    parts.caption.classList.add("hk-stale");
    timer = setTimeout(() => { show(`The sentence for these settings ${WAITS}`, "hk-stale"); parts.source.textContent = ""; },
      BUSY_MS);
  };
  if (byExpression) {
    show(view.signal("words_"));
    view.addSignalListener("words_", (_, words) => show(words));
  } else if (!model.get("has_words")) show("");
  parts.source.textContent = (model.get("_answer") || {}).source || "";
  return { ask: model.get("has_words") ? ask : () => {}, answer, stop: () => clearTimeout(timer) };
}

// A drawing whose sentence is not known is described by its title and its settings.
function described(model) {
  const settings = model.get("controls").map((c) => `${c.label}: ${inWordsOf(c, model.get(c.name))}`);
  return `${model.get("title")} (${settings.join("; ")})`;
}
function inWordsOf(control, value) {
  if (!control.options) return String(value);
  const chosen = [value].flat();
  return control.options.filter(([v]) => chosen.includes(v)).map(([, label]) => label).join(", ") || "none";
}

// Rows that Python computed replace a named data set; the drawing itself is not built again.
function replaceRows(model, view, paint) {
  const sent = model.get("_rows");
  if (!sent || !sent.name) return;
  view.change(sent.name, view.changeset().remove(() => true).insert(structuredClone(sent.rows)));
  paint();
}

function clickToChoose(model, view) {
  const picks = Object.entries(model.get("picks") || {});
  if (!picks.length) return;
  view.addEventListener("click", (_, item) => {
    for (const [name, field] of picks) {
      const value = item?.datum?.[field];
      if (value === undefined || value === null) continue;
      const control = model.get("controls").find((c) => c.name === name);
      if (control.options && !control.options.some((o) => o[0] === value)) continue;
      model.set(name, value);
      tell(() => model.save_changes());
    }
  });
}

// ---------------------------------------------------------------- sources and rows, fetched when opened

function details({ model, parts, listen, state, isPage }) {
  const kept = model.get("kept");             // in a page: what the file carries
  if (!model.get("has_rows") && !kept) return;
  const boxes = {};
  const add = (kind, words) => {
    const box = make("details"), body = make("div", "hk-body");
    box.append(make("summary", "", words), body);
    box.addEventListener("toggle", () => { if (box.open) fill(kind); });
    boxes[kind] = { box, body };
    parts.more.append(box);
  };
  const fill = (kind) => {
    if (isPage) return draw(kind, kept[kind]);
    const body = boxes[kind].body;
    body.textContent = "…";
    setTimeout(() => { if (body.textContent === "…") body.textContent = `This list ${WAITS}`; }, BUSY_MS);
    tell(() => model.send({ ask: kind, state: state() }));
  };
  const show = { sources: sourceList, rows: rowTable, take: (content) => takeAway({ content, model, state, isPage }) };
  const draw = (kind, content) => boxes[kind].body.replaceChildren(show[kind](content));
  add("sources", isPage ? "Sources at the opening settings" : "Sources of the rows shown");
  if (!isPage || (kept && kept.rows)) add("rows", isPage ? "Rows at the opening settings" : "Rows shown");
  add("take", isPage ? "Draw this view with Hakusho" : "Take this view with you");
  if (isPage) return;
  listen("msg:custom", (said, buffers) => {
    if (said?.kind === "file") hand(said.content.name, buffers[0]);
    else if (said?.kind in boxes) draw(said.kind, said.content);
  });
  for (const c of model.get("controls")) {
    listen(`change:${c.name}`, () => { for (const k in boxes) if (boxes[k].box.open) fill(k); });
  }
}

function sourceList(citations) {
  const list = make("ul");
  for (const words of citations || []) list.append(make("li", "", words));
  return citations?.length ? list : make("p", "", "No sources are recorded for these rows.");
}

const FILES = [[".zip", "All of it (ZIP)"], [".png", "Picture (PNG)"], [".svg", "Drawing (SVG)"], [".csv", "Rows (CSV)"],
  [".bib", "References (BibTeX)"], [".html", "Interactive page (HTML)"]];

// Figure, rows and citations as files, and the command by which others draw and check the same view.
function takeAway({ content, model, state, isPage }) {
  const box = make("div");
  if (!isPage) {
    const line = make("p", "hk-files");
    for (const [ending, words] of FILES) {
      const button = make("button", "hk-small", words);
      button.type = "button";
      button.addEventListener("click", () => tell(() => model.send({ ask: "file", ending, state: state() })));
      line.append(button);
    }
    box.append(line);
  }
  if (!content.command) return box;
  const command = make("code", "", content.command);
  command.tabIndex = 0;
  box.append(make("p", "", isPage ? "At the opening settings:" : "The same view from a terminal, for anyone who has Hakusho:"), command);
  return box;
}

// Hand a file to the reader: it comes from the kernel, so no request leaves the page.
function hand(name, buffer) {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([buffer]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function rowTable({ columns, rows, total }) {
  const table = make("table"), head = make("tr");
  columns.forEach((c) => head.append(make("th", "", c)));
  table.append(make("thead"), make("tbody"));
  table.tHead.append(head);
  for (const row of rows) {
    const line = make("tr");
    row.forEach((cell) => line.append(make("td", "", cell === null ? "" : String(cell))));
    table.tBodies[0].append(line);
  }
  const box = make("div", "hk-scroll");
  box.tabIndex = 0;
  box.append(table);
  if (total > rows.length) box.append(make("p", "", `${rows.length} of ${total} rows; the rest with explorer.data`));
  return box;
}

// ---------------------------------------------------------------- controls

function drawControls({ model, box, listen }) {
  const stops = [];
  for (const control of model.get("controls")) {
    const put = (value) => {
      if (same(value, model.get(control.name))) return;
      model.set(control.name, value);
      tell(() => model.save_changes());
    };
    const drawn = DRAW[control.kind]({ control, put, value: () => model.get(control.name) });
    listen(`change:${control.name}`, drawn.refresh);
    if (drawn.stop) stops.push(drawn.stop);
    drawn.node.dataset.control = control.name;
    box.append(drawn.node);
  }
  if (model.get("controls").length) box.append(resetButton(model));
  return { stop: () => stops.forEach((act) => act()) };
}

function resetButton(model) {
  const button = make("button", "hk-reset", "Reset");
  button.type = "button";
  button.title = "Back to the opening settings";
  button.addEventListener("click", () => {
    for (const c of model.get("controls")) model.set(c.name, copy(c.default));
    tell(() => model.save_changes());
  });
  return button;
}

function field(control, tag = "label") {
  const node = make(tag, `hk-field hk-${control.kind}`);
  node.append(make(tag === "fieldset" ? "legend" : "span", "hk-label", control.label));
  return node;
}

// Options may stand in groups; a select carries the option's index, since values may be numbers.
function drawChoice({ control, put, value }) {
  const node = field(control), select = make("select"), groups = {};
  control.options.forEach(([, label, group], i) => {
    const option = new Option(label, i);
    if (!group) return select.append(option);
    if (!groups[group]) { groups[group] = make("optgroup"); groups[group].label = group; select.append(groups[group]); }
    groups[group].append(option);
  });
  const refresh = () => { select.value = control.options.findIndex(([v]) => v === value()); };
  select.addEventListener("change", () => put(control.options[select.value][0]));
  node.append(select);
  refresh();
  return { node, refresh };
}

function drawMulti({ control, put, value }) {
  const node = field(control, "fieldset"), boxes = [];
  const tick = () => put(control.options.map(([v]) => v).filter((_, i) => boxes[i].checked));
  for (const [, label] of control.options) {
    const line = make("label", "hk-box"), input = make("input");
    input.type = "checkbox";
    input.addEventListener("change", tick);
    line.append(input, make("span", "", label));
    boxes.push(input);
    node.append(line);
  }
  if (control.options.length > 4) {
    for (const [words, on] of [["all", true], ["none", false]]) {
      const button = make("button", "hk-small", words);
      button.type = "button";
      button.setAttribute("aria-label", `${control.label}: ${words}`);
      button.addEventListener("click", () => { boxes.forEach((b) => { b.checked = on; }); tick(); });
      node.append(button);
    }
  }
  const refresh = () => control.options.forEach(([v], i) => { boxes[i].checked = value().includes(v); });
  refresh();
  return { node, refresh };
}

const isYear = (c) => c.min >= 1000 && c.max <= 2200;
function inWords(control, value) {
  const digits = isYear(control) && Number.isInteger(value) ? String(value) : value.toLocaleString("en-GB");
  return control.unit ? `${digits} ${control.unit}` : digits;
}

function slider(control, name) {
  const input = make("input");
  Object.assign(input, { type: "range", min: control.min, max: control.max, step: control.step });
  if (name) input.setAttribute("aria-label", name);
  return input;
}

function drawRange({ control, put, value }) {
  const node = field(control), input = slider(control, control.label), out = make("output");
  const refresh = () => {
    if (input.value !== String(value())) input.value = value();
    out.textContent = inWords(control, value());
    input.setAttribute("aria-valuetext", out.textContent);
  };
  input.addEventListener("input", () => put(Number(input.value)));
  node.append(input, out);
  refresh();
  if (!control.play) return { node, refresh };
  const box = make("div", "hk-play"), play = playButton({ control, put, value });
  box.append(node, play.button);
  return { node: box, refresh, stop: play.stop };
}

function playButton({ control, put, value }) {
  const button = make("button", "hk-small");
  button.type = "button";
  let timer = 0;
  const label = () => {
    button.textContent = timer ? "⏸" : "▶";
    button.setAttribute("aria-label", `${timer ? "Pause" : "Play"} ${control.label}`);
  };
  const stop = () => { clearInterval(timer); timer = 0; label(); };
  const step = () => {
    const next = value() + control.step;
    if (next > control.max || !button.isConnected) return stop();
    put(next);
  };
  button.addEventListener("click", () => {
    if (timer) return stop();
    if (value() + control.step > control.max) put(control.min);
    timer = setInterval(step, PLAY_MS);
    label();
  });
  label();
  return { button, stop };
}

// Two sliders on one track; an end that meets the other pushes no further.
function drawInterval({ control, put, value }) {
  const node = field(control, "fieldset"), track = make("span", "hk-two"), out = make("output");
  const low = slider(control, `${control.label}: from`), high = slider(control, `${control.label}: to`);
  const refresh = () => {
    const [a, b] = value();
    if (low.value !== String(a)) low.value = a;
    if (high.value !== String(b)) high.value = b;
    low.setAttribute("aria-valuetext", inWords(control, a));
    high.setAttribute("aria-valuetext", inWords(control, b));
    out.textContent = `${inWords({ ...control, unit: "" }, a)} – ${inWords(control, b)}`;
    const share = (v) => `${(100 * (v - control.min)) / (control.max - control.min)}%`;
    track.style.setProperty("--from", share(a));
    track.style.setProperty("--to", share(b));
    low.style.zIndex = a > (control.min + control.max) / 2 ? 2 : 1;   // both thumbs stay within reach
  };
  low.addEventListener("input", () => { put([Math.min(Number(low.value), value()[1]), value()[1]]); refresh(); });
  high.addEventListener("input", () => { put([value()[0], Math.max(Number(high.value), value()[0])]); refresh(); });
  track.append(low, high);
  node.append(track, out);
  refresh();
  return { node, refresh };
}

function drawToggle({ control, put, value }) {
  const node = make("label", "hk-field hk-toggle"), input = make("input");
  input.type = "checkbox";
  input.addEventListener("change", () => put(input.checked));
  node.append(input, make("span", "hk-label", control.label));
  const refresh = () => { input.checked = value(); };
  refresh();
  return { node, refresh };
}

const DRAW = { choice: drawChoice, multi: drawMulti, range: drawRange, interval: drawInterval, toggle: drawToggle };
