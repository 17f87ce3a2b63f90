"""Where an example belongs, said at the top of its permanent page, and what comes before and after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippets._engine.examples import catalogue
from snippets._engine.pages import path
from tests.dom import Element, read

MARKDOWN = """
# Page

## Two at once { #two }

```python exec="on" html="on"
from snippets import show

print(show("first"))
```

### By the way

```python exec="on" html="on"
from snippets import show

print(show("second", "flawed"))
```

    print(show("quoted"))
"""


def permanent(site: Path, example_id: str) -> Element:
    return read((site / "s" / example_id / "index.html").read_text(encoding="utf-8")).one("article", css="md-typeset")


def hrefs(element: Element) -> list[str]:
    return [link.attributes["href"] or "" for link in element.all("a")]


def test_the_places_of_a_page_are_what_it_shows_below_which_heading() -> None:
    assert list(path.on_page("page", MARKDOWN)) == [
        path.Place("first", "page", "Two at once", "two"),
        path.Place("second", "page", "By the way", ""),
    ]


def test_a_permanent_page_says_where_it_belongs_and_what_is_seen(site: Path) -> None:
    page = permanent(site, "queue_sentinel")
    leads = hrefs(page.one("p", css="from"))
    assert leads[0] == "../../queues/" and leads[-1] == "../../queues/#queue_sentinel"
    assert leads[1].startswith("../../queues/#")
    assert "queue.join()" in page.one("p", css="symptom").text


def test_a_permanent_page_does_not_link_to_itself(site: Path) -> None:
    shown = permanent(site, "lock_order")
    assert "Permanent page" not in shown.text and "./" not in hrefs(shown)


def test_the_permanent_pages_are_a_chain_along_the_navigation(site: Path) -> None:
    at, seen = next(one.id for one in catalogue.load() if path.around(one.id)[0] is None and path.around(one.id)[1]), []
    while at not in seen:
        seen.append(at)
        onward = {link.attributes["rel"]: link.attributes["href"] or "" for link in
                  permanent(site, at).one("nav", css="onward").all("a")}  # fmt: skip
        if len(seen) > 1:
            assert onward["prev"] == f"../{seen[-2]}/"
        at = onward.get("next", f"../{at}/").strip("./")
    assert len(seen) > 60 and seen.index("forgotten_await") < seen.index("lock_order")


@pytest.mark.parametrize("example_id", ["no_such_example"])
def test_what_no_page_shows_has_nothing_before_and_after(example_id: str) -> None:
    assert path.around(example_id) == (None, None)
