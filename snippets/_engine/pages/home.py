"""What the home page shows: a run that goes by itself, and the topics as a map."""

from __future__ import annotations

from snippets._engine.pages import address, lesson, output
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.code import listing
from snippets._engine.pages.legend import legend
from snippets._engine.pages.markup import Markup, el, fragment, icon, spaced, words
from snippets._engine.pages.result import Result
from snippets._engine.words import player
from snippets._engine.words.marks import parts


@page_call
def hero(build: Build, example_id: str) -> Markup:
    """An example's first run for the top of the home page: program, output, picture, and its steps in words.

    The page's script shows the steps one after the other. Without it they are not shown, and all else is. It repeats
    nothing of the example's place in the text that other tools read: no section, no ``pre.output``.
    """
    result = build.example(example_id).first
    record, example = result.record, result.example
    printed = fragment(el("p", "Python prints", class_="cap"), output.pre(result.lines, result.clock, "rows"))
    drawn = None
    if result.drawing:
        key = el("figcaption", legend(result.drawing.key), data_search_exclude=True)
        drawn = el("figure", el("div", result.figure, class_="drawn"), key, class_="timeline")
    made = f"{'Run for this page' if result.ran else 'Recorded'} on Python {record.python}. "
    place = f"{address.card(example)}-{result.variant.key}"
    itself = el("a", "Step through it yourself", href=place)
    return el(
        "div",
        el("div", el("div", listing(result.variant)), el("div", printed), class_="top"),
        drawn,
        _steps(result) if result.ran else None,
        el("p", made, itself, class_="cap made"),
        class_="ex show", role="group", aria_label=f"A run: {example.title}",
    )  # fmt: skip


def _steps(result: Result) -> Markup:
    """The steps of a run in sentences, each with what the page's script lights: lines, time, output so far, and which
    tasks have ended.

    The first sentence is the one before it goes. The button has its words from the script.
    """
    items, printed = [el("li", "One step after the other, as it was recorded.", class_="now")], 0
    names = result.story.names
    for told, frame in zip(result.telling.moments, player.frames(result.telling, "", "")["f"], strict=False):
        printed += sum(text.count("\n") for text, *_ in frame.get("o", []))
        lines = " ".join(str(line) for line, *_ in frame.get("l", []))
        said = _named(told.sentence, names)
        over = [name for task, name in names.items() if (state := told.moment.states.get(task)) and state.ended]
        items.append(
            el("li", said, data_t=frame["t"], data_l=lines or None, data_o=printed, data_e="\n".join(over) or None)
        )
    button = el("button", icon("play"), el("span", "Play"), type="button", class_="play")
    return el("div", button, el("ol", *items, class_="plain steps"), class_="bar", data_search_exclude=True)


def _named(sentence: str, names: dict[int, str]) -> Markup:
    """A sentence on a run as HTML, with its tasks by their names."""
    tags = {"code": "code", "task": "code", "printed": "samp"}
    return fragment(*(el(tags[kind], said) if kind in tags else said for kind, said in parts(sentence, names)))


@page_call
def topics(build: Build, /, **lines: str) -> Markup:
    """The parts of the navigation with their pages, as a map: each with what one will be able to do, as HTML.

    ``lines`` says that by the page's name; pages without a line, which go further, are named below the one before them.
    """
    return el("div", *(_part(build, name, pages, lines) for name, pages in address.parts()), class_="map")


def _part(build: Build, name: str, pages: list[tuple[str, str]], lines: dict[str, str]) -> Markup:
    groups: list[list[tuple[str, str]]] = []
    for page in pages:
        if page[0] in lines or not groups:
            groups.append([])
        groups[-1].append(page)
    items = (_topic(build, group, lines.get(group[0][0], "")) for group in groups)
    return el("section", el("h3", name), el("ul", *items, class_="plain"))


def _topic(build: Build, group: list[tuple[str, str]], line: str) -> Markup:
    (page, title), *others = group
    count = len(lesson.known(build, page))
    takes = f"{count} example{'s' * (count != 1)} · {lesson.takes(build, page)} min"
    more = [el("a", name, href=f"site:{other}/") for other, name in others]
    further = el("small", Markup(" · ").join(more), class_="further") if more else None
    link = el("a", title, href=f"site:{page}/")
    return el("li", spaced(link, el("span", words(line)), el("small", takes), further))
