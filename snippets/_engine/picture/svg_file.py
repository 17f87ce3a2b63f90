"""The picture of a run as a file of its own: an SVG with its styles, light and dark, fit for a slide."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from snippets._engine.picture import timeline
from snippets._engine.picture.axis import X0
from snippets._engine.picture.fit import letters, long
from snippets._engine.picture.svg import attributes, escape
from snippets._engine.record.record import Record

#: Where the legend begins in each of its rows, in pixels, and how long a title may be.
LEFT, MOST_LETTERS = 19.0, 96


def alone(record: Record, title: str, said: str) -> str:
    """The same picture as a file of its own, with its styles, light and dark, fit for a slide.

    ``said`` is the picture in words. Where there were no tasks the file says so.
    """
    drawing = timeline.fitting(record, "tl", 0.0, timeline.LARGEST_FILE - len(said))
    width, style = 960, _own_style()
    if drawing is None:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="tl alone" viewBox="0 0 {width} 40" role="img">'
            f'<style>{style}</style><text x="20" y="25">{escape(title)}: no task was ever created.</text></svg>\n'
        )
    kinds = [kind for kind in timeline.LEGEND if kind in drawing.used]
    top, (legend, low) = 44, legend_rows(kinds, width)
    height = drawing.height + top + low
    head = attributes(
        xmlns="http://www.w3.org/2000/svg", class_="tl alone", role="img", aria_labelledby="tl_t tl_d",
        viewBox=f"0 0 {width} {height:g}", width=width, height=f"{height:g}",
    )  # fmt: skip
    body = timeline.framed(
        attributes(x=0, y=top, width="100%", height=f"{drawing.height:g}", overflow="visible"), drawing, title, said
    )
    under = f'<g transform="translate(0 {drawing.height + top:g})">{legend}</g>'
    named = f'<text class="b" x="{X0}%" y="26" font-size="15">{escape(_short(title))}</text>'
    return f"<svg{head}><style>{style}</style>{named}{body}{under}</svg>\n"


@functools.cache
def _own_style() -> str:
    """The sheet for a file of its own: its rules with the colours written out, which more programs understand.

    Browsers have it dark where the reader's system is; others, and slides made by them, have it light.
    """
    text = timeline.STYLE.read_text(encoding="utf-8")
    light, dark = (dict(re.findall(r"--(tl-[\w-]+): (#\w+)", part)) for part in text.split("slate", 2)[:2])
    rules = [line for line in text.splitlines() if re.match(r"(svg)?\.tl\b(?!.*\.(mini|lit|sw)\b)", line)]
    split = [re.sub(r"(\S+ \S+) :is\((\w+), (\w+)\)", r"\1 \2, \1 \3", rule) for rule in rules]
    coloured = [
        f"{rule.partition('{')[0]}{{ {said} }}"
        for rule in split
        if (said := " ".join(re.findall(r"[\w-]+: var\(--tl-[\w-]+\);", rule)))
    ]
    narrow = "svg.tl.alone .wid { display: none; } svg.tl.alone .nar { display: inline; }"
    return (
        f"{_written_out(split, light)} @media (prefers-color-scheme: dark) {{ {_written_out(coloured, dark)} }} "
        f"@media (max-width: 33rem) {{ {narrow} }}"
    )


def _written_out(rules: Sequence[str], colours: Mapping[str, str]) -> str:
    """Rules of a sheet in a row, with what stands for each of their variables."""
    text = re.sub(r"var\(--[\w-]+, ([^)]*)\)", r"\1", " ".join(rules))
    return re.sub(r"var\(--(tl-[\w-]+)\)", lambda found: colours[found[1]], text)


def legend_rows(kinds: Sequence[str], width: int) -> tuple[str, int]:
    """The legend as rows of the drawing, for a file of its own, from 0 down; and how high they are."""
    parts, x, y = [], LEFT, 20
    for kind in kinds:
        inner, said = re.sub(r"^<svg[^>]*>|</svg>$", "", timeline.swatch(kind)), timeline.LEGEND[kind]
        if x > LEFT and x + 33 + long(said) > width - LEFT:
            x, y = LEFT, y + 20
        words = f'<text class="d" x="33" y="10">{said}</text>'
        parts.append(f'<g transform="translate({x:g} {y - 9})">{inner}{words}</g>')
        x += 52 + long(said)
    return "".join(parts), y + 10


def _short(title: str) -> str:
    """A title that fits: of a long path its end."""
    return title if letters(title) <= MOST_LETTERS else "…" + title[-MOST_LETTERS + 1 :]
