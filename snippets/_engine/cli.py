"""The command line: ``python -m snippets list | run | record | timeline | cite | versions | new``."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from snippets._engine import address, catalogue, cite, golden, index, pythons, scaffold, stage, timeline_file, versions
from snippets._engine.catalogue import CatalogueError, Variant
from snippets._engine.pythons import Python
from snippets._engine.record import Clock, Record
from snippets._engine.runner import Job, NoPython, RunnerError, record

USAGE = 2
#: The exit status of ``run`` for what the program did not end by itself.
STATUS = {"deadlocks": 86, "hangs": 86, "never yields": 87, "runs forever": 88, "stopped": 88, "refused": 89}
#: Plain runs that ``record`` makes side by side: they wait more than they compute.
SIDE_BY_SIDE = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and return its exit status. Errors of the user are one line and status 2."""
    options = _parser().parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)  # so that no program stays behind
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except NoPython as error:
        return _complain(str(error), USAGE)
    except (CatalogueError, RunnerError) as error:
        return _complain(str(error), USAGE)
    except BrokenPipeError:
        # Whoever read our output has left, as `head` does. Nothing more can be said, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + 13
    except KeyboardInterrupt:
        return 128 + 2


def _leave(number: int, frame: object) -> None:
    sys.exit(128 + number)


def _complain(message: str, status: int) -> int:
    print(f"snippets: {message}", file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m snippets", description="Run, record and list the examples.")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    target = "an example's id, ID/VARIANT, or the path of any .py file"

    verb = verbs.add_parser("list", help="the examples and their variants")
    verb.add_argument("--json", action="store_true", help="with outcomes, files, hashes and the Pythons measured")
    verb.set_defaults(command=_list)

    verb = verbs.add_parser("run", help="run a program; say why it did not end by itself, where so")
    verb.add_argument("target", metavar="TARGET", help=target)
    verb.add_argument("--clock", choices=("virtual", "real"), help="instead of what its label says")
    verb.add_argument("--python", metavar="PATH", type=Path, help="the interpreter to run it on")
    how = verb.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print the record, and only that")
    how.add_argument(
        "--stage",
        action="store_true",
        help="for a room, on the real clock unless --clock says otherwise: the program with line numbers and, on a "
        "terminal, a wait for Enter; each line of output as it comes with its time in seconds and `err` where it went "
        "to stderr; then the verdict and the link; all on standard output, in colours on a terminal (NO_COLOR forbids "
        "them); Ctrl-C stops what does not end",
    )
    verb.set_defaults(command=_run)

    verb = verbs.add_parser("timeline", help="draw a program's run as an SVG file, fit for a slide")
    verb.add_argument("target", metavar="TARGET", help=target)
    verb.add_argument("-o", "--output", metavar="FILE.svg", type=Path, help="instead of standard output")
    verb.add_argument("--clock", choices=("virtual", "real"), help="instead of what its label says")
    verb.add_argument("--python", metavar="PATH", type=Path, help="the interpreter to run it on")
    verb.set_defaults(command=_timeline)

    verb = verbs.add_parser("record", help="write goldens, after plain Python agreed")
    verb.add_argument("ids", metavar="ID", nargs="*", help="all examples where none is given")
    verb.add_argument("--python", metavar="PATH", type=Path, help="only on this one; else on all at hand")
    verb.set_defaults(command=_record)

    verb = verbs.add_parser("cite", help="say how an example is cited")
    verb.add_argument("target", metavar="ID", help="an example's id, or ID/VARIANT for one of its programs")
    verb.add_argument("--format", choices=tuple(cite.FORMATS), default="text")
    verb.set_defaults(command=_cite)

    verb = verbs.add_parser("versions", help="measure every variant on every Python at hand")
    verb.set_defaults(command=_versions)

    verb = verbs.add_parser("new", help="begin an example")
    verb.add_argument("place", metavar="TOPIC/NAME")
    verb.set_defaults(command=_new)
    return parser


def _list(options: argparse.Namespace) -> int:
    examples = catalogue.load()
    if options.json:
        print(json.dumps(index.listing(examples), indent=1, ensure_ascii=False))
        return 0
    for example in examples:
        block = f"block {example.post}" if example.post else ""
        print(f"{example.id}  ({example.topic}{', ' + block if block else ''})  {example.title}")
        for variant in example.variants:
            print(f"    {variant.key:<14} {_declared(variant)}")
    return 0


def _declared(variant: Variant) -> str:
    parts = [f"{said}{f' ({where})' if str(where) else ''}" for where, said in variant.outcomes]
    needs = f"; needs Python {variant.python}" if str(variant.python) else ""
    return ", ".join(parts) + needs


def _timeline(options: argparse.Namespace) -> int:
    job = _job(options)
    run = record(job)
    if run.outcome == "refused":
        return _complain(run.verdict[0], STATUS["refused"])
    variant = _target(options.target)[1]
    svg = timeline_file.alone(run, variant.id if variant else job.file.name)
    if options.output is None:
        sys.stdout.write(svg)
        return 0
    try:
        options.output.write_text(svg, encoding="utf-8")
    except OSError as error:
        return _complain(f"{options.output} could not be written: {error.strerror}", USAGE)
    return 0


def _job(options: argparse.Namespace) -> Job:
    """The run that the command line asks for: as the label says, where the target has one, but for what is given."""
    file, variant = _target(options.target)
    python = _python(options.python) if options.python else _suitable(variant)
    clock: Clock = options.clock or (variant.clock if variant else "virtual")
    return Job(file, python, clock, variant.stop if variant else None, variant.mask if variant else ())


def _run(options: argparse.Namespace) -> int:
    if options.stage:
        options.clock = options.clock or "real"  # so that the room sees the waiting
        keys = sys.stdin if sys.stdin.isatty() and sys.stdout.isatty() else None
        shown = stage.play(_job(options), _target(options.target)[1], sys.stdout, keys)
        return status_of(shown) if shown else 128 + 2
    job = _job(options)
    run = record(job, None if options.json else _hand_on)
    if options.json:
        print(run.to_json())
    elif run.verdict:
        sys.stdout.flush()
        print("\n".join(f"snippets: {line}" for line in run.verdict), file=sys.stderr)
    return status_of(run)


def status_of(run: Record) -> int:
    """What ``run`` exits with: the program's own status, or 86 to 89 for what we ended."""
    return run.exit if run.exit is not None else STATUS[run.outcome]


def _hand_on(stream: str, data: bytes) -> None:
    """The program's output to our own, at once and byte for byte."""
    buffer = sys.stdout.buffer if stream == "stdout" else sys.stderr.buffer
    buffer.write(data)
    buffer.flush()


def _target(text: str) -> tuple[Path, Variant | None]:
    """The file of a target, and its label where it has one. Raises CatalogueError."""
    if text.endswith(".py"):
        path = Path(text)
        if not path.is_file():
            raise CatalogueError(f"there is no file {text}")
        return path.resolve(), catalogue.of_file(path)
    if not text or text.startswith((".", "/")):
        raise CatalogueError(f"{text!r} is neither an example's id nor a .py file")
    example_id, _, key = text.partition("/")
    variant = catalogue.find(example_id).variant(key or None)
    return variant.file, variant


def _python(path: Path) -> Python:
    """The interpreter that the user named. Raises RunnerError."""
    found = pythons.ask(path)
    if found is None:
        raise RunnerError(f"{path} is no CPython of {catalogue.PYTHONS[0]} to {catalogue.PYTHONS[-1]}")
    return found


def _suitable(variant: Variant | None) -> Python:
    """Ours, or the one that the variant needs, which is then named. Raises NoPython."""
    if variant is None:
        return Python.running()
    found = pythons.suitable(variant)
    if found is None:
        raise NoPython(f"{variant.id} needs Python {variant.python}: none is at hand; see tests/pythons")
    if found != Python.running():
        print(f"snippets: {variant.id} needs Python {variant.python}; this is {found.version}", file=sys.stderr)
    return found


def _record(options: argparse.Namespace) -> int:
    examples = [catalogue.find(name) for name in options.ids] or catalogue.load()
    at_hand = [_python(options.python)] if options.python else list(pythons.at_hand().values())
    jobs = [
        (variant, Job.of(variant, python))
        for example in examples
        for variant in example.variants
        for python in at_hand
        if variant.runs_on(python.version)
    ]
    status = 0
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        made = pool.map(lambda pair: golden.make(*pair), jobs)
        for (variant, _), (run, problems) in zip(jobs, made, strict=True):
            for problem in problems:
                status = _complain(f"{catalogue.relative(variant.file)}: {problem}; nothing written", 1)
            changed = None if problems else golden.write(variant, run)
            if changed:
                print(changed, flush=True)
    for example in examples:
        for path in golden.stale(example.variants, example.folder):
            path.unlink()
            print(f"{catalogue.relative(path)}: removed, no variant uses it")
    print(f"{len(jobs)} runs on Python {', '.join(python.version for python in at_hand)}")
    return status


def _cite(options: argparse.Namespace) -> int:
    example_id, _, key = options.target.partition("/")
    example = catalogue.find(example_id)
    print(cite.FORMATS[options.format](cite.of(example, example.variant(key) if key else None)))
    if not address.known():
        print(f"snippets: {address.site()} is a placeholder; SITE_URL=… names the published site", file=sys.stderr)
    return 0


def _versions(options: argparse.Namespace) -> int:
    examples, at_hand = catalogue.load(), list(pythons.at_hand().values())
    status = 0
    for example in examples:
        for line in versions.measure(example, at_hand):
            status = _complain(line, 1)
    print(versions.table(examples, at_hand))
    return status


def _new(options: argparse.Namespace) -> int:
    with contextlib.suppress(FileExistsError):
        for line in scaffold.new(options.place):
            print(line)
        return 0
    return _complain(f"{options.place} is there already", USAGE)
