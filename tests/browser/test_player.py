"""The player in a real browser: every run can be stepped through, by click and by key, forwards and backwards.

Also: what each step shows, links to a step, two runs at the same moment, phones, paper, and no script at all.
Axe looks at open players in test_browser.
"""

from __future__ import annotations

import functools
import gzip
import re
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from snippets._engine.examples.catalogue import ROOT
from tests.conftest import ALL, ALL_OPEN, FEW, LAST, PHONE, WIDE, Quiet, Visit, topics

#: Runs that are walked through step by step: order, a deadlock, a flood, cancellation, threads, sockets.
WALKED = [
    ("locks/", "lock_order-published"),
    ("events/", "event_never_set-published"),
    ("tasks/", "forgotten_await-published"),
    ("cancelling/", "cancel_unawaited-reraise"),
    ("queues/", "queue_sentinel-published"),
    ("nested-contexts/", "request_handler-corrected"),
]

#: The lines that worker 0 runs in its first step: Python 3.11 tells only of those that print or wait.
RAN = [4, 5, 6, 7] if sys.version_info >= (3, 12) else [4, 6, 7]


def opened(page: Page, variant: str) -> Locator:
    """The player of a variant, opened by its button."""
    host = page.locator(f"#{variant} .player")
    button = host.get_by_role("button", name="Step through this run")
    button.scroll_into_view_if_needed()
    # What stands above gets its own height when it comes near: nobody presses a button in that very moment.
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    button.click()
    player = host.get_by_role("group", name=re.compile("^Player"))
    player.wait_for()
    return player


def place(player: Locator) -> tuple[int, int]:
    """At which step the player is, and of how many."""
    found = re.match(r"Step (\d+) of (\d+)", player.locator(".p-place").inner_text())
    assert found
    return int(found[1]), int(found[2])


def shown(player: Locator) -> str:
    """All that a player shows at its step: the words, and what stands where."""
    return str(
        player.evaluate(
            """root => {
              const copy = root.querySelector(".p-views").cloneNode(true);
              copy.querySelectorAll(".p-room, [hidden]").forEach(node => node.remove());
              return copy.innerHTML.replace(/ style="[^"]*"/g, "") + root.querySelector(".p-place").textContent;
            }"""
        )
    )


def printed(player: Locator) -> str:
    """The output so far."""
    return str(
        player.locator("pre.rows").evaluate(
            """pre => [...pre.querySelectorAll(".l > span")].filter(e => e.checkVisibility())
                 .map(e => e.textContent).join("")"""
        )
    )


def marks(player: Locator, line: int) -> list[str]:
    """The letters of the tasks that stand in a line of the program."""
    return player.locator(f".p-ln:nth-child({line}) .p-gutter .p-mark").all_inner_texts()


def task(player: Locator, name: str) -> Locator:
    """The row of a task."""
    return player.locator(".p-row").filter(has=player.page.locator(".p-who > .p-name", has_text=name)).first


def walk_to(player: Locator, output: str) -> None:
    """Step forward until this was printed."""
    for _ in range(place(player)[1]):
        if output in printed(player):
            return
        player.press("ArrowRight")
    raise AssertionError(f"never printed: {output}")


# What a step shows


def test_a_step_shows_lines_tasks_queue_timers_output_and_the_moment(visit: Visit) -> None:
    with visit("locks/") as page:
        player = opened(page, "lock_order-published")
        assert player.locator(".p-rows .p-name").all_inner_texts()[:4] == [
            "main()", "worker_with(lock, 0)", "worker_with(lock, 1)", "worker_with(lock, 2)",
        ]  # fmt: skip
        walk_to(player, "worker 0 has acquired the lock")
        assert printed(player).splitlines() == ["worker 0 is waiting for the lock", "worker 0 has acquired the lock"]
        lines = player.locator(".p-ln").evaluate_all("all => all.map(e => e.classList.contains('ran'))")
        assert [n + 1 for n, ran in enumerate(lines) if ran] == RAN
        assert marks(player, 7) == ["B"] and marks(player, 12) == ["A"]
        assert "sleeps until 1 s, line 7" in task(player, "worker_with(lock, 0)").inner_text()
        assert "line 12" in task(player, "main()").inner_text()
        ready = player.get_by_role("group", name="Ready queue").get_by_role("listitem")
        assert ready.locator(".p-name").all_inner_texts() == ["worker_with(lock, 1)", "worker_with(lock, 2)"]
        assert [text.startswith("next") for text in ready.all_inner_texts()] == [True, False]
        timers = player.get_by_role("group", name="Timers").get_by_role("listitem").all_inner_texts()
        assert len(timers) == 1 and "1 s" in timers[0] and "worker_with(lock, 0)" in timers[0]
        assert "at 0 s" in player.locator(".p-place").inner_text()
        player.press("ArrowRight")
        assert "runs" in str(task(player, "worker_with(lock, 1)").get_attribute("class")), (
            "the head of the queue runs next"
        )


def test_the_program_is_coloured_and_numbered_as_on_the_page(visit: Visit) -> None:
    with visit("locks/") as page:
        player = opened(page, "lock_order-published")
        there = page.locator("#lock_order-published .highlight .ln")
        here = player.locator(".p-src")
        colour = "e => getComputedStyle(e).color"
        assert [text.rstrip("\n") for text in here.all_text_contents()] == [
            t.rstrip("\n") for t in there.all_text_contents()
        ]
        for css in (".k", ".s1"):
            assert here.locator(css).first.evaluate(colour) == there.locator(css).first.evaluate(colour)


#: Of each open player: whose it is, what page and player show as printed, and its pictures: whether each has times, and
#: how many moments it marks.
ENDS = """() => [...document.querySelectorAll("section[data-variant]:has(.p-root)")].map(section => {
  const rows = [...section.querySelectorAll(".p-root pre.rows .l > span")].filter(row => !row.closest("[hidden]"));
  return [
    section.id, section.querySelector("pre.output").textContent, rows.map(row => row.textContent).join(""),
    [...section.querySelectorAll("figure.timeline > svg")]
      .map(svg => [svg.dataset.scale !== "steps", svg.querySelectorAll(".p-moment").length]),
  ];
})"""


@pytest.mark.parametrize("width", [PHONE, pytest.param(820, marks=pytest.mark.thorough)])
def test_open_players_fit_the_page_double_no_id_and_end_with_what_it_shows(
    visit: Visit, paths: list[str], width: int
) -> None:
    """By turns on a phone or on something wider; and each has a moment on its picture where that has times."""
    runs = untimed = 0
    few = paths == sorted(FEW)
    for path in sorted({*([] if few else topics(paths)[(width == PHONE) :: 2]), "locks/", "errors/"}):
        with visit(path, width) as page:
            page.evaluate(ALL_OPEN, [3, ALL])
            inner, whole = page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
            assert whole <= inner, f"{path} is {whole} px wide"
            ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
            assert len(ids) == len(set(ids)), path
            page.evaluate(ALL_OPEN, [LAST, ALL])  # what all steps of each run print: see test_steps
            for name, text, told, pictures in page.evaluate(ENDS):
                head, cut, _ = told.partition("… ")
                assert text.startswith(head) if cut else text == told, name
                for timed, moments in pictures:
                    assert moments == timed, name
                    untimed += not timed
                runs += 1
    assert runs > (10 if few else 40) and untimed


def test_a_moment_stands_on_the_picture_and_numbers_light_up(visit: Visit) -> None:
    with visit("locks/") as page:
        player = opened(page, "lock_order-published")
        walk_to(player, "worker 1 has acquired the lock")
        svg = page.locator("#lock_order-published figure.timeline > svg")
        t1, x0, x1 = (float(svg.get_attribute(f"data-{name}") or "nan") for name in ("t1", "x0", "x1"))
        at = float((svg.locator(".p-moment").get_attribute("x") or "").removesuffix("%"))
        assert at == pytest.approx(x0 + (x1 - x0) * 1000 / t1, abs=0.1), "one second"
        assert [dot.get_attribute("data-n") for dot in svg.locator("[data-n].now").all()] == ["6"]
        page.get_by_role("button", name="Step through this run", expanded=True).click()
        assert not svg.locator(".p-moment, .now").count(), "a closed player leaves nothing on the picture"


def test_it_opens_where_all_of_it_is_seen(visit: Visit) -> None:
    with visit("locks/", reduced_motion="reduce") as page:
        player = opened(page, "lock_order-published")
        box, head = player.bounding_box(), page.locator(".md-header").bounding_box()
        assert box and head
        assert abs(box["y"] - head["height"]) < 2 and box["y"] + box["height"] <= 900
        assert page.evaluate("document.activeElement.className") == "p-root"


def test_on_a_phone_the_line_that_ran_and_the_last_one_printed_stay_in_sight(visit: Visit) -> None:
    with visit("locks/", PHONE, reduced_motion="reduce") as page:
        player = opened(page, "lock_order-published")
        strip = player.locator(".p-now")
        assert "nothing printed yet" in strip.inner_text()
        walk_to(player, "worker 0 has acquired the lock")
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(100)
        assert strip.inner_text().split("\n") == ["7await asyncio.sleep(1)", "2worker 0 has acquired the lock"]
        box = strip.bounding_box()
        assert box and 0 < box["y"] < 200
        whole = player.bounding_box()
        assert whole and whole["y"] < 0, "it was scrolled: this tests nothing"


def test_running_is_seen_in_forced_colours(visit: Visit) -> None:
    with visit("locks/", forced_colors="active") as page:
        player = opened(page, "lock_order-published")
        colour = "(e, which) => getComputedStyle(e, which).backgroundColor"
        paper = page.evaluate(f"({colour})(document.body)")
        for cell in (".p-lane .st-run", ".own .st-run", ".p-legend .st-run"):
            assert player.locator(cell).first.evaluate(colour, "::before") not in (paper, "rgba(0, 0, 0, 0)"), cell


# Stepping


@pytest.mark.parametrize(
    ("path", "variant"), [WALKED[0], *(pytest.param(*one, marks=pytest.mark.thorough) for one in WALKED[1:])]
)
def test_backwards_shows_what_forwards_showed(visit: Visit, path: str, variant: str) -> None:
    with visit(path, reduced_motion="reduce") as page:
        player = opened(page, variant)
        count = place(player)[1]
        assert count > 2
        forth = []
        for step in range(count):
            assert place(player) == (step + 1, count)
            forth.append(shown(player))
            player.press("ArrowRight")
        assert place(player) == (count, count), "there is nothing behind the last step"
        assert len(set(forth)) == count
        for step in reversed(range(count)):
            assert shown(player) == forth[step], f"step {step + 1}"
            player.press("ArrowLeft")
        assert place(player) == (1, count)


def test_keys_buttons_slider_and_lanes_lead_to_a_step(visit: Visit) -> None:
    with visit("locks/") as page:
        player = opened(page, "lock_order-published")
        count = place(player)[1]
        assert page.evaluate("document.activeElement.className") == "p-root", "keys work at once"
        for key, step in (("End", count), ("Home", 1), ("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2)):
            page.keyboard.press(key)
            assert place(player)[0] == step
        for name, step in (("Last step", count), ("Step back", count - 1), ("Step forward", count), ("First step", 1)):
            player.get_by_role("button", name=name).click()
            assert place(player)[0] == step
        assert player.get_by_role("button", name="Step back").get_attribute("aria-disabled") == "true"
        assert page.evaluate("document.activeElement.ariaLabel") == "First step", "a button at the end keeps the focus"
        slider = player.get_by_role("slider", name="Step")
        slider.fill("6")
        assert place(player)[0] == 7
        assert slider.get_attribute("aria-valuetext") == f"7 of {count}, at 1 s"
        slider.press("ArrowRight")
        assert place(player)[0] == 8
        lane = player.locator(".p-lane").first
        box = lane.bounding_box()
        assert box
        lane.click(position={"x": box["width"] * 4.5 / count, "y": 5})
        assert place(player)[0] == 5


def test_its_keys_are_told_by_a_key_and_by_a_button(visit: Visit) -> None:
    with visit("locks/", reduced_motion="reduce") as page:
        player = opened(page, "lock_order-published")
        page.keyboard.press("?")
        dialog = player.get_by_role("dialog", name="Keys and terms of the player")
        assert "Space" in dialog.inner_text() and "Ready queue" in dialog.inner_text()
        assert "/glossary/" in str(dialog.get_by_role("link").get_attribute("href"))
        page.keyboard.press("ArrowRight")
        assert place(player)[0] == 1, "keys are for the window now"
        page.keyboard.press("Escape")
        assert not dialog.is_visible()
        page.keyboard.press("ArrowRight")
        assert place(player)[0] == 2, "the player has the focus again"
        player.get_by_role("button", name="Keys").click()
        dialog.get_by_role("button", name="Close").click()
        assert not dialog.is_visible()


def test_it_plays_to_the_end_and_is_silent_meanwhile(visit: Visit) -> None:
    with visit("locks/") as page:
        player = opened(page, "lock_order-published")
        page.clock.install()
        count = place(player)[1]
        live = player.locator("[aria-live]")
        assert live.get_attribute("aria-live") == "polite"
        page.keyboard.press("Space")
        page.clock.run_for(15_000)
        assert 1 < place(player)[0] < count
        assert live.get_attribute("aria-live") == "off"
        page.keyboard.press("Space")
        here = place(player)
        page.clock.run_for(60_000)
        assert place(player) == here, "space stops it"
        player.get_by_role("button", name="Play").click()
        page.clock.run_for(900_000)
        assert place(player) == (count, count)
        assert live.get_attribute("aria-live") == "polite", "the last sentence is read out"
        assert player.get_by_role("button", name="Play").is_visible()


@pytest.mark.thorough
def test_faster_is_faster(visit: Visit) -> None:
    steps = []
    for speed in ("1", "4"):
        with visit("queues/") as page:
            player = opened(page, "queue_sentinel-published")
            page.clock.install()
            player.get_by_label("Speed").select_option(speed)
            player.get_by_role("button", name="Play").click()
            page.clock.run_for(30_000)
            steps.append(place(player)[0])
    assert steps[1] > 2 * steps[0]


# Links to a step


def test_a_link_to_a_step_opens_there(visit: Visit) -> None:
    with visit("locks/#lock_order-published@7") as page:
        player = page.locator("#lock_order-published .p-root")
        player.wait_for()
        assert place(player)[0] == 7
        assert 0 <= player.evaluate("e => e.getBoundingClientRect().top") < 300, "it is scrolled to"
        player.press("ArrowRight")
        player.get_by_role("link", name="Link to this step").click()
        assert page.url.endswith("/locks/#lock_order-published@8")
        page.evaluate("location.hash = '#lock_order-published@3'")
        page.wait_for_function("document.querySelector('.p-place').textContent.startsWith('Step 3 ')")
        page.evaluate("location.hash = '#lock_order-published@9999'")
        count = place(player)[1]
        page.wait_for_function(
            "n => document.querySelector('.p-place').textContent.startsWith(`Step ${n} `)", arg=count
        )


def test_a_link_to_a_step_of_a_folded_correction_unfolds_it(visit: Visit) -> None:
    with visit("queues/#queue_sentinel-shutdown@4") as page:
        player = page.locator("#queue_sentinel-shutdown .p-root")
        player.wait_for()
        assert place(player)[0] == 4


@pytest.mark.thorough
def test_links_of_old_lead_where_they_led(visit: Visit) -> None:
    with visit("locks/#lock_order-published") as page:
        page.wait_for_load_state("networkidle")
        assert (
            page.evaluate("Math.abs(document.getElementById('lock_order-published').getBoundingClientRect().top)") < 200
        )
        assert not page.locator(".p-root").count()


@pytest.fixture(scope="session")
def instant(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is with Material's ``navigation.instant``."""
    copy = tmp_path_factory.mktemp("instant") / "site"
    shutil.copytree(site, copy)
    for page in copy.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace('"features": [', '"features": ["navigation.instant", '), encoding="utf-8")
    return copy


def served_at(site: Path, address: str) -> None:
    """Give the site a map that names this address: only what stands in it is navigated to instantly."""
    pages = (page.parent.relative_to(site).as_posix() for page in site.glob("*/index.html"))
    places = "".join(f"<url><loc>{address}{page}/</loc></url>" for page in pages)
    (site / "sitemap.xml").write_text(f"<urlset><url><loc>{address}</loc></url>{places}</urlset>", encoding="utf-8")


@pytest.mark.thorough
def test_it_works_with_instant_navigation(browser: Browser, instant: Path, serve: Callable[[Path], Any]) -> None:
    with serve(instant) as address:
        served_at(instant, address)
        page = browser.new_page(viewport={"width": WIDE, "height": 900})
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + "tasks/")
        page.wait_for_load_state("networkidle")
        page.evaluate("window.same = true")
        opened(page, "forgotten_await-published")
        page.get_by_role("link", name="Locks", exact=True).first.click()
        page.wait_for_url("**/locks/")
        player = opened(page, "lock_order-published")
        player.press("End")
        assert place(player)[0] == place(player)[1] > 10
        page.evaluate("const a = document.createElement('a'); a.href = '../events/#event_never_set-published@2';"
                      "a.textContent = 'there'; document.querySelector('.md-content').prepend(a)")  # fmt: skip
        page.get_by_role("link", name="there", exact=True).click()
        there = page.locator("#event_never_set-published .p-root")
        there.wait_for()
        assert place(there)[0] == 2
        assert 0 <= there.evaluate("e => e.getBoundingClientRect().top") < 300, "it is scrolled to"
        page.go_back()
        page.wait_for_url("**/locks/")
        again = opened(page, "lock_order-published")
        again.press("ArrowRight")
        assert place(again)[0] == 2
        assert page.evaluate("window.same"), "the page was loaded anew: this tests nothing"
        assert not errors
        page.close()


@pytest.fixture(scope="session")
def serve() -> Callable[[Path], Any]:
    """Serves a folder: ``with serve(folder) as address``."""

    @contextmanager
    def serving(folder: Path) -> Iterator[str]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()

    return serving


# Two runs


def test_published_and_corrected_stand_at_the_same_moment(visit: Visit) -> None:
    with visit("events/") as page:
        player = opened(page, "event_never_set-published")
        player.press("End")
        player.get_by_role("button", name="Compare with corrected").click()
        player.locator(".p-view").nth(1).wait_for()
        left, right = player.locator(".p-view").all()
        assert left.locator(".p-title").inner_text() == "As published"
        assert right.locator(".p-title").inner_text() == "Corrected"
        assert "at 0 s" in player.locator(".p-place").inner_text()
        stuck = shown(left.locator("..").locator(".."))  # the whole player
        for _ in range(place(player)[1]):
            player.press("ArrowRight")
        assert stuck != shown(player)
        assert "got it" in printed(right) and "got it" not in printed(left), "a run that ended keeps its last step"
        for view in (left, right):
            assert view.get_by_role("slider").input_value() == str(place(player)[1] - 1)
        sides = [view.bounding_box() for view in (left, right)]
        assert sides[0] and sides[1] and sides[0]["y"] == sides[1]["y"] and sides[0]["x"] < sides[1]["x"]
        rows = [
            [row.bounding_box() for row in view.locator(".p-tasks, .p-code, .p-out").all()] for view in (left, right)
        ]
        assert [box and box["y"] for box in rows[0]] == [box and box["y"] for box in rows[1]], "in common rows"
        player.get_by_role("button", name="Compare with corrected").click()
        assert player.locator(".p-view").count() == 1


def test_the_moment_stays_when_a_comparison_begins_and_ends(visit: Visit) -> None:
    with visit("tasks/") as page:
        player = opened(page, "forgotten_await-corrected")
        for _ in range(9):
            player.press("ArrowRight")
        before = shown(player)
        time = player.locator(".p-place span").inner_text()
        button = player.get_by_role("button", name="Compare with published")
        button.click()
        player.locator(".p-view").nth(1).wait_for()
        assert player.locator(".p-title").all_inner_texts() == ["As published", "Corrected"]
        assert player.locator(".p-place span").inner_text() == time
        button.click()
        assert shown(player) == before


@pytest.mark.thorough
def test_each_of_several_corrections_can_be_compared(visit: Visit) -> None:
    with visit("queues/") as page:
        player = opened(page, "queue_sentinel-published")
        choice = player.get_by_label("Compare with")
        titles = choice.locator("option").all_inner_texts()[1:]
        assert len(titles) > 1
        for title in titles:
            choice.select_option(title)
            player.locator(".p-title").get_by_text(title).wait_for()
        choice.select_option("")
        page.wait_for_function("!document.querySelector('.p-root.two')")


@pytest.mark.thorough
def test_on_a_phone_the_second_run_stands_below(visit: Visit) -> None:
    with visit("events/", PHONE) as page:
        player = opened(page, "event_never_set-published")
        player.get_by_role("button", name="Compare with corrected").click()
        player.locator(".p-view").nth(1).wait_for()
        above, below = (view.bounding_box() for view in player.locator(".p-view").all())
        assert above and below and above["y"] + above["height"] <= below["y"]
        assert below["y"] - above["y"] < 1200, "it is not far away"


# Everybody, everywhere


def test_nothing_is_loaded_before_a_player_is_opened(visit: Visit) -> None:
    asked: list[str] = []
    with visit("404.html") as page:
        page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        page.goto(page.url.replace("404.html", "locks/"))
        page.wait_for_load_state("networkidle")
        assert asked and not [name for name in asked if name.startswith("player.") or name.endswith(".steps.js")]
        opened(page, "lock_order-published")
        assert [name for name in asked if name.startswith("player.") or name.endswith(".steps.js")] == [
            "player.js",
            "player.css",
            "published.steps.js",
        ]


def test_without_javascript_nothing_of_it_is_seen(visit: Visit) -> None:
    with visit("locks/", java_script_enabled=False) as page:
        players = page.locator(".player")
        assert players.count()
        assert all(not (player.bounding_box() or {}).get("height") for player in players.all())


def test_it_works_from_a_folder_opened_from_disk(browser: Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": WIDE, "height": 900})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((site / "locks" / "index.html").as_uri() + "#lock_order-published@5")
    player = page.locator("#lock_order-published .p-root")
    player.wait_for()
    assert place(player)[0] == 5
    page.goto((site / "s" / "event_never_set" / "index.html").as_uri())
    player = opened(page, "event_never_set-published")
    player.get_by_role("button", name="Compare with corrected").click()
    player.locator(".p-view").nth(1).wait_for()
    assert [error for error in errors if "search" not in error] == [], "Material's search is not made for that"
    page.close()


@pytest.mark.parametrize(
    "lost",
    [
        "**/player.js",
        *(pytest.param(one, marks=pytest.mark.thorough) for one in ("**/player.css", "**/published.steps.js")),
    ],
)
def test_what_cannot_be_loaded_is_told_of_and_asked_for_again(visit: Visit, lost: str) -> None:
    with visit("locks/", first=lambda page: page.route(lost, lambda route: route.abort())) as page:
        button = page.locator("#lock_order-published .p-open")
        button.click()
        page.get_by_text("could not be loaded").wait_for()
        page.unroute(lost)
        button.click()
        page.locator("#lock_order-published .p-root").wait_for()
        assert button.inner_text() == "Step through this run"


@pytest.mark.thorough
def test_on_a_phone_fingers_find_every_control(visit: Visit) -> None:
    with visit("queues/", PHONE, has_touch=True) as page:
        player = opened(page, "queue_sentinel-published")
        controls = player.locator("xpath=..").locator("button, select, input")
        assert controls.count() > 7
        for control in filter(Locator.is_visible, controls.all()):
            box = control.bounding_box()
            assert box and box["height"] >= 44 and box["width"] >= 44, control.get_attribute("aria-label")
        link = player.get_by_role("link", name="Link to this step").bounding_box()
        assert link and link["height"] >= 44
        player.get_by_role("button", name="Step forward").tap()
        assert place(player)[0] == 2


@pytest.mark.thorough
def test_what_is_shown_does_not_jump_on_a_wide_screen(visit: Visit) -> None:
    with visit("locks/") as page:
        player = opened(page, "lock_order-published")
        tops = set()
        for _ in range(place(player)[1]):
            tops.add(player.locator(".p-code").evaluate("e => e.offsetTop"))
            player.press("ArrowRight")
        assert len(tops) == 1


@pytest.mark.thorough
def test_the_bar_stays_in_sight(visit: Visit) -> None:
    for width in (WIDE, PHONE):
        with visit("locks/#lock_order-published@5", width) as page:
            player = page.locator("#lock_order-published .p-root")
            player.wait_for()
            page.evaluate("document.querySelector('.p-code').scrollIntoView({behavior: 'instant', block: 'start'})")
            assert player.get_by_role("button", name="Step forward").evaluate(
                """e => { const r = e.getBoundingClientRect();
                          return e.contains(document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2)) }"""
            )


@pytest.mark.thorough
def test_nobody_who_asks_for_less_motion_sees_any(visit: Visit) -> None:
    moves = "e => getComputedStyle(e).transitionDuration"
    for wish, duration in (("reduce", "0s"), ("no-preference", "0.12s")):
        with visit("locks/", reduced_motion=wish) as page:
            assert opened(page, "lock_order-published").locator(".p-cursor").evaluate(moves) == duration


@pytest.mark.thorough
def test_paper_shows_no_player(visit: Visit) -> None:
    with visit("locks/") as page:
        player = opened(page, "lock_order-published")
        page.emulate_media(media="print")
        assert not player.is_visible() and not page.locator(".p-open").first.is_visible()
        assert not page.locator(".p-moment").first.is_visible()


def test_our_scripts_are_small() -> None:
    scripts = [(ROOT / "docs" / "assets" / name).read_bytes() for name in ("player.js", "extra.js")]
    assert sum(len(gzip.compress(script)) for script in scripts) < 16_300
