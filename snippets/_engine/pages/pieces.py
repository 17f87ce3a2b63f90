"""Pieces that several pages have: tables, and the form that sifts a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from snippets._engine.pages.markup import Markup, el, fragment, spaced
from snippets._engine.words.english import counted

#: The entries of a list to choose from, each with its value and its words, below a heading or none.
Group = tuple[str, Sequence[tuple[str, str]]]


def table(css: str, heads: Sequence[str], rows: Iterable[Markup]) -> Markup:
    """A table of this class. Material would put one without a class into boxes of its own.

    Classes that only lists need have their rules in ``assets/index.css``, to which a page of ``docs/`` links itself.
    """
    return el("table", thead(heads), " ", tbody(rows), class_=css)


def thead(heads: Sequence[str]) -> Markup:
    """A table's head: the names of its columns."""
    return el("thead", el("tr", spaced(*(el("th", name, scope="col") for name in heads))))


def tbody(rows: Iterable[Markup]) -> Markup:
    """Rows of a table. Spaces between: not seen, but what reads the text alone does not glue words together."""
    return el("tbody", spaced(*rows))


def row(name: str, *cells: str) -> Markup:
    """A row of a table, whose first cell is its heading."""
    return el("tr", spaced(el("th", name, scope="row"), *(el("td", cell) for cell in cells)))


def folded(said: str, lines: Iterable[Markup]) -> Markup:
    """Lines of a ``pre`` behind a switch, which says this of them; a ``pre`` may not hold a ``details``.

    That is a name and no text, so that the text of all is the lines'. They fold where there is a script, on a screen;
    see ``extra.css``.
    """
    switch = el("input", type="checkbox", role="switch", aria_label=said)
    return fragment(el("label", switch, class_="folds", data_said=said), el("span", *lines, class_="fold"))


def pairs(facts: Iterable[tuple[str, str]]) -> Iterator[Markup]:
    """What stands in a ``dl``: names, each with its value."""
    return (el("div", el("dt", name), el("dd", value)) for name, value in facts)


def sift(what: str, count: int, *fields: Markup, **values: str | int | None) -> Markup:
    """The form above a list of so many of these: hidden until the page's script works it.

    Its fields have the names that an address has.
    """
    found = spaced(el("output", counted(count, what), class_="count"), el("button", "Show all", type="reset"))
    said = f"Which {what}s to show"
    return el(
        "form", *fields, el("p", found, class_="found"),
        class_="sift", role="search", aria_label=said, autocomplete="off", hidden=True, **values,
    )  # fmt: skip


def search(name: str, label: str, example: str | None = None) -> Markup:
    """A field of such a form, to look for words in; ``example`` stands in it while it is empty."""
    uid = f"sift-{name}"
    return _field(uid, label, el("input", type="search", id=uid, name=name, spellcheck="false", placeholder=example))


def select(name: str, label: str, groups: Iterable[Group], counts: Mapping[str, int]) -> Markup:
    """A field of such a form, to choose from a list, in which each entry tells how many there are of it."""
    uid = f"sift-{name}"
    options = [el("option", "any", value="")]
    for heading, entries in groups:
        inside = fragment(*(el("option", f"{said} ({counts[value]})", value=value) for value, said in entries))
        options.append(el("optgroup", inside, label=heading) if heading and inside else inside)
    return _field(uid, label, el("select", *options, id=uid, name=name))


def _field(uid: str, label: str, control: Markup) -> Markup:
    return el("p", el("label", label, for_=uid), control)
