"""Labels: what a good one says, and one clear line for each way to get it wrong."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from snippets._engine.examples import catalogue, reading, schema
from snippets._engine.examples.catalogue import ROOT, CatalogueError, Example
from snippets._engine.record.record import Stop

GOOD = 'title = "T"\nidea = "I"\n'
POST = GOOD + "post = 1\n"


def read(tmp_path: Path, label: str, *files: str) -> Example:
    folder = tmp_path / "snippets" / "topic" / "some_id"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "example.toml").write_text(label, encoding="utf-8")
    for name in files or [name for name in ("published", "corrected") if f"[{name}]" in label]:
        (folder / f"{name}.py").write_text("pass\n", encoding="utf-8")
    return catalogue.read(folder)


def test_a_good_label(tmp_path: Path) -> None:
    example = read(
        tmp_path,
        POST + '[published]\noutcome = {"<3.14" = "finishes", ">=3.14" = "raises RuntimeError"}\nflaw = ["outcome"]\n'
        'stop = {lines = 5}\n[corrected]\noutcome = "exits 3"\npython = ">=3.12"\n',
    )
    published, corrected = example.variants
    assert (published.outcome("3.13.0"), published.outcome("3.14.0rc1")) == ("finishes", "raises RuntimeError")
    assert published.stop == Stop(lines=5)
    assert (corrected.runs_on("3.11.7"), corrected.runs_on("3.12")) == (False, True)
    assert corrected.pythons() == ("3.12", "3.13", "3.14", "3.15")
    assert example.variant() is published


V = POST + "[published]\n"
C = "[corrected]\noutcome = 'finishes'\n"


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("title = ", "not TOML"),
        (GOOD, "no variant"),
        ('titel = "T"\n', "unknown key 'titel' (did you mean title?)"),
        ('idea = "I"\n[published]\noutcome = "finishes"', "title is missing"),
        (GOOD + "post = 14\n[published]\noutcome='finishes'", "post must be a number from 1 to 13"),
        (V, "outcome is missing"),
        (V + "outcom = 'finishes'", "unknown key 'outcom' (did you mean outcome?); allowed: title, idea, outcome"),
        (V + "outcome = 3", "outcome must be finishes, exits N, "),
        (V + "outcome = {'>=3.11' = ''}", "or a table by Python, not {'>=3.11': ''}"),
        (V + "outcome = 'finished'", "outcome 'finished' is none of: finishes"),
        (V + "outcome = 'stopped'", "is none of"),
        (V + "outcome = 'not run'", "is none of"),
        (V + "outcome = 'raises'", "is none of"),
        (V + "outcome = 'never yields'", "needs a stop"),
        (V + "outcome = {'<3.13' = 'finishes'}", "says nothing for 3.13"),
        (V + "outcome = {'<3.13' = 'finishes', '>=3.12' = 'exits 1'}", "says two things for 3.12"),
        (V + "outcome = {'new' = 'finishes'}", "is not a version specifier"),
        (
            V + "outcome = 'finishes'\nflaw = ['colour']",
            "flaw must be a list of outcome, transcript, warning, design, fragment, not ['colour']",
        ),
        (GOOD + C + "flaw = ['fragment']", "flaw 'fragment' is for a block of the post, as published"),
        (V + "outcome = 'finishes'\nflaw = 'outcome'", "flaw must be a list"),
        (V + "outcome = 'finishes'\nshows = [1]", "shows must be a list of strings"),
        (V + "outcome = 'finishes'\nclock = 'sun'", "clock must be virtual or real, not 'sun'"),
        (V + "outcome = 'finishes'\nstop = {minutes = 1}", "stop must be"),
        (V + "outcome = 'finishes'\nstop = {lines = 0.5}", "stop must be {lines = N} or {seconds = N}"),
        (V + "outcome = 'finishes'\nmask = ['x']", "mask and compare need a reason"),
        (V + "outcome = 'finishes'\nmask = ['(']\nreason = 'r'", "is not a regular expression"),
        (V + "outcome = 'finishes'\ncompare = 'loosely'\nreason = 'r'", "compare must be unordered"),
        (GOOD + "[published]\noutcome = 'finishes'", "[published] is for a block of the post: add post = N, or call"),
        (GOOD + "rule = '[x](javascript:alert(1))'\n" + C, "rule links to 'javascript:alert(1': only http://"),
        (GOOD + "notes = '![x](//elsewhere/x.png)'\n" + C, "notes links to '//elsewhere/x.png': only http://"),
        (GOOD + 'symptom = """\n[a][b]\n\n[b]: data:x"""\n' + C, "symptom links to 'data:x'"),
        (GOOD + C + "title = '[x]( vbscript:x)'\n", "[corrected] title links to 'vbscript:x'"),
    ],
)
def test_a_bad_label_is_told_in_one_line_that_names_it(tmp_path: Path, label: str, said: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        read(tmp_path, label)
    message = str(caught.value)
    assert said in message
    assert "example.toml" in message
    assert "\n" not in message


def test_an_id_is_found_without_reading_the_others(tmp_path: Path) -> None:
    read(tmp_path, V + "outcome = 'finishes'")
    broken = tmp_path / "snippets" / "topic" / "broken"
    broken.mkdir()
    (broken / "example.toml").write_text("?")
    assert catalogue.find("some_id", tmp_path / "snippets").title == "T"
    with pytest.raises(CatalogueError, match="broken"):
        catalogue.load(tmp_path / "snippets")


def test_a_wrong_id_names_the_nearest() -> None:
    with pytest.raises(CatalogueError, match=r"^no example is called 'queue_sentinal'; nearest: queue_sentinel\b"):
        catalogue.find("queue_sentinal")
    with pytest.raises(CatalogueError, match=r"nearest: published"):
        catalogue.find("queue_sentinel").variant("publishd")


def test_an_id_is_unique_over_all_topics(tmp_path: Path) -> None:
    read(tmp_path, V + "outcome = 'finishes'")
    other = tmp_path / "snippets" / "other" / "some_id"
    other.mkdir(parents=True)
    (other / "example.toml").write_text(V + "outcome = 'finishes'")
    (other / "published.py").write_text("pass")
    with pytest.raises(CatalogueError, match="two examples are called some_id"):
        catalogue.load(tmp_path / "snippets")


def test_a_table_without_a_file_and_a_file_without_a_table(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"\[publishd\] has no file publishd.py; nearest: published"):
        read(tmp_path, POST + "[publishd]\noutcome = 'finishes'", "published")
    with pytest.raises(CatalogueError, match=r"extra.py has no table: add \[extra\], or delete the file"):
        read(tmp_path, V + "outcome = 'finishes'", "published", "extra")


def test_an_editors_lock_is_no_program(tmp_path: Path) -> None:
    folder = read(tmp_path, V + "outcome = 'finishes'", "published").folder
    (folder / ".#published.py").symlink_to("me@here.1234")
    assert [variant.key for variant in catalogue.read(folder).variants] == ["published"]


def test_a_program_that_is_not_utf_8_is_told_by_its_name(tmp_path: Path) -> None:
    folder = read(tmp_path, V + "outcome = 'finishes'\n").folder
    (folder / "published.py").write_bytes(b"print('\xff')\n")
    with pytest.raises(
        CatalogueError, match=r"example\.toml: \[published\] published\.py is not UTF-8 \(.* at byte 7\)"
    ):
        catalogue.read(folder)


def test_links_that_a_label_may_have(tmp_path: Path) -> None:
    rule = "See [one](https://docs.python.org/3/), [two](site:locks/#near-tie) and `code[0](x)`."
    assert read(tmp_path, GOOD + f"rule = '{rule}'\n" + C).rule == rule


# What editors read


@pytest.mark.parametrize(("file", "made"), [(schema.LABEL, schema.label), (schema.CLAIMS, schema.claims)])
def test_what_editors_read_is_what_is_checked(file: Path, made: Callable[[], dict[str, object]]) -> None:
    assert file.read_text(encoding="utf-8") == schema.text(made()), "python -m snippets._engine.examples.schema"


def test_an_editor_knows_the_keys_that_contributing_explains() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    tables = text.partition("## The label")[2].partition("**Outcomes.**")[0].split("Then one table")
    rows = [" ".join(re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)) for table in tables]
    example, variant = (set(re.findall(r"`(\w+)`", row)) for row in rows)
    label = schema.label()
    assert example == set(label["properties"])
    assert variant == set(label["$defs"]["VariantLabel"]["properties"])


def test_a_program_that_was_written_again_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "one.py"
    for second, content in enumerate((b"print(1)\r\n", b"print(22)\n", b"print(33)\n")):
        file.write_bytes(content)
        os.utime(file, (second, second))
        assert reading.text(file) == content.decode().replace("\r\n", "\n")
        assert reading.sha256(file) == hashlib.sha256(content).hexdigest()
