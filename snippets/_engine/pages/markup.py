"""HTML as a type, and the small pieces that pages are put together from: elements, signs, the words of a label.

What is ``Markup`` is HTML; any other string is text, and becomes HTML by being escaped. So a function that returns HTML
says ``Markup``, mypy sees a string that is none, and nobody escapes by hand: ``el`` does, and ``Markup`` itself does
where it joins or formats.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Self
from xml.etree.ElementTree import Element

import markdown
import markupsafe
from markdown.treeprocessors import Treeprocessor

from snippets._engine.examples.label import LINK
from snippets._engine.picture import svg
from snippets._engine.picture.signs import SIGNS, Kind
from snippets._engine.words.marks import parts

#: How elements end that hold nothing.
ENDS = {"input": ">", "wbr": ">", "path": "/>", "use": "/>"}


class Markup(markupsafe.Markup):
    """HTML. What is joined to it or formatted into it is escaped, unless it is HTML as well."""

    __slots__ = ()

    @classmethod
    def escape(cls, text: object, /) -> Self:
        """HTML whose text content is exactly this text, whatever it is, in an element or in a quoted attribute.

        Markupsafe's own way lets pass what a parser drops or changes, and what Python-Markdown uses for itself.
        """
        return text if isinstance(text, cls) else cls(svg.escape(str(text)))


def el(tag: str, *inside: str | None, **values: str | int | None) -> Markup:
    """An element that holds these, one after another; its attributes are named as those of ``svg.attributes``."""
    end = ENDS.get(tag) or f">{_joined(inside)}</{tag}>"
    return Markup(f"<{tag}{svg.attributes(**values)}{end}")  # noqa: S704


def fragment(*inside: str | None) -> Markup:
    """These as HTML, one after another, without those that are None or empty."""
    return Markup(_joined(inside))  # noqa: S704


def _joined(inside: Iterable[str | None]) -> str:
    """As ``Markup.join`` does it, at a third of the cost: a build makes more than a hundred thousand elements."""
    return "".join([one if isinstance(one, Markup) else svg.escape(one) for one in inside if one])


def spaced(*inside: str | None) -> Markup:
    """The same with a space between each two."""
    return Markup(" ").join(filter(None, inside))


#: Signs as HTML. Each stands beside words, so that it may be left out of the text that is read aloud.
ICONS = {name: Markup(drawn) for name, drawn in SIGNS.items()}  # noqa: S704 (written out there)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a run in a few words: its kind (the colour), its sign (a key of ICONS) and the words."""

    kind: Kind
    sign: str
    words: str  # in the marks of ``words/``

    def html(self, tag: str = "p") -> Markup:
        """The verdict as the pages show it, in this element."""
        return el(tag, icon(self.sign), el("span", to_html(self.words)), class_="verdict", data_v=self.kind)


def plain(said: str) -> str:
    """The words of HTML without its tags, for an attribute: not for HTML that holds more than words. Text as it is."""
    return unescape(re.sub(r"<[^>]*>", "", said)) if isinstance(said, Markup) else said


def icon(sign: str) -> Markup:
    """A sign of ICONS as inline SVG, hidden from screen readers because words stand beside it."""
    return el("svg", ICONS[sign], class_="ic", viewBox="0 0 16 16", aria_hidden="true")


class _Links(Treeprocessor):
    """Leaves of a link that leads elsewhere than labels may link to, and of a picture, only the words."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a" and not LINK.match(element.get("href", "")):
                element.tag, element.attrib = "span", {}
            elif element.tag == "img":
                element.tag, element.text, element.attrib = "span", element.get("alt"), {}


@functools.cache  # to make one takes longer than to read a sentence
def _sentences() -> markdown.Markdown:
    """Markdown in which a tag is text like any other."""
    made = markdown.Markdown(extensions=["smarty"])
    made.preprocessors.deregister("html_block")
    for pattern in ("html", "entity"):
        made.inlinePatterns.deregister(pattern)
    made.treeprocessors.register(_Links(made), "links", 5)
    return made


@functools.cache  # a label's sentences stand on many pages
def words(text: str) -> Markup:
    """A sentence of a label (Markdown: `code`, *emphasis*, links) as HTML without a paragraph of its own.

    What looks like HTML there is text, and a link leads to http, https or ``site:``.
    """
    html = _sentences().reset().convert(text.strip())
    return Markup(html.removeprefix("<p>").removesuffix("</p>"))  # noqa: S704


def front(text: str) -> str:
    """A sentence of a label as a value in a page's front matter, which the theme puts into its HTML as it is."""
    return json.dumps(Markup.escape(plain(words(text))), ensure_ascii=False)


def code(text: str) -> Markup:
    """A name of the program, set as code."""
    return el("code", text)


def to_html(text: str) -> Markup:
    """What ``words/`` tells of a run, as HTML: its marks for code and tasks become elements."""
    return fragment(*(code(said) if kind in ("code", "task") else said for kind, said in parts(text)))


def warning_box(problems: list[str] | tuple[str, ...]) -> Markup:
    """A box that says what is wrong with what stands beside it; nothing where nothing is wrong."""
    if not problems:
        return Markup()
    lines = (el("p", line) for line in problems)
    said = el("div", el("b", "Something is wrong on this page."), *lines)
    return el("div", icon("warning"), said, class_="problems", role="note")
