"""The picture of a run as a file of its own: an SVG with its styles, light and dark, fit for a slide."""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.picture import marks, timeline
from snippets._engine.picture.axis import X0
from snippets._engine.picture.fit import letters, long
from snippets._engine.picture.sheet import own_style
from snippets._engine.picture.svg import attributes, escape, in_xml
from snippets._engine.story.story import Story

#: Where the legend begins in each of its rows, in pixels, and how long a title may be.
LEFT, MOST_LETTERS = 19.0, 96


def alone(story: Story, title: str, said: str) -> str:
    """The same picture as a file of its own, with its styles, light and dark, fit for a slide.

    ``said`` is the picture in words. Where there were no tasks the file says so.
    """
    drawing = timeline.draw(story, "tl", largest=timeline.LARGEST_FILE - len(said))
    width, style = 960, own_style()
    if drawing is None:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="tl alone" viewBox="0 0 {width} 40" role="img">'
            f'<style>{style}</style><text x="20" y="25">{escape(title)}: no task was created.</text></svg>\n'
        )
    top, (legend, low) = 44, legend_rows(drawing.key, width)
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
    return in_xml(f"<svg{head}><style>{style}</style>{named}{body}{under}</svg>\n")


def legend_rows(key: Sequence[str], width: int) -> tuple[str, int]:
    """The legend as rows of the drawing, for a file of its own, from 0 down; and how high they are."""
    parts, x, y = [], LEFT, 20
    for name in key:
        said, (drawn, box, wide, high) = marks.words(name), marks.sample(name)
        if x > LEFT and x + wide + 7 + long(said) > width - LEFT:
            x, y = LEFT, y + 20
        words = f'<text class="d" x="{wide + 7}" y="10">{said}</text>'
        look = f"<svg{attributes(viewBox=box, width=wide, height=high)}>{drawn}</svg>"
        parts.append(f'<g transform="translate({x:g} {y - 9})">{look}{words}</g>')
        x += wide + 26 + long(said)
    return "".join(parts), y + 10


def _short(title: str) -> str:
    """A title that fits: of a long path its end."""
    return title if letters(title) <= MOST_LETTERS else "…" + title[-MOST_LETTERS + 1 :]
