"""HTML as a type: texts come through exactly, HTML stays what it is, also where the two are joined."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from snippets._engine.pages.markup import Markup, el, fragment, plain, spaced
from tests.dom import read

#: Texts that HTML, a parser of it, or Python-Markdown would take for something else; and what is read of them.
TEXTS = {
    "<b>&amp;</b> \"'": "<b>&amp;</b> \"'",
    "a\rb\r\n": "a\rb\r\n",
    "\x02wzxhzdk:0\x03": "wzxhzdk:0",  # `html.unescape` drops such references; a browser does not
    "nul \x00 half \ud800": "nul \N{REPLACEMENT CHARACTER} half \N{REPLACEMENT CHARACTER}",
}
MADE: dict[str, Callable[[str], Markup]] = {
    "an element": lambda text: el("p", text),
    "a fragment": lambda text: el("p", fragment("", text, None)),
    "joined": lambda text: el("p", Markup().join([text])),
    "formatted": lambda text: Markup("<p>{}</p>").format(text),
    "added": lambda text: Markup("<p>") + text + Markup("</p>"),
}


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_through_exactly(text: str, made: str) -> None:
    html = MADE[made](text)
    html.encode("utf-8")
    assert not set(html) & set("\x00\x02\x03\r")
    (shown,) = read(html).all("p")
    assert (shown.text, shown.all("b")) == (TEXTS[text], [])


@pytest.mark.parametrize("text", TEXTS)
def test_an_attribute_holds_a_text_exactly(text: str) -> None:
    (shown,) = read(el("p", title=text, data_it=0, hidden=True, open=False, lang=None)).all("p")
    assert shown.attributes == {"title": TEXTS[text], "data-it": "0", "hidden": None}


def test_what_is_html_stays_html() -> None:
    bold = el("b", "1 < 2")
    assert el("p", spaced(bold, "<", None, bold)) == "<p><b>1 &#60; 2</b> &#60; <b>1 &#60; 2</b></p>"
    assert plain(bold) == plain("1 < 2") == "1 < 2"
