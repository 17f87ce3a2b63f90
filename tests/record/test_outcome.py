"""How a run and a task ended, as types."""

from __future__ import annotations

import copy

import pytest

from snippets._engine.record.outcome import Ended, Outcome


@pytest.mark.parametrize(
    ("text", "kind", "name", "line", "status", "command"),
    [
        ("finishes", "finishes", "", "[exit 0]", 0, None),
        ("exits 3", "exits", "3", "[exit 3]", 3, None),
        ("raises KeyError", "raises", "KeyError", "[raises KeyError]", 1, None),
        ("raises KeyboardInterrupt", "raises", "KeyboardInterrupt", "[raises KeyboardInterrupt]", 130, None),
        ("killed SIGTERM", "killed", "SIGTERM", "[killed SIGTERM]", 143, None),
        ("killed SIG35", "killed", "SIG35", "[killed SIG35]", 163, None),
        ("deadlocks", "deadlocks", "", "[deadlock]", None, 86),
        ("hangs", "hangs", "", "[hang]", None, 86),
        ("never yields", "never yields", "", "[never yields]", None, 87),
        ("runs forever", "runs forever", "", "[runs forever]", None, 88),
        ("stopped", "stopped", "", "[stopped]", None, 88),
        ("refused", "refused", "", "[refused]", None, 89),
    ],
)
def test_what_follows_from_an_outcome(
    text: str, kind: str, name: str, line: str, status: int | None, command: int | None
) -> None:
    outcome = Outcome(text)
    assert (outcome, outcome.kind, outcome.name) == (text, kind, name)
    assert (outcome.golden_line, outcome.exit_status) == (line, status)
    assert outcome.broke == (status not in (0, None))
    if command:
        assert outcome.command_status == command


def test_a_killed_program_has_ended_and_not_by_itself() -> None:
    killed = Outcome("killed SIGKILL")
    assert killed.broke and not killed.endless and not killed.by_itself
    assert Outcome("deadlocks").proved and not any(Outcome(text).proved for text in ("hangs", "runs forever"))


@pytest.mark.parametrize("text", ["", "finished", "exits", "exits x", "killed", "Finishes", "hangs "])
def test_other_words_are_no_outcome(text: str) -> None:
    with pytest.raises(ValueError, match="is no outcome"):
        Outcome(text)


def test_a_copy_is_an_outcome_too() -> None:
    assert copy.deepcopy(Outcome("exits 3")).exit_status == 3


@pytest.mark.parametrize(
    ("text", "how", "error"),
    [("returned", "returned", ""), ("cancelled", "cancelled", ""), ("raised KeyError", "raised", "KeyError")],
)
def test_what_is_known_of_a_tasks_end(text: str, how: str, error: str) -> None:
    ended = Ended(text)
    assert (ended, ended.how, ended.error) == (text, how, error)
