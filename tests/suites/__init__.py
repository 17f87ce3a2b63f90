"""CPython's own tests of asyncio, run as a program like any other: plainly, and under the recorder on both clocks."""
