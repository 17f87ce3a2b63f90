"""What a reader is asked to make of a program: a box below it, and what the scripts need in order to judge a run.

The box is whole without a script: then the program is copied and changed by hand. Its solution is on the site, too.
"""

from __future__ import annotations

import json

from snippets._engine.examples.catalogue import Example, Target, Variant
from snippets._engine.pages import address
from snippets._engine.pages.markup import Markup, el, spaced, words
from snippets._engine.words.wishes import Wishes

BY_HAND = "Copy the program, change it, and run it."
HERE = "Press Edit, change the program, and run it. Below its output you read whether it is done, or what is missing."


def box(example: Example, variant: Variant) -> Markup | None:
    """The exercise on this variant of the example, with a link to its solution; nothing where there is none."""
    asked = variant.exercise
    if asked is None:
        return None
    key = solution(example, variant)
    near = key.example == example.id
    place = f"{address.card(example)}-{key.key}" if near else f"site:s/{key.example}/"
    link = el("a", "the correction" if near else words(f"`{key.example}`"), href=place)
    # The script that makes the buttons has the second shown in place of the first.
    ways = el("span", BY_HAND, class_="by-hand"), el("span", HERE, class_="by-button")
    return el(
        "div",
        el("p", spaced(el("b", "Try it:"), words(asked.goal)), class_="try-goal"),
        el("p", *ways, " ", el("span", "One solution is ", link, "."), class_="try-how"),
        class_="try", role="group", aria_label=f"Try it: {variant.id}", data_search_exclude=True,
    )  # fmt: skip


def solution(example: Example, variant: Variant) -> Target:
    """The program that does what is asked: the one that is named, else the first one without a flaw."""
    named = variant.exercise.solution if variant.exercise else None
    if named:
        return Target.parse(named)
    others = (one for one in example.variants if one is not variant and not one.flaw)
    return Target(example.id, next((one.key for one in others), None))


def wishes(variant: Variant) -> Wishes | None:
    """What is asked of a run, if there is an exercise."""
    asked = variant.exercise
    return Wishes(asked.prints, asked.seconds) if asked else None


def wanted(variant: Variant) -> str | None:
    """The same as JSON, for an attribute."""
    asked = variant.exercise
    return json.dumps({"prints": asked.prints, "seconds": asked.seconds}) if asked else None
