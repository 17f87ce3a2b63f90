"""``run --stage``: a run for a room. The program with line numbers, each line of output when it comes, the verdict.

All of it goes to standard output, in colours where that is a terminal. Nothing is cleared, and no line is broken by us.
"""

from __future__ import annotations

import codecs
import contextlib
import math
import os
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO

from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import TerminalFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]
from pygments.token import Keyword, Operator, String, Token  # type: ignore[import-untyped]

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import Variant
from snippets._engine.examples.label import ByPython
from snippets._engine.pages import address, verdict
from snippets._engine.pages.markup import plain, words
from snippets._engine.record.record import Record, Stream
from snippets._engine.record.text import Places, lines_of, without_folders
from snippets._engine.record.times import rounded
from snippets._engine.record.transcript import compare
from snippets._engine.run.job import Job, RunnerError
from snippets._engine.run.runner import record
from snippets._engine.words.ending import ending
from snippets._engine.words.english import capital
from snippets._engine.words.marks import to_plain

#: Few colours, and none that is pale on black or on white, whatever the projector makes of it.
COLOURS = {Token: ("", ""), Keyword: ("**", "**"), Operator.Word: ("**", "**"), String: ("magenta", "magenta")}
#: Rows of the screen that are not the program's: the head, the question below, and the lines between.
AROUND = 7
BOLD, RED, PLAIN = "\x1b[1m", "\x1b[1;31m", "\x1b[0m"


def play(job: Job, variant: Variant | None, out: TextIO, keys: TextIO | None = None) -> Record | None:
    """Show a run to a room, and return its record, or None where Ctrl-C ended it. ``variant`` is its label, if any.

    Where ``keys`` is given, the run begins when a line comes from there, so that the program can be read first.
    On the real clock each line stands there when the program prints it. On the virtual one there is nothing to wait
    for: all lines come at once, with their exact times. Raises RunnerError.
    """
    screen = Screen(out, in_colours(out))
    label = variant or Variant(
        example="", key="published", file=job.file, outcomes=ByPython()
    )  # of what nobody corrected no intention is claimed
    pages = screen.pages(job.file.read_text("utf-8", errors="replace"), keys is not None)
    screen.head(_title(job, variant), _how(job, variant))
    for number, page in enumerate(pages, 1):
        screen.program(page)
        if keys:
            screen.said("Press Enter to run it." if number == len(pages) else "Press Enter to see the rest.")
            keys.readline()
    # Nobody shall have to wait for the proof, or for the end of what has none.
    proof = _on_virtual(job) if variant and variant.clock == "virtual" != job.clock else None
    run: Record | None = None
    if job.clock == "virtual":
        run = record(job)
        for piece in run.output:
            screen.output(piece.stream, piece.text, f"{rounded(piece.seconds):7.2f} s")
    else:
        places = Places(str(Path(job.program).parent), job.python.library)
        live = Live(screen, places)
        try:
            run = record(job, live.heard, live.begin)
        except KeyboardInterrupt:
            screen.said(f"Stopped by Ctrl-C after {live.seconds:.1f} s.")
    if run is not None:
        screen.said(*_verdict(label, run))
    if proof and (run is None or run.outcome.kind in ("hangs", "stopped")):
        lead, rest = _verdict(label, proof)
        screen.said(f"On the virtual clock: {lead[:1].lower()}{lead[1:]}", rest)
    if variant:
        hint = "" if address.known() else "  (a placeholder: set SITE_URL to where the site is published)"
        screen.said("", address.permanent(variant.example) + hint)
    return run


def in_colours(out: TextIO) -> bool:
    """Whether to write colours: to a terminal that knows them, and where ``NO_COLOR`` does not forbid it."""
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@dataclass(slots=True)
class Screen:
    """What the room sees. ``_open`` is the stream whose last line is not ended yet."""

    out: TextIO
    colours: bool
    _open: str | None = field(default=None, init=False)

    def head(self, title: str, how: str) -> None:
        """What this is, and how it is run."""
        self._write(f"{self._marked(BOLD, title)}\n{how}\n\n")

    def pages(self, source: str, read: bool) -> list[list[str]]:
        """The program's lines, numbered; where they are to be ``read`` on a terminal, as many at once as it shows."""
        text = source.removesuffix("\n")
        shown = text
        if self.colours:
            lexer = PythonLexer(stripnl=False, ensurenl=False)
            shown = highlight(text, lexer, TerminalFormatter(colorscheme=COLOURS)).removesuffix("\n")
        width = len(str(text.count("\n") + 1))
        lines = [f" {number:>{width}}  {line}\n" for number, line in enumerate(shown.split("\n"), 1)]
        columns, rows = _size(self.out) if read else (0, 0)
        if not rows:
            return [lines]
        pages: list[list[str]] = [[]]
        left = rows - AROUND
        for line, plain_line in zip(lines, text.split("\n"), strict=True):
            needed = math.ceil((width + 3 + len(plain_line)) / columns)
            if needed > left and pages[-1]:
                pages.append([])
                left = rows - AROUND
            pages[-1].append(line)
            left -= needed
        return pages

    def program(self, lines: list[str]) -> None:
        """Some of the program's lines."""
        self._write("".join(lines) + "\n")

    def output(self, stream: Stream, text: str, when: str) -> None:
        """What the program wrote: each line behind the time at which it began, and a mark where it is stderr's."""
        for line in lines_of(text):
            if self._open != stream:
                mark = self._marked(RED, "err") if stream == "stderr" else "   "
                ended = "\n" if self._open else ""
                line = f"{ended}{when} {mark} | {line}"
            # First this, then the writing: whoever sees the line may press Ctrl-C at once.
            self._open = None if line.endswith("\n") else stream
            self._write(line)

    def said(self, lead: str, rest: str = "") -> None:
        """A paragraph of ours, the lead bold."""
        ended = "\n" if self._open else ""
        self._open = None
        self._write(f"{ended}\n{self._marked(BOLD, lead) if lead else ''}{' ' if lead and rest else ''}{rest}\n")

    def _marked(self, mark: str, text: str) -> str:
        return f"{mark}{text}{PLAIN}" if self.colours else text

    def _write(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()


@dataclass(slots=True)
class Live:
    """Hands on what a program writes at the moment it comes, with that moment in seconds since its first line.

    The folders go from paths, as they do on the pages.
    """

    screen: Screen
    places: Places
    _began: float = field(default_factory=time.monotonic, init=False)
    _decoders: dict[str, codecs.IncrementalDecoder] = field(
        default_factory=lambda: {
            name: codecs.getincrementaldecoder("utf-8")("backslashreplace") for name in ("stdout", "stderr")
        },
        init=False,
    )

    @property
    def seconds(self) -> float:
        """What the program's clock shows now."""
        return time.monotonic() - self._began

    def begin(self) -> None:
        """Python has started, and the program's first line is next."""
        self._began = time.monotonic()

    def heard(self, stream: str, data: bytes, seconds: float) -> None:
        """Some bytes of a stream: shown at once."""
        text = without_folders(self._decoders[stream].decode(data), self.places)
        self.screen.output("stderr" if stream == "stderr" else "stdout", text, f"{seconds:6.2f} s")


def _size(out: TextIO) -> tuple[int, int]:
    """Columns and rows of the terminal that this leads to, zeros where there is none or it does not say."""
    try:
        columns, rows = os.get_terminal_size(out.fileno())
    except (OSError, ValueError):
        return 0, 0
    return (columns, rows) if columns > 0 and rows > AROUND else (0, 0)


def _title(job: Job, variant: Variant | None) -> str:
    return plain(words(catalogue.find(variant.example).title)) if variant else job.file.name


def _how(job: Job, variant: Variant | None) -> str:
    """Which program this is and how it is run, in a line."""
    named = f"{variant.id}, " if variant else ""
    clock = "real clock; Ctrl-C stops it" if job.clock == "real" else "virtual clock: nothing waits, times are exact"
    return f"{named}Python {job.python.version}, {clock}"


def _on_virtual(job: Job) -> Record | None:
    """The same run on the virtual clock, which takes no time and proves a deadlock; None where it fails."""
    with contextlib.suppress(RunnerError):
        return record(replace(job, clock="virtual"))
    return None


def _seen(label: Variant) -> str | None:
    """What is seen of the mistake that a program shows, as its example's label calls that."""
    example = catalogue.find(label.example) if label.example else None
    return example.seen if example and label.key == example.variants[0].key else None


def _verdict(label: Variant, run: Record) -> tuple[str, str]:
    """The verdict on a run, and how it ended, in plain words: those of the site."""
    check = compare(label.claimed, run.text) if label.claimed is not None else None
    said = verdict.verdict(label, run, check, _seen(label))
    ended = " Stopped here." if run.outcome.endless and not run.outcome.proved else ""
    return f"{capital(to_plain(said.words))}.", to_plain(ending(run, verdict.meant(label))[1]) + ended
