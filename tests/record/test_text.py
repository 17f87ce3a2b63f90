"""From bytes to text: each rule changes what it is for, and nothing else."""

from __future__ import annotations

import pytest

from snippets._engine.record.text import Places, decode, normalise, visible

PLACES = Places("/home/me/example", "/usr/lib/python3.13")


def text(raw: str, *mask: str) -> str:
    return "".join(normalise([raw], PLACES, mask))


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("nul \0 bell \a del \x7f", "nul ␀ bell ␇ del ␡"),
        ("over\rwritten\r\n", "over␍written␍\n"),
        ("c1 \x9b31m", "c1 \\x9b31m"),
        ("\u202eright to left\u2066", "\\u202eright to left\\u2066"),
        ("\u2028 \ufeff \u200b", "\\u2028 \\ufeff \\u200b"),
    ],
)
def test_controls_become_visible(raw: str, shown: str) -> None:
    assert text(raw) == shown


@pytest.mark.parametrize(
    "raw", ["tab\tand\nnewline\n", "é € 😀 👩‍👩‍👧 \u0301", "<script>&amp;", '--8<-- "x"', "`" * 9, "\\x1b"]
)
def test_what_can_be_seen_is_left_alone(raw: str) -> None:
    assert text(raw) == raw


def test_every_control_character_is_covered() -> None:
    controls = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"]
    assert all(text(control) == visible(control) != control for control in controls)


def test_bytes_that_are_no_text_become_visible_also_in_parts() -> None:
    assert decode([("stdout", b"\xff ok\n")]) == ["\\xff ok\n"]
    euro = "€".encode()
    assert "".join(decode([("stdout", euro[:1]), ("stderr", b"x"), ("stdout", euro[1:])])) == "x€"


def test_the_programs_folder_goes_from_paths() -> None:
    assert text("/home/me/example/published.py:5: Warning") == "published.py:5: Warning"
    assert text("at </home/me/example/a.py>") == "at <a.py>"


@pytest.mark.parametrize(
    "raw", ["/home/me/example2/x.py", "/home/me/example", "see /home/me/example/ there", "home/me"]
)
def test_other_paths_stay(raw: str) -> None:
    assert text(raw) == raw


def test_addresses_go() -> None:
    assert text("<object at 0x7f3b2c1d4e50>") == "<object at 0x…>"


@pytest.mark.parametrize("raw", ["0x7f3b2c1d4e50", "flags=0xdeadbeef", "at 0x1f", "looked at 0xyz12345"])
def test_other_numbers_stay(raw: str) -> None:
    assert text(raw) == raw


TRACEBACK = """Traceback (most recent call last):
  File "/home/me/example/published.py", line 11, in <module>
    asyncio.run(main())
    ~~~~~~~~~~~^^^^^^^^
  File "/usr/lib/python3.13/asyncio/runners.py", line 195, in run
    return runner.run(main)
           ~~~~~~~~~~^^^^^^
  File "<frozen runpy>", line 198, in _run
  File "/home/me/example/published.py", line 8, in main
    oops
    ^^^^
NameError: name 'oops' at 0x7f3b2c1d4e50 in /home/me/example/published.py
"""


def test_tracebacks_lose_what_differs_between_pythons() -> None:
    assert text(TRACEBACK) == (
        """Traceback (most recent call last):
  File "published.py", line 11, in <module>
    asyncio.run(main())
    ~~~~~~~~~~~^^^^^^^^
  File "asyncio/runners.py", in run
    return runner.run(main)
  File "<frozen runpy>", in _run
  File "published.py", line 8, in main
    oops
    ^^^^
NameError: name 'oops' at 0x7f3b2c1d4e50 in /home/me/example/published.py
"""
    )


def test_an_exceptions_own_line_is_not_touched_in_a_group_either() -> None:
    group = """  + Exception Group Traceback (most recent call last):
  |   File "/usr/lib/python3.13/asyncio/taskgroups.py", line 71, in __aexit__
  |     return await self._aexit(et, exc)
  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^
  | ExceptionGroup: unhandled errors in a TaskGroup at 0x7f3b2c1d4e50 (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/home/me/example/a.py", line 6, in fails
    |     raise ValueError(name)
    | ValueError: at 0x7f3b2c1d4e50
    +------------------------------------
"""
    shown = text(group)
    assert "  | ExceptionGroup: unhandled errors in a TaskGroup at 0x7f3b2c1d4e50 (1 sub-exception)\n" in shown
    assert "    | ValueError: at 0x7f3b2c1d4e50\n" in shown
    assert '  |   File "asyncio/taskgroups.py", in __aexit__\n' in shown
    assert "^^^" not in shown
    assert '    |   File "a.py", line 6, in fails\n' in shown


@pytest.mark.parametrize(
    "raw",
    [
        'File "/usr/lib/python3.13/asyncio/runners.py", line 195, in run\n    ^^^^\n',  # printed, not a frame
        "a line\n    ^^^^\n~~~~\n",
        '  File "/other/asyncio/runners.py", line 195, in run\n    x\n    ^\n',
    ],
)
def test_what_only_looks_like_a_frame_keeps_its_lines(raw: str) -> None:
    assert text(raw) == raw.replace("/usr/lib/python3.13/", "")


def test_masks() -> None:
    assert text("took 0.123 s, id 42\n", r"\d+\.\d+", r"id \d+") == "took … s, …\n"


def test_edits_across_pieces_still_join() -> None:
    whole = "a /home/me/example/x.py b <o at 0x7f3b2c1d4e50>\n" + TRACEBACK
    for size in (1, 2, 3, 7, 50):
        pieces = [whole[start : start + size] for start in range(0, len(whole), size)]
        parts = normalise(pieces, PLACES)
        assert len(parts) == len(pieces)
        assert "".join(parts) == text(whole)


def test_a_long_text_is_quick_enough_to_finish() -> None:
    """Ten thousand lines with something to change in each: no rule may look at the whole for each piece."""
    pieces = ["<o at 0x7f3b2c1d4e50> /home/me/example/x.py\n"] * 10_000
    assert normalise(pieces, PLACES) == ["<o at 0x…> x.py\n"] * 10_000
