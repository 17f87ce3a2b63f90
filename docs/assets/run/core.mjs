// A process of Python: one program is run in it, or records are drawn. The same code runs in a worker of the browser and
// in Node, where every example is checked by it.
//
// The first process makes all ready for a program, and an image of its memory; each later one begins from that image, in a
// tenth of the time. On the virtual clock nothing ever sleeps, so nothing here needs shared memory or its headers.

const ENV = { HOME: "/home/pyodide", PYTHONHASHSEED: "0", NO_COLOR: "1", TZ: "UTC", LC_ALL: "C.UTF-8" };
const NO_PACKAGES = { packages: {} };

const PREPARE = `
import sys
sys.path.insert(1, "/engine.zip")
from snippets._engine.browser import program
program.prepare()
`;

// A program that wants more memory than this gets Python's MemoryError.
const MOST_MEMORY = 256 << 20;
const PAGE = 65536;
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + Number(pages) * PAGE > MOST_MEMORY) throw new RangeError("a limit of this page");
  return grow.call(this, pages);
};

// Programs on pages are recorded in UTC. Emscripten asks Date for the local time, whatever TZ says.
const inUtc = () => {
  const Given = Date;
  const parts = ["FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds", "Milliseconds"];
  for (const part of parts) Given.prototype[`get${part}`] = Given.prototype[`getUTC${part}`];
  Given.prototype.getTimezoneOffset = () => 0;
  globalThis.Date = class Date extends Given {
    constructor(...given) {
      super(...(given.length > 1 ? [Given.UTC(...given)] : given));
    }
  };
};
inUtc();

// Brings Python up.
//   loadPyodide, options  Pyodide's own function, and what it is told besides
//   about                 of its lock file: the version, the ABI
//   engine                the bytes of engine.zip
//   image                 the memory of an earlier process; without it one is made, and returned as `image`
//   report(bytes)         hears what the recorder reports, in lines of JSON
//   leave(status, why)    ends this process, and does not return
//   tick()                is called again and again while Python runs
export async function boot({ loadPyodide, options, about, engine, image, report, leave, tick = () => {} }) {
  const load = { env: ENV, lockFileContents: JSON.stringify({ info: about, ...NO_PACKAGES }), stdin: () => null, stdout() {}, stderr() {}, ...options };
  Object.assign(load, image ? { _loadSnapshot: image } : { _makeSnapshot: true });
  const python = await loadPyodide(load);
  const { FS } = python;
  FS.writeFile("/engine.zip", engine);
  if (!image) {
    python.runPython(PREPARE);
    image = python.makeMemorySnapshot();
  }
  device(FS, report);
  const module = name => python.pyimport(`snippets._engine.browser.${name}`);
  const program = module("program");
  module("emscripten").host = { deadline: alarm(python, tick, leave), leave };
  // What draws is imported by who draws: a program need not wait for it.
  let drawn;
  const drawing = () => (drawn ??= module("drawn"));
  return { image, python, drawing, run: job => run(python, program, job), drawn: job => drawing().drawn(JSON.stringify(job)) };
}

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
// It is an object and no memory that threads share, which needs headers that a static host does not send. Of a long while
// between two looks only a part counts: the machine may have slept.
const MOST_GAP_MS = 250;
function alarm(python, tick, leave) {
  const now = performance.now.bind(performance);
  let due = Infinity;
  let [signal, limit] = [0, 0];
  let spent = 0;
  let looked = now();
  const look = () => {
    const at = now();
    spent += Math.min(at - looked, MOST_GAP_MS);
    looked = at;
    return spent;
  };
  const buffer = {
    get 0() {
      tick();
      if (look() < due) return 0;
      due = Infinity;
      // While Python takes itself apart it hears of no signal any more.
      if (python._module._Py_IsFinalizing()) leave(null, `after ${limit} s of computing`);
      return signal;
    },
    set 0(_) {},
  };
  python.setInterruptBuffer(buffer);
  return (seconds, number) => {
    due = seconds > 0 ? look() + seconds * 1000 : Infinity;
    [signal, limit] = [number, seconds];
  };
}

// What ends a program that Python itself cannot end.
const TOO_NESTED = "before its first line: it is nested deeper than this browser has room for";
const NO_STACK = "when it had called more functions within each other than this browser has room for";
const BROKEN = "when it had broken the Python that runs it";

// Runs a program to its end, and lets Python take itself apart, since that prints what was never awaited. Returns its status; where
// the browser had no stack left for it, or Python did not outlive it, null, and why.
//
// CPython is asked itself: were these functions that JavaScript calls, Pyodide would make an error of JavaScript of what they
// raise, and call sys.excepthook for that.
function run(python, program, job) {
  const C = python._module;
  const [compiled, ended] = program.stage(JSON.stringify(job)).toJs();
  let code;
  try {
    code = given(C._PyObject_CallNoArgs(compiled));
    const status = C._PyObject_IsTrue(code) ? executed(C, code, ended) : 1; // 1: it could not be compiled
    C._Py_FinalizeEx();
    return { status };
  } catch (error) {
    const full = /call stack|too much recursion/i.test(error?.message);
    return { status: null, why: !full ? BROKEN : code ? NO_STACK : TOO_NESTED };
  }
}

function executed(C, code, ended) {
  const names = C._PyModule_GetDict(C._PyImport_AddModule(C.stringToNewUTF8("__main__")));
  const value = C._PyEval_EvalCode(code, names, names);
  C._Py_DecRef(code);
  if (value) C._Py_DecRef(value);
  else {
    const raised = C._PyErr_GetRaisedException();
    C._PySys_SetObject(C.stringToNewUTF8("last_exc"), raised);
    C._Py_DecRef(raised);
  }
  return C._PyLong_AsLong(given(C._PyObject_CallOneArg(ended, C._PyBool_FromLong(!value))));
}

// What a function of ours returned. None of them raises, unless what it is made of has been taken away.
const given = result => {
  if (!result) throw Error("Python is broken");
  return result;
};
