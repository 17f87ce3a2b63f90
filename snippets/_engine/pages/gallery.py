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
from snippets._engine.pages import address
from snippets._engine.pages import verdict as verdict_words
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.home import thumbnail
from snippets._engine.pages.markup import Verdict, attributes, code, escape, words
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.words.english import capital, counted
from snippets._engine.words.marks import to_plain

#: What is wrong with a program, for those who look for examples of that; the keys are those of labels.
WRONG = {
    "outcome": "how it ends",
    "transcript": "what it is said to print",
    "warning": "Python complains of it",
    "design": "it is no model to follow",
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
def gallery(build: Build) -> str:
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
    stderr = "".join(piece.text for piece in result.record.output if piece.stream == "stderr")
    return [*(to_plain(one.words) for one in result.findings), *re.findall(r"(?m)^(?![ |+]|Traceback )\S.*$", stderr)]


def _gallery(entries: list[Entry]) -> str:
    topics = address.in_order(one.result.example.topic for one in entries)
    groups = [_group(topic, [one for one in entries if one.result.example.topic == topic]) for topic in topics]
    return _form(entries, topics) + "".join(groups) + "\n"


def _group(topic: str, entries: list[Entry]) -> str:
    rows = "".join(map(_row, entries))
    head = f"<h2{attributes(id=topic)}>{capital(topic)}</h2>"
    return f'<section class="by-topic">{head}<ol class="plain all" data-search-exclude>{rows}</ol></section>'


def _row(one: Entry) -> str:
    example = one.result.example
    block = f"block {example.post} of the post" if example.post else "not in the post"
    title = f"<a{attributes(href=f'site:s/{example.id}/')}>{words(example.title)}</a>"
    place = f"<a{attributes(href=f'site:{example.topic}/#{example.id}')}>in the text</a>"
    slides = f"<a{attributes(href=f'site:s/{example.id}/slide/')}>slides</a>"
    symptom = f'<p class="symptom"><b>Symptom:</b> {words(example.symptom)}</p>' if example.symptom else ""
    # Spaces between the parts: they are not seen, and what reads the text alone does not glue words together.
    parts = [
        f'<p class="kicker">{block} <span>{code(example.id)}</span> <span>{place}</span> <span>{slides}</span></p>',
        f"<h3>{title}</h3>",
        f'<p class="short">{words(short(example.idea))}</p>',
        symptom,
        f'<p class="uses"><span class="vh">Uses</span> {" ".join(map(_named, one.uses))}</p>' if one.uses else "",
    ]
    found = attributes(
        data_example=example.id,
        data_topic=example.topic,
        data_verdict=" ".join(one.verdicts),
        data_uses=" ".join(one.uses),
        data_heard=one.heard or None,
    )
    return f'<li{found}><div>{" ".join(filter(None, parts))}</div> <div class="ran">{_ran(one)}</div></li>'


def _named(name: str) -> str:
    return f"<code{attributes(data_name=name)}>{escape(name.removeprefix('asyncio.'))}</code>"


def _ran(one: Entry) -> str:
    """The first run: what it is, the verdict, what other Pythons do, the run in numbers and as a picture."""
    result, other = one.result, one.result.ends_elsewhere
    parts = [
        f'<p class="cap">{result.role}</p>',
        result.verdict.html(),
        Verdict("differs", "pythons", other).html() if other else "",
        f'<p class="meas">{result.measured}</p>',
        thumbnail(result),
    ]
    return " ".join(filter(None, parts))


def short(idea: str) -> str:
    """The first sentences of an idea, as many as say something: at least ``FEWEST_LETTERS``, if there are so many.

    A full stop within code, or one that no capital letter follows, ends no sentence.
    """
    hidden = re.sub("`[^`]*`", lambda found: "`" * len(found[0]), idea)
    ends = [found.end() for found in re.finditer(r"[.!?](?=\s+[A-Z`])", hidden)]
    return idea[: next((end for end in ends if end >= FEWEST_LETTERS), None)]


def _form(entries: list[Entry], topics: list[str]) -> str:
    """What sifts the list: hidden until the script works it. Its fields have the names that an address has."""
    verdicts = Counter(verdict for one in entries for verdict in one.verdicts)
    topic = Counter(one.result.example.topic for one in entries)
    names = Counter(name for one in entries for name in one.uses)
    by_module = [
        (module, [(name, name) for name in sorted(names, key=python_names.order) if name.startswith(f"{module}.")])
        for module in python_names.MODULES
    ]
    signs = [(sign, verdict_words.SIGNS[sign]) for sign in verdict_words.SIGNS if verdicts[sign]]
    wrong = [(flaw, WRONG[flaw]) for flaw in FLAWS if verdicts[flaw]]
    fields = [
        _select("topic", "Topic", [("", [(name, capital(name)) for name in topics])], topic),
        _select("verdict", "Verdict", [("The run", signs), ("What is wrong with it", wrong)], verdicts),
        _select("uses", "Uses", [(module, found) for module, found in by_module if found], names),
        _field("symptom", "Symptom or error", '<input type="search"{} spellcheck="false">'),
    ]
    count = f'<output class="count">{counted(len(entries), "example")}</output>'
    clear = '<button type="reset">Show all</button>'
    return (
        '<form class="sift" role="search" aria-label="Which examples to show" autocomplete="off" hidden'
        f'{attributes(data_all=len(entries))}>{"".join(fields)}<p class="found">{count} {clear}</p></form>'
    )


def _field(name: str, label: str, control: str) -> str:
    """A control with its label; ``control`` has a place for its attributes."""
    uid = f"sift-{name}"
    return f'<p><label for="{uid}">{label}</label>{control.format(attributes(id=uid, name=name))}</p>'


def _select(name: str, label: str, groups: list[tuple[str, list[tuple[str, str]]]], counts: Counter[str]) -> str:
    """A list to choose from, its entries in groups with a heading, each with the number of examples behind it."""
    options = '<option value="">any</option>'
    for heading, found in groups:
        inside = "".join(
            f"<option{attributes(value=value)}>{escape(said)} ({counts[value]})</option>" for value, said in found
        )
        options += f"<optgroup{attributes(label=heading)}>{inside}</optgroup>" if heading and inside else inside
    return _field(name, label, f"<select{{}}>{options}</select>")


@page_call
def used_by(build: Build) -> str:
    """A table of the names of asyncio, and of what goes with it, that examples use, and of those examples, as HTML."""
    return _used_by(build.examples)


def _used_by(examples: Iterable[Example]) -> str:
    found = python_names.users(variant for example in examples for variant in example.variants)
    rows = " ".join(_use(name, variants) for name, variants in found.items())
    heads = '<th scope="col">Name</th> <th scope="col">Examples that use it</th>'
    return f'<table class="used"><thead><tr>{heads}</tr></thead> <tbody>{rows}</tbody></table>\n'


def _use(name: str, variants: list[Variant]) -> str:
    """A name, which leads to Python's documentation, and the examples with a variant that uses it."""
    ids = dict.fromkeys(variant.example for variant in variants)
    links = ", ".join(f"<a{attributes(href=f'site:s/{one}/')}>{escape(one)}</a>" for one in ids)
    many = f"<a{attributes(href=f'site:s/?uses={name}')}>{counted(len(ids), 'example')}</a>"
    # mkdocstrings makes a link of this, as of [`name`][] in Markdown.
    documented = f"<autoref{attributes(identifier=name)}>{code(name)}</autoref>"
    return f'<tr><th scope="row">{documented}</th> <td>{many}: {links}</td></tr>'
