"""The lines of a program of one's own, as the player colours them."""

from __future__ import annotations

from snippets._engine.browser.colours import coloured
from snippets._engine.examples import catalogue

SOME = '''\
async def main():
    """Two
    lines"""  # and a comment
    print(f"{1 + 1} {{", None)
await (
'''


def test_keywords_strings_and_comments_have_classes() -> None:
    pieces = coloured(SOME.split("\n"))
    told = [[(kind, text) for kind, text in line if kind] for line in pieces]
    assert told[0] == [("k", "async"), ("k", "def")]
    assert told[1:3] == [[("s", '"""Two')], [("s", '    lines"""'), ("c1", "# and a comment")]]
    assert told[3][0][0] == "s" and told[3][-1] == ("kc", "None")
    assert told[4] == [("k", "await")], "as far as it is Python"


def test_pieces_are_the_lines_whatever_the_text() -> None:
    texts = [
        path.read_text(encoding="utf-8", errors="surrogateescape")
        for path in catalogue.ROOT.glob("tests/recorder/scripts/*.py")
    ]
    for text in [*texts, SOME, "", "\t'", "x = '\x00'\n", "\udc80 = 1\n", "if 1:\n  a\n b\n", "f'{"]:
        lines = text.split("\n")
        assert ["".join(said for _, said in line) for line in coloured(lines)] == lines
