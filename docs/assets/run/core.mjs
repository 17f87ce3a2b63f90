// A process of Python: one program is run in it, or records are drawn. The same code runs in a worker of the browser and
// in Node, where every example is checked by it.
//
// The first process imports everything and makes an image of its memory; each later one begins from that image, in a
// tenth of the time. On the virtual clock nothing ever sleeps, so nothing here needs shared memory or its headers.

const ENV = { HOME: "/home/pyodide", PYTHONHASHSEED: "0", NO_COLOR: "1", TZ: "UTC", LC_ALL: "C.UTF-8" };
const NO_PACKAGES = { packages: {} };

const PREPARE = `
import sys
sys.path.insert(1, "/engine.zip")
from snippets._engine.browser import drawn, program
program.prepare()
`;

// Brings Python up.
//   loadPyodide, options  Pyodide's own function, and what it is told besides
//   about                 of its lock file: the version, the ABI
//   engine                the bytes of engine.zip
//   image                 the memory of an earlier process; without it one is made, and returned as `image`
//   report(bytes)         hears what the recorder reports, in lines of JSON
//   leave(status)         ends this process, and does not return
//   tick()                is called again and again while Python runs
export async function boot({ loadPyodide, options, about, engine, image, report, leave, tick = () => {} }) {
  const load = { env: ENV, lockFileContents: JSON.stringify({ info: about, ...NO_PACKAGES }), stdout() {}, stderr() {}, ...options };
  Object.assign(load, image ? { _loadSnapshot: image } : { _makeSnapshot: true });
  const python = await loadPyodide(load);
  const { FS } = python;
  FS.writeFile("/engine.zip", engine);
  if (!image) {
    python.runPython(PREPARE);
    image = python.makeMemorySnapshot();
  }
  device(FS, report);
  const [program, emscripten, drawn] = ["program", "emscripten", "drawn"].map(name => module(python, name));
  emscripten.host = { deadline: alarm(python, tick), leave };
  return { image, python, run: job => run(python, program, job), drawn: job => drawn.drawn(JSON.stringify(job)) };
}

const module = (python, name) => python.pyimport(`snippets._engine.browser.${name}`);

// The file that the recorder reports to: each write arrives here in one piece.
function device(FS, report) {
  const number = FS.makedev(77, 0);
  const write = (stream, { buffer, byteOffset }, offset, length) => {
    report(new Uint8Array(buffer, byteOffset + offset, length).slice());
    return length;
  };
  FS.registerDevice(number, { open() {}, close() {}, write });
  FS.mkdev("/dev/reports", number);
}

// Processor time: Python looks every few instructions whether a signal has come in this "buffer", which looks at the clock.
// It is an object and no memory that threads share, which needs headers that a static host does not send.
function alarm(python, tick) {
  const now = performance.now.bind(performance);
  let due = Infinity;
  let signal = 0;
  const buffer = {
    get 0() {
      tick();
      if (now() < due) return 0;
      due = Infinity;
      return signal;
    },
    set 0(_) {},
  };
  python.setInterruptBuffer(buffer);
  return (seconds, number) => {
    due = seconds > 0 ? now() + seconds * 1000 : Infinity;
    signal = number;
  };
}

// Runs a program to its end, and lets Python take itself apart, since that prints what was never awaited. Returns its status.
function run(python, program, job) {
  const begun = program.stage(JSON.stringify(job));
  let status = 1; // it could not be compiled
  if (begun) {
    let raised = false;
    try {
      begun();
    } catch (error) {
      if (error?.constructor?.name !== "PythonError") throw error;
      raised = true;
    }
    begun.destroy(); // nothing of ours may keep the program's module alive
    status = raised ? program.ended() : 0;
  }
  python._module._Py_FinalizeEx();
  return status;
}
