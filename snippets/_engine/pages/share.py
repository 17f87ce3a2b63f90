"""What a speaker takes along from an example's permanent page: link, citation, slides, files, a frame, Markdown.

Also what is shown in such a frame: ``/s/{id}/embed/``, a card without the site around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from snippets._engine.examples import git
from snippets._engine.examples.catalogue import Example, Variant
from snippets._engine.pages import address, card, cite, post
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Markup, code, el, fragment, plain, spaced, words
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.record.times import seconds
from snippets._engine.words.english import listed

#: How high a frame is made, in pixels: what is higher scrolls in it.
FRAME = 1200
#: What of all this is needed less often, and stands folded.
_FOLDED = ("markdown", "bibtex", "frame", "slides")


@page_call
def embed(build: Build, example_id: str) -> Markup:
    """The variants of an example without the site around them; an anchor chooses one, else the first is shown."""
    shown = build.example(example_id)
    example, parts = shown.example, [card.section(one, level=2) for one in shown.results]
    said = address.permanent(example.id) if address.known() else cite.WORK
    link = el("a", said, href=f"site:s/{example.id}/", target="_top")
    written = fragment(", ", post.credit(example.post)) if example.post else None
    by = el("p", "From ", link, written, ": ", _ran(shown.results), class_="cap")
    head = el("h1", words(example.title), class_="embed-t")
    return el("article", head, *parts, by, class_="ex embed", data_example=example.id)


@page_call
def share(build: Build, example_id: str) -> Markup:
    """Everything that a speaker needs of an example, each with a button that copies it, as HTML."""
    shown = build.example(example_id)
    example, first = shown.example, shown.first.variant
    cited = cite.of(example)
    rows = [
        _row(example, "link", "Link", address.permanent(example.id)) if address.known() else None,
        _row(example, "text", "Citation", cite.text(cited)),
        _row(example, "markdown", "Citation in Markdown", cite.markdown(cited)),
        _row(example, "bibtex", "Citation in BibTeX", cite.bibtex(cited)),
        _row(example, "at_home", "Run it", f"python -m snippets run {example.id}"),
        _row(example, "run", "On stage", f"python -m snippets run {example.id} --stage"),
        _row(example, "frame", "Embed (iframe)", frame(first)) if address.known() else None,
        _row(example, "slides", "Slides in Markdown", slides(example)),
    ]
    links = {
        f"site:s/{example.id}/slide/": "Slides of this example",
        f"site:s/{example.id}/embed/": "The example alone, for embedding",
        "site:talks/": "How to use these in a talk",
    }
    head = el("h2", "Cite it, show it", id=f"{example.id}_share")
    go = el("p", spaced(*(el("a", said, class_="go", href=to) for to, said in links.items())))
    return el("section", head, go, *rows, el("p", _proof(shown), class_="cap"), class_="ex share")


@page_call
def at_hand(build: Build) -> Markup:
    """How to get the repository, as HTML; where this build was not told where it is, what to do without it."""
    where = address.repository()
    if where is None:
        return el("p", "Without the repository: each permanent page has its programs as files; plain Python runs them.")
    link = el("a", where, href=where)
    return el("p", "The repository is ", link, "; its README has the command that sets it up.")


@page_call
def handed_out(build: Build, example_id: str, key: str) -> Markup:
    """One of the texts that ``share`` offers, to be copied from the talks page: citation, frame or slides.

    A frame has an address; where this build was not told where the site is published, that is said in its place.
    """
    example = build.find(example_id)
    if key == "frame" and not address.known():
        return el("p", "This build was not told where the site is published, so it has no frame to copy.")
    texts: dict[str, Callable[[], str]] = {
        "citation": lambda: cite.text(cite.of(example)),
        "frame": lambda: frame(example.variants[0]),
        "slides": lambda: slides(example),
    }
    return card.copied(f"sample_{key}", texts[key](), f"the {key}")


def frame(variant: Variant) -> str:
    """An ``<iframe>`` of one variant for other people's pages."""
    where = f"{address.permanent(variant.example)}embed/#{variant.example}-{variant.key}"
    size: dict[str, str | int] = {"width": "100%", "height": FRAME, "style": "border: 0", "loading": "lazy"}
    return str(el("iframe", src=where, title=f"{variant.example}, {variant.key}", **size))


def slides(example: Example) -> str:
    """A slide a program, in the Markdown that Marp and Slidev understand, with where it is from."""
    source = cite.markdown(cite.of(example))
    pages = [
        f"## {cite.marked(plain(words(example.title)))}\n\n{_fenced(variant)}\n\n{source}"
        for variant in example.variants[:2]
    ]
    return "\n\n---\n\n".join(pages)


def _fenced(variant: Variant) -> str:
    longest = max((len(run) for run in re.findall("`+", variant.source)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}python\n{variant.source.rstrip()}\n{fence}"


def _row(example: Example, key: str, label: str, what: str) -> Markup:
    text = card.copied(f"{example.id}_{key}", what, (label[:1].lower() + label[1:]))
    if key in _FOLDED:
        return el("details", el("summary", label), text)
    return fragment(el("h3", label), text)


def _ran(results: Sequence[Result]) -> str:
    said = [
        f"{one.variant.key} {'run' if one.ran else 'recorded'} on Python {one.record.python}, {one.record.clock} clock"
        for one in results
    ]
    return "; ".join(said) + "."


def _proof(shown: ExampleResult) -> Markup:
    """Which programs were run on what, and of which commit all this is, as a sentence or two."""
    held = sorted({tuple(one.held) for one in shown.results})
    if len(held) == 1 and held[0]:
        checked = f"Every program here was measured to do what is said on Python {listed(list(held[0]))}."
    else:
        checked = "The table says on which Pythons each program was measured to do what is said."
    ran = [one for one in shown.results if one.ran]
    times = listed([f"{one.variant.key} took {seconds(one.record.seconds, one.record.clock)}" for one in ran])
    took = f" In this build it ran on Python {ran[0].record.python}: {times}." if times else None
    commit, last = git.head(), git.last_change(shown.example)
    built: list[str] = []
    if commit:
        built += [" Built from commit ", code(commit.short), f" of {commit.day}"]
    if last:
        built += ["; its files changed last in ", code(last.short), f" of {last.day}"]
        built += [", and since then without a commit"] if last.changed else []
    return fragment(checked, took, *built, "." if built else None)
