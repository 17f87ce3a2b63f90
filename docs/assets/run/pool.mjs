// The processes of this page: the first one brings everything along, the others begin from its image. One waits for the
// next program, and one draws; each runs one program at most.

const STATE = { LOADING: "loading", RUNNING: "running", OVER: "over", STOPPED: "stopped" };
let given; // where Pyodide's files are and how large, and which Python that is: files.json, written by the build
let kept = {}; // module, engine, library, image: from the first process
let loading; // whether that has come
let spare;
let drawer;
const running = new Set();

const configure = async () => {
  if (given) return;
  const response = await fetch(new URL("files.json", import.meta.url));
  if (!response.ok) throw Error(`files.json: ${response.status} ${response.statusText}`);
  const { folder, about, sizes } = await response.json();
  given = { place: new URL(`${folder}/`, import.meta.url).href, about, sizes };
};

// The version of Python that runs here; known when a program has been run.
export const python = () => given.about.python;

class Process {
  constructor(onProgress) {
    // A worker made from a blob has the policy of its page: what it must not fetch here, it must not there.
    const code = `import ${JSON.stringify(new URL("worker.mjs", import.meta.url).href)}`;
    const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    this.worker = new Worker(url, { type: "module" });
    this.ready = new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }) => {
        if (data.type === "progress") onProgress?.(data);
        else if (data.type === "failed") reject(Error(data.words));
        else if (data.type === "ready") {
          const { module, engine, library, image = kept.image } = data; // without an image each starts anew
          kept = { module, engine, library, image };
          resolve();
        }
      };
      this.worker.onerror = event => reject(Error(event.message || "the worker could not be started"));
    });
    this.ready.catch(() => this.end()).finally(() => URL.revokeObjectURL(url));
    this.worker.postMessage({ type: "start", ...given, ...kept });
  }

  // Sends a message and hears the answers until one has this type.
  ask(message, type, onOther) {
    return new Promise((resolve, reject) => {
      this.cancel = resolve;
      this.worker.onmessage = ({ data }) => {
        if (data.type === type) resolve(data);
        else if (data.type === "failed") reject(Error(data.words));
        else onOther?.(data);
      };
      this.worker.postMessage(message);
    });
  }

  end() {
    this.worker.terminate();
  }
}

// A process for one program. Whoever comes while the first one loads waits for that, and begins from its image.
const take = async onPart => {
  await configure();
  if (!kept.module && loading) await loading.catch(() => {});
  if (kept.module) {
    const process = spare ?? new Process();
    spare = undefined;
    return process;
  }
  const total = Object.values(given.sizes).reduce((sum, size) => sum + size, 0);
  let loaded = 0;
  const process = new Process(({ bytes }) => onPart((loaded += bytes) / total));
  loading = process.ready;
  return process;
};

// Runs a program. `job` is that of core.mjs; `on` hears `state(name, part)` and `out(seconds, stream, text)`.
// Returns { done, stop }: done is { reports, status }, its status null where it was stopped.
export const run = (job, on = {}) => {
  let stopped = false;
  let process;
  const stop = () => {
    stopped = true;
    process?.end();
    process?.cancel?.({ status: null });
  };
  running.add(stop);
  const done = (async () => {
    on.state?.(STATE.LOADING, 0);
    process = await take(part => on.state?.(STATE.LOADING, Math.min(1, part)));
    await process.ready;
    if (stopped) return { reports: "", status: null };
    on.state?.(STATE.RUNNING);
    const [heard, decoder] = [[], new TextDecoder()];
    let rest = "";
    const hear = ({ bytes }) => {
      const text = decoder.decode(bytes, { stream: true });
      heard.push(text);
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        if (!line.startsWith('["out"')) continue;
        const [, time, stream, , , , printed] = JSON.parse(line);
        on.out?.(time / 1e6, stream, printed);
      }
    };
    try {
      const { status } = await process.ask({ type: "run", job }, "over", hear);
      on.state?.(status === null ? STATE.STOPPED : STATE.OVER);
      return { reports: heard.join(""), status };
    } finally {
      process.end();
    }
  })().finally(() => running.delete(stop));
  return { done, stop };
};

// All that a page shows of a run: the object of drawn.py.
export const draw = async job => {
  drawer ??= new Process();
  try {
    await drawer.ready;
    return JSON.parse((await drawer.ask({ type: "draw", job }, "drawn")).json);
  } catch (error) {
    drawer.end();
    drawer = undefined;
    throw error;
  } finally {
    wait();
  }
};

// Has one process ready for the next program, where there is memory for it.
const wait = () => {
  if (kept.module && !spare && (navigator.deviceMemory ?? 8) > 2) spare = new Process();
};

// No run outlives its page.
addEventListener("pagehide", () => {
  for (const stop of running) stop();
  for (const process of [spare, drawer]) process?.end();
  spare = drawer = undefined;
});
