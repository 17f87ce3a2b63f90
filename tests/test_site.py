"""The built site: it holds exactly what the runs printed, or a strict build fails and says why in one clear line."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from snippets._engine.examples import catalogue, pydocs
from snippets._engine.pages import index, markup
from snippets._engine.pages.address import page as page_of
from snippets._engine.pages.markup import words
from snippets._engine.record.record import Record
from snippets._engine.run import runner
from snippets._engine.run.job import Job
from snippets._engine.run.pythons import Python, suitable
from tests.conftest import KEPT, Build
from tests.dom import Element, read
from tests.programs import EXAMPLES, VARIANTS, as_known

#: The pages that show the examples.
PAGES = sorted({page_of(example) for example in EXAMPLES})


def sections(site: Path) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for page in PAGES:
        tree = read((site / page / "index.html").read_text(encoding="utf-8"))
        for section in tree.all("section"):
            if "data-variant" in section.attributes:
                found[f"{section.attributes['data-example']}/{section.attributes['data-variant']}"] = section
    return found


def test_every_variant_stands_on_a_page_with_exactly_what_it_printed(site: Path) -> None:
    found = sections(site)
    assert sorted(found) == sorted(variant.id for variant in VARIANTS)
    for variant in VARIANTS:
        section = found[variant.id]
        attributes = section.attributes
        assert attributes["id"] == f"{variant.example}-{variant.key}"
        assert attributes["data-clock"] == variant.clock
        if attributes["data-outcome"] == "not run":
            continue
        python = suitable(variant)
        assert python
        run = as_known(variant, python)
        output = section.one("pre", css="output")
        assert output.text == run.text
        assert (attributes["data-outcome"], attributes["data-python"]) == (run.outcome, run.python)


def test_the_search_names_pages_in_the_order_of_their_files(site: Path) -> None:
    """They are made in another, as runs end. The order is that of the site's map, too, where there is one."""
    entries = json.loads((site / "search" / "search_index.json").read_text())["docs"]
    found = list(dict.fromkeys(entry["location"].partition("#")[0] for entry in entries))
    assert found[:3] == ["", *(f"{page.stem}/" for page in sorted((catalogue.ROOT / "docs").glob("*.md"))[:2])]


def test_every_example_has_a_permanent_page_with_its_files_beside_it(site: Path) -> None:
    for example in catalogue.load():
        folder = site / "s" / example.id
        tree = read((folder / "index.html").read_text(encoding="utf-8"))
        assert [heading.text.removesuffix(" #") for heading in tree.all("h1")] == [markup.plain(words(example.title))]
        links = {link.attributes.get("href") for link in tree.all("a")}
        assert f"../../{page_of(example)}/#{example.id}" in links
        expected = {"index.html", "index.md", "card.png", "embed", "slide"}
        for variant in example.variants:
            (section,) = [found for found in tree.all("section") if found.attributes.get("data-variant") == variant.key]
            text = section.one("pre", css="output").text
            assert (folder / f"{variant.key}.py").read_bytes() == variant.file.read_bytes()
            assert (folder / f"{variant.key}.out").read_text(encoding="utf-8") == text
            names = {f"{variant.key}.py", f"{variant.key}.out"}
            if section.attributes["data-outcome"] != "not run":
                names |= {f"{variant.key}.json", f"{variant.key}.svg"}
                expected.add(f"{variant.key}.steps.js")
                assert Record.from_json((folder / f"{variant.key}.json").read_text(encoding="utf-8")).text == text
            assert names <= links
            expected |= names
        assert {path.name for path in folder.iterdir()} == expected


def test_every_link_within_the_site_leads_somewhere_and_no_id_stands_twice(site: Path) -> None:
    ids: dict[Path, list[str]] = {}
    wanted: list[tuple[Path, str]] = []
    for page in site.rglob("*.html"):
        for element in read(page.read_text(encoding="utf-8")).walk():
            if "id" in element.attributes:
                ids.setdefault(page.resolve(), []).append(element.attributes["id"] or "")
            if element.tag == "a" and (link := element.attributes.get("href")):
                wanted.append((page, link))
    assert {page.name: sorted(found) for page, found in ids.items() if len(found) != len(set(found))} == {}
    for page, link in wanted:
        parts = urlsplit(link)
        if parts.scheme or page.name == "404.html":
            continue
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page.resolve()
        target = target / "index.html" if target.is_dir() else target
        assert target.is_file(), f"{page.relative_to(site)}: {link}"
        assert not parts.fragment or unquote(parts.fragment) in ids[target], f"{page.relative_to(site)}: {link}"


def test_the_list_of_all_examples_is_published(site: Path) -> None:
    listed = json.loads((site / "snippets.json").read_text(encoding="utf-8"))
    assert listed == index.listing(catalogue.load())
    assert all((site / example["url"] / "index.html").is_file() for example in listed)


@pytest.mark.thorough
def test_a_renamed_example_leads_to_its_new_page(build: Build, checkout: Path, tmp_path: Path) -> None:
    ids = checkout / "snippets/ids.txt"
    ids.write_text(ids.read_text() + "old_name -> event_never_set\n")
    assert build(checkout, tmp_path / "site", tmp_path / "cache").returncode == 0
    page = read((tmp_path / "site/s/old_name/index.html").read_text(encoding="utf-8"))
    assert page.one("a").attributes["href"] == "../event_never_set/"
    assert page.one("link").attributes["href"] == "../event_never_set/"


def test_names_of_python_lead_to_its_documentation(site: Path) -> None:
    tree = read((site / "tasks/index.html").read_text(encoding="utf-8"))
    found = [link for link in tree.all("a") if link.attributes.get("href") == f"{pydocs.BASE}{RUN}"]
    assert {link.text for link in found} == {"asyncio.run()"}


RUN = "library/asyncio-runner.html#asyncio.run"


@pytest.mark.parametrize(
    ("markdown", "made"),
    [
        ("a `asyncio.gather()` b", "a [`asyncio.gather()`][asyncio.gather] b"),
        ("`asyncio.gather` and `asyncio.gather`", "[`asyncio.gather`][asyncio.gather] and `asyncio.gather`"),
        ("`asyncio.gether()`", "`asyncio.gether()`"),
        ("`snippets.show`", "`snippets.show`"),
        ("[`asyncio.run`](x)", "[`asyncio.run`](x)"),
        ("[how `asyncio.run()` ends](x)", "[how `asyncio.run()` ends](x)"),
        ("## `asyncio.run`", "## `asyncio.run`"),
        ("```python\n`asyncio.run`\n```\n`asyncio.run`", "```python\n`asyncio.run`\n```\n[`asyncio.run`][asyncio.run]"),
        ("``asyncio.run``", "``asyncio.run``"),
    ],
)
def test_only_known_names_in_prose_become_links(markdown: str, made: str) -> None:
    assert pydocs.linked(markdown) == made


def test_home_counts_all_examples_and_the_posts_page_lists_its_blocks(site: Path) -> None:
    assert f"Browse all {len(catalogue.load())} examples" in (site / "index.html").read_text(encoding="utf-8")
    text = (site / "post" / "index.html").read_text(encoding="utf-8")
    for example in catalogue.load():
        assert (words(example.title) in text) == bool(example.post), example.id


#: A build that tells which programs it runs, each started or forked by a warm parent, and what it starts for them. When
#: so many run as its first argument tells, it is interrupted.
TOLD = """
import atexit, itertools, os, signal, sys
from snippets._engine.run import runner
from snippets._engine.run.process import OverError
ran, started, calls, record = [], [], itertools.count(1), runner.record
def told(job, *args, **options):
    ran.append(job.file.name)
    if next(calls) == interrupt:
        os.kill(os.getpid(), signal.SIGINT)
    try:
        return record(job, *args, **options)
    except OverError as error:
        if "none is begun" in str(error):
            ran.remove(job.file.name)
        raise
def audit(event, arguments):
    if event == "subprocess.Popen" and "-u" in arguments[1]:
        started.append(arguments[1][-1])
runner.record = told
sys.addaudithook(audit)
atexit.register(lambda: print("RAN", *sorted(ran)))  # when all threads are over
atexit.register(lambda: print("STARTED", *started))
_, interrupt, *options = sys.argv
interrupt, sys.argv = int(interrupt), ["mkdocs", "build", *options]
from mkdocs.__main__ import cli
cli()
"""


def told(root: Path, tmp_path: Path, *options: str, interrupt: int = 0) -> tuple[subprocess.CompletedProcess[str], int]:
    """A build of these sources, and how many processes it has started for programs."""
    done = subprocess.run(
        [sys.executable, "-c", TOLD, str(interrupt), *options, "--site-dir", str(tmp_path / "site")],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root), "SNIPPETS_CACHE": str(tmp_path / "cold")},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    return done, len(line_of(done, "STARTED"))


def line_of(done: subprocess.CompletedProcess[str], mark: str) -> list[str]:
    return next(line for line in done.stdout.splitlines() if line.startswith(mark)).split()[1:]


def ran(root: Path, tmp_path: Path) -> list[str]:
    """The programs that a build runs; where it runs none it starts nothing either."""
    done, started = told(root, tmp_path, "--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    programs = line_of(done, "RAN")
    assert bool(started) is bool(programs)
    return programs


def test_code_in_prose_is_in_reach_of_the_keyboard_before_it_is_seen(site: Path) -> None:
    code = [
        (page, tag)
        for page in site.rglob("*.html")
        for tag in re.findall(r"<pre[^>]*><span></span><code[^>]*>", page.read_text(encoding="utf-8"))
    ]
    assert code and [page for page, tag in code if 'tabindex="0"' not in tag] == []


@pytest.mark.thorough
def test_ctrl_c_ends_a_build_at_once(tmp_path: Path) -> None:
    """Of the hundred programs and more that were to be run none begins after it, but what was about to."""
    done, _ = told(catalogue.ROOT, tmp_path, interrupt=12)  # by then all others wait
    assert "Aborted!" in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert len(line_of(done, "RAN")) < 30
    assert not list((tmp_path / "cold").glob("*.json")) or done.returncode, "what was ended is not kept as a run"


#: These run a variant once more, on the clock that is not its own.
OTHER_CLOCK = re.compile(r'\b(?:two_clocks|refusal)\("(\w+)/(\w+)"\)')


@pytest.mark.thorough
def test_a_build_runs_each_variant_shown_once_and_then_none(checkout: Path, tmp_path: Path) -> None:
    kept = [variant for variant in VARIANTS if variant.example in KEPT]
    shown = [variant.file.name for variant in kept if suitable(variant) is not None]
    pages = "".join(page.read_text(encoding="utf-8") for page in (checkout / "docs").glob("*.md"))
    again = [f"{key}.py" for _, key in set(OTHER_CLOCK.findall(pages))]
    assert ran(checkout, tmp_path) == sorted(shown + again)
    assert ran(checkout, tmp_path) == []


@pytest.mark.thorough
def test_a_build_without_examples_runs_nothing(checkout: Path, tmp_path: Path) -> None:
    for page in (checkout / "docs").rglob("*.md"):
        page.write_text("# Empty\n")
    for label in (checkout / "snippets").glob("*/*/example.toml"):
        shutil.rmtree(label.parent)
    assert ran(checkout, tmp_path) == []


def warnings(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stdout.splitlines() if line.startswith(("WARNING", "ERROR"))]


def flip_a_character_in_a_golden(root: Path) -> None:
    golden = root / "snippets/tasks/cancel_unawaited/published.out"
    golden.write_text(golden.read_text().replace("foo", "fox", 1))


def cure_a_flawed_program(root: Path) -> None:
    folder = root / "snippets/queues/queue_sentinel"
    shutil.copy(folder / "sentinel.py", folder / "published.py")


def misspell_an_id(root: Path) -> None:
    page = root / "docs/tasks.md"
    page.write_text(page.read_text().replace('show("forgotten_await"', 'show("forgoten_await"'))


def misspell_a_key(root: Path) -> None:
    label = root / "snippets/locks/lock_order/example.toml"
    label.write_text(label.read_text().replace("\noutcome", "\noutcom", 1))


def lose_a_golden(root: Path) -> None:
    (root / "snippets/events/event_never_set/corrected.out").unlink()


#: What can be done to the sources, and what a strict build says of it, in one line or in two.
BREAKS = {
    flip_a_character_in_a_golden: (
        "snippets/tasks/cancel_unawaited/published.out:2: the golden has 'fox', the run printed 'foo'; "
        "if the run is right: python -m snippets record cancel_unawaited",
    ),
    cure_a_flawed_program: (
        "snippets/queues/queue_sentinel/published.py is declared 'deadlocks' on Python {minor}, but finishes",
        "snippets/queues/queue_sentinel/published.out: the golden ends [deadlock], the run [exit 0]",
    ),
    misspell_an_id: ("docs/tasks.md: no example is called 'forgoten_await'; nearest: forgotten_await",),
    misspell_a_key: (
        "snippets/locks/lock_order/example.toml: [published] unknown key 'outcom' (did you mean outcome?)",
    ),
    lose_a_golden: ("snippets/events/event_never_set/corrected.out is missing",),
}


def test_whatever_is_broken_fails_a_strict_build_and_is_said(build: Build, checkout: Path, tmp_path: Path) -> None:
    for breaks in BREAKS:
        breaks(checkout)
    done = build(checkout, tmp_path / "site", tmp_path / "cache")
    assert done.returncode == 1, done.stdout
    found = warnings(done)
    expected = [line.format(minor=Python.running().minor) for lines in BREAKS.values() for line in lines]
    assert [line for line in expected if sum(line in said for said in found) != 1] == [], found
    assert len(found) == len(expected), found


@pytest.mark.thorough
@pytest.mark.parametrize("how", ["left out", "disabled"])
def test_without_markdown_exec_a_strict_build_fails(build: Build, checkout: Path, tmp_path: Path, how: str) -> None:
    config = checkout / "mkdocs.yml"
    text = config.read_text()
    if how == "left out":
        text = re.sub(r"  - markdown-exec:\n(?:      .*\n)+", "", text)
    else:
        text = text.replace("  - markdown-exec:\n", "  - markdown-exec:\n      enabled: false\n")
    assert text != config.read_text()
    config.write_text(text)
    done = build(checkout, tmp_path / "site", tmp_path / "cache")
    assert done.returncode == 1
    assert "markdown-exec" in done.stdout


HOSTILE = """import sys

print('--8<-- "mkdocs.yml"')
print("`" * 9 + "python exec=\\"on\\"")
print("<script>alert(1)</script></pre></section> & &amp; ", end="")
print("{{ page }} [link](x) *b* _i_ # h")
print("\\x1b[31mred\\x1b[0m \\0 \\x9b \\u202e")
print("{: #id } ::: snippets  \\\\\\\\ $x$ :smile: [TOC] {% raw %}")
print("x" * 100_000)
print("stderr too <b>", file=sys.stderr)
"""
#: Every sentence of a label, as it is text and as it would be seen if it were not.
TAG = '<img src=x onerror=alert(1)> `<i>` "q" & </title></script><script>window.label=1</script>'
WRITTEN = "<img src=x onerror=alert(1)>"
KEYS = ("title", "idea", "rule", "symptom", "notes")


def test_nothing_that_a_snippet_prints_or_a_label_says_becomes_anything_else(
    build: Build, checkout: Path, tmp_path: Path
) -> None:
    folder = checkout / "snippets/tasks/hostile"
    folder.mkdir()
    (folder / "corrected.py").write_text(HOSTILE)
    label = "".join(f"{key} = {json.dumps(TAG)}\n" for key in KEYS)
    label += f'[corrected]\noutcome = "finishes"\ntitle = {json.dumps(TAG)}\nidea = {json.dumps(TAG)}\n'
    (folder / "example.toml").write_text(label)
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    recorded = subprocess.run(
        [sys.executable, "-m", "snippets", "record", "hostile", "--python", sys.executable],
        cwd=checkout, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert recorded.returncode == 0, recorded.stderr
    page = checkout / "docs/tasks.md"
    page.write_text(
        page.read_text() + '\n\n```python exec="on" html="on"\nfrom snippets import show\nprint(show("hostile"))\n```\n'
    )
    done = build(checkout, tmp_path / "site", tmp_path / "cache")
    assert done.returncode == 0, done.stdout
    for path in (tmp_path / "site").rglob("*.html"):
        for element in read(path.read_text(encoding="utf-8")).walk():
            assert "onerror" not in element.attributes, path
            data = element.attributes.get("type") == "application/ld+json"
            assert element.tag != "script" or data or not re.match("window.label|alert", element.text.strip()), path
    permanent = read((tmp_path / "site/s/hostile/index.html").read_text(encoding="utf-8"))
    assert WRITTEN in permanent.one("title").text
    assert any(WRITTEN in (meta.attributes.get("content") or "") for meta in permanent.all("meta"))
    assert WRITTEN in permanent.one("p", css="rule").text
    tree = read((tmp_path / "site/tasks/index.html").read_text(encoding="utf-8"))
    (section,) = [found for found in tree.all("section") if found.attributes.get("id") == "hostile-corrected"]
    output = section.one("pre", css="output")
    expected = runner.record(Job(folder / "corrected.py", Python.running())).text
    assert output.text == expected
    assert "␛[31mred␛[0m ␀ \\x9b \\u202e\n" in expected
    assert '--8<-- "mkdocs.yml"\n' in expected


#: What HTML allows in a ``pre`` of ours, and in the ``code`` in it.
IN_PRE = {"a", "b", "code", "input", "label", "mark", "span", "svg", "use", "i", "em"}


def test_nothing_stands_in_a_pre_a_link_or_a_paragraph_that_html_does_not_allow_there(site: Path) -> None:
    for page in site.glob("*/index.html"):
        tree = read(page.read_text(encoding="utf-8"))
        inside = {e.tag for pre in tree.all("pre") for e in pre.walk()}
        assert inside <= IN_PRE, f"{page.parent.name}: {inside - IN_PRE}"
        for tag in ("a", "p"):
            assert not [outer.text for outer in tree.all(tag) if outer.all(tag)], f"{page.parent.name}: {tag} in {tag}"


def test_no_page_names_a_folder_of_the_machine_that_built_it(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert str(catalogue.ROOT) not in page.read_text(encoding="utf-8")
    index = json.loads((site / "search" / "search_index.json").read_text())
    assert str(catalogue.ROOT) not in json.dumps(index)


def test_what_calls_itself_a_variant_has_all_that_other_tools_read(site: Path) -> None:
    wanted = {"id", "data-example", "data-variant", "data-outcome", "data-python", "data-clock"}
    for page in site.rglob("*.html"):
        for tag in re.findall(r"<section\b[^>]*\bdata-variant=[^>]*>", page.read_text(encoding="utf-8")):
            lacking = wanted - set(re.findall(r"([\w-]+)=", tag))
            assert not lacking, f"{page.relative_to(site)}: {tag} lacks {lacking}"
