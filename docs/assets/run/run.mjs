// Runs a page's programs in the reader's browser, and shows what they leave: extra.js makes the buttons, and brings this
// when one is pressed. Whatever a program prints, names or raises enters the page as text.
import { fetched } from "./fetched.mjs";
import * as pool from "./pool.mjs";
import { Panel } from "./panel.mjs";

// What a program may use here. The label of an example may stop it before.
const LIMITS = { most_lines: 1000, most_bytes: 200_000, most_steps: 20_000, most_cpu: 5 };

// A button that has just moved is pressed by nobody who means it.
const SETTLES_MS = 500;

// The looks of a run; a page that shows no picture of its own has none of theirs.
const sheet = path =>
  new Promise(done => {
    const href = new URL(path, import.meta.url);
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: done }));
  });
const pictures = document.querySelector('link[href$="timeline.css"]') ? [] : ["../timeline.css"];
let styled = Promise.all([...pictures, "run.css"].map(sheet)).then(() => (styled = undefined));

// Why a program could not be run, in a sentence.
const plain = error => {
  const lines = error.message.trim().split("\n");
  const said = lines[/^\w*(?:Error: )?Traceback /.test(lines[0]) ? lines.length - 1 : 0].replace(/^(?:\w*Error: )+/, "");
  if (/WebAssembly is not defined/.test(said)) return "This browser has no WebAssembly, in which Python runs here.";
  if (navigator.onLine === false) return "There is no connection to the network.";
  if (/Content.Security.Policy|unsafe-eval/i.test(error.message)) return "The rules of this page do not allow it.";
  if (/fetch|NetworkError|Load failed|dynamically imported/i.test(said)) return "What it needs could not be loaded.";
  if (/: (\d{3}\b|a page came)/.test(said)) return `What it needs could not be loaded (${said}).`;
  return `${said}${/[.!?]$/.test(said) ? "" : "."}`;
};

// A program on a page with its buttons: as it is written there, or as the reader has changed it. `editor`, where there is
// one, has the text as `value`, and shows a line that failed by `mark(line)`.
export class Bench {
  editor;

  constructor(host) {
    this.host = host;
    this.bar = host.querySelector(".run-bar");
    const { example, variant, program } = host.dataset; // a slide is no variant's section, and names its program
    this.key = program ?? (variant ? `${example}/${variant}` : "own");
    this.count = 0;
    this.guard();
    const area = "own" in host.dataset && host.querySelector("textarea");
    if (!area) return;
    this.text = area.defaultValue;
    this.editor = { get value() { return area.value; }, mark() {} }; // prettier-ignore
  }

  // Buttons come and go under the pointer: a second click on Stop, or one as a limit strikes, is not meant for what has
  // just taken its place.
  guard() {
    const places = () => {
      const { x, y } = this.bar.getBoundingClientRect();
      return [...this.bar.querySelectorAll("button")].map(button => {
        const { left, right, top, bottom } = button.getBoundingClientRect();
        return { button, left: left - x, right: right - x, top: top - y, bottom: bottom - y };
      });
    };
    let [before, now, moved] = [[], places(), -Infinity];
    const follow = () => ([before, now, moved] = [now, places(), performance.now()]);
    new MutationObserver(follow).observe(this.bar, { subtree: true, attributeFilter: ["hidden"] });
    const late = event => {
      if (!event.detail || performance.now() - moved > SETTLES_MS) return; // by a key, or long after
      const bar = this.bar.getBoundingClientRect();
      const [x, y] = [event.clientX - bar.x, event.clientY - bar.y];
      const stood = before.find(one => x >= one.left && x < one.right && y >= one.top && y < one.bottom);
      if (stood && !stood.button.contains(event.target)) event.stopPropagation();
    };
    this.bar.addEventListener("click", late, true);
  }

  // The page's own text. What is folded or taken out of the listing is not in the page, so the file is read.
  async original() {
    this.file ??= this.host.dataset.runs;
    this.text ??= await fetched(this.file, this.file).then(response => response.text());
    return this.text;
  }

  get name() {
    return this.file?.split("/").at(-1) ?? "program.py";
  }

  button(what) {
    return this.bar.querySelector(`[data-${what}]`);
  }

  // Whether a run goes on: `running` it can be stopped; while it is drawn only another one cannot be begun.
  busy(on, running = on) {
    this.going = on;
    const [run, stop] = [this.button("run"), this.button("stop")];
    if (on) run.setAttribute("aria-disabled", true);
    else run.removeAttribute("aria-disabled");
    if (!running && document.activeElement === stop) run.focus();
    stop.hidden = !running;
  }

  run() {
    return (this.over ??= this.runs().finally(() => (this.over = undefined)));
  }

  async runs() {
    this.busy(true);
    this.behind?.stop();
    const halted = new Promise(done => (this.ends = () => done("")));
    this.halted = false;
    try {
      if (styled) await styled;
      this.panel ??= new Panel(this.host, this.key);
      this.panel.begin();
      await this.show(halted);
    } catch (error) {
      console.error(error);
      this.panel.fail(plain(error));
    } finally {
      this.busy(false);
    }
  }

  async show(halted) {
    const { panel } = this;
    const original = await Promise.race([this.original(), halted]);
    if (this.halted) return panel.unbegun();
    const source = (this.ran = this.editor?.value ?? original);
    this.aged();
    const heard = { loading: part => panel.loading(part), running: () => panel.running(), out: (...piece) => panel.out(...piece) };
    const left = await this.left(source, heard);
    this.busy(true, false);
    if (left.begun === false) return panel.unbegun();
    let drawn;
    try {
      drawn = await this.drawn(source, left, panel.axis, source !== original);
    } catch (error) {
      console.error(error);
      return panel.undrawn(plain(error));
    }
    panel.show(drawn, { python: pool.python(), stopped: [pool.PRESSED, pool.LEFT].includes(left.why), edited: source !== original });
    if (this.editor?.value === source) this.editor.mark(drawn.line);
    if (source !== original && panel.longer && !this.halted) this.beside(original, panel.longer).catch(console.error);
  }

  // What the panel tells is of the text that was run; the editor may have another by now.
  aged() {
    this.panel?.aged(this.editor ? this.editor.value !== this.ran : false);
  }

  // Runs a text, and returns what it leaves.
  left(source, heard) {
    const { lines, seconds } = this.stops;
    const label = { ...(lines && { stop_lines: lines }), ...(seconds && { stop_seconds: seconds }) };
    const run = pool.run({ name: this.name, source, ...LIMITS, ...label }, heard);
    if (heard) this.ends = run.stop;
    else this.behind = run;
    return run.done;
  }

  drawn(source, { reports, status, why, computed }, axis, edited = true) {
    const stop = this.stops.lines || this.stops.seconds ? this.stops : null;
    const mask = JSON.parse(this.host.dataset.mask ?? "[]");
    const wants = edited ? JSON.parse(this.host.dataset.wants ?? "null") : null; // the page's program is where one begins
    const uid = `tl_run_${this.key.replace(/\W/g, "_")}_${++this.count}`;
    return pool.draw({ name: this.name, source, reports, status, why, computed, stop, mask, wants, axis, key: this.key, uid });
  }

  // Where its label has it stopped.
  get stops() {
    const { stopLines, stopSeconds } = this.host.dataset;
    return { lines: +stopLines || null, seconds: +stopSeconds || null };
  }

  // The page's program on the axis of a run that took longer.
  async beside(original, axis) {
    const left = await this.left(original);
    if (left.status === null && left.why) return; // another run has begun
    const drawn = await this.drawn(original, left, axis);
    if (!this.going && drawn.svg) this.panel.beside(drawn);
  }

  stop() {
    if (!this.going || this.halted) return;
    this.halted = true;
    this.panel?.stopped();
    this.ends();
    this.busy(true, false);
  }
}

const benches = new WeakMap();
export const benchOf = host => {
  if (!benches.has(host)) benches.set(host, new Bench(host));
  return benches.get(host);
};

// Firefox does not ask again for a script that it did not get.
const LACKING = "What this needs could not be loaded. Try again, or load the page anew.";

// Does something with the program in this place. What is not of running it is in edit.mjs, which comes when it is wanted.
export const does = async (host, what) => {
  const bench = benchOf(host);
  if (what === "run" || what === "stop") return bench[what]();
  const said = bench.bar.querySelector("[role=status]");
  try {
    const editing = await import("./edit.mjs");
    if (said.textContent === LACKING) said.textContent = "";
    await editing[what](bench);
  } catch (error) {
    console.error(error);
    said.textContent = LACKING;
  }
};

// A button of a program was pressed.
export const press = (button, what) => does(button.closest("[data-runs], [data-own]"), what);
