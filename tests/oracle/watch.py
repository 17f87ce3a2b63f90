"""Runs a program plainly and writes down what it did: ``python -u watch.py TRACE MOST_LINES program.py``.

Nothing of the project is used here, and the real clock is left alone: ``sys.monitoring`` (Python 3.12 and later) tells
of lines, exceptions and coroutines; the calls of asyncio's own primitives are seen as functions that are entered and
left. TRACE becomes a file of JSON lists, one an event, in order:

- `["task", t, name, coroutine]`: task t is seen for the first time; `["made", t, line, by]`: the loop has created it
- `["begin", t or null, callback]`, `["over"]`: the loop runs a callback, which is a step of task t
- `["line", t, frame, line]`, `["start" | "resume" | "yield" | "return", t, frame, line, function]`
- `["throw" | "raise" | "reraise" | "handled" | "unwind", t, frame, line, class, operation]`
- `["in" | "rest" | "out", t, line, method, thing, state, waiters]`: a primitive's method is entered, suspends, is left
- `["cancel", t, line or null, who, of]`: `Task.cancel` is called on task `of`, by a function `who`
- `["print", t, line or null, text, descriptor]`, `["end", class or null]`

Only frames of the program are told of, but for `yield` and `return`, which asyncio's coroutines do as well (frame 0).
After MOST_LINES lines of output, where that is not 0, the program is ended.
"""

from __future__ import annotations

import asyncio
import dis
import inspect
import io
import json
import os
import sys
import threading
import types
import weakref
from typing import Any

#: Python 3.12 and later have it.
monitoring: Any = getattr(sys, "monitoring", None)
#: More events than these are not written.
MOST = 60_000
#: The primitives' methods that are looked at.
METHODS = {
    asyncio.Lock: ("acquire", "release"),
    asyncio.Event: ("set", "clear", "wait"),
    asyncio.Condition: ("wait", "notify", "_notify"),
    asyncio.Semaphore: ("acquire", "release"),
    asyncio.Barrier: ("wait",),
    asyncio.Queue: ("put", "get", "put_nowait", "get_nowait", "task_done", "join", "shutdown"),
}
#: The state of each: how much is in it, and who waits.
STATE: dict[type, Any] = {
    asyncio.Lock: lambda x: [int(x.locked())],
    asyncio.Event: lambda x: [int(x.is_set())],
    asyncio.Condition: lambda x: [int(x.locked())],
    asyncio.Semaphore: lambda x: [x._value],
    asyncio.Barrier: lambda x: [x.n_waiting],
    asyncio.Queue: lambda x: [x.qsize(), x._unfinished_tasks],
}
WAITERS = ("_waiters", "_getters", "_putters")


class Watch:
    """Hears everything about one program and writes it down."""

    def __init__(self, trace: str, most_lines: int, program: str) -> None:
        self.file = open(trace, "w")  # noqa: SIM115 (it stays open until the end)
        self.program, self.most_lines, self.printed, self.events = program, most_lines, 0, 0
        self.main = threading.get_ident()
        self.encode = json.JSONEncoder().encode  # the program may patch the module
        self.library = os.path.dirname(asyncio.__file__)
        self.tasks: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()
        self.frames: dict[int, int] = {}
        self.made = self.met = 0
        self.uses = {
            getattr(cls, name).__code__: (cls, f"{cls.__name__}.{name}")
            for cls, names in METHODS.items()
            for name in names
            if hasattr(cls, name)
        }
        self.run = asyncio.Handle._run.__code__
        self.create = asyncio.BaseEventLoop.create_task.__code__

    def write(self, *event: Any) -> None:
        """One event; all is there when the loop goes on to its next callback."""
        self.events += 1
        if self.events <= MOST:
            self.file.write(self.encode(event) + "\n")
        if event[0] in ("over", "print", "begin", "end") or self.events < 5_000 or self.events % 500 == 0:
            self.file.flush()

    # Who and where

    def task(self) -> int | None:
        """The task that runs now."""
        loop = asyncio._get_running_loop()
        current = asyncio.current_task(loop) if loop is not None else None
        return self.number(current) if current is not None else None

    def number(self, task: Any) -> int:
        if task not in self.tasks:
            self.tasks[task] = self.made = self.made + 1
            coroutine = task.get_coro()
            self.write("task", self.made, task.get_name(), getattr(coroutine, "__qualname__", ""))
        return self.tasks[task]

    def frame(self, frame: types.FrameType) -> int:
        return self.frames.setdefault(id(frame), 0)

    def line(self, frame: types.FrameType | None) -> int | None:
        """The program's innermost line from here outwards."""
        while frame is not None and frame.f_code.co_filename != self.program:
            frame = frame.f_back
        return frame.f_lineno if frame is not None else None

    @staticmethod
    def its_self(frame: types.FrameType) -> Any:
        """The object whose method runs; a copy of the frame's variables must not keep it alive."""
        variables = frame.f_locals
        found = variables.get("self")
        if isinstance(variables, dict):
            variables.clear()
        return found

    def theirs(self, code: types.CodeType) -> bool:
        return code.co_filename == self.program

    def asyncios(self, code: types.CodeType) -> bool:
        return code.co_filename.startswith(self.library)

    # What sys.monitoring calls

    def on_line(self, code: types.CodeType, line: int) -> Any:
        if not self.theirs(code):
            return monitoring.DISABLE
        if threading.get_ident() == self.main:
            self.write("line", self.task(), self.frame(sys._getframe(1)), line)
        return None

    def on_start(self, code: types.CodeType, _: int) -> Any:
        return self.entered("start", code, sys._getframe(1))

    def on_resume(self, code: types.CodeType, _: int) -> Any:
        return self.entered("resume", code, sys._getframe(1))

    def entered(self, kind: str, code: types.CodeType, frame: types.FrameType) -> Any:
        if threading.get_ident() != self.main:
            return None
        if self.theirs(code):
            if kind == "start":
                self.frames.pop(id(frame), None)
                self.frames[id(frame)] = self.met = self.met + 1
            self.write(kind, self.task(), self.frame(frame), frame.f_lineno, code.co_name)
        elif code is self.run and kind == "start":
            self.begin(self.its_self(frame))
        elif code in self.uses and kind == "start":
            self.use("in", code, frame)
        elif code is not self.create and not self.asyncios(code):
            return monitoring.DISABLE
        return None

    def begin(self, handle: Any) -> None:
        callback = handle._callback
        task = getattr(callback, "__self__", None)
        number = (
            self.number(task)
            if isinstance(task, asyncio.Task) and getattr(callback, "__name__", "") != "cancel"
            else None
        )
        while hasattr(callback, "func"):
            callback = callback.func
        self.write("begin", number, getattr(callback, "__qualname__", type(callback).__name__))
        if isinstance(task, asyncio.Task) and number is None:
            self.write("cancel", None, None, "Handle._run", self.number(task))

    def use(self, kind: str, code: types.CodeType, frame: types.FrameType) -> None:
        cls, method = self.uses[code]
        thing = self.its_self(frame)
        waiters = sum(len(getattr(thing, name, None) or ()) for name in WAITERS)
        try:
            state = STATE[cls](thing)
        except Exception:  # half made, or a class of the program's own
            state = []
        self.write(kind, self.task(), self.line(frame), method, id(thing), state, waiters)

    def on_yield(self, code: types.CodeType, _: int, value: object) -> Any:
        if threading.get_ident() != self.main:
            return None
        frame = sys._getframe(1)
        if self.theirs(code):
            self.write("yield", self.task(), self.frame(frame), frame.f_lineno, code.co_name)
        elif self.asyncios(code):
            if code in self.uses:
                self.use("rest", code, frame)
            self.write("yield", self.task(), 0, 0, code.co_qualname)
        else:
            return monitoring.DISABLE
        return None

    def on_return(self, code: types.CodeType, _: int, value: object) -> Any:
        if threading.get_ident() != self.main:
            return None
        frame = sys._getframe(1)
        if self.theirs(code):
            self.write("return", self.task(), self.frame(frame), frame.f_lineno, code.co_name)
        elif code is self.run:
            self.write("over")
        elif code in self.uses:
            self.use("out", code, frame)
            if code.co_flags & inspect.CO_COROUTINE:
                self.write("return", self.task(), 0, 0, code.co_qualname)
        elif code is self.create and isinstance(value, asyncio.Task):
            by = self.task()
            self.write("made", self.number(value), self.line(frame), by)
        elif self.asyncios(code) and code.co_flags & inspect.CO_COROUTINE:
            self.write("return", self.task(), 0, 0, code.co_qualname)
        elif code is not self.create:
            return monitoring.DISABLE
        return None

    def on_raised(self, kind: str) -> Any:
        def heard(code: types.CodeType, offset: int, error: BaseException) -> None:
            if threading.get_ident() != self.main:
                return
            frame = sys._getframe(1)
            if self.theirs(code):
                operation = dis.opname[code.co_code[offset]]
                self.write(kind, self.task(), self.frame(frame), frame.f_lineno, type(error).__name__, operation)
            elif kind == "unwind" and code is self.run:
                self.write("over")

        return heard

    def on_call(self, code: types.CodeType, _: int, called: object, first: object) -> Any:
        if not (self.theirs(code) or self.asyncios(code)):
            return monitoring.DISABLE
        if getattr(called, "__name__", "") != "cancel" or threading.get_ident() != self.main:
            return None
        task = first if isinstance(first, asyncio.Task) else getattr(called, "__self__", None)
        if isinstance(task, asyncio.Task):
            frame = sys._getframe(1)
            self.write("cancel", self.task(), self.line(frame), code.co_qualname, self.number(task))
        return None

    def watch(self) -> None:
        """Begin to hear."""
        events = monitoring.events
        tool = 1
        monitoring.use_tool_id(tool, "watch")
        heard = {
            events.LINE: self.on_line,
            events.PY_START: self.on_start,
            events.PY_RESUME: self.on_resume,
            events.PY_YIELD: self.on_yield,
            events.PY_RETURN: self.on_return,
            events.PY_THROW: self.on_raised("throw"),
            events.RAISE: self.on_raised("raise"),
            events.RERAISE: self.on_raised("reraise"),
            events.EXCEPTION_HANDLED: self.on_raised("handled"),
            events.PY_UNWIND: self.on_raised("unwind"),
            events.CALL: self.on_call,
        }
        for event, callback in heard.items():
            monitoring.register_callback(tool, event, callback)
        monitoring.set_events(tool, sum(heard))


class Stream(io.RawIOBase):
    """A standard stream that tells what is written to it."""

    def __init__(self, watch: Watch, descriptor: int) -> None:
        self.watch, self.descriptor = watch, descriptor

    def fileno(self) -> int:
        return self.descriptor

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        """Let it through, and stop the program where it has printed enough."""
        watch, data = self.watch, bytes(data)
        os.write(self.descriptor, data)
        watch.write(
            "print", watch.task(), watch.line(sys._getframe(1)), data.decode("utf-8", "replace"), self.descriptor
        )
        watch.printed += data.count(b"\n")
        if watch.most_lines and watch.printed >= watch.most_lines:
            watch.file.flush()
            os._exit(0)
        return len(data)


def main() -> None:
    """Run the program as ``__main__``."""
    trace, most_lines, program = sys.argv[1:4]
    sys.argv[:] = [program]
    sys.path[0] = os.path.dirname(os.path.abspath(program))
    watch = Watch(trace, int(most_lines), program)
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        stream = io.TextIOWrapper(
            Stream(watch, descriptor),
            encoding="utf-8",
            errors="backslashreplace",
            write_through=True,  # type: ignore
        )
        setattr(sys, name, stream)
    module = types.ModuleType("__main__")
    module.__file__ = program
    sys.modules["__main__"] = module
    with open(program, "rb") as file:
        code = compile(file.read(), program, "exec", dont_inherit=True)
    watch.watch()
    try:
        exec(code, module.__dict__)
    except BaseException as error:
        watch.write("end", type(error).__name__)
        raise
    watch.write("end", None)


main()
