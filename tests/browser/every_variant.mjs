// Runs programs in Node as a reader's browser does, each in a process of its own, by the same code as the worker's.
//
//     node every_variant.mjs FOLDER <jobs.jsonl >results.jsonl
//
// FOLDER holds engine.zip and library.zip, as the site has them. A job is a line of JSON as docs/assets/run/core.mjs has it,
// with an `id`, with `plain` for one that is to begin from no image, and with `label` for what its drawing needs besides. So
// is a result: `id`, `record` as `run --json` has it, `why` as drawn.py has it, or `fault`. variants.py sends and reads them.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { boot } from "../../docs/assets/run/core.mjs";

const pyodide = new URL("../../snippets/_engine/browser/node_modules/pyodide/", import.meta.url);
const { loadPyodide } = await import(new URL("pyodide.mjs", pyodide));
const about = JSON.parse(fs.readFileSync(new URL("pyodide-lock.json", pyodide))).info;
const folder = isMainThread ? process.argv[2] : workerData.folder;
const options = { indexURL: fileURLToPath(pyodide), stdLibURL: path.join(folder, "library.zip") };

// WebAssembly is compiled once, for all processes.
const instantiate = WebAssembly.instantiate;
const share = compiled => {
  WebAssembly.instantiate = (source, imports) =>
    source instanceof WebAssembly.Module || source.byteLength < 5e6
      ? instantiate(source, imports)
      : instantiate(compiled, imports).then(instance => ({ instance, module: compiled }));
};

const SECONDS = 300; // of the wall, for one program on a crowded machine

async function check() {
  const engine = new Uint8Array(fs.readFileSync(path.join(folder, "engine.zip")));
  const compiled = await WebAssembly.compile(fs.readFileSync(new URL("pyodide.asm.wasm", pyodide)));
  share(compiled);
  const unheard = { report() {}, leave() {} };
  const { image } = await boot({ loadPyodide, options, about, engine, ...unheard });
  const drawer = await boot({ loadPyodide, options, about, engine, image, ...unheard });
  const jobs = fs.readFileSync(0, "utf8").split("\n").filter(Boolean).map(line => JSON.parse(line));
  const lane = async () => {
    for (let job; (job = jobs.shift()); ) {
      const { plain, label, ...given } = job;
      const { fault, ...left } = await one(given, { engine, compiled, image: plain ? undefined : image });
      const { name, source } = job;
      const result = fault ? { fault } : JSON.parse(drawer.drawn({ name, source, ...label, ...left }));
      fs.writeSync(1, `${JSON.stringify({ id: job.id, fault, record: result.record, why: result.why })}\n`);
    }
  };
  await Promise.all([lane(), lane()]);
  process.exit(0);
}

// What one program reports, and its status.
function one(job, shared) {
  const parts = [];
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { job, folder, ...shared } });
  return new Promise(resolve => {
    const done = result => {
      clearTimeout(limit);
      worker.terminate();
      resolve({ reports: Buffer.concat(parts).toString("utf8"), ...result });
    };
    const limit = setTimeout(() => done({ fault: `not over after ${SECONDS} s` }), SECONDS * 1000);
    worker.on("message", message => (message instanceof Uint8Array ? parts.push(message) : done(message)));
    worker.on("error", error => done({ fault: String(error?.stack ?? error).slice(-600) }));
    worker.on("exit", code => done({ fault: `its thread ended (${code})` }));
  });
}

async function program({ job, engine, compiled, image }) {
  share(compiled);
  const { id, ...given } = job;
  const leave = (status, why) => {
    parentPort.postMessage({ status, why });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
  const python = await boot({ loadPyodide, options, about, engine, image, report: bytes => parentPort.postMessage(bytes), leave });
  parentPort.postMessage(python.run(given));
}

if (isMainThread) await check();
else await program(workerData);
