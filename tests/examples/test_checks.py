"""What a program of ours must be like: each fault is one line that names the file and the line, and is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from snippets._engine.examples import catalogue, checks, golden
from snippets._engine.run import agree
from snippets._engine.run.job import Job
from snippets._engine.run.pythons import Python

LABEL = 'title = "T"\nidea = "I."\n{more}[{key}]\noutcome = "{outcome}"\n'


def variant(folder: Path, program: bytes, key: str = "flawed", outcome: str = "finishes") -> catalogue.Variant:
    more = "post = 1\n" if key == "published" else ""
    (folder / "example.toml").write_text(LABEL.format(more=more, key=key, outcome=outcome), encoding="utf-8")
    (folder / f"{key}.py").write_bytes(program)
    return catalogue.read(folder).variants[0]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "topic" / "made"
    made.mkdir(parents=True)
    yield made


FAULTS = [
    (b"import asyncio\nimport requests\n", ":2: imports requests, and examples import the standard library only"),
    (b"def f():\n    from aiohttp.web import run_app\n", ":2: imports aiohttp, and"),
    (b"import asyncio, numpy as np, sys\n", ":1: imports numpy, and"),
    (b"pass\n" * 3 + b"x = '" + b"y" * 70 + b"'\n", ":4: 76 letters, 68 fit: make the line shorter"),
    (b"import asyncio\n\nprint(1)\r\n", ":3: ends in CR and LF: write LF alone"),
    (b"print(1)\rprint(2)\r", ":1: ends in CR and LF"),
    (b"print(1)\nprint(\n", ":2: no Python: "),
    (b"print(1)\0\n", "no Python: source code"),
]


@pytest.mark.parametrize(("program", "said"), FAULTS, ids=[said.strip(": ")[:20] for _, said in FAULTS])
def test_a_fault_is_one_line_and_neither_recorded_nor_built(folder: Path, program: bytes, said: str) -> None:
    made = variant(folder, program)
    (told,) = checks.problems(made)
    assert told.startswith(str(made.file))
    assert said in told
    assert "\n" not in told
    run, problems = agree.make(made, Job.of(made, Python.running()))
    assert problems == [told]
    assert told in golden.differences(made, run)


@pytest.mark.parametrize("program", [program for program, _ in FAULTS])
def test_the_posts_own_is_never_judged(folder: Path, program: bytes) -> None:
    assert checks.problems(variant(folder, program, "published")) == []


def test_what_is_in_order(folder: Path) -> None:
    (folder / "beside.py").write_text("")
    label = LABEL.format(more="", key="beside", outcome="finishes") + '[flawed]\noutcome = "finishes"\n'
    program = (
        "import asyncio.locks\nfrom concurrent import futures\nimport beside\nfrom . import x\n# " + "é" * 66 + "\n"
    )
    (folder / "flawed.py").write_text(program, encoding="utf-8")
    (folder / "example.toml").write_text(label, encoding="utf-8")
    assert checks.problems(catalogue.read(folder).variants[1]) == []


def test_a_syntax_error_that_is_meant(folder: Path) -> None:
    assert checks.problems(variant(folder, b"async def f(:\n", outcome="raises SyntaxError")) == []


def test_a_correction_keeps_the_long_lines_of_the_post(folder: Path) -> None:
    long = b"print('" + b"x" * 80 + b"')\n"
    (folder / "corrected.py").write_bytes(long + b"print(" + b"1 + " * 20 + b"1)\n")
    (folder / "published.py").write_bytes(long)
    label = LABEL.format(more="post = 1\n", key="published", outcome="finishes")
    (folder / "example.toml").write_text(label + '[corrected]\noutcome = "finishes"\n')
    (told,) = checks.problems(catalogue.read(folder).variants[1])
    assert ":2: 88 letters, 68 fit" in told
