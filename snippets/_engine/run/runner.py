"""Runs a program in a child process, with the recorder, and returns the record of the run."""

from __future__ import annotations

import contextlib
import math
import os
import re
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from snippets._engine.examples.catalogue import relative
from snippets._engine.record.assemble import assemble
from snippets._engine.record.heard import Heard, signal_name
from snippets._engine.record.record import Record, Stop
from snippets._engine.recorder import CHANGED, Settings
from snippets._engine.run import warm
from snippets._engine.run.job import Job, RunnerError
from snippets._engine.run.listener import OnWait, listen
from snippets._engine.run.process import Child
from snippets._engine.run.pythons import callers
from snippets._engine.run.start import environment
from snippets._engine.words.verdict import verdict

#: Stream, bytes, seconds since the program's first line.
OnOutput = Callable[[str, bytes, float], None]


class NotRecordedError(RunnerError):
    """The recorder could not begin in the program's process: perhaps the machine was too crowded."""


def record(
    job: Job,
    on_output: OnOutput | None = None,
    on_begin: Callable[[], None] | None = None,
    *,
    on_wait: OnWait | None = None,
    hand_on_ctrl_c: bool = False,
    one_of_many: bool = False,
) -> Record:
    """Run a program with the recorder and return what it left.

    ``on_output(stream, bytes, seconds)`` hears each write at once, and ``on_begin()`` when the program is about to
    begin; ``on_wait`` is for ``listen``. ``hand_on_ctrl_c``: the first Ctrl-C is the program's to hear; else, and the
    second time, KeyboardInterrupt is raised and the program ended. ``one_of_many``: others follow, so that it is worth
    while to have one start of Python for all of them (``warm.py``); the record is the same.

    Raises RunnerError where the file cannot be read, NotRecordedError where the recorder cannot be installed.
    """
    if not job.file.is_file():
        raise RunnerError(f"{job.file}: there is no such file")
    reader, writer = os.pipe()
    question, answer = os.pipe()
    try:
        inherited = (writer, question)
        settings = _settings(job, *inherited)
        program = warm.start(job, settings) if one_of_many else None
        if program is None:
            program = job.start(environment(job.environment, settings), inherited)
    finally:
        os.close(writer)
        os.close(question)
    heard = Heard(on_output, on_begin, job.most.bytes)
    try:
        with _ctrl_c_handed_on(program, heard) if hand_on_ctrl_c else contextlib.nullcontext():
            stopped = listen(program, reader, answer, heard, job, on_wait)
        if stopped:
            program.interrupt()
        else:
            program.popen.wait()
    finally:
        os.close(reader)
        os.close(answer)
        program.finish()
    status = program.popen.returncode
    if heard.version is None:
        raise NotRecordedError(_unheard(job, heard, status))
    if isinstance(program.popen, warm.Forked) and warm.misled(job, heard):
        return record(job, on_output, on_begin, on_wait=on_wait, hand_on_ctrl_c=hand_on_ctrl_c)
    left, why = assemble(heard, Path(job.program), job.clock, job.stop, job.mask, None if stopped else status)
    return replace(left, verdict=verdict(left, why))


@contextlib.contextmanager
def _ctrl_c_handed_on(program: Child, heard: Heard) -> Iterator[None]:
    """Let the program have the first Ctrl-C, while we go on listening.

    Raises KeyboardInterrupt at the second, and where the program has not begun.
    """
    pressed: list[int] = []

    def press(number: int, frame: object) -> None:
        pressed.append(number)
        if len(pressed) > 1 or heard.version is None:
            raise KeyboardInterrupt
        program.press_ctrl_c()

    before = signal.signal(signal.SIGINT, press)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _unheard(job: Job, heard: Heard, status: int) -> str:
    """Which program could not be recorded, where, and what its process said: its last lines, and its status."""
    said = "".join(data.decode("utf-8", "replace") for _, data in heard.unstamped).split("\n")
    told = " / ".join([line.strip() for line in said if line.strip()][-3:]) or "it said nothing"
    ended = f"status {status}" if status >= 0 else signal_name(-status)
    return f"{relative(job.file)} could not be recorded on {job.python.path} ({ended}): {told}"


def _settings(job: Job, channel: int, answers: int) -> Settings:
    """What the recorder is told."""
    stop = job.stop or Stop()
    return Settings(
        program=job.program,
        channel=channel,
        answers=answers,
        clock=job.clock,
        stop_lines=stop.lines,
        stop_seconds=stop.seconds if job.clock == "virtual" else None,
        most_lines=job.most.lines,
        most_bytes=job.most.bytes,
        most_steps=job.most.steps,
        most_cpu=math.ceil(job.processor_s),
        terminals=[list(one) for one in job.terminals],
        environment=_restored() if job.own else None,
        lc_ctype=job.environment.get("LC_CTYPE"),
    )


def _restored() -> dict[str, str | None]:
    """The caller's environment in its order, for the recorder to put back: the values that will not arrive as they are.

    A shell stands between, which sets a few variables of its own and hands on none whose name is no name to it.
    """
    return {
        name: value if name in CHANGED or not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII) else None
        for name, value in callers().items()
    }
