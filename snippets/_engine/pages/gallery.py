"""The list of all examples, ``/s/``: each with title, idea, verdict and a small picture, by topic; to be sifted.

Also the table of the names of asyncio that examples use. All of it is computed from labels, code and runs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from snippets._engine.examples import python_names
from snippets._engine.examples.catalogue import Example, Variant
from snippets._engine.examples.label import FLAWS
from snippets._engine.pages import address, finding
from snippets._engine.pages import verdict as verdict_words
from snippets._engine.pages.blocks import thumbnail
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Markup, Verdict, code, el, fragment, spaced, words
from snippets._engine.pages.pieces import row, search, select, sift, table
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.words.english import counted
from snippets._engine.words.marks import to_plain

#: What is wrong with a program, for those who look for examples of that; the keys are those of labels.
WRONG = {
    "outcome": "how it ends",
    "transcript": "the output that the post shows",
    "warning": "Python warns about it",
    "design": "its design",
    "fragment": "nothing: it is a fragment",
}
#: Of what Python complains on stderr so many letters can be looked for.
MOST_LETTERS = 600
#: An idea in short has so many letters at least.
FEWEST_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """An example in the list: its first run, by which it is judged, and what it can be found by.

    ``verdicts`` are keys of ``verdict.SIGNS`` and of ``WRONG``, ``uses`` names like ``asyncio.gather``, and ``heard``
    is what Python and the run themselves say to be wrong.
    """

    result: Result
    verdicts: tuple[str, ...]
    uses: tuple[str, ...]
    heard: str


@page_call
def gallery(build: Build) -> Markup:
    """Every example, by topic, below a form that sifts them, which the page's script shows and works, as HTML."""
    return _gallery([entry(example) for example in build.results])


def entry(shown: ExampleResult) -> Entry:
    """An example with the runs of its variants, as the list has it."""
    first = shown.first
    names = tuple(sorted(python_names.of(shown.example), key=python_names.order))
    return Entry(first, (*first.signs, *first.variant.flaw), names, heard(*shown.results))


def heard(*results: Result) -> str:
    """What can be looked for: what runs show to be wrong, and the lines in which Python names a warning or an error."""
    found = dict.fromkeys(line for one in results for line in _heard(one))
    return " ".join(found)[:MOST_LETTERS]


def _heard(result: Result) -> list[str]:
    named = re.findall(r"(?m)^(?: +\| (?=[\w.]+: ))?((?![ |+]|Traceback )\S.*)$", result.record.stderr)
    return [*(to_plain(one.words) for one in result.findings), *named]


def _gallery(entries: list[Entry]) -> Markup:
    topics = address.in_order(address.page(one.result.example) for one in entries)
    groups = (_group(topic, [one for one in entries if address.page(one.result.example) == topic]) for topic in topics)
    return fragment(_form(entries, topics), *groups)


def _group(topic: str, entries: list[Entry]) -> Markup:
    found = el("ol", *map(_row, entries), class_="plain all", data_search_exclude=True)
    return el("section", el("h2", address.heading(topic), id=topic), found, class_="by-topic")


def _row(one: Entry) -> Markup:
    example = one.result.example
    block = f"block {example.post} of the post" if example.post else "not in the post"
    places = (
        code(example.id),
        el("a", "in the text", href=address.card(example)),
        el("a", "slides", href=f"site:s/{example.id}/slide/"),
    )
    symptom = el("p", el("b", "Symptom:"), " ", words(example.symptom), class_="symptom") if example.symptom else None
    uses = spaced(el("span", "Uses", class_="vh"), *map(_named, one.uses))
    # Spaces between the parts: they are not seen, and what reads the text alone does not glue words together.
    told = spaced(
        el("p", spaced(block, *(el("span", place) for place in places)), class_="kicker"),
        el("h3", el("a", words(example.title), href=f"site:s/{example.id}/")),
        el("p", words(short(example.idea)), class_="short"),
        symptom,
        el("p", uses, class_="uses") if one.uses else None,
    )
    return el(
        "li", spaced(el("div", told), el("div", _ran(one), class_="ran")),
        data_example=example.id, data_topic=address.page(example), data_verdict=" ".join(one.verdicts),
        data_uses=" ".join(one.uses), data_heard=one.heard or None,
    )  # fmt: skip


def _named(name: str) -> Markup:
    return el("code", name.removeprefix("asyncio."), data_name=name)


def _ran(one: Entry) -> Markup:
    """The first run: what it is, the verdict, what other Pythons do, the run in numbers and as a picture."""
    result, other = one.result, one.result.ends_elsewhere
    return spaced(
        el("p", result.role, class_="cap"),
        result.verdict.html(),
        Verdict("differs", "pythons", other).html() if other else None,
        el("p", result.measured, class_="meas"),
        thumbnail(result),
    )


def short(idea: str) -> str:
    """The first sentences of an idea, as many as say something: at least ``FEWEST_LETTERS``, if there are so many.

    A full stop within code, or one that no capital letter follows, ends no sentence.
    """
    hidden = re.sub("`[^`]*`", lambda found: "`" * len(found[0]), idea)
    ends = [found.end() for found in re.finditer(r"[.!?](?=\s+[A-Z`])", hidden)]
    return idea[: next((end for end in ends if end >= FEWEST_LETTERS), None)]


def _form(entries: list[Entry], topics: list[str]) -> Markup:
    """What sifts the list."""
    verdicts = Counter(verdict for one in entries for verdict in one.verdicts)
    topic = Counter(address.page(one.result.example) for one in entries)
    names = Counter(name for one in entries for name in one.uses)
    by_module = [
        (module, [(name, name) for name in sorted(names, key=python_names.order) if name.startswith(f"{module}.")])
        for module in python_names.MODULES
    ]
    signs = [(sign, verdict_words.SIGNS[sign]) for sign in verdict_words.SIGNS if verdicts[sign]]
    wrong = [(flaw, WRONG[flaw]) for flaw in FLAWS if verdicts[flaw]]
    fields = (
        select("topic", "Topic", [("", [(name, address.heading(name)) for name in topics])], topic),
        select("verdict", "Verdict", [("The run", signs), ("What is wrong with it", wrong)], verdicts),
        select("uses", "Uses", [(module, found) for module, found in by_module if found], names),
        search("symptom", "Symptom or error"),
    )
    return sift("example", len(entries), *fields, data_all=len(entries), **finding.words())


@page_call
def used_by(build: Build) -> Markup:
    """A table of the names of asyncio, and of what goes with it, that examples use, and of those examples, as HTML."""
    return _used_by(build.examples)


def _used_by(examples: Iterable[Example]) -> Markup:
    found = python_names.users(variant for example in examples for variant in example.variants)
    rows = (_use(name, variants) for name, variants in found.items())
    return table("used", ("Name", "Examples that use it"), rows)


def _use(name: str, variants: list[Variant]) -> Markup:
    """A name, which leads to Python's documentation, and the examples with a variant that uses it."""
    ids = dict.fromkeys(variant.example for variant in variants)
    links = Markup(", ").join(el("a", one, href=f"site:s/{one}/") for one in ids)
    many = el("a", counted(len(ids), "example"), href=f"site:s/?uses={name}")
    # mkdocstrings makes a link of this, as of [`name`][] in Markdown.
    return row(el("autoref", code(name), identifier=name), fragment(many, ": ", links))
