// Stand-in for a widget model in a page without a kernel: the same interface, values kept here.
class PageModel {
  constructor(values) { this.values = values; this.acts = {}; }
  get(name) { return this.values[name]; }
  set(name, value) {
    if (JSON.stringify(this.values[name]) === JSON.stringify(value)) return;
    this.values[name] = value;
    for (const act of [...(this.acts[`change:${name}`] || [])]) act();
  }
  on(event, act) { (this.acts[event] ||= []).push(act); }
  off(event, act) { this.acts[event] = (this.acts[event] || []).filter((a) => a !== act); }
  save_changes() {}
  send() {}
}

const part = (id) => document.getElementById(id).textContent;
const load = async (text) => {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try { return await import(url); } finally { URL.revokeObjectURL(url); }
};

async function start() {
  const packed = Uint8Array.from(atob(part("hk-vega").trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const { vega, vegaEmbed } = await load(await new Response(stream).text());
  const { mount } = await load(JSON.parse(part("hk-code")));
  const { values, assets } = JSON.parse(part("hk-values"));
  const el = document.getElementById("hk-explorer");
  await mount({ model: new PageModel(values), el, vega, vegaEmbed, assets, isPage: true });
  el.dataset.ready = "yes";
}

start().catch((error) => {
  const line = document.createElement("p");
  line.textContent = `The interactive chart could not start (${error}); the picture shows its opening settings.`;
  document.getElementById("hk-explorer").append(line);
});
