// One process of Python in a worker of its own: for one program, or for drawing what others have left.
//
// In come `start`, `run` and `draw`; out go `progress`, `ready`, `reports`, `over`, `drawn` and `failed` (pool.mjs).
import { boot } from "./core.mjs";
import { fetched } from "./fetched.mjs";

const post = postMessage.bind(self);
const now = performance.now.bind(performance);
const plainly = fetch.bind(self);

// What a program has no use for: all that leads out of this worker. It cannot be had back, not from a prototype either.
// Python finds nothing of JavaScript by name; but what Pyodide keeps alive can be found, and leads to all that is here.
const OUTWARD = [
  "fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "importScripts", "Worker",
  "SharedWorker", "BroadcastChannel", "indexedDB", "caches", "CacheStorage", "Cache", "IDBFactory", "cookieStore", "CookieStore",
  "RTCPeerConnection", "RTCDataChannel", "requestFileSystem", "webkitRequestFileSystem", "webkitRequestFileSystemSync",
  "webkitResolveLocalFileSystemURL", "webkitResolveLocalFileSystemSyncURL", "Notification", "PushManager", "FontFace", "fonts", "postMessage", "close", "reportError",
]; // prettier-ignore
const OF_NAVIGATOR = ["sendBeacon", "storage", "serviceWorker", "locks", "storageBuckets", "gpu", "usb", "serial", "hid", "permissions"];
const takeAway = (object, names) => {
  for (let owner = object; owner; owner = Object.getPrototypeOf(owner)) {
    for (const name of names) {
      if (Object.hasOwn(owner, name) && !delete owner[name]) Object.defineProperty(owner, name, { value: undefined });
    }
  }
};
const shut = () => {
  takeAway(self, OUTWARD);
  takeAway(navigator, OF_NAVIGATOR);
};

// WebAssembly is compiled once for all workers of a page: the first hands it on.
let compiled;
const instantiate = WebAssembly.instantiate.bind(WebAssembly);
WebAssembly.instantiateStreaming = async (source, imports) => {
  compiled = await compiled;
  return { module: compiled, instance: await instantiate(compiled, imports) };
};

// Fetches a file and tells how much of it has come.
const load = async (url, path) => {
  const response = await fetched(url, path);
  const counted = new TransformStream({
    transform(chunk, controller) {
      post({ type: "progress", path, bytes: chunk.length });
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counted), { headers: response.headers });
};
const bytes = async (url, path) => new Uint8Array(await (await load(url, path)).arrayBuffer());
const compile = async (url, path) => {
  const response = await load(url, path);
  const typed = response.headers.get("Content-Type") === "application/wasm"; // not every server knows it
  return typed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
};

// Reports are handed on as they come; of many in the time in which a screen is drawn once, the later ones wait for it.
const FRAME_MS = 16;
const MOST_POSTS = 20;
const MOST_BYTES = 1 << 16;
let pending = [];
let size = 0;
let [posts, framed] = [0, 0];
const flush = () => {
  if (!size) return;
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of pending) {
    all.set(part, at);
    at += part.length;
  }
  [pending, size, posts] = [[], 0, posts + 1];
  post({ type: "reports", bytes: all }, [all.buffer]);
};
const tick = () => {
  if (!size) return;
  if (now() - framed > FRAME_MS) [posts, framed] = [0, now()];
  if (size > MOST_BYTES || posts < MOST_POSTS) flush();
};
const report = part => {
  pending.push(part);
  size += part.length;
  tick();
};

let begun = 0;
const over = (status, why) => {
  flush();
  post({ type: "over", status, why, computed: (now() - begun) / 1000 });
};
// Python's own way out does not return; nor does this. The page ends the worker.
const asleep = new Int32Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer);
const leave = (status, why) => {
  over(status, why);
  Atomics.wait(asleep, 0, 0);
};

let python;
const does = {
  async start({ place, about, engine, library, image, module, draws }) {
    delete does.start; // or a program that reached this worker's events could have what it brings once more
    const at = name => new URL(name, place).href;
    self.fetch = url => (String(url).endsWith(".wasm") ? Promise.resolve(new Response()) : plainly(url));
    // All that is missing is fetched at once; what Pyodide imports itself, too.
    compiled = module ?? compile(at("pyodide.asm.wasm"), "pyodide.asm.wasm");
    // Emscripten waits without end for WebAssembly that does not come or is not allowed.
    const failing = new Promise((_, failed) => Promise.resolve(compiled).catch(failed));
    failing.catch(() => {}); // until it is waited for
    const scripts = Promise.all(["pyodide.mjs", "pyodide.asm.mjs"].map(name => import(at(name))));
    const files = ["engine.zip", "library.zip"].map((name, i) => [engine, library][i] ?? bytes(at(name), name));
    let loadPyodide;
    [[{ loadPyodide }], engine, library] = await Promise.all([scripts, ...files]);
    const stdLibURL = URL.createObjectURL(new Blob([library]));
    const options = { indexURL: place, stdLibURL };
    python = await Promise.race([boot({ loadPyodide, options, about, engine, image, report, leave, tick }), failing]);
    URL.revokeObjectURL(stdLibURL);
    if (draws) python.drawing();
    shut();
    post({ type: "ready", engine, library, module: compiled, image: image ? undefined : python.image });
  },
  run: ({ job }) => {
    begun = now();
    const { status, why } = python.run(job);
    over(status, why);
  },
  draw: ({ job }) => post({ type: "drawn", json: python.drawn(job) }),
};

onmessage = async ({ data }) => {
  try {
    await does[data.type](data);
  } catch (error) {
    post({ type: "failed", words: `${error}`.slice(-2000), stack: `${error?.stack}`.slice(0, 2000) });
  }
};
