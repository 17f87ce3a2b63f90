// What a run in the reader's browser leaves on the page: its state while it lasts, then all that a recorded run has there.
// Nothing of the program's own becomes HTML; the picture is drawn by our code, which escapes what it was given.

const el = (tag, css, ...kids) => {
  const node = document.createElement(tag);
  if (css) node.className = css;
  node.append(...kids);
  return node;
};
const put = (node, attributes) => {
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  return node;
};

const svg = text => document.adoptNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement);
const NS = 'xmlns="http://www.w3.org/2000/svg"';
const sign = shapes => svg(`<svg ${NS} class="ic" viewBox="0 0 16 16" aria-hidden="true">${shapes}</svg>`);
const FAILED = '<path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/>';

// Texts come as pieces: code, a task's name, what was printed, and words.
const TAGS = { code: "code", task: "code", printed: "samp" };
const words = pieces => pieces.map(([kind, text]) => (TAGS[kind] ? el(TAGS[kind], "", text) : text));

const SAID = { loading: "Python is loading", running: "Running", over: "Over", stopped: "Stopped" };
const MOST_SHOWN = 1000;

export class Panel {
  constructor(host, key) {
    this.host = host;
    this.key = key;
    this.node = put(el("div", "run"), { "data-browser-run": "", role: "region", "aria-label": `Your run of ${key}` });
    this.said = put(el("p", "vh"), { role: "status" });
    this.body = el("div", "run-body");
    this.node.append(this.said, this.body);
    (host.querySelector(".cols") ?? host.lastElementChild).after(this.node);
  }

  // How long the axis of the page's own picture is, in seconds, so that the two can be compared.
  get axis() {
    const drawn = [...this.host.querySelectorAll("figure.timeline > svg[data-t1]")].find(svg => !this.node.contains(svg));
    return drawn?.dataset.scale === "time" ? drawn.dataset.t1 / 1000 : 0;
  }

  begin() {
    this.head = el("p", "run-head", el("b", "", "In your browser"));
    this.progress = put(el("progress"), { max: 1, "aria-label": "Python is loading" });
    this.pre = put(el("pre", "output"), { tabindex: 0, "aria-label": "Output", role: "group" });
    this.cap = el("p", "cap", "Python prints");
    this.body.replaceChildren(this.head, this.progress, this.cap, this.pre);
    delete this.node.dataset.outcome;
    this.time = undefined;
    this.count = 0;
    this.state("loading", 0);
  }

  state(name, part) {
    if (name === "loading" && part) this.progress.value = part;
    else if (name !== "loading") this.progress.remove();
    if (this.node.dataset.state === name) return;
    this.node.dataset.state = name;
    this.say(SAID[name]);
  }

  say(text) {
    if (this.said.textContent !== text) this.said.textContent = text;
  }

  // A piece of output while it runs.
  out(seconds, stream, text) {
    const err = stream === "stderr";
    for (const piece of text.match(/[^\n]*\n|[^\n]+/g) ?? []) {
      if (this.open && this.open.err === err) this.open.node.append(piece);
      else if (this.count < MOST_SHOWN) this.add(seconds, err, piece);
      const last = this.pre.lastElementChild;
      this.open = last && !piece.endsWith("\n") ? { node: last, err } : undefined;
    }
    this.pre.scrollTop = this.pre.scrollHeight;
  }

  add(time, err, text) {
    const said = typeof time === "string" ? time : `${+time.toFixed(3)} s`;
    const node = el("span", err ? "l err" : "l", text);
    this.pre.append(put(node, { "data-n": ++this.count, "data-t": err ? "stderr" : said === this.time ? "" : said }));
    if (!err) this.time = said;
  }

  // It could not be run at all.
  fail(error) {
    this.node.dataset.state = "over";
    this.progress.remove();
    const said = el("span", "", el("b", "", "It could not be run here."), ` ${error.message.split("\n")[0]} Press Run to try again.`);
    this.body.replaceChildren(this.head, put(el("p", "ended", sign(FAILED), said), { "data-v": "raises" }));
    this.say(said.textContent);
  }

  // All that is known of it, drawn.mjs' object: `drawn` is that of drawn.py.
  show(drawn, { python, stopped, edited }) {
    const { node } = this;
    node.dataset.outcome = drawn.outcome;
    node.dataset.state = stopped ? "stopped" : "over";
    node.className = `run is-${drawn.kind}`;
    this.head.replaceChildren(el("b", "", edited ? "Your version" : "In your browser"), `, on Python ${python}`);
    const verdict = el("p", "verdict", sign(drawn.sign), el("span", "", ...(stopped ? ["you stopped it"] : words(drawn.brief))));
    this.head.append(put(verdict, { "data-v": drawn.kind }));
    this.pre.replaceChildren();
    this.count = 0;
    this.time = undefined;
    const lines = drawn.lines.length > 400 ? drawn.lines.slice(0, -1) : drawn.lines;
    for (const [time, err, text] of lines) this.add(time, err, text);
    if (lines.length < drawn.lines.length) this.pre.append(el("span", "rest", drawn.lines.at(-1)[2]));
    if (!drawn.lines.length) this.cap.textContent = "Python prints nothing";
    const parts = [this.head, this.cap, this.pre, this.ended(drawn, stopped), this.findings(drawn), this.luck(drawn), this.change(drawn), ...this.picture(drawn)];
    this.body.replaceChildren(...parts.filter(Boolean));
    window.aioPictures?.();
    window.aioButtons?.();
    const count = drawn.lines.length;
    this.say(`Over: ${verdict.textContent}. ${count} line${count === 1 ? "" : "s"} printed.`);
  }

  ended(drawn, stopped) {
    const [lead, rest] = drawn.ended;
    const said = stopped ? ["You stopped it. ", ...words(rest)] : [el("b", "", ...words(lead)), " ", ...words(rest)];
    return put(el("p", "ended", sign(drawn.sign), el("span", "", ...said)), { "data-v": drawn.kind });
  }

  findings({ findings }) {
    if (!findings.length) return null;
    const items = findings.map(([line, pieces]) => el("li", "", line ? `Line ${line}: ` : "", ...words(pieces)));
    return el("div", "run-found", el("p", "cap", "What this run shows to be wrong"), el("ul", "", ...items));
  }

  luck({ luck }) {
    if (!luck.length) return null;
    const said = el("span", "", el("b", "", "Luck:"), " ", ...words(luck));
    return put(el("p", "ended", said), { "data-v": "differs", "data-near-tie": "" });
  }

  // What is printed otherwise than above: lines that went, and lines that came.
  change({ lines }) {
    const before = [...this.host.querySelectorAll("pre.output")].find(pre => !this.node.contains(pre));
    if (!before) return null;
    const split = text => text.match(/[^\n]*\n|[^\n]+/g) ?? [];
    const rows = difference(split(before.textContent), split(lines.map(([, , text]) => text).join("")));
    if (!rows) return null;
    const changed = rows.filter(([kind]) => kind !== " ");
    if (!changed.length) return el("p", "cap run-same", "The same lines as above.");
    const gone = changed.filter(([kind]) => kind === "−").length;
    const title = `What changed: ${gone} line${gone === 1 ? "" : "s"} less, ${changed.length - gone} more`;
    const shown = changed.map(([kind, text]) => el("span", kind === "+" ? "came" : "gone", `${kind} ${text.trimEnd()}\n`));
    return el("details", "run-change", el("summary", "", title), put(el("pre", "", ...shown), { tabindex: 0 }));
  }

  picture(drawn) {
    const parts = [];
    if (drawn.svg) {
      const figure = el("figure", "timeline", svg(drawn.svg.replace("<svg", `<svg ${NS}`)), el("figcaption", "", key(drawn.key)));
      parts.push(figure);
    } else {
      parts.push(el("p", "cap below", "No picture: no task was ever created."));
    }
    const name = `run:${this.key}:${(this.steps = (this.steps ?? 0) + 1)}`;
    (window.aioSteps ??= {})[name] = { ...drawn.steps, id: name };
    const player = put(el("div", "player"), { "data-steps": "", "data-key": name });
    const told = el("details", "told", el("summary", "", "The run in words"), el("ol", "", ...drawn.told.map(one => el("li", "", one))));
    parts.push(el("div", "c-more", player, told));
    return parts;
  }
}

// The key of a picture: a list of bars and marks, each drawn small before its words.
const key = items => {
  const list = el("ul", "plain legend");
  for (const [shapes, box, width, height, said] of items) {
    const look = svg(`<svg ${NS} class="tl sw" viewBox="${box}" width="${width}" height="${height}" aria-hidden="true">${shapes}</svg>`);
    list.append(el("li", "", look, ` ${said}`));
  }
  return list;
};

// The lines of two texts as rows, " " for both, "−" for the first alone, "+" for the second; null where they are too long.
const difference = (one, two) => {
  if (one.length * two.length > 250_000) return null;
  const most = Array.from({ length: one.length + 1 }, () => new Uint16Array(two.length + 1));
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = two.length - 1; j >= 0; j--) {
      most[i][j] = one[i] === two[j] ? most[i + 1][j + 1] + 1 : Math.max(most[i + 1][j], most[i][j + 1]);
    }
  }
  const rows = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < two.length) {
    if (i < one.length && j < two.length && one[i] === two[j]) rows.push([" ", one[i++], j++]);
    else if (j >= two.length || (i < one.length && most[i + 1][j] >= most[i][j + 1])) rows.push(["−", one[i++]]);
    else rows.push(["+", two[j++]]);
  }
  return rows;
};
