"""The program that is run: unittest on one module of CPython's own tests, and a line of JSON for each test.

A file ``plan.json`` beside it says which module, which part of its tests, and which of these are left out, or are the
only ones. A test is told of twice: when it begins, so that one that ends the whole run is known, and how it ended.
"""

from __future__ import annotations

import json
import socket
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Two helpers of the tests would open a socket when they are imported, only to see whether there are such sockets. They
# are told instead, or the virtual clock would refuse whole modules: no IPv6, and sockets with a path.
socket.has_ipv6 = False
from test.support import socket_helper  # type: ignore[import-not-found]  # noqa: E402

socket_helper._bind_nix_socket_error = False


class Told(unittest.TestResult):
    """Prints what becomes of each test, and of what a class or a module needs before its tests."""

    found = ""

    def tell(self, test: Any, result: str) -> None:
        # A test may have left a line unfinished.
        print("\n" + json.dumps({"id": test.id(), "result": result}), flush=True)

    def startTest(self, test: unittest.TestCase) -> None:  # noqa: N802
        super().startTest(test)
        self.found = "passed"
        self.tell(test, "begun")

    def stopTest(self, test: unittest.TestCase) -> None:  # noqa: N802
        super().stopTest(test)
        self.tell(test, self.found)

    def _came_out(self, test: Any, result: str) -> None:
        self.found = result
        if not isinstance(test, unittest.TestCase):
            self.tell(test, result)

    def addError(self, test: Any, error: Any) -> None:  # noqa: N802
        super().addError(test, error)
        self._came_out(test, "error")

    def addFailure(self, test: Any, error: Any) -> None:  # noqa: N802
        super().addFailure(test, error)
        self._came_out(test, "failed")

    def addSubTest(self, test: Any, subtest: Any, error: Any) -> None:  # noqa: N802
        super().addSubTest(test, subtest, error)
        if error is not None:
            self._came_out(test, "failed")

    def addSkip(self, test: Any, reason: str) -> None:  # noqa: N802
        super().addSkip(test, reason)
        self._came_out(test, "skipped")

    def addExpectedFailure(self, test: Any, error: Any) -> None:  # noqa: N802
        super().addExpectedFailure(test, error)
        self._came_out(test, "failed as expected")

    def addUnexpectedSuccess(self, test: Any) -> None:  # noqa: N802
        super().addUnexpectedSuccess(test)
        self._came_out(test, "passed unexpectedly")


def each(suite: unittest.TestSuite) -> Iterator[unittest.TestCase]:
    """The tests of a suite, of whatever depth, in its order."""
    for part in suite:
        if isinstance(part, unittest.TestSuite):
            yield from each(part)
        else:
            yield part


def main() -> None:
    plan = json.loads(Path(__file__).with_name("plan.json").read_text(encoding="utf-8"))
    tests = list(each(unittest.defaultTestLoader.loadTestsFromName(plan["module"])))
    part, parts = plan["part"]
    tests = tests[len(tests) * part // parts : len(tests) * (part + 1) // parts]
    only, left_out = plan["only"], set(plan["left_out"])
    chosen = (test for test in tests if test.id() not in left_out and (only is None or test.id() in only))
    unittest.TestSuite(chosen).run(Told())


if __name__ == "__main__":
    main()
