"""Measures sections of the benchmark and prints one table: ``python -m tests.benchmarks [SECTION ...]``."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import builds
from tests.benchmarks.browser import browser
from tests.benchmarks.large import large
from tests.benchmarks.many import many
from tests.benchmarks.measure import CORES, FailedError, table
from tests.benchmarks.plain import plain
from tests.benchmarks.saves import saves

#: What can be measured, in the order in which it is.
SECTIONS: dict[str, Callable[[Path, int, str], list[list[str]]]] = {
    "cold": builds.cold,
    "warm": builds.warm,
    "save": saves,
    "many": many,
    "plain": plain,
    "large": large,
    "browser": browser,
    "tests": builds.tests,
}


def main() -> int:
    """Run what the command line asks for. Returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("section", nargs="*", metavar="SECTION", help=f"all of these, or some: {', '.join(SECTIONS)}")
    parser.add_argument(
        "--repeats", type=int, default=3, metavar="N", help="how often, of which the medians are told (3)"
    )
    parser.add_argument("--against", default="6fd18f2", metavar="COMMIT", help="what is compared with (6fd18f2)")
    options = parser.parse_args()
    unknown = [name for name in options.section if name not in SECTIONS]
    if unknown or options.repeats < 1:
        parser.error(f"no such section: {unknown[0]}" if unknown else "--repeats: at least 1")
    rows: list[list[str]] = []
    status = 0
    for name in options.section or SECTIONS:
        room = Path(tempfile.mkdtemp(prefix="benchmark-"))
        print(f"{name} ...", file=sys.stderr, flush=True)
        try:
            rows += SECTIONS[name](room, options.repeats, options.against)
        except FailedError as error:
            print(f"{name}: {error}", file=sys.stderr)
            status = 1
        finally:
            shutil.rmtree(room, ignore_errors=True)
    load = " ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"Python {platform.python_version()}, {CORES} cores, load {load}; medians of {options.repeats}, by turns\n")
    if rows:
        print(table(rows))
    return status


if __name__ == "__main__":
    sys.exit(main())
