"""CPython's own tests of asyncio, which nobody here wrote, come out under the recorder exactly as plainly.

Each on the virtual clock, and what that refuses on the real one. ``--all-suites``: every module, on every Python that
ships them, on both clocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import cast

import pytest

from snippets._engine.examples.catalogue import minor
from snippets._engine.run.pythons import Python
from tests.background import patiently
from tests.suites import known, measure
from tests.suites.measure import CORE, Measured

PYTHONS = measure.with_suites()
#: Hooks of the recorder that may fail: a test there gives the loop a mock for its ready queue.
FAULTS = {"test_events": 1}


Begun = dict[tuple[str, str], list[Future[Measured]]]


@pytest.fixture(scope="module")
def suites(request: pytest.FixtureRequest) -> Iterator[Begun]:
    """The parts of all modules that the selected tests ask for, two at once, those of the longest modules first."""
    everything = bool(request.config.getoption("all_suites"))
    asked: list[tuple[Python, str]] = [
        (cast(Python, item.callspec.params["python"]), cast(str, item.callspec.params["module"]))
        for item in request.session.items
        if isinstance(item, pytest.Function) and "suites" in item.fixturenames
    ]
    pool = ThreadPoolExecutor(2, initializer=patiently)
    begun: Begun = {}
    for python, module in sorted(asked, key=lambda pair: -measure.PARTS.get(pair[1], 0)):
        refused = {} if everything else known.refused(python.version, module)
        begun[python.version, module] = [
            pool.submit(part.compare, refused, everything) for part in measure.parts(python, module)
        ]
    yield begun
    pool.shutdown(cancel_futures=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The core modules on the Pythons for which they were measured, to the minor version; or all on all."""
    if "module" not in metafunc.fixturenames:
        return
    everything = metafunc.config.getoption("all_suites")
    minors = {minor(version) for version in known.load()}
    pairs = [
        pytest.param(python, module, id=f"{module}-{python.minor}")
        for python in (PYTHONS if everything else [python for python in PYTHONS if python.minor in minors])
        for module in (measure.modules(python) if everything else CORE)
    ]
    metafunc.parametrize(("python", "module"), pairs)


@pytest.mark.thorough
def test_each_test_comes_out_as_plainly(python: Python, module: str, suites: Begun) -> None:
    measured = Measured()
    for future in suites[python.version, module]:
        measured.add(future.result())
    assert measured.unlike == []
    assert measured.faults <= FAULTS.get(module, 0)
    if python.version in known.load() and module in CORE and not measured.unsettled:
        kept = known.load()[python.version][module]
        assert {reason: sorted(tests) for reason, tests in sorted(measured.refused.items())} == kept["refused"]
        assert measured.virtual == kept["virtual"]
