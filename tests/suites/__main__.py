"""``python -m tests.suites``: measures the core modules on two Pythons and writes ``snippets/suites.json``.

With ``--all`` every module is run on every Python that ships the tests, on both clocks, and what was seen is printed;
of that only the core modules are kept.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.suites import known, measure
from tests.suites.measure import CORE, Measured, Part


def main() -> int:
    everything = "--all" in sys.argv[1:]
    pythons = measure.with_suites()
    chosen = pythons if everything else pythons[-2:]
    work = [
        (python, module, measure.parts(python, module))
        for python in chosen
        for module in (measure.modules(python) if everything else CORE)
    ]
    found: dict[str, dict[str, dict[str, Any]]] = {}
    status = 0
    with ThreadPoolExecutor(2) as pool:
        begun = [
            (python, module, [pool.submit(_compare, part, everything) for part in all_])
            for python, module, all_ in work
        ]
        for python, module, futures in begun:
            measured = Measured()
            for future in futures:
                measured.add(future.result())
            refused = {reason: len(tests) for reason, tests in measured.refused.items()}
            print(
                f"{python.version} {module}: {measured.virtual} virtual, {measured.real} real, refused {refused}, "
                f"untried {measured.untried}, faults {measured.faults}",
                flush=True,
            )
            for line in (*measured.unlike, *(f"unsettled: {test}" for test in measured.unsettled)):
                print(f"    {line}", flush=True)
            status |= bool(measured.unlike or measured.faults)
            if module in CORE and python in pythons[-2:] and not measured.unlike:
                found.setdefault(python.version, {})[module] = known.entry(measured)
    if not everything and not status:
        known.write(found)
    return status


def _compare(part: Part, everything: bool) -> Measured:
    return part.compare({}, everything)


if __name__ == "__main__":
    sys.exit(main())
