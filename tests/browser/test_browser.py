"""The built site in a real browser: nothing scrolls sideways, nothing is loaded from elsewhere, everybody can read it.

Needs Chromium, and axe-core for one test: ``npm ci`` in ``tests/browser``. What is missing skips, on CI it fails.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import TimeoutError

from snippets._engine.examples import catalogue, golden
from snippets._engine.pages.address import page as page_of
from tests.conftest import ALL_OPEN, FEW, LAST, PHONE, WIDE, Seen, Visit, barriers, topics

#: What reaches beyond the right edge, each with its start: to say so in a failure.
STANDING_OUT = """() => [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility())
    .slice(0, 5).map(e => e.outerHTML.slice(0, 120)).join("\\n")"""


#: Words that belong together, each with the number of lines that it takes.
TOGETHER = "[...document.querySelectorAll('.nw')].map(e => [e.textContent, e.getClientRects().length])"


def test_no_page_scrolls_sideways_and_words_that_belong_together_stand_in_one_line(seen: Seen) -> None:
    words = []
    for path, page in seen.pages.items():
        for width in (320, PHONE, 820, WIDE):
            page.set_viewport_size({"width": width, "height": 900})
            try:
                # The theme's search box glides to its new place after a change of width: that may take a while.
                page.wait_for_function("document.documentElement.scrollWidth <= innerWidth", timeout=5_000)
            except TimeoutError:
                pytest.fail(f"{path or 'home'} at {width} px: {page.evaluate(STANDING_OUT)}")
            words += page.evaluate(TOGETHER)
    assert [text for text, lines in words if lines > 1] == []
    assert len(words) > 5


def test_nothing_is_loaded_from_elsewhere(seen: Seen, address: str) -> None:
    assert len(seen.asked) > len(seen.pages)
    assert {urlsplit(url).netloc for url in seen.asked if urlsplit(url).scheme not in ("data", "blob")} == {
        urlsplit(address).netloc
    }


#: Each variant on a page: whose it is, on which Python it ran, the text of its outputs, and whether the first is seen.
OUTPUTS = """() => [...document.querySelectorAll("section[data-variant]")].map(section => {
    const {example, variant, python} = section.dataset, outputs = [...section.querySelectorAll("pre.output")];
    return [example, variant, python, outputs.map(pre => pre.textContent), outputs[0]?.getClientRects().length > 0];
})"""


def test_outputs_are_what_was_printed_also_without_javascript(visit: Visit, address: str, paths: list[str]) -> None:
    """Their texts in the site's files are compared for all pages in test_site."""
    seen = set()
    with visit("", java_script_enabled=False) as page:
        for path in paths:
            page.goto(address + path)
            assert not page.locator(".alt-tabs").filter(visible=True).count(), "a tab that cannot be chosen hides"
            for example, variant, python, outputs, visible in page.evaluate(OUTPUTS):
                kept = golden.of(catalogue.find(example).variant(variant), python)
                assert kept is not None and outputs == [kept.text]
                assert visible or not kept.text
                seen.add((example, variant))
    assert seen >= {(e.id, v.key) for e in catalogue.load() if f"{page_of(e)}/" in paths for v in e.variants}


def test_no_id_stands_twice(seen: Seen) -> None:
    for path, page in seen.pages.items():
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids)), f"{path or 'home'}: {sorted(i for i in ids if ids.count(i) > 1)}"


@pytest.mark.parametrize(
    ("scheme", "width", "step"), [("light", WIDE, 1), pytest.param("dark", PHONE, LAST, marks=pytest.mark.thorough)]
)
def test_axe_finds_no_barrier(visit: Visit, address: str, paths: list[str], scheme: str, width: int, step: int) -> None:
    """On these pages, with all that is folded and two players open; by turns light and wide, or dark on a phone."""
    found, chosen = [], sorted({*paths[step % 2 :: 2], "locks/", "s/lock_order/"})
    with visit("", width, color_scheme=scheme, reduced_motion="reduce") as page:
        for path in ["locks/"] if paths == sorted(FEW) else chosen:
            page.goto(address + path)
            page.evaluate("document.fonts.ready")
            page.evaluate(ALL_OPEN, [step, 2])  # all players are made alike
            found += [f"{path or 'home'}: {barrier}" for barrier in barriers(page)]
    assert not found, "\n".join(found[:20])


@pytest.mark.thorough
def test_whatever_scrolls_is_reached_by_the_keyboard(visit: Visit) -> None:
    with visit("tasks/", PHONE) as page:
        scrolls = page.evaluate(
            """() => [...document.querySelectorAll(".ex *")].filter(e => e.checkVisibility() &&
                 (e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight) &&
                 /auto|scroll/.test(getComputedStyle(e).overflow)).map((e, n) => e.dataset.scrolls = `${n}`)"""
        )
        assert scrolls, "a flood and long lines of code should scroll"
        reached = set()
        for _ in range(400):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.dataset.scrolls"))
            if set(scrolls) <= reached:
                return
        raise AssertionError(f"not reached: {set(scrolls) - reached}")


def test_light_and_dark_can_be_chosen_and_stay(visit: Visit) -> None:
    scheme = "document.body.dataset.mdColorScheme"
    scroll_bars = "document.querySelector('meta[name=color-scheme]')?.content"
    with visit("", color_scheme="light") as page:
        assert page.evaluate(scheme) == "default" and page.evaluate(scroll_bars) == "light"
        page.get_by_title("Switch to light").click()
        page.get_by_title("Switch to dark").click()
        assert page.evaluate(scheme) == "slate" and page.evaluate(scroll_bars) == "dark"
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.reload()
        assert page.evaluate(scheme) == "slate"
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
        page.get_by_title("Follow the system").click()
        assert page.evaluate(scheme) == "default"


#: Whether a line is seen, and not folded.
SEEN = "e => e.checkVisibility({ contentVisibilityAuto: false }) && e.getBoundingClientRect().height > 0"


@pytest.mark.parametrize("javascript", [pytest.param(True, marks=pytest.mark.thorough), False])
def test_paper_shows_what_is_folded(visit: Visit, javascript: bool) -> None:
    with visit("queues/", java_script_enabled=javascript) as page:
        other = page.locator(".alts > .variant:nth-of-type(2) pre.output")
        assert other.is_visible() != javascript
        lines = page.locator(".ex .fold > span")
        assert lines.count()
        assert all(line.evaluate(SEEN) != javascript for line in lines.all()), "only a script could unfold them"
        page.emulate_media(media="print")
        assert other.is_visible() and not page.locator(".alt-tabs").filter(visible=True).count()
        assert all(line.evaluate(SEEN) for line in lines.all())
        assert all(told.bounding_box() for told in page.locator(".ex details pre").all())


#: What is for hands, and is seen.
FOR_HANDS = """() => [...document.querySelectorAll("button, nav, form, input, select")]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().height > 1).map(e => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("path", ["queues/", "s/lock_order/", "mistakes/", pytest.param("404.html", id="404")])
def test_paper_shows_nothing_to_press(visit: Visit, path: str) -> None:
    with visit(path) as page:
        page.emulate_media(media="print")
        assert page.evaluate(FOR_HANDS) == []


def test_without_javascript_nothing_is_shown_that_needs_it(visit: Visit) -> None:
    shown = f"({FOR_HANDS})().filter(e => !e.startsWith('<nav') && !e.includes('md-toggle'))"
    with visit("404.html", java_script_enabled=False) as page:
        assert page.evaluate(shown) == []
        page.goto(page.url.replace("404.html", "queues/"))
        assert page.evaluate(shown) == []


def test_in_forced_colours_a_switch_shows_its_state(visit: Visit) -> None:
    with visit("queues/", forced_colors="active") as page:
        switch = page.get_by_role("switch", name="Guess first").first
        # Else forced colours leave out the knob, which is a background.
        assert switch.evaluate("e => getComputedStyle(e, '::before').forcedColorAdjust") == "none"


def test_what_is_folded_unfolds_by_the_keyboard_a_link_and_what_is_looked_for(visit: Visit) -> None:
    with visit("queues/#queue_sentinel_shutdown_l3") as page:
        assert page.locator("#queue_sentinel_shutdown_l3").evaluate(SEEN), "a link leads to this line"
    with visit("queues/") as page:
        first = page.locator(".ex .folds").filter(visible=True).first
        line = first.locator("xpath=following-sibling::*[1]/span[1]")
        first.get_by_role("switch").focus()
        assert not line.evaluate(SEEN) and first.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
        page.keyboard.press("Space")
        assert line.evaluate(SEEN)
        page.keyboard.press("Space")
        assert not line.evaluate(SEEN)
        # As the browser does when it has found words there.
        line.evaluate("e => (e.parentElement.dispatchEvent(new Event(`beforematch`)), e.parentElement.hidden = false)")
        assert line.evaluate(SEEN) and first.get_by_role("switch").is_checked()


@pytest.mark.parametrize("place", ["queue_sentinel-shutdown", "queue_sentinel_shutdown_l9"])
def test_a_link_to_a_correction_or_a_line_of_it_chooses_its_tab(visit: Visit, place: str) -> None:
    with visit(f"queues/#{place}") as page:
        assert page.locator("#queue_sentinel-shutdown pre.output").is_visible()
        assert not page.locator("#queue_sentinel-sentinel pre.output").is_visible()
        page.wait_for_function(
            "place => { const { top } = document.getElementById(place).getBoundingClientRect();"
            "  return 0 <= top && top < innerHeight }",
            arg=place,
        )


def test_corrections_are_chosen_by_the_keyboard(visit: Visit) -> None:
    with visit("queues/") as page:
        page.get_by_role("radio", name="Acknowledge the sentinel").focus()
        page.keyboard.press("ArrowRight")
        assert page.locator("#queue_sentinel-join_cancel pre.output").is_visible()
        assert not page.locator("#queue_sentinel-sentinel pre.output").is_visible()
        assert page.get_by_role("radio", name="No sentinel: join, then cancel").is_checked()
        outline = "e => getComputedStyle(e.parentElement).outlineStyle"
        assert page.get_by_role("radio", name="No sentinel: join, then cancel").evaluate(outline) == "solid"


@pytest.mark.thorough
def test_what_is_far_from_the_screen_is_laid_out_when_a_link_leads_there(visit: Visit) -> None:
    laid_out = "e => e.checkVisibility({contentVisibilityAuto: true})"
    with visit("claims/") as page:
        code = page.locator("#handler_hears-demo .c-code")
        assert not code.evaluate(laid_out)
        page.evaluate("location.hash = '#handler_hears-demo'")
        page.wait_for_function(laid_out, arg=code.element_handle())
        page.wait_for_function(
            "top => { const now = top.getBoundingClientRect().top; return 48 < now && now < 120 }",
            arg=page.locator("#handler_hears-demo").element_handle(),
        )
        page.emulate_media(media="print")
        page.wait_for_function(f"[...document.querySelectorAll('.c-code')].every({laid_out})")


@pytest.mark.thorough
def test_a_program_is_copied_whole_and_a_flawed_one_with_a_warning(visit: Visit) -> None:
    with visit("queues/", permissions=["clipboard-read", "clipboard-write"]) as page:
        for key, warned in (("published", True), ("sentinel", False)):
            page.locator(f"#queue_sentinel-{key} .highlight").scroll_into_view_if_needed()
            bar = page.get_by_label(f"Copy queue_sentinel-{key}")
            bar.get_by_role("button").click()
            page.wait_for_timeout(100)
            head, _, rest = page.evaluate("navigator.clipboard.readText()").partition("\n")
            source = catalogue.find("queue_sentinel").variant(key).source.strip()
            if warned:
                assert head == "# Careful: never ends, its transcript is wrong" and rest.strip() == source
                assert "copy anyway" in bar.evaluate("bar => getComputedStyle(bar, '::before').content")
            else:
                assert f"{head}\n{rest}".strip() == source, "also what of it is folded"


def test_the_program_and_the_chosen_correction_are_headings(visit: Visit) -> None:
    with visit("queues/") as page:
        for name in ("As published", "Acknowledge the sentinel"):
            assert page.get_by_role("heading", name=name, level=4, exact=True).count() == 1


CUT = "pre => pre.scrollWidth > pre.clientWidth"
FADE = "pre => Number(getComputedStyle(pre.parentElement, '::after').opacity)"


def test_no_program_is_cut_off_on_a_wide_screen(seen: Seen) -> None:
    for path, page in seen.pages.items():
        cut = page.locator(".ex .highlight > pre").evaluate_all(f"all => all.filter({CUT}).length")
        assert not cut, f"{path}: {cut}"


@pytest.mark.thorough
def test_code_that_is_cut_off_fades_until_it_is_scrolled_to_its_end(visit: Visit) -> None:
    with visit("errors/", PHONE) as page:
        programs = [pre for pre in page.locator(".ex .highlight > pre").all() if pre.is_visible()]
        cut = [pre for pre in programs if pre.evaluate(CUT)]
        assert cut
        for pre in programs:
            assert pre.evaluate(FADE) == (1 if pre.evaluate(CUT) else 0)
        cut[0].scroll_into_view_if_needed()
        cut[0].evaluate("pre => pre.scrollLeft = pre.scrollWidth")
        page.wait_for_function(
            "pre => getComputedStyle(pre.parentElement, '::after').opacity == 0", arg=cut[0].element_handle()
        )


UNDER = """
() => [...document.querySelectorAll(".flawed")].flatMap(code => {
  const button = code.querySelector(".md-code__nav").getBoundingClientRect();
  const flaws = [...code.querySelectorAll(".flawtag .nw")];
  return flaws.filter(flaw => {
    const { left, right, top, bottom } = flaw.getBoundingClientRect();
    return right > button.left + 1 && left < button.right && bottom > button.top && top < button.bottom;
  }).map(flaw => flaw.textContent);
})
"""


@pytest.mark.thorough
def test_on_a_phone_no_flaw_lies_under_the_button_that_copies(visit: Visit) -> None:
    with visit("s/queue_sentinel/", PHONE) as page:
        page.locator(".flawed .md-code__nav").first.wait_for(state="attached")
        assert page.evaluate(UNDER) == []


CONTRAST = """
button => {
  const painted = colour => {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).map(v => v / 255);
  };
  const light = colour => painted(colour)
    .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const code = button.closest("pre").querySelector("code");
  const [a, b] = [getComputedStyle(button).color, getComputedStyle(code).backgroundColor].map(light);
  return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
}
"""


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.thorough)])
def test_the_button_to_copy_is_seen(visit: Visit, scheme: str) -> None:
    with visit("tasks/", color_scheme=scheme) as page:
        page.locator("#forgotten_await-corrected pre").first.scroll_into_view_if_needed()
        assert page.locator(".ex .md-code__button").first.evaluate(CONTRAST) > 4.5


def test_what_is_read_as_prose_ends_at_one_edge(seen: Seen) -> None:
    prose = ".md-content__inner > p, .doc-contents > :is(p, ul), .ex > .idea, .ex > .rule, .say"
    for path in topics(list(seen.pages)):
        widths = seen.pages[path].locator(prose).evaluate_all("all => all.map(e => e.getBoundingClientRect().width)")
        assert max(widths) <= 29.7 * 20 + 1, path


def test_the_marks_of_the_home_page_say_what_they_mean(visit: Visit) -> None:
    with visit("") as page:
        assert all(mark.get_attribute("title") for mark in page.locator(".strip a").all())
        assert page.locator(".signs").is_visible()


def test_a_note_in_the_margin_tells_the_post_and_us_apart(visit: Visit) -> None:
    look = "e => [getComputedStyle(e).fontStyle, getComputedStyle(e).color]"
    with visit("events/") as page:
        note = page.locator(".mn").first
        quoted, by, ours = note.locator("p").first, note.locator(".by"), note.locator(".ours")
        looks = [part.evaluate(look) for part in (quoted, by, ours)]
        assert [style for style, _ in looks] == ["italic", "normal", "normal"]
        assert looks[1][1] != looks[2][1] == looks[0][1]
        assert by.evaluate("e => e.getBoundingClientRect().bottom") <= ours.evaluate(
            "e => e.getBoundingClientRect().top"
        )


@pytest.mark.thorough
def test_what_belongs_together_is_lit_together(visit: Visit) -> None:
    lit = "() => [...document.querySelectorAll('#lock_order-published .lit')].map(e => e.dataset.n ?? e.id ?? '')"
    with visit("locks/") as page:
        section = page.locator("#lock_order-published")
        section.locator('.timeline [data-n="5"]').hover()
        found = page.evaluate(lit)
        assert found.count("5") == 2, "the dot and its line in the output"
        section.locator('.output .l[data-n="6"]').hover()
        found = page.evaluate(lit)
        assert found.count("6") == 2 and "lock_order_published_l7" in found, "and where the task then stands"
        picture = section.locator(".timeline > svg")
        picture.focus()
        for _ in range(3):
            picture.press("ArrowRight")
        assert page.evaluate(lit)
        assert "worker_with" in section.locator(".tl-said").inner_text()
        picture.press("Escape")
        assert not page.evaluate(lit)


@pytest.mark.thorough
def test_all_rules_print_on_two_sides(visit: Visit) -> None:
    with visit("rules/") as page:
        pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2
