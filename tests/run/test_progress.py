"""The line that says how far we are: on a terminal, not before a second is over, and never in anybody's way."""

from __future__ import annotations

import io

import pytest

from snippets._engine.record.heard import Heard
from snippets._engine.run.progress import Progress

CLEARED = "\r\x1b[K"


class Screen(io.StringIO):
    """A terminal, or what is none; ``sent()`` is what was written since the last time."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def sent(self) -> str:
        text = self.getvalue()
        self.truncate(self.seek(0))
        return text


class Watch:
    """A clock that stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return Watch()


def test_the_line_comes_after_a_second_changes_and_goes(watch: Watch) -> None:
    screen = Screen(True)
    with Progress(screen, watch) as progress:
        progress.tell("one")
        assert screen.sent() == ""
        watch.now = 1.5
        progress.tell(lambda spent: f"{spent} s")
        progress.tell("too soon")
        assert screen.sent() == f"{CLEARED}snippets: 1.5 s"
        watch.now = 1.8
        progress.tell("x" * 100)
        assert screen.sent() == f"{CLEARED}snippets: {'x' * 69}"
    assert screen.sent() == CLEARED


@pytest.mark.parametrize(("terminal", "kind"), [(False, "xterm"), (True, "dumb")])
def test_nothing_is_written_where_it_could_not_be_taken_away(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, terminal: bool, kind: str
) -> None:
    monkeypatch.setenv("TERM", kind)
    screen = Screen(terminal)
    with Progress(screen, watch) as progress:
        watch.now = 5.0
        progress.tell("one")
        progress.printed(b"two")
        progress.of_run(Heard(), False)
    assert screen.sent() == ""


def test_a_program_that_prints_or_reads_has_the_terminal_to_itself(watch: Watch) -> None:
    screen = Screen(True)
    with Progress(screen, watch) as progress:
        watch.now = 2.0
        progress.tell("one")
        screen.sent()
        progress.printed(b"whole\n")
        assert screen.sent() == CLEARED
        progress.tell("too soon")
        watch.now = 4.0
        progress.of_run(Heard(), False)
        assert screen.sent() == f"{CLEARED}snippets: running for 4 s, 0 tasks so far, 0 s on its clock"
        progress.of_run(Heard(), True)
        assert screen.sent() == CLEARED
        progress.printed(b"who? ")
        watch.now = 9.0
        progress.tell("behind its prompt")
    assert screen.sent() == ""
