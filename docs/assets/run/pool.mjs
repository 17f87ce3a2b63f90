// The processes of this page: the first one brings everything along, the others begin from its image. One waits for the
// next program, and one draws; each runs one program at most.

import { fetched } from "./fetched.mjs";

// Why a run was stopped, as the verdict on it says.
export const PRESSED = "when you pressed Stop";
export const LEFT = "when you left the page";
// What ends a run that Python's own limits do not: a single call that never comes back, or one who lifts them.
const MOST_SECONDS = 12;
const TOO_LONG = `after ${MOST_SECONDS} s in this browser`;
// So many bytes of reports are kept; the recorder's own limits end a program long before.
const MOST_REPORTED = 24_000_000;
const TOO_MUCH = "after more reports than a page can hold";
// A record that takes longer to draw is not drawn.
const MOST_DRAWING_SECONDS = 30;

let given; // where Pyodide's files are and how large, and which Python that is: files.json, written by the build
let kept = {}; // module, engine, library, image: from the first process
let loading; // the first process, until it is ready
let spare;
let drawer;
let drawing = Promise.resolve(); // one after the other
let here = Promise.resolve(); // while the page is shown
const running = new Set();

const configure = async () => {
  if (!("WebAssembly" in globalThis)) throw Error("WebAssembly is not defined");
  if (given) return;
  const response = await fetched(new URL("files.json", import.meta.url), "files.json");
  const { folder, about, sizes } = await response.json();
  given = { place: new URL(`${folder}/`, import.meta.url).href, about, sizes };
};

// Where what npm has installed stands.
export const place = async () => {
  await configure();
  return given.place;
};

// The version of Python that runs here; known when a program has been run.
export const python = () => given.about.python;

// What a process that was ended leaves whoever waits for it.
class Ended extends Error {}

class Process {
  part = 0; // of what it loads, how much has come

  constructor(onPart, draws = false) {
    this.heard = new Set(onPart ? [onPart] : []);
    // A worker made from a blob has the policy of its page: what it must not fetch here, it must not there.
    const code = `import ${JSON.stringify(new URL("worker.mjs", import.meta.url).href)}`;
    const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    this.worker = new Worker(url, { type: "module" });
    this.ready = this.answer({ type: "start", draws, ...given, ...kept }, "ready", data => this.hear(data)).then(data => {
      const { module, engine, library, image = kept.image } = data; // without an image each starts anew
      kept = { module, engine, library, image };
    });
    this.ready.catch(() => this.end()).finally(() => URL.revokeObjectURL(url));
  }

  // Sends a message and hears the answers until one has this type.
  answer(message, type, onOther) {
    return new Promise((resolve, reject) => {
      this.cancel = reject;
      this.worker.onmessage = ({ data }) => {
        if (data.type === type) resolve(data);
        else if (data.type === "failed") reject(Object.assign(Error(data.words), { stack: data.stack }));
        else onOther(data);
      };
      this.worker.onerror = event => reject(Error(event.message || "What runs Python did not load, or is not allowed here"));
      this.worker.postMessage(message);
    });
  }

  hear({ type, bytes }) {
    if (type !== "progress") return;
    this.part += bytes / Object.values(given.sizes).reduce((sum, size) => sum + size, 0);
    for (const one of this.heard) one(Math.min(1, this.part));
  }

  end() {
    this.worker.terminate();
    this.cancel(new Ended());
  }
}

// A process for one program, once it is ready. Who comes while the first one loads waits for that, and begins from its
// image. `taken(end)` gets what ends the waiting.
const take = async (onPart, taken) => {
  await configure();
  while (!kept.module && loading) {
    const first = loading;
    await new Promise((done, ended) => {
      taken(() => ended(new Ended()));
      first.heard.add(onPart);
      onPart(Math.min(1, first.part));
      first.ready.then(done, done);
    });
    if (loading === first) loading = undefined;
  }
  const process = spare ?? new Process(onPart);
  if (!kept.module) loading = process;
  spare = undefined;
  taken(() => process.end());
  await process.ready.finally(() => loading === process && (loading = undefined));
  return process;
};

// Runs a program. `job` is that of core.mjs; `on` hears `loading(part)`, `running()` and `out(seconds, stream, text)`.
// Returns { done, stop }: done is { reports, status }, or { reports, status: null, why } where it was stopped.
export const run = (job, on = {}) => {
  let why;
  let end = () => {};
  const stop = (words = PRESSED) => {
    why ??= words;
    end();
  };
  const taken = how => {
    end = how;
    if (why) end();
  };
  running.add(stop);
  const heard = [];
  const done = (async () => {
    let process, limit;
    try {
      process = await take(part => on.loading?.(part), taken);
      if (why) throw new Ended();
      on.running?.();
      ready();
      limit = setTimeout(() => stop(TOO_LONG), MOST_SECONDS * 1000);
      const { status, why: ended, computed } = await process.answer({ type: "run", job }, "over", listener(heard, on.out, () => stop(TOO_MUCH)));
      return { reports: heard.join(""), status, computed, ...(ended && { why: ended }) };
    } catch (error) {
      if (!(error instanceof Ended) || !why) throw error;
      await here;
      return { reports: heard.join(""), status: null, why, begun: heard.length > 0 };
    } finally {
      clearTimeout(limit);
      process?.end();
    }
  })().finally(() => running.delete(stop));
  return { done, stop };
};

// Keeps what a program reports, and hands on what it prints. A program can write to where the recorder does: whatever is
// no report is left out, and of too much there is an end.
const listener = (heard, out, tooMuch) => {
  const decoder = new TextDecoder();
  let rest = [];
  let size = 0;
  return ({ bytes }) => {
    size += bytes.length;
    if (size > MOST_REPORTED) return tooMuch();
    const text = decoder.decode(bytes, { stream: true });
    heard.push(text);
    if (!out) return;
    const [first, ...others] = text.split("\n");
    rest.push(first);
    if (!others.length) return;
    const lines = [rest.join(""), ...others];
    rest = [lines.pop()];
    for (const line of lines) {
      const printed = printedIn(line);
      if (printed) out(...printed);
    }
  };
};
const printedIn = line => {
  if (!line.startsWith('["out"')) return undefined;
  try {
    const [, time, stream, , , , text] = JSON.parse(line);
    return typeof time === "number" && typeof text === "string" ? [time / 1e6, stream, text] : undefined;
  } catch {
    return undefined;
  }
};

// All that a page shows of a run: the object of drawn.py.
export const draw = job => {
  const mine = drawing.then(() => drawn(job));
  drawing = mine.catch(() => {});
  return mine;
};
const drawn = async job => {
  await here;
  const process = ready();
  let limit, late;
  try {
    await process.ready;
    limit = setTimeout(() => ((late = true), process.end()), MOST_DRAWING_SECONDS * 1000);
    const { json } = await process.answer({ type: "draw", job }, "drawn", () => {});
    return JSON.parse(json);
  } catch (error) {
    process.end();
    if (drawer === process) drawer = undefined;
    if (late) throw Error(`To draw it took more than ${MOST_DRAWING_SECONDS} s.`);
    if (error instanceof Ended) return await drawn(job); // the page was left, and is shown again
    // Without the program's text, where that is nested too deep to be read.
    if (job.source && /call stack|too much recursion/i.test(error.message)) return await drawn({ ...job, source: "" });
    throw error;
  } finally {
    clearTimeout(limit);
    wait();
  }
};

// The process that draws; begun while the program runs.
const ready = () => {
  if (!drawer) {
    drawer = new Process(undefined, true);
    drawer.ready.catch(() => {}); // whoever draws will hear of it
  }
  return drawer;
};

// Has one process ready for the next program, where there is memory for it.
const wait = () => {
  if (!kept.module || spare || (navigator.deviceMemory ?? 8) <= 2) return;
  const mine = (spare = new Process());
  mine.ready.catch(() => spare === mine && (spare = undefined));
};

// No run outlives its page, also where the browser keeps that to come back to it.
addEventListener("pagehide", () => {
  here = new Promise(done => addEventListener("pageshow", done, { once: true }));
  for (const stop of running) stop(LEFT);
  for (const process of [spare, drawer]) process?.end();
  spare = drawer = undefined;
});
