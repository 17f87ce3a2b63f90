// Packs the two archives that a reader's browser loads, in the Python that will read them: node library.mjs ENGINE OUT
//
// ENGINE is the archive of our modules; engine.zip and library.zip, with bytecode, go into the folder OUT.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { boot } from "../../../docs/assets/run/core.mjs";

const pyodide = new URL("node_modules/pyodide/", import.meta.url);
const { loadPyodide } = await import(new URL("pyodide.mjs", pyodide));
const about = JSON.parse(fs.readFileSync(new URL("pyodide-lock.json", pyodide))).info;
const [, , ours, out] = process.argv;
const engine = new Uint8Array(fs.readFileSync(ours));
const options = { indexURL: fileURLToPath(pyodide) };

const { python, drawing } = await boot({ loadPyodide, options, about, engine, report() {}, leave() {} });
drawing(); // so that all that is ever imported has its bytecode
const { packed } = python.pyimport("snippets._engine.browser.library");
const library = python.runPython("import os; os.path.dirname(os.__file__)");
const pack = (name, archive, sources) => {
  const data = packed.callKwargs(archive, { sources }).toJs();
  fs.writeFileSync(path.join(out, name), data);
};
pack("engine.zip", "/engine.zip", false);
pack("library.zip", library, true);
process.exit(0);
