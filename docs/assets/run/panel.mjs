// What a run in the reader's browser leaves on the page: its state while it lasts, then all that a recorded run has there.
// Nothing of the program's own becomes HTML; the picture is drawn by our code, which escapes what it was given.
import { life, shown as clock } from "./life.mjs";

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
const counted = (count, what) => `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;

const svg = text => document.adoptNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement);
const NS = 'xmlns="http://www.w3.org/2000/svg"';
const drawing = text => svg(text.replace("<svg", `<svg ${NS}`));
const sign = shapes => svg(`<svg ${NS} class="ic" viewBox="0 0 16 16" aria-hidden="true">${shapes}</svg>`);
const FAILED = '<path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/>';

// Texts come as pieces: code, a task's name, what was printed, and words.
const TAGS = { code: "code", task: "code", printed: "samp" };
const words = pieces => pieces.map(([kind, text]) => (TAGS[kind] ? el(TAGS[kind], "", text) : text));
const split = text => text.match(/[^\n]*\n|[^\n]+/g) ?? [];

// So many lines are shown while it runs; an output of more lines or letters than that stands in a window, and one with more
// than a few long lines takes the width (pages/output.py).
const MOST_SHOWN = 1000;
const WINDOW = { lines: 24, letters: 2000 };
const LONG = { letters: 64, lines: 4 };
// A change of the output up to so many lines stands open.
const FEW = 12;
// So many new lines on stderr are told once more there.
const SHORT = 2;

export class Panel {
  constructor(host, key) {
    this.host = host;
    this.key = key;
    this.node = put(el("div", "run"), { "data-browser-run": "", role: "region", "aria-label": `Your run of ${key}` });
    this.said = put(el("p", "vh"), { role: "status" });
    const before = "This is of the text before your last change.";
    this.old = put(el("p", "run-old", before), { hidden: "" });
    this.body = el("div", "run-body");
    this.node.append(this.said, this.old, this.body);
    const code = host.querySelector(".c-code");
    if (code) code.after(this.node);
    else host.append(this.node);
  }

  // What the page itself has of the kind, beside what is in here.
  ofPage(selector) {
    return [...this.host.querySelectorAll(selector)].find(one => !this.node.contains(one));
  }

  // How long the axis of a picture is, in seconds; 0 where it tells no time.
  static axis(drawn) {
    return drawn?.dataset.scale === "time" ? drawn.dataset.t1 / 1000 : 0;
  }
  get axis() {
    return Panel.axis(this.ofPage("figure.timeline > svg[data-t1]"));
  }

  // A run begins. What it finds here keeps its room, so that the page does not jump.
  begin() {
    const { node } = this;
    node.style.minHeight = `${node.offsetHeight}px`;
    this.leave();
    this.title = el("p", "run-t", el("b", "", "In your browser"));
    this.head = el("div", "run-head", this.title);
    this.progress = put(el("progress"), { "aria-label": "Python is loading" });
    this.part = el("span", "");
    this.load = el("p", "run-load", this.progress, this.part);
    this.pre = put(el("pre", "output tall"), { tabindex: 0, "aria-label": "Output", role: "group" });
    this.cap = el("p", "cap", "Python prints");
    this.body.replaceChildren(this.head, this.load, this.cap, this.pre);
    node.className = "run";
    delete node.dataset.outcome;
    [this.time, this.err, this.open, this.count, this.waiting] = [undefined, false, undefined, 0, []];
    this.state("loading", "Python is loading");
    this.pre.hidden = this.cap.hidden = true;
    this.come();
  }

  // Whether the text that was run is another by now.
  aged(on) {
    if (this.old.hidden === !on) return;
    this.old.hidden = !on;
    if (this.node.dataset.outcome) this.say(on ? this.old.textContent : "");
  }

  // To where its head is seen, if that is not so.
  come() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.head.scrollIntoView({ behavior: calm ? "instant" : "smooth", block: "nearest" });
  }

  state(name, said) {
    this.node.dataset.state = name;
    this.say(said);
  }

  say(text) {
    if (this.said.textContent !== text) this.said.textContent = text;
  }

  loading(part) {
    if (part < 1) this.progress.value = part;
    else this.progress.removeAttribute("value");
    this.part.textContent = part < 1 ? `Python is loading: ${Math.floor(part * 100)} %` : "Python is starting";
  }

  running() {
    this.load.remove();
    this.pre.hidden = this.cap.hidden = false;
    this.state("running", "Running");
  }

  // A piece of output while it runs: shown when the screen is drawn next.
  out(...piece) {
    if (this.waiting.push(piece) === 1) this.frame = requestAnimationFrame(() => this.flush());
  }

  flush() {
    const { pre } = this;
    const follows = pre.scrollTop + pre.clientHeight > pre.scrollHeight - 8;
    for (const [seconds, stream, text] of this.waiting.splice(0)) {
      const err = stream === "stderr";
      for (const piece of split(text)) {
        if (this.open && this.open.err === err) this.open.node.append(piece);
        else if (this.count < MOST_SHOWN) this.open = { node: this.add(clock(seconds), err, piece), err };
        if (piece.endsWith("\n")) this.open = undefined;
      }
    }
    if (follows) pre.scrollTop = pre.scrollHeight;
  }

  add(time, err, text, parts = []) {
    const from = err ? (this.err ? "" : "stderr") : time === this.time ? "" : time;
    const inside = parts.length ? parts.map(([bad, part]) => (bad ? el("span", "errpart", part) : part)) : [text];
    const node = put(el("span", err ? "l err" : "l", ...inside), { "data-n": ++this.count, "data-t": from });
    this.pre.append(node);
    this.err = err;
    if (!err) this.time = time;
    return node;
  }

  // The reader has stopped it: said at once, what is known of it follows.
  stopped() {
    this.load.remove();
    this.node.dataset.outcome = "stopped";
    this.state("stopped", "Stopped");
    this.title.replaceChildren(el("b", "", "In your browser"), ": stopped");
  }

  // Stopped before its first line.
  unbegun() {
    this.stopped();
    this.body.replaceChildren(this.head, el("p", "cap", "You stopped it before its first line."));
    this.settled();
  }

  // It could not be run at all, or Python broke down over it.
  fail(sentence) {
    this.broken("It could not be run here.", `${sentence} Press Run to try again.`);
  }

  // It ran, and no picture can be made of what it left.
  undrawn(sentence) {
    this.broken("It ran, but its run could not be drawn.", sentence);
  }

  broken(lead, sentence) {
    cancelAnimationFrame(this.frame);
    this.flush();
    const said = el("span", "", el("b", "", lead), ` ${sentence}`);
    const printed = this.count ? [this.cap, this.pre] : [];
    this.body.replaceChildren(this.head, ...printed, put(el("p", "ended", sign(FAILED), said), { "data-v": "raises" }));
    this.state("over", said.textContent);
    this.settled();
  }

  settled() {
    this.node.style.minHeight = "";
  }

  // All that is known of it, the object of drawn.py.
  show(drawn, { python, stopped, edited }) {
    const { node } = this;
    cancelAnimationFrame(this.frame);
    this.load.remove();
    this.pre.hidden = this.cap.hidden = false;
    this.title.replaceChildren(el("b", "", edited ? "Your version" : "In your browser"), `, on Python ${python}`);
    const same = !edited && this.host.dataset.outcome === drawn.outcome && this.printsTheSame(drawn) && this.ofPage(".verdict");
    const verdict = same ? same.cloneNode(true) : put(el("p", "verdict", sign(drawn.sign), el("span", "", ...words(drawn.brief))), { "data-v": drawn.kind });
    node.className = `run is-${verdict.dataset.v}`;
    this.head.replaceChildren(this.title, verdict);
    this.print(drawn);
    const notes = [this.ended(drawn), this.exercise(drawn), this.findings(drawn), this.mistakes(drawn), this.luck(drawn), this.change(drawn)].filter(Boolean);
    const long = drawn.lines.filter(([, , text]) => text.length > LONG.letters).length > LONG.lines;
    const columns = el("div", long ? "run-cols wide" : "run-cols", el("div", "", this.caption(drawn), this.pre), el("div", "", ...notes));
    this.body.replaceChildren(this.head, columns, ...this.picture(drawn));
    this.settled();
    window.aioPictures?.();
    window.aioButtons?.();
    node.dataset.outcome = drawn.outcome;
    const said = stopped ? "Stopped" : "Over";
    const task = this.body.querySelector(".run-try")?.textContent ?? "";
    this.state(said.toLowerCase(), `${said}: ${drawn.brief.map(([, piece]) => piece).join("")}. ${counted(this.lines, "line")} printed. ${task}`.trim());
  }

  // The output, as pages have it (pages/output.py).
  print({ lines, record }) {
    this.pre.replaceChildren();
    [this.time, this.err, this.count] = [undefined, false, 0];
    for (const [time, err, text, parts] of lines) {
      if (time) this.add(time, err, text, parts);
      else this.pre.append(...(parts.length ? parts : [[err, text]]).map(([bad, part]) => el("span", bad ? "rest err" : "rest", part)));
    }
    const text = this.pre.textContent;
    this.lines = split(text).length;
    const tall = this.lines > WINDOW.lines || text.length > WINDOW.letters;
    this.pre.classList.toggle("tall", tall);
    if (!tall) for (const name of ["tabindex", "role", "aria-label"]) this.pre.removeAttribute(name);
    this.pre.scrollTop = 0;
  }

  // Who printed it; and where it took its time, the choice to see it come once more.
  caption({ lines, moments }) {
    this.cap.textContent = lines.length ? "Python prints" : "Python prints nothing";
    this.life = life(this.pre, moments, () => this.node.querySelector("figure.timeline > svg[data-t1]"));
    return this.life ? el("div", "run-cap", this.cap, this.life.button) : this.cap;
  }

  ended({ ended: [lead, rest], here, kind, sign: shapes }) {
    const said = el("span", "", el("b", "", ...words(lead)), " ", ...words(rest), here && ` ${here}`);
    return put(el("p", "ended", sign(shapes), said), { "data-v": kind });
  }

  // Whether what the page asks the reader to do is done, or what is missing.
  exercise({ exercise }) {
    if (!exercise) return null;
    const { done, said, sign: shapes } = exercise;
    const told = said.flatMap(pieces => [" ", ...words(pieces)]);
    const node = el("p", "ended run-try", sign(shapes), el("span", "", el("b", "", done ? "Done:" : "Not yet."), ...told));
    return put(node, { "data-v": done ? "ok" : "differs", "data-exercise": done ? "done" : "open" });
  }

  findings({ findings }) {
    if (!findings.length) return null;
    const items = findings.map(pieces => el("li", "", ...words(pieces)));
    return el("div", "findings", el("p", "cap", "What the run shows"), el("ul", "", ...items));
  }

  // Of a program of one's own: where such a thing is explained.
  mistakes({ symptom }) {
    const page = document.querySelector('.md-nav a:is([href$="mistakes/"], [href$="mistakes.html"])')?.href;
    if (!symptom || !page || !("own" in this.host.dataset)) return null;
    const link = put(el("a", "", "Look it up among the mistakes"), { href: `${page}?symptom=${encodeURIComponent(symptom.slice(0, 200))}` });
    return el("p", "cap below", link);
  }

  luck({ luck }) {
    if (!luck.length) return null;
    const said = el("span", "", el("b", "", "Luck:"), " ", ...words(luck));
    return put(el("p", "ended", said), { "data-v": "differs", "data-near-tie": "" });
  }

  printsTheSame({ lines }) {
    return this.ofPage("pre.output")?.textContent === lines.map(([, , text]) => text).join("");
  }

  // What is printed otherwise than on the page: lines that went, and lines that came.
  change({ lines }) {
    const before = this.ofPage("pre.output");
    if (!before) return null;
    const printed = lines.flatMap(([, err, text]) => split(text).map(line => [line, err]));
    const rows = difference(split(before.textContent), printed.map(([line]) => line));
    if (!rows) return el("p", "cap below", "Not the output of the page.");
    const { moved, gone, came } = changes(rows);
    if (!moved.length && !gone.length && !came.length) return el("p", "cap below", "The same output as the page’s.");
    const order = `the same ${counted(printed.length, "line")} in another order`;
    const parts = [[gone, "gone"], [came, "new"], [moved, "moved"]].filter(([some]) => some.length);
    const sums = parts.map(([{ length }, said], n) => `${n ? length : counted(length, "line")} ${said}`).join(", ");
    const title = `Against the page’s output: ${gone.length || came.length ? sums : order}`;
    const shown = [
      ...gone.map(({ text }) => el("span", "gone", `− ${text.trimEnd()}\n`)),
      ...this.came(came, printed),
      ...moved.map(({ text, from, to }) => el("span", "came", `${text.trimEnd()}\n`, el("span", "moved", `   was line ${from}, is line ${to}\n`))),
    ];
    const details = el("details", "run-change", el("summary", "", title), put(el("pre", "", ...shown), { tabindex: 0 }));
    details.open = shown.length <= FEW;
    return details;
  }

  // Lines that came. A traceback, or whatever else of some length went to stderr, stands above and is only counted here.
  came(came, printed) {
    const isErr = ({ to }) => printed[to - 1][1];
    const told = came.filter(isErr);
    const shown = told.length > SHORT ? came.filter(one => !isErr(one)) : came;
    const rows = shown.map(({ text }) => el("span", "came", `+ ${text.trimEnd()}\n`));
    return shown === came ? rows : [...rows, el("span", "came", `+ ${told.length} lines on stderr, which stand above\n`)];
  }

  picture(drawn) {
    const caption = el("figcaption", "", key(drawn.key));
    const figure = drawn.svg ? el("figure", "timeline", drawing(drawn.svg), caption) : el("p", "cap below", "No picture: no task was created.");
    const name = `run:${this.key}`;
    const player = drawn.steps && put(el("div", "player"), { "data-steps": "", "data-key": name });
    if (player) (window.aioSteps ??= {})[name] = { ...drawn.steps, id: name };
    const told = el("details", "told", el("summary", "", "The run in words"), el("ol", "", ...drawn.told.map(one => el("li", "", one))));
    return [figure, el("div", "c-more", player || "", drawn.told.length ? told : "", this.files(drawn))];
  }

  // To take along: the picture and the record.
  files({ file, record }) {
    const named = this.key.replace("/", "-");
    const one = (said, text, type, end) => {
      const href = URL.createObjectURL(new Blob([text], { type }));
      (this.made ??= []).push(href);
      return put(el("a", "", said), { href, download: `${named}.${end}` });
    };
    const links = [one("picture (SVG)", file, "image/svg+xml", "svg"), ", ", one("record (JSON)", JSON.stringify(record), "application/json", "json")];
    return el("p", "run-files", "Download: ", ...links);
  }

  // Where its axis is longer than that of the page's picture: the page's program once more, on this axis.
  get longer() {
    const mine = Panel.axis(this.node.querySelector("figure.timeline > svg[data-t1]"));
    return this.axis && mine > this.axis * 1.001 ? mine : 0;
  }
  beside(drawn) {
    const shown = drawing(drawn.svg);
    for (const part of shown.querySelectorAll("[data-s], [data-n]")) for (const name of ["s", "n", "m", "l"]) delete part.dataset[name];
    const figure = el("figure", "run-other", el("figcaption", "cap", "The page’s program on the same axis"), shown);
    this.node.querySelector(".c-more")?.before(figure);
  }

  // What the page holds only for it.
  leave() {
    this.life?.stop();
    for (const href of this.made?.splice(0) ?? []) URL.revokeObjectURL(href);
  }

  remove() {
    this.leave();
    this.node.remove();
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
    else if (j >= two.length || (i < one.length && most[i + 1][j] >= most[i][j + 1])) rows.push(["−", one[i], ++i]);
    else rows.push(["+", two[j], ++j]);
  }
  return rows;
};

// Of such rows what is gone, what came, and what did both: that has moved.
const changes = rows => {
  const gone = rows.filter(([kind]) => kind === "−").map(([, text, from]) => ({ text, from }));
  const [came, moved] = [[], []];
  for (const [, text, to] of rows.filter(([kind]) => kind === "+")) {
    const at = gone.findIndex(one => one.text === text);
    if (at < 0) came.push({ text, to });
    else moved.push({ text, from: gone.splice(at, 1)[0].from, to });
  }
  return { gone, came, moved };
};
