"""One program on both clocks, as HTML: what it printed and when, side by side.

Both runs are of this build, or from the cache of the very same run; the real one takes as long as the program says.
"""

from __future__ import annotations

from itertools import zip_longest

from snippets._engine import catalogue, output, runner
from snippets._engine.home import guarded
from snippets._engine.markup import code, escape
from snippets._engine.output import Line
from snippets._engine.record import Record


def two_clocks(target: str) -> str:
    """What ``EXAMPLE/VARIANT`` prints on the virtual clock and on the real one, line by line, as a table in HTML."""
    return guarded(f"two_clocks({target!r})", lambda: _two_clocks(target))


def _two_clocks(target: str) -> str:
    example_id, _, key = target.partition("/")
    variant = catalogue.find(example_id).variant(key or None)
    virtual, real = runner.result(variant, "virtual"), runner.result(variant, "real")
    pairs = list(zip_longest(output.lines(virtual), output.lines(real)))
    if virtual.text == real.text:
        names, rows = ("Python prints", "virtual clock", "real clock", "later by"), [_alike(*pair) for pair in pairs]
    else:
        names, rows = ("on the virtual clock", "at", "on the real clock", "at"), [_apart(*pair) for pair in pairs]
    head = " ".join(f'<th scope="col">{name}</th>' for name in names)
    body = " ".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<figure class="clocks"><table><thead><tr>{head}</tr></thead> <tbody>{body}</tbody></table>'
        f"<figcaption>{_caption(target, virtual, real)}</figcaption></figure>\n"
    )


def _alike(virtual: Line, real: Line) -> str:
    late = round((real.seconds - virtual.seconds) * 1000)
    times = f"<td>{virtual.seconds:.3f} s</td> <td>{real.seconds:.3f} s</td> <td>{late} ms</td>"
    return f'<th scope="row"><code>{escape(virtual.text.rstrip())}</code></th> {times}'


def _apart(virtual: Line | None, real: Line | None) -> str:
    return " ".join(
        f"<td><code>{escape(line.text.rstrip())}</code></td> <td>{line.seconds:.3f} s</td>"
        if line
        else "<td></td><td></td>"
        for line in (virtual, real)
    )


def _caption(target: str, virtual: Record, real: Record) -> str:
    said = "the same lines on both" if virtual.text == real.text else "other lines on the real clock"
    return (
        f"{code(target)}, run on both clocks for this page, on Python {real.python}: {said}. It took "
        f"{virtual.seconds:.3f} s on the virtual clock, {real.seconds:.3f} s on the real one."
    )
