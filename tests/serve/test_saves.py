"""What ``mkdocs serve`` shows after saves, what it made for them, and that it ends up where a clean build does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from snippets._engine.pages import policy
from tests.conftest import BLOCK, Build
from tests.serve.served import Served, eventually, serving

PROGRAM, LABEL = "snippets/tasks/forgotten_await/corrected.py", "snippets/tasks/forgotten_await/example.toml"
#: What stays on the page for as long as the golden says otherwise.
DIFFERS = "corrected.out:2: the golden has"


@pytest.fixture
def served(checkout: Path, tmp_path: Path) -> Iterator[Served]:
    """A server of a copy of the repository, when its pages are there."""
    with (checkout / "docs/s/index.md").open("a") as page:
        page.write(BLOCK.format(name="gallery", target="").replace('""', ""))
    with (checkout / "docs/index.md").open("a") as page:
        page.write(BLOCK.format(name="topics", target="").replace('""', 'locks="Share."'))
    with serving(checkout, tmp_path / "scratch", tmp_path / "cache") as server:
        server.wait("tasks/", "forgotten_await")
        yield server


def test_a_save_makes_what_shows_it_and_the_rest_follows(
    served: Served, checkout: Path, build: Build, tmp_path: Path
) -> None:
    served.save(PROGRAM, 'print("foo")', 'print("seen foo")')
    assert DIFFERS in served.wait("tasks/", "seen foo")
    page = served.get("s/forgotten_await/")
    reloading = page.rpartition("<script>")[2].partition("</script>")[0]
    assert "livereload" in reloading and policy.name_of(reloading) in page, "its policy lets the page load anew"
    assert "seen foo" in page
    assert "seen foo" in served.get("s/forgotten_await/corrected.out")
    assert "seen foo" in served.get("s/forgotten_await/corrected.json")
    assert served.made() == ["tasks.md"]
    assert served.said.count(DIFFERS) == 1

    assert "1 min" in served.get("")
    served.save("docs/locks.md", "# Page", "# Page\n" + 500 * "\nA word.")
    served.wait("locks/", "A word.")
    assert served.made()[1:] == ["locks.md"]
    assert "A word." in served.get("search/search_index.json")
    told = re.search(r'locks/">Locks</a>.*?· (\d+) min', served.get(""))
    assert told and int(told[1]) >= 5, "home tells how long it takes to read"

    served.save("docs/assets/extra.css", "\n}\n", "\n}\n.new {color: red}\n")
    served.wait("assets/extra.css", ".new {")
    served.save("docs/assets/extra.js", "\n", "\nvar fresh;\n// not for readers\n")
    assert "not for readers" not in served.wait("assets/extra.js", "var fresh;")
    assert served.made()[2:] == ["extra.css", "extra.js"]

    served.save(LABEL, "title =", "titel =")
    served.wait("tasks/", "titel")
    assert "forgotten_await" not in served.get("snippets.json")
    assert served.get("s/forgotten_await/") == ""
    served.save(LABEL, "titel =", "title =")
    assert "seen foo" in served.wait("tasks/", "titel", there=False)
    assert "seen foo" in served.get("s/forgotten_await/")

    served.save(LABEL, 'title = "', 'title = "Now: ')
    served.wait("tasks/", "Now: ")
    assert "Now: " in served.get("s/forgotten_await/slide/")
    assert "Now: " in served.get("s/")
    assert "Now: " in served.get("snippets.json")
    assert "Building documentation" not in served.said.partition("Serving on")[2]

    served.save("docs/assets/timeline.css", "--tl-ink: #", "--tl-ink: #012345; --tl-x: #")
    eventually(lambda: "#012345" in served.get("s/forgotten_await/corrected.svg"))

    served.save("mkdocs.yml", "nav:", "nav: [")
    assert "ConfigurationError" in served.wait("tasks/", "Not all could be made")
    served.save(PROGRAM, 'print("seen foo")', 'print("foo")')
    served.save("mkdocs.yml", "nav: [", "nav:")
    assert DIFFERS not in served.wait("tasks/", "Not all could be made", there=False)

    served.save("mkdocs.yml", "How to read an example", "Reading an example")
    served.wait("tasks/", "Reading an example")

    built = build(checkout, tmp_path / "clean", tmp_path / "cache", **served.environment)
    assert built.returncode == 0, built.stdout
    assert served.differs_from(tmp_path / "clean") == []
    assert "Traceback" not in served.said
    assert served.interrupt() == 0


@pytest.mark.thorough
def test_what_comes_and_goes_leaves_nothing_behind(
    served: Served, checkout: Path, build: Build, tmp_path: Path
) -> None:
    new = checkout / "snippets/tasks/brand_new"
    new.mkdir()
    label, other = (
        'title = "New"\nidea = "An idea."\n\n[demo]\noutcome = "finishes"\n',
        '[other]\noutcome = "finishes"\n',
    )
    (new / "demo.py").write_text('print("quite new")\n')
    (new / "other.py").write_text('print("not for long")\n')
    (new / "example.toml").write_text(label + other)
    served.save("docs/locks.md", "# Page", "# Page\n" + BLOCK.format(name="show", target="brand_new"))
    served.wait("locks/", "quite new")
    assert "quite new" in served.get("s/brand_new/demo.out")
    assert "brand_new" in served.get("sitemap.xml")
    assert served.get("s/brand_new/other.out")
    (new / "other.py").unlink()
    (new / "example.toml").write_text(label)
    served.wait("locks/", "not for long", there=False)
    assert served.get("s/brand_new/other.out") == ""
    new.rename(tmp_path / "brand_new")
    served.wait("locks/", "no example is called")
    assert served.get("s/brand_new/") == served.get("s/brand_new/demo.out") == ""
    served.save("docs/locks.md", BLOCK.format(name="show", target="brand_new"), "")
    served.wait("locks/", "no example is called", there=False)

    page = checkout / "docs/loops.md"
    text = page.read_text()
    page.unlink()
    eventually(lambda: "/loops/" not in served.get("sitemap.xml"))
    page.write_text(text)
    eventually(lambda: served.get("loops/"))

    (checkout / "snippets/_engine/pages/card.py").open("a").write("# A word.")
    eventually(lambda: "card.py: the server has the code that was there" in served.said)

    template = checkout / "docs/overrides/main.html"
    whole = template.read_text()
    template.write_text("{% broken")
    assert "docs/overrides/main.html" in served.wait("loops/", "Not all could be made")
    template.write_text(whole)
    served.wait("loops/", "</html>")

    built = build(checkout, tmp_path / "clean", tmp_path / "cache", **served.environment)
    assert built.returncode == 0, built.stdout
    assert served.differs_from(tmp_path / "clean") == []
    assert "Traceback" not in served.said


@pytest.mark.thorough
def test_what_is_saved_during_a_build_is_not_lost(checkout: Path, tmp_path: Path) -> None:
    with serving(checkout, tmp_path / "scratch", tmp_path / "cache") as served:
        eventually(lambda: "Building documentation" in served.said)
        served.save(PROGRAM, 'print("foo")', 'print("during the first build")')
        served.wait("tasks/", "during the first build")
        for word in ("once", "twice", "for good"):
            served.save(PROGRAM, 'print("', f'print("{word} ')
        served.save("docs/locks.md", "# Page", "# Page\n\nBesides.")
        served.wait("tasks/", "for good twice once during")
        served.wait("locks/", "Besides.")

        assert "quite released" not in served.get("locks/")
        served.save("snippets/locks/lock_order/published.py", "has released", "has quite released")
        served.wait("locks/", "quite released")
        index = json.loads(served.get("search/search_index.json"))["docs"]
        on_both_clocks = "".join(entry["text"] for entry in index if entry["location"].startswith("clocks/"))
        assert "quite released" in on_both_clocks, "the index is made from pages that are made later"


@pytest.mark.thorough
def test_a_strict_server_makes_everything_and_one_whose_place_is_taken_says_so(checkout: Path, tmp_path: Path) -> None:
    with serving(checkout, tmp_path / "scratch", tmp_path / "cache", "--strict") as served:
        served.wait("tasks/", "forgotten_await")
        served.save("docs/tasks.md", "# Page", "# Page\n\nA word.")
        served.wait("tasks/", "A word.")
        assert served.said.count("Documentation built in") == 2
        with serving(checkout, tmp_path / "second", tmp_path / "cache", "--dev-addr", served.address) as second:
            assert second.process.wait(60) == 1
            assert f"{served.address}: Address already in use" in second.said
            assert "Traceback" not in second.said
