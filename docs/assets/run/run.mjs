// Runs a page's programs in the reader's browser, and shows what they leave: extra.js makes the buttons, and brings this
// when one is pressed. Whatever a program prints, names or raises enters the page as text.
import * as pool from "./pool.mjs";
import { Panel } from "./panel.mjs";

// What a program may use here. The label of an example may stop it before.
const LIMITS = { most_lines: 1000, most_bytes: 200_000, most_steps: 20_000, most_cpu: 5 };

const css = new URL("run.css", import.meta.url);
const styled = new Promise(done => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: css, onload: done, onerror: done });
  document.head.append(link);
});

// A program on a page with its buttons: as it is written there, or as the reader has changed it.
class Bench {
  constructor(host) {
    this.host = host;
    this.bar = host.querySelector(".run-bar");
    this.key = host.dataset.variant ? `${host.dataset.example}/${host.dataset.variant}` : "own";
    this.count = 0;
  }

  // Its text: the page's own until there is an editor. What is folded or taken out of the listing is not in the page, so
  // the file is read.
  async original() {
    this.file ??= this.host.dataset.runs;
    if (!this.file) return "";
    this.text ??= await fetch(this.file).then(response => {
      if (!response.ok) throw Error(`${this.file}: ${response.status} ${response.statusText}`);
      return response.text();
    });
    return this.text;
  }

  get name() {
    return this.file?.split("/").at(-1) ?? "program.py";
  }

  button(what) {
    return this.bar.querySelector(`[data-${what}]`);
  }

  busy(on) {
    this.button("run").setAttribute("aria-disabled", on);
    this.button("stop").hidden = !on;
    if (!on && document.activeElement === this.button("stop")) this.button("run").focus();
  }

  async run() {
    if (this.going) return;
    await styled;
    this.panel ??= new Panel(this.host, this.key);
    const mine = ++this.count;
    this.panel.begin();
    this.busy(true);
    let job;
    try {
      const original = await this.original();
      const source = this.editor?.value ?? original;
      job = { name: this.name, source };
      const { stopLines, stopSeconds, mask } = this.host.dataset;
      const stop = stopLines || stopSeconds ? { lines: +stopLines || null, seconds: +stopSeconds || null } : null;
      const label = stop ? { stop_lines: stop.lines, stop_seconds: stop.seconds } : {};
      this.going = pool.run({ ...job, ...LIMITS, ...label }, { state: (...now) => this.panel.state(...now), out: (...one) => this.panel.out(...one) });
      const left = await this.going.done;
      const axis = this.panel.axis;
      const about = { ...job, ...left, stop, mask: mask ? JSON.parse(mask) : [], axis, key: this.key, uid: `tl_run_${this.key.replace(/\W/g, "_")}_${mine}` };
      const drawn = await pool.draw(about);
      this.panel.show(drawn, { python: pool.python(), stopped: left.status === null && drawn.record.exit === null && this.halted, edited: source !== original, about });
      this.editor?.mark(drawn.line);
    } catch (error) {
      console.error(error);
      this.panel.fail(error);
    } finally {
      this.going = undefined;
      this.halted = false;
      this.busy(false);
    }
  }

  stop() {
    this.halted = true;
    this.going?.stop();
  }
}

const benches = new WeakMap();
const benchOf = host => {
  if (!benches.has(host)) benches.set(host, new Bench(host));
  return benches.get(host);
};

// A button of a program was pressed.
export const press = (button, what) => benchOf(button.closest("[data-runs], [data-own]"))[what]();
