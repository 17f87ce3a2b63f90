"""Pages as Markdown, for readers that are programs: the prose as written, and what each executed block shows.

Of an example that is its programs and what this build's runs of them printed; of all else the words of its HTML.
"""

from __future__ import annotations

import ast
import posixpath
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from typing import Any, ClassVar

from snippets._engine.examples.catalogue import CatalogueError
from snippets._engine.pages.build import Build
from snippets._engine.pages.executed import FENCE
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.words.english import capital
from snippets._engine.words.marks import to_plain

#: What a page may call, by its name.
Calls = Callable[[str], Callable[..., str]]

#: Calls that show nothing which does not stand elsewhere on the page, or that is only to be clicked.
_LEFT_OUT = {"share", "onward", "slide", "embed", "deck"}
#: Pages that are only to be looked at.
_NO_MARKDOWN = ("/slide/", "/embed/", "/sample/")
#: Tags that never close.
VOID = ("br", "hr", "img", "input", "link", "meta", "source", "wbr", "path", "use")
#: What only a browser heeds: style sheets, ids of headings, and where Markdown stands in HTML.
_FOR_BROWSERS = re.compile(r"^<link .*>$| *\{ *[#.][^}\n]*\}$| markdown(?:=\"1\")?(?=[ >])", re.MULTILINE)
#: A link; code in prose may look like one, and is found first.
_LINK = re.compile(
    r"(`+)(?!`)(?:(?!\n\n).)+?(?<!`)\1(?!`)|\]\((?P<site>site:)?(?P<place>[^)#:\s]*)(?P<rest>#[^)]*)?\)", re.DOTALL
)


class _LostError(Exception):
    """A block cannot be read without being executed, as where an id stands in a variable; it holds the line."""


def page(build: Build, source: str, markdown: str, calls: Calls) -> str:
    """A page with this source in ``docs/`` as Markdown, its links leading to other pages as Markdown.

    Complains of each block that shows something which cannot be told from its text.
    """

    def called(code: str) -> str:
        try:
            return _shown(build, code, calls)
        except _LostError as lost:
            way = 'write each call as print(show("its_id")), with names and numbers as they are'
            return build.complain(f"docs/{source}: the page as Markdown lacks what this block shows: {lost}; {way}")

    text = "\n".join(_lines(markdown, called))
    return "".join(part if code else _prose(source, part) for code, part in _parted(text)).strip() + "\n"


def _prose(source: str, text: str) -> str:
    """What stands between blocks of code, for whoever is no browser."""
    text = _LINK.sub(lambda link: _led(source, link), _FOR_BROWSERS.sub("", text))
    return re.sub(r"\A\n{2,}", "\n", re.sub(r"\n{3,}", "\n\n", text))


def _parted(text: str) -> Iterator[tuple[bool, str]]:
    """The pieces of a text, each with whether it is a block of code, of which nothing may be changed."""
    fence, lines = "", list[str]()
    for line in text.split("\n"):
        mark = FENCE.match(line)
        begins = bool(mark and not fence)
        ends = bool(fence and mark and mark["fence"].startswith(fence) and not mark["options"].strip())
        if begins and lines:
            yield False, "\n".join(lines) + "\n"
            lines = []
        lines.append(line)
        if begins and mark:
            fence = mark["fence"]
        elif ends:
            yield True, "\n".join(lines) + "\n"
            fence, lines = "", []
    yield bool(fence), "\n".join(lines)


def beside(source: str) -> str:
    """Where a page stands as Markdown, by its source: beside it."""
    folder, _, name = source.rpartition("/")
    name = name.removesuffix(".md")
    return posixpath.join(folder, "" if name == "index" else name, "index.md")


def _led(source: str, link: re.Match[str]) -> str:
    place, rest = link["place"], link["rest"] or ""
    if place is None:  # code
        return link[0]
    if link["site"]:
        listed = not place or (place.endswith("/") and not place.endswith(_NO_MARKDOWN))
        to = f"{place}index.md" if listed else place
    elif place.endswith(".md"):
        to = beside(posixpath.normpath(posixpath.join(posixpath.dirname(source), place)))
        to = to if not to.endswith(tuple(f"{one}index.md" for one in _NO_MARKDOWN)) else posixpath.dirname(to)
    else:
        return link[0]
    return f"]({posixpath.relpath(to, posixpath.dirname(beside(source)) or '.')}{rest})"


def _lines(markdown: str, called: Callable[[str], str]) -> Iterator[str]:
    """The lines of a page, what its executed blocks show in their place."""
    fence, executed, code = "", False, list[str]()
    for line in markdown.split("\n"):
        mark = FENCE.match(line)
        if mark and not fence:
            fence, executed, code = mark["fence"], "exec=" in mark["options"], []
        elif mark and mark["fence"] == fence and not mark["options"].strip():
            fence = ""
            if executed:
                yield from ("", called(textwrap.dedent("\n".join(code))), "")
                executed = False
                continue
        elif fence and executed:
            code.append(line)
        if not executed:
            yield line


def _shown(build: Build, code: str, calls: Calls) -> str:
    """What a block shows: each of its calls within ``print``. Raises _LostError."""
    try:
        tree = ast.parse(code)
    except SyntaxError as error:
        raise _LostError(f"{(error.text or '').strip()} ({error.msg})") from None
    found = [node.args for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_print(node)]
    return "\n\n".join(_called(build, arg, calls) for args in found for arg in args)


def _is_print(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "print"


def _called(build: Build, call: ast.expr, calls: Calls) -> str:
    """What one call shows, or the line on the page that says why it shows nothing. Raises _LostError."""
    try:
        name, args, options = _read(call)
        function = calls(name)
    except (ValueError, AttributeError):
        raise _LostError(ast.unparse(call)) from None
    if name in _LEFT_OUT:
        return ""

    def made() -> dict[str, bytes]:
        if name == "show":
            text = example(build.example(str(args[0])), args[1:], options.get("level", 3))
        else:
            text = words_of(function(*args, **options))
        return {"markdown": text.encode("utf-8", "replace")}

    try:
        return build.piece(f"Markdown of {name} {args} {options}", made)["markdown"].decode()
    except (CatalogueError, TypeError, IndexError) as error:  # of which the page itself has complained
        return str(error)


def _read(call: ast.expr) -> tuple[str, list[Any], dict[str, Any]]:
    """A call's function and what it is given, where all that is written out. Raises ValueError."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        raise ValueError
    options = {one.arg or "": ast.literal_eval(one.value) for one in call.keywords}
    return call.func.id, [ast.literal_eval(arg) for arg in call.args], options


def example(shown: ExampleResult, keys: Sequence[str] = (), level: int = 3) -> str:
    """An example, or those of its variants that ``keys`` name, as Markdown."""
    chosen = [shown.of_key(key) for key in keys] or list(shown.results)
    label, parts = shown.example, list[str]()
    if shown.results[0] in chosen:
        symptom = f"Symptom: {capital(label.symptom)}" if label.symptom and level > 1 else ""
        parts += [f"{'#' * level} {label.title}", label.idea, symptom]
    for one in chosen:
        parts += _variant(one, level + 1)
    if shown.results[-1] in chosen and label.rule:
        parts.append(f"Remember: {label.rule}")
    return "\n\n".join(filter(None, parts))


def _variant(result: Result, level: int) -> list[str]:
    variant, record = result.variant, result.record
    where = f"on Python {record.python}, {record.clock} clock" if result.ran else f"recorded on Python {record.python}"
    head = f"{'#' * level} {words_of(result.role)}: {to_plain(result.verdict.words)}"
    said = f"It prints ({where}{'' if result.ran else '; not run in this build'}):"
    printed = [said, _fenced(record.text)] if record.text else [f"It prints nothing ({where})."]
    task = f"Try it: {variant.exercise.goal}" if variant.exercise else ""
    return [head, variant.idea or "", f"`{variant.file.name}`:", _fenced(variant.source, "python"), *printed, task]


def _fenced(text: str, kind: str = "text") -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return "\n".join((f"{fence}{kind}", text.removesuffix("\n"), fence))


class _Words(HTMLParser):
    """Reads the HTML of a list, a table or a paragraph as Markdown."""

    #: What stands in a tag's place.
    BEFORE: ClassVar = {
        "li": "\n- ", "p": "\n\n", "tr": "\n|", "td": " ", "th": " ", "b": "**", "strong": "**", "code": "`", "em": "*",
        "dt": "\n\n", "dd": "\n", "section": "\n\n", "div": "\n", "summary": "\n\n", "ul": "\n", "a": "[",
        **{f"h{level}": f"\n\n{'#' * level} " for level in range(1, 7)},
    }  # fmt: skip
    AFTER: ClassVar = {
        "td": " |", "th": " |", "b": "**", "strong": "**", "code": "`", "em": "*", "p": "\n\n", "ul": "\n",
    }  # fmt: skip
    SKIPPED = ("svg", "script", "style", "button", "form", "select", "pre")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self._links = "", list[str]()
        #: The tags that are open, each with whether what is in it is left out.
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        given = dict(attrs)
        self._open.append((tag, tag in self.SKIPPED or "hidden" in given))
        if tag == "a":
            self._links.append(given.get("href") or "")
        self._add(self.BEFORE.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            self._add(f"]({self._links.pop()})")
        else:
            self._add(self.AFTER.get(tag, ""))
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._add(re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        if not any(skipped for _, skipped in self._open):
            self.text += text


def words_of(html: str) -> str:
    """The words of a piece of HTML, with its headings, lists, tables and links, as Markdown."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (line.strip() for line in reader.text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line != "-")).strip()
