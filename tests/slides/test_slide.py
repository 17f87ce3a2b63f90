"""The slides in a real browser: everything fits and is large enough, keys and buttons, notes, address, paper, disk.

Needs Chromium, as the other tests in a browser.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import segno
from playwright.sync_api import Browser, Page

from snippets._engine.examples import catalogue
from snippets._engine.pages import build, post
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Piece, Record
from snippets._engine.slides import arrange, deck, layout, output, show, sides
from snippets._engine.story.story import Story
from tests import dom, programs
from tests.conftest import Visit, Windows, barriers

EXAMPLES = {example.id: example for example in programs.EXAMPLES}
SAMPLE = "talks/sample/"

#: Slides on which something does not fit, each with the reason. One that is no longer needed fails.
EXEMPT: dict[str, str] = {}

#: The least size of letters on a slide of 1280 by 720, in pixels, and how far beyond its place a letter may reach.
LEAST, NEAR = layout.LEAST, 1.5

Opened = Callable[..., Any]


@pytest.fixture(scope="module")
def at(browser: Browser, site: Path) -> Opened:
    """Opens a page of the site from disk, at 1280 by 720: ``with at("s/lock_order/slide/") as page``."""
    windows = Windows(browser, (site / "assets" / "mark.svg").as_uri())

    @contextmanager
    def open_page(path: str, hash: str = "", width: int = 1280, height: int = 720, **options: Any) -> Iterator[Page]:
        with windows.page(width, height, **{"reduced_motion": "reduce", **options}) as page:
            page.goto(f"{(site / path / 'index.html').as_uri()}{hash}")
            yield page

    return open_page


def slides_of(example_id: str) -> str:
    return f"s/{example_id}/slide/"


def now(page: Page) -> tuple[int, int]:
    """Which step is seen, and how many there are; only one is."""
    shown = [step for step in page.locator(".step").all() if step.is_visible()]
    assert len(shown) == 1
    found = re.fullmatch(r"(\d+) / (\d+)", shown[0].locator(".s-place").inner_text())
    assert found
    return int(found[1]), int(found[2])


# Everything fits

#: For each step: what is too small, what reaches out of its place or of the slide, what lies on something else.
FAULTS = """
async ([least, near]) => {
  await document.fonts.ready;
  const faults = [];
  const short = (text) => text.trim().replace(/\\s+/g, " ").slice(0, 50);
  const bar = document.querySelector(".s-bar");
  const texts = (root) => {
    const found = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || parent.closest("defs, .vh, title, desc") || !parent.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      found.push({ node, parent, boxes: [...range.getClientRects()].filter((box) => box.width > 0.5) });
    }
    return found;
  };
  const union = (boxes) => boxes.length && {
    left: Math.min(...boxes.map((b) => b.left)), right: Math.max(...boxes.map((b) => b.right)),
    top: Math.min(...boxes.map((b) => b.top)), bottom: Math.max(...boxes.map((b) => b.bottom)),
  };
  const outside = (box, place, by = near) => box.left < place.left - by || box.right > place.right + by ||
    box.top < place.top - by || box.bottom > place.bottom + by;

  const look = (step, where) => {
    const say = (what, text) => faults.push(`${where}: ${what}: ${short(text)}`);
    if (document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight)
      say("the stage scrolls", "");
    const stage = step.getBoundingClientRect();
    if (outside(stage, { left: 0, top: 0, right: innerWidth, bottom: innerHeight })) say("the slide is too large", "");
    for (const { node, parent, boxes } of texts(step)) {
      if (parseFloat(getComputedStyle(parent).fontSize) < least - 0.01) say("too small", node.data);
      for (const box of boxes) {
        if (outside(box, stage)) say("reaches out of the slide", node.data);
        for (let clip = parent; clip !== step; clip = clip.parentElement)
          if (getComputedStyle(clip).overflow !== "visible" && outside(box, clip.getBoundingClientRect(), 4))
            say("is clipped", node.data);
      }
    }
    for (const row of step.querySelectorAll("[data-n], [data-t], [data-no]"))
      for (const part of ["::before", "::after"]) {
        const style = getComputedStyle(row, part);
        const seen = !["none", '""'].includes(style.content) && style.display !== "none";
        if (seen && parseFloat(style.fontSize) < least - 0.01)
          say(`${part} too small`, row.textContent);
      }
    // Rows are as wide as what stands at their ends leaves them.
    for (const row of step.querySelectorAll(".s-out .r")) {
      const [text] = texts(row);
      const place = row.getBoundingClientRect();
      const free = row.dataset.t ? place.right - 74 : place.right;
      if (text && text.boxes.some((box) => box.right > free + near)) say("runs into its time", row.textContent);
    }
    const holders = ".s-verdict, .s-rule, .s-idea, .s-heading, .s-head, .s-head h1, .s-role, pre";
    for (const block of step.querySelectorAll(holders))
      if (block.scrollHeight > block.clientHeight + 3 || block.scrollWidth > block.clientWidth + 3)
        say("does not hold what is in it", block.textContent);
    const blocks = [...step.querySelectorAll(":scope > :not(.s-head), .s-head > *"), bar].map((block) => ({
      block,
      box: union([...texts(block).flatMap(({ boxes }) => boxes),
        ...[...block.querySelectorAll(".s-pic, .s-qr, button")].map((e) => e.getBoundingClientRect())]),
    })).filter(({ box }) => box);
    blocks.forEach(({ block, box }, index) => {
      for (const other of blocks.slice(index + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > near && down > 4)
          say(`lies on ${other.block.className}`, `${block.className} ${block.textContent}`);
      }
    });
  };

  const steps = [...document.querySelectorAll(".step")];
  steps.forEach((step, index) => {
    steps.forEach((other) => other.classList.toggle("now", other === step));
    look(step, `step ${index + 1}, ${step.dataset.kind}`);
  });

  // Drawings are measured where they can be seen: a copy of each, as large as on its slide.
  for (const drawing of document.querySelectorAll(".s-defs > defs > svg")) {
    const shown = document.querySelector(`use[href="#${drawing.id}"]`).closest("svg").cloneNode();
    shown.style.position = "fixed";
    shown.style.inset = "0 auto auto 0";
    shown.append(drawing.cloneNode(true));
    shown.firstChild.removeAttribute("id");
    document.body.append(shown);
    const place = shown.getBoundingClientRect();
    for (const text of shown.querySelectorAll("text")) {
      const size = parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a;
      if (size < least - 0.1) faults.push(`${drawing.id}: too small, ${size}: ${text.textContent}`);
      const box = text.getBoundingClientRect();
      if (outside(box, place, 12)) faults.push(`${drawing.id}: reaches out: ${text.textContent}`);
      const bar = text.closest(".sp");
      const edge = bar?.querySelector("rect, line").getBoundingClientRect();
      if (edge && box.right > edge.right + near)
        faults.push(`${drawing.id}: is wider than its bar: ${text.textContent}`);
    }
    shown.remove();
  }
  return faults;
}
"""


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    """One page, in which deck after deck is opened at 1280 by 720."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


#: By default one deck of ten, and that of several examples.
DECKS = [
    pytest.param(slides_of(name), marks=[pytest.mark.thorough] if place % 10 else [])
    for place, name in enumerate(EXAMPLES)
]


@pytest.mark.parametrize("path", [*DECKS, SAMPLE])
def test_everything_fits_and_is_large_enough(screen: Page, site: Path, path: str) -> None:
    screen.goto((site / path / "index.html").as_uri())
    faults = screen.evaluate(FAULTS, [LEAST, NEAR])
    name = path.split("/")[1]
    if name in EXEMPT:
        assert faults, f"{name}: the exemption is no longer needed: {EXEMPT[name]}"
        return
    assert not faults, "\n".join(faults[:20])


# What stands there


def steps_of(site: Path, path: str) -> list[dom.Element]:
    return dom.read((site / path / "index.html").read_text(encoding="utf-8")).all("section", css="step")


def left(site: Path, example_id: str, ending: str) -> str:
    """What this build's run of the published program left beside its permanent page."""
    return (site / "s" / example_id / f"published.{ending}").read_text(encoding="utf-8")


def kind(step: dom.Element) -> str:
    return step.attributes["data-kind"] or ""


def rows(step: dom.Element, css: str) -> list[str]:
    """The rows of output or program on a slide, without marks."""
    (pane,) = step.all("pre", css=css)
    return [row.text.rstrip("\n") for row in pane.all("span", css="r") if "gap" not in (row.attributes["class"] or "")]


@pytest.mark.parametrize("example_id", EXAMPLES)
def test_every_example_is_told_from_its_title_to_its_rule(site: Path, example_id: str) -> None:
    kinds = [kind(step) for step in steps_of(site, slides_of(example_id))]
    order = [kind for index, kind in enumerate(kinds) if kinds[index - 1] != kind or not index]
    printed = bool(build.current().example(example_id).first.record.text)  # which may be nothing on some Pythons
    assert order[: 3 + printed] == ["title", "code", *(["run"] if printed else []), "verdict"]
    assert order[-1] == "rule"
    assert not printed or kinds.index("verdict") - kinds.index("run") <= output.STEPS + 1
    others = EXAMPLES[example_id].variants[1:]
    assert kinds.count("ends") >= len(others) <= kinds.count("mended") + kinds.count("code") - 1


def test_a_run_comes_line_by_line_with_the_line_that_prints_it(site: Path) -> None:
    run = [step for step in steps_of(site, "s/lock_order/slide/") if kind(step) == "run"]
    printed = left(site, "lock_order", "out").splitlines()
    assert [rows(step, "s-out") for step in run] == [printed[: n + 1] for n in range(len(printed))]
    lit = [step.one("span", css="lit", data_no="6").text for step in run if step.all("span", css="lit", data_no="6")]
    assert len(lit) == 3 and "has acquired" in lit[0]


def test_the_picture_grows_to_the_moment_of_the_line(site: Path) -> None:
    run = [step for step in steps_of(site, "s/lock_order/slide/") if kind(step) == "run"]
    styles = [step.one("svg", css="s-pic").attributes["style"] or "" for step in run]
    at = [float(re.findall(r"--at:([\d.]+)", style)[0]) for style in styles]
    # Three seconds lie between 2 and 96 percent of the width.
    assert at == pytest.approx([2 + 94 * s / 3 for s in (0, 0, 0, 0, 1, 1, 2, 2, 3)], abs=0.01)
    assert [re.findall(r"--upto:(\d+)", style) for style in styles] == [[str(n)] for n in range(1, 10)]


def test_how_a_task_ends_is_not_seen_before_it_does(at: Opened) -> None:
    """All of it happens at one time, but main() is not yet made when the first line is printed."""
    seen = """() => [...document.querySelectorAll(".step")].map(step => {
      const use = step.querySelector(".s-picture use"), picture = use?.closest("svg");
      if (!use) return [step.dataset.kind, []];
      const drawing = document.querySelector(use.getAttribute("href")).cloneNode(true);
      picture.append(drawing);
      document.querySelectorAll(".step").forEach(other => other.classList.toggle("now", other === step));
      const ends = [...drawing.querySelectorAll(".s-end")].filter(end => +getComputedStyle(end).fillOpacity > 0);
      const said = ends.map(end => end.closest("text").textContent);
      drawing.remove();
      return [step.dataset.kind, said];
    })"""
    with at("s/run_inside_run/slide/") as page:
        (_, first), (_, second), *_ = [found for found in page.evaluate(seen) if found[0] in ("run", "verdict")]
    assert first == ["fetch() · returned"]
    assert second[-1] == "main() · raised RuntimeError"


def test_a_flood_is_cut_and_says_so(site: Path) -> None:
    steps = steps_of(site, "s/forgotten_await/slide/")
    last = next(step for step in steps if kind(step) == "verdict")
    count = len(left(site, "forgotten_await", "out").splitlines())
    left_out = count - output.HEAD - output.TAIL
    assert f"… {left_out} more lines" in last.one("pre", css="s-out").text
    assert last.all("span", css="r", data_n=str(count)), "and how it ends is seen"


def test_what_was_changed_is_marked(site: Path) -> None:
    step = next(step for step in steps_of(site, "s/forgotten_await/slide/") if kind(step) == "mended")
    before, after = step.all("pre", css="s-code")
    assert [row.text.strip() for row in before.all("span", css="del")] == ["asyncio.sleep(1)"] * 2
    added = [row.text.strip() for row in after.all("span", css="add")]
    assert added[:2] == ["await asyncio.sleep(1)"] * 2
    assert "await asyncio.wait([task1, task2])" in added[2:]


def test_a_long_program_stands_on_several_slides_whole(site: Path) -> None:
    source = EXAMPLES["request_handler"].variant("corrected").source
    code = [step for step in steps_of(site, "s/request_handler/slide/") if kind(step) == "code"][1:]
    assert len(code) > 1
    assert [row for step in code for row in rows(step, "s-code")] == source.splitlines()


def test_every_slide_has_the_short_link_and_what_it_was_run_on(site: Path) -> None:
    for step in steps_of(site, "s/queue_sentinel/slide/"):
        assert "s/queue_sentinel/" in step.text
        assert not step.all("use", href="#qr_queue_sentinel"), "the site's address is not known"
    rule = step
    for variant in EXAMPLES["queue_sentinel"].variants:
        assert variant.file.name in rule.text and variant.sha256[:12] in rule.text
    record = json.loads(left(site, "queue_sentinel", "json"))
    assert record["python"] in rule.text and record["clock"] in rule.text


def test_the_qr_code_is_that_of_the_address() -> None:
    symbol = show.qr("https://example.org/s/x/", "q")
    strokes = re.search(r'stroke="#000" d="M4 4\.5(.*?)"', symbol)
    assert strokes is not None
    row = column = 0
    dark = set()
    for kind, along, down in re.findall(r"([hm])(-?\d+)(?: (\d+))?", strokes[1]):
        if kind == "h":
            dark |= {(row, column + step) for step in range(int(along))}
        column, row = column + int(along), row + int(down or 0)
    matrix = segno.make("https://example.org/s/x/", micro=False).matrix
    assert dark == {(y, x) for y, row in enumerate(matrix) for x, module in enumerate(row) if module & 1}


def test_no_id_stands_twice_and_all_that_is_referred_to_is_there(site: Path) -> None:
    for path in [*map(slides_of, EXAMPLES), SAMPLE]:
        html = (site / path / "index.html").read_text(encoding="utf-8")
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), path
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids), path
        assert len(html) < 250_000, path


def test_the_sample_is_five_slides_of_two_examples(site: Path) -> None:
    steps = steps_of(site, SAMPLE)
    assert [kind(step) for step in steps] == ["title", "code", "verdict", "mended", "rule"]
    credit, *links = [link.attributes["href"] or "" for step in steps for link in step.all("a")][1:]
    assert credit == post.SOURCE, "whose program it is"
    assert len(links) == 4 and len(set(links)) == 2 and all((site / SAMPLE / link).resolve().is_dir() for link in links)


def test_an_unknown_id_is_a_warning_and_a_box(caplog: pytest.LogCaptureFixture) -> None:
    build.begin()
    for html in (
        deck.slide("lock_ordr"),
        deck.deck("A", "B?", "lock_ordr code"),
        deck.deck("A", "B?", "lock_order x"),
    ):
        assert dom.read(html).one("section").one("div", css="problems")
    told = [record.message for record in caplog.records]
    assert len(told) == 2 and "nearest: lock_order" in told[0] and "'x' is none of code, steps," in told[1]


def test_how_a_run_is_arranged_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = Mock(wraps=arrange.arrange)
    monkeypatch.setattr(show, "arrange", tried)
    assert deck.slide("lock_order").count('data-kind="verdict"') == 1
    tried.assert_called_once()


def test_what_was_not_run_says_so(tmp_path: Path) -> None:
    files = {"published": "print(1)\n", "newer": "print(2)\n"}
    for key, source in files.items():
        (tmp_path / f"{key}.py").write_text(source, encoding="utf-8")
    (tmp_path / "example.toml").write_text(
        'title = "A"\nidea = "B."\npost = 1\n[published]\noutcome = "finishes"\n[newer]\noutcome = "finishes"\n',
        encoding="utf-8",
    )
    example = catalogue.read(tmp_path)
    out = (Piece(0.0, "stdout", None, "kept\n"),)
    records = [
        Record(Outcome("finishes"), (Piece(0.0, "stdout", None, "1\n"),), 0, "virtual", "3.13.0", 0.0),
        Record(Outcome("not run"), out, None, "virtual", "3.15", 0.0),
    ]
    pairs = zip(example.variants, records, strict=True)
    results = tuple(Result(example, variant, Story(record, variant.source)) for variant, record in pairs)
    shown = show.ShownExample(ExampleResult(example, results))
    (ends,) = sides.ends(shown, shown.others[0])
    assert "recorded on 3.15; not run in this build" in ends.body and "kept" in ends.body
    (rule,) = show.rule(shown)
    assert "3.15 (recorded)" in rule.body


@pytest.mark.parametrize("example_id", [e.id for e in EXAMPLES.values() if e.post])
def test_the_notes_of_each_block_could_stand_under_no_other(example_id: str) -> None:
    def words(text: str) -> set[str]:
        return set(re.findall(r"[A-Za-z_]\w+", text))

    example = EXAMPLES[example_id]
    notes = example.notes or ""
    assert len(notes.splitlines()) >= 4 and re.search(
        r"(room|[Ss]omebody) will (ask|say|call|suggest)|somebody asks", notes
    )
    others = set().union(
        *(words(other.notes or "") for other in EXAMPLES.values() if other.id != example_id and other.post)
    )
    own = set().union(
        *(words(variant.source) for variant in example.variants), words(example.idea), words(example.title)
    )
    assert words(notes) & own - others, "nothing in them is of this example alone"


# In the hand


def test_keys_buttons_edges_and_the_address_step(at: Opened, site: Path) -> None:
    with at("s/cancel_unawaited/slide/", "#5") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        here, count = now(page)
        assert here == 5
        for key, wanted in [
            ("ArrowRight", 6), ("PageDown", 7), (" ", 8), ("ArrowLeft", 7), ("PageUp", 6), ("End", count),
            ("ArrowRight", count), ("Home", 1), ("ArrowLeft", 1), ("ArrowDown", 2),
        ]:  # fmt: skip
            page.keyboard.press(key)
            assert now(page)[0] == wanted, key
            assert page.url.endswith(f"#{wanted}")
        assert "Step 2 of" in page.locator("[aria-live]").inner_text()
        page.get_by_role("button", name="Next step").click()
        assert now(page)[0] == 3 and "foo" in page.locator("[aria-live]").inner_text()
        page.get_by_role("button", name="Next step").press(" ")
        assert now(page)[0] == 4, "once: the button's own key is not ours"
        page.get_by_role("button", name="Step back").click()
        page.mouse.click(1270, 360)
        page.mouse.click(1270, 360)
        page.mouse.click(640, 360)
        page.mouse.click(10, 360)
        assert now(page)[0] == 4
        page.evaluate("location.hash = '#7'")
        page.wait_for_function("document.querySelector('.step.now').id === '7'")
        page.reload()
        assert now(page)[0] == 7
        assert {url.split("#")[0] for url in asked} and all(url.startswith(site.as_uri()) for url in asked)


def test_where_the_script_is_late_no_step_is_laid_out_before_it_comes(visit: Visit) -> None:
    """Else all are, with the fonts that only some of them need."""
    with visit("404.html") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.route("**/slide.js", lambda route: (page.wait_for_timeout(600), route.continue_()))
        page.goto(page.url.replace("404.html", slides_of("lock_order")))
        page.locator(".step.now").wait_for()
        assert any("executed-serif.woff2" in url for url in asked)
        assert not [url for url in asked if "italic" in url]


def test_a_run_plays_to_its_end_and_stops(at: Opened) -> None:
    with at("s/cancel_unawaited/slide/") as page:
        page.clock.install()
        page.reload()
        page.keyboard.press("p")
        play = page.get_by_role("button", name="Play the run")
        assert now(page)[0] == 3 and play.get_attribute("aria-pressed") == "true"
        page.clock.run_for(3_000)
        page.keyboard.press("p")
        halted = now(page)[0]
        assert halted > 3 and play.get_attribute("aria-pressed") == "false"
        page.clock.run_for(10_000)
        assert now(page)[0] == halted
        page.keyboard.press("p")
        page.clock.run_for(60_000)
        assert page.locator(".step.now").get_attribute("data-kind") == "run"
        assert play.get_attribute("aria-pressed") == "false"
        page.keyboard.press("ArrowRight")
        assert page.locator(".step.now").get_attribute("data-kind") == "verdict", "not before the speaker says so"


@pytest.mark.parametrize("key", ["b", pytest.param(".", marks=pytest.mark.thorough)])
def test_the_screen_goes_black_and_comes_back(at: Opened, key: str) -> None:
    with at("s/cancel_unawaited/slide/", "#3") as page:
        page.keyboard.press(key)
        assert not page.locator(".step.now").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
        page.keyboard.press(key)
        assert page.locator(".step.now").is_visible() and now(page)[0] == 3


def test_notes_stand_below_the_slide_and_help_above(at: Opened) -> None:
    with at("s/queue_sentinel/slide/", "#3") as page:
        notes, help_ = page.locator("#notes"), page.locator("#help")
        assert not notes.is_visible() and not help_.is_visible()
        page.keyboard.press("n")
        for line in (EXAMPLES["queue_sentinel"].notes or "").splitlines():
            assert notes.get_by_text(line.strip(), exact=True).count() == 1
        assert "play" in notes.inner_text(), "the keys"
        slide_, panel = page.locator(".step.now").bounding_box(), notes.bounding_box()
        assert slide_ and panel and slide_["y"] + slide_["height"] <= panel["y"] + 1
        assert slide_["width"] / slide_["height"] == pytest.approx(16 / 9, rel=0.01)
        page.keyboard.press("Escape")
        assert not notes.is_visible()
        page.keyboard.press("?")
        assert help_.is_visible() and "full screen" in help_.inner_text()
        page.keyboard.press("ArrowRight")
        assert now(page)[0] == 3, "what is covered does not step"
        page.keyboard.press("Escape")
        assert not help_.is_visible()
        with page.context.expect_page() as opened:
            page.keyboard.press("w")
        other = opened.value
        other.locator("#notes").wait_for()
        page.keyboard.press("ArrowRight")
        other.wait_for_function("document.querySelector('.step.now').id === '4'")
        other.keyboard.press("End")
        page.wait_for_function("document.querySelector('.step.now').dataset.kind === 'rule'")


def test_full_screen_and_colours_by_key(at: Opened) -> None:
    scheme = "document.body.dataset.mdColorScheme"
    with at("s/lock_order/slide/", color_scheme="dark") as page:
        assert page.evaluate(scheme) == "slate"
        page.keyboard.press("d")
        assert page.evaluate(scheme) == "default"
        page.reload()
        assert page.evaluate(scheme) == "default"
        page.keyboard.press("f")
        page.wait_for_function("document.fullscreenElement")


@pytest.mark.thorough
def test_the_site_s_choice_of_colours_holds_for_slides(visit: Visit, address: str) -> None:
    scheme = "document.body.dataset.mdColorScheme"
    with visit("", color_scheme="light") as page:
        page.get_by_title("Switch to light").click()
        page.get_by_title("Switch to dark").click()
        page.goto(f"{address}s/lock_order/slide/")
        assert page.evaluate(scheme) == "slate"


@pytest.mark.parametrize(
    ("width", "height"),
    [
        (1920, 1080),
        pytest.param(1024, 768, marks=pytest.mark.thorough),
        pytest.param(390, 844, marks=pytest.mark.thorough),
    ],
)
def test_a_slide_is_as_large_as_the_window(at: Opened, width: int, height: int) -> None:
    with at("s/lock_order/slide/", "#4", width=width, height=height) as page:
        box = page.locator(".step.now").bounding_box()
        assert box and box["width"] == pytest.approx(min(width, height * 16 / 9), abs=1)
        assert box["width"] / box["height"] == pytest.approx(16 / 9, rel=0.01)
        assert box["x"] == pytest.approx((width - box["width"]) / 2, abs=1)
        assert box["y"] == pytest.approx((height - box["height"]) / 2, abs=1)


@pytest.mark.parametrize("javascript", [True, pytest.param(False, marks=pytest.mark.thorough)])
def test_printed_each_step_is_a_page(at: Opened, javascript: bool) -> None:
    with at("s/cancel_unawaited/slide/", java_script_enabled=javascript) as page:
        steps = page.locator(".step")
        if not javascript:
            tops = [step.bounding_box() for step in steps.all()]
            assert tops and all(box and box["y"] == pytest.approx(n * 721, abs=2 * n + 1) for n, box in enumerate(tops))
            assert not page.locator(".s-bar").is_visible()
        pdf = page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == steps.count()
        assert set(re.findall(rb"/MediaBox \[([^\]]*)\]", pdf)) == {b"0 0 960 540"}


AXED = [("queue_sentinel", "light"), ("task_handler_missing", "dark")]


@pytest.mark.thorough
@pytest.mark.parametrize(("example_id", "scheme"), AXED)
def test_axe_finds_no_barrier_on_slides(at: Opened, example_id: str, scheme: str) -> None:
    with at(slides_of(example_id), color_scheme=scheme) as page:
        kinds = page.evaluate("[...document.querySelectorAll('.step')].map(step => step.dataset.kind)")
        page.keyboard.press("n")
        found = []
        for name in dict.fromkeys(kinds):
            page.evaluate("n => { location.hash = '#' + n }", kinds.index(name) + 1)
            page.wait_for_function("n => document.querySelector('.step.now').id == n", arg=kinds.index(name) + 1)
            found += [f"{name}: {barrier}" for barrier in barriers(page)]
    assert not found, "\n".join(found[:20])
