"""The command line: ``python -m snippets list | run | timeline | record | cite | versions | new``."""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from snippets._engine import stage
from snippets._engine.examples import catalogue, golden, measured, scaffold
from snippets._engine.examples.catalogue import CatalogueError, Target, Variant
from snippets._engine.pages import address, cite, index
from snippets._engine.picture import svg_file
from snippets._engine.record.record import Record
from snippets._engine.run import agree, asked, process, pythons
from snippets._engine.run.job import Job, RunnerError
from snippets._engine.run.progress import Progress
from snippets._engine.run.runner import record
from snippets._engine.story.story import Story
from snippets._engine.words.described import described, ended

USAGE = 2
HELP_RUN = """\
Runs a program with the recorder. Its stdout and stderr are passed on byte for byte. If it did not end by itself, the
last lines of stderr, each beginning with "snippets: ", say why. If stderr is a terminal and the run takes longer than a
second, a status line shows the progress; it makes way for what the program prints, and disappears at the end.

A program of your own (a file, or -m MODULE) gets what `python -u` would give it: your standard input, your environment,
your memory limit, and the arguments after --. The working directory is the file's; for -m it is yours. The recorder
sets PYTHONPATH, SNIPPETS_RECORDER, SNIPPETS_BYTECODE and, for interpreters fetched by tests/pythons, PYTHONS_SEE. They
are restored before the program starts: it sees your PYTHONPATH alone, and your sitecustomize is run. Output goes
through a pipe. If yours goes to a terminal, os.isatty and os.get_terminal_size say so in the program's own Python code,
but not in processes that it starts (set FORCE_COLOR=1 and COLUMNS for them), and input() works without readline. The
first Ctrl-C goes to the program, the second ends it.

An example, also if named by its file's path, runs as on the site: with an empty standard input, and of your environment
only PATH, HOME, USER, LOGNAME and TMPDIR."""
HELP_STATUS = """\
The exit status is the program's own, 128 + N where signal N killed it; or
  86  deadlock (proved, on the virtual clock) or hang (watched, on the real one)
  87  never yields: one step of one task was still running at the stop that its label sets
  88  runs forever: it was still running at that stop; or stopped, at one of the limits above
  89  refused: the virtual clock cannot do this faithfully; use --clock real
   2  the command line is wrong"""
HELP_TIMELINE = """\
Runs a program as `run` does and draws what its tasks did; stderr says how it ended. If it failed before there was any
task, as with a SyntaxError, nothing is written, and the exit status is the program's."""
#: Plain runs that ``record`` makes side by side: they wait more than they compute.
SIDE_BY_SIDE = 4


class Parser(argparse.ArgumentParser):
    """Says what is wrong with a command in one line."""

    def error(self, message: str) -> NoReturn:
        """Leave, after one line."""
        sys.exit(_complain(f"{message}; see `{self.prog} --help`", USAGE))


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and return its exit status. Errors of the user are one line and status 2."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)  # so that no program stays behind
    stdin_is_open = _all_open()
    try:
        status = _carried_out([*(sys.argv[1:] if arguments is None else arguments)], stdin_is_open)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Whoever read our output has left, as `head` does. Nothing more can be said, not even at exit.
        _close_what_nobody_reads()
        return 128 + signal.SIGPIPE
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _close_what_nobody_reads()
        return _complain(f"the output could not be written: {error.strerror}", 1)
    except KeyboardInterrupt:
        return _complain("stopped by Ctrl-C", 128 + signal.SIGINT)


def _carried_out(given: list[str], stdin_is_open: bool) -> int:
    try:
        options = _parsed(given)
        options.stdin_is_open = stdin_is_open
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except (CatalogueError, RunnerError) as error:
        return _complain(str(error), USAGE)


def _all_open() -> bool:
    """Whether standard input is open. What of the three is closed is opened on nothing: else a pipe took its place."""
    closed = []
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            closed.append(os.open(os.devnull, os.O_RDWR))
    # While Python started there was nothing to write to.
    sys.stdout = sys.stdout or os.fdopen(1, "w")
    sys.stderr = sys.stderr or os.fdopen(2, "w")
    return 0 not in closed


def _close_what_nobody_reads() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _parsed(given: list[str]) -> argparse.Namespace:
    """The options; what follows a ``--`` behind a program is the program's own."""
    own: list[str] = []
    if given[:1] in (["run"], ["timeline"]) and "--" in given:
        at = given.index("--")
        given, own = given[:at], given[at + 1 :]
    parser = _parser()
    options, unknown = parser.parse_known_args(given)
    if unknown:
        hint = "; put the program's own arguments after --" if options.verb in ("run", "timeline") else ""
        parser.error(f"unrecognized arguments: {' '.join(unknown)}{hint}")
    options.arguments = own
    return options


def _leave(number: int, frame: object) -> None:
    sys.exit(128 + number)


def _complain(message: str, status: int) -> int:
    print(f"snippets: {message}", file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m snippets", description="Run, record and list the examples.", allow_abbrev=False)
    verbs = parser.add_subparsers(metavar="VERB", dest="verb", required=False)
    parser.set_defaults(command=lambda _: parser.error(f"VERB is missing: {', '.join(verbs.choices)}"))

    verb = verbs.add_parser("list", help="the examples and their variants")
    verb.add_argument("words", metavar="WORD", nargs="*", help="only examples about all of these words")
    verb.add_argument("--json", action="store_true", help="with outcomes, files, hashes and the Pythons measured")
    verb.set_defaults(command=_list)

    raw = argparse.RawDescriptionHelpFormatter
    verb = verbs.add_parser(
        "run", help="run a program, and say why if it did not end by itself", description=HELP_RUN,
        epilog=HELP_STATUS, formatter_class=raw, usage="%(prog)s [options] (TARGET | -m MODULE) [-- ARGUMENTS]",
    )  # fmt: skip
    asked.add_options(verb)
    how = verb.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print the record, and only that")
    how.add_argument(
        "--stage",
        action="store_true",
        help="for a live audience, on the real clock unless --clock says otherwise: shows the program with line "
        "numbers and, on a terminal, waits for Enter; then each line of output as it comes, with its time in seconds, "
        "and `err` if it went to stderr; then the verdict and the link. All goes to standard output, in colour on a "
        "terminal (unless NO_COLOR is set). Ctrl-C stops what does not end",
    )
    verb.set_defaults(command=_run)

    verb = verbs.add_parser(
        "timeline", help="draw a program's run as an SVG file, for a slide", description=HELP_TIMELINE,
        formatter_class=raw, usage="%(prog)s [options] (TARGET | -m MODULE) [-- ARGUMENTS]",
    )  # fmt: skip
    asked.add_options(verb)
    verb.add_argument("-o", "--output", metavar="FILE.svg", type=Path, help="instead of standard output")
    verb.set_defaults(command=_timeline)

    verb = verbs.add_parser("record", help="write goldens, once plain Python agrees")
    verb.add_argument("ids", metavar="ID", nargs="*", help="default: all examples")
    verb.add_argument(
        "--python", metavar="PATH", type=Path, help="only on this interpreter; default: all that are found"
    )
    verb.set_defaults(command=_record)

    verb = verbs.add_parser("cite", help="print a citation of an example")
    verb.add_argument("target", metavar="ID", help="an example's id, or ID/VARIANT for one of its programs")
    verb.add_argument("--format", choices=tuple(cite.FORMATS), default="text")
    verb.set_defaults(command=_cite)

    verb = verbs.add_parser("versions", help="measure every variant on every Python found")
    verb.set_defaults(command=_versions)

    verb = verbs.add_parser("new", help="start a new example")
    verb.add_argument("place", metavar="TOPIC/NAME")
    verb.set_defaults(command=_new)
    return parser


def _list(options: argparse.Namespace) -> int:
    examples = [one for one in catalogue.load() if all(index.is_about(one, word) for word in options.words)]
    if options.json:
        print(json.dumps(index.listing(examples), indent=1, ensure_ascii=False))
        return 0
    if not examples:
        return _complain(f"no example is about {' '.join(options.words)!r}", 1)
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
    job, variant = asked.target(options, options.stdin_is_open)
    run, title = _watched(job), variant.id if variant else job.module or job.file.name
    if run.outcome.kind == "refused":
        return _complain(run.verdict[0], run.outcome.command_status)
    _tell(run.verdict or (ended(run, title),))
    if run.exit and not run.tasks:
        return _complain("it ended before there was any task, so there is nothing to draw", run.exit)
    story = Story(run, "")
    svg = svg_file.alone(story, title, described(story))
    if options.output is None:
        sys.stdout.write(svg)
        return 0
    try:
        options.output.write_text(svg, encoding="utf-8")
    except OSError as error:
        return _complain(f"{options.output} could not be written: {error.strerror}", USAGE)
    return 0


def _run(options: argparse.Namespace) -> int:
    if options.stage:
        options.clock = options.clock or "real"  # so that the room sees the waiting
    job, variant = asked.target(options, options.stdin_is_open)
    if options.stage:
        keys = sys.stdin if sys.stdin.isatty() and sys.stdout.isatty() else None
        shown = stage.play(job, variant, sys.stdout, keys)
        return status_of(shown) if shown else 128 + signal.SIGINT
    if options.json:
        run = _watched(job)
        print(run.to_json())
        return status_of(run)
    job = replace(job, terminals=_terminals() if job.own else ())
    with Progress(sys.stderr) as progress:

        def hand_on(stream: str, data: bytes, seconds: float) -> None:
            progress.printed(data)
            _hand_on(stream, data)

        run = record(job, hand_on, on_wait=progress.of_run, hand_on_ctrl_c=True)
    sys.stdout.flush()
    _tell(run.verdict)
    return status_of(run)


def _watched(job: Job) -> Record:
    """Record a program, and say on a terminal how far it is where that takes its time."""
    with Progress(sys.stderr) as progress:
        return record(job, on_wait=progress.of_run)


def _terminals() -> tuple[tuple[int, int, int], ...]:
    """Which of our outputs are terminals, and how large they are."""
    found = []
    for descriptor in (1, 2):
        with contextlib.suppress(OSError):
            found.append((descriptor, *os.get_terminal_size(descriptor)))
    return tuple(found)


def _tell(lines: Sequence[str]) -> None:
    for line in lines:
        print(f"snippets: {line}", file=sys.stderr)


def status_of(run: Record) -> int:
    """What ``run`` exits with: the program's own status, or 86 to 89 for what we ended."""
    return run.exit if run.exit is not None else run.outcome.command_status


def _hand_on(stream: str, data: bytes) -> None:
    """The program's output to our own, at once and byte for byte."""
    buffer = sys.stdout.buffer if stream == "stdout" else sys.stderr.buffer
    buffer.write(data)
    buffer.flush()


def _record(options: argparse.Namespace) -> int:
    examples = [catalogue.find(name) for name in options.ids] or catalogue.load()
    at_hand = [asked.python_of(options.python)] if options.python else list(pythons.at_hand().values())
    jobs = [
        (variant, Job.of(variant, python))
        for example in examples
        for variant in example.variants
        for python in at_hand
        if variant.runs_on(python.version)
    ]
    status, said = 0, set()
    with Progress(sys.stderr) as progress, process.side_by_side(SIDE_BY_SIDE) as pool:
        made = pool.map(lambda pair: agree.make(*pair), jobs)
        for over, ((variant, _), (run, problems)) in enumerate(zip(jobs, made, strict=True), 1):
            progress.clear()
            for problem in problems:
                name = catalogue.relative(variant.file)
                line = problem if problem.startswith(f"{name}:") else f"{name}: {problem}"
                if line not in said:  # what is wrong with a program is so on every Python
                    status = _complain(f"{line}; nothing written", 1)
                said.add(line)
            changed = None if problems else golden.write(variant, run)
            if changed:
                print(changed, flush=True)
            progress.tell(f"{over} of {len(jobs)} programs run")
    for example in examples:
        for path in golden.stale(example.variants, example.folder):
            path.unlink()
            print(f"{catalogue.relative(path)}: removed: no variant uses it")
    print(f"{len(jobs)} runs on Python {', '.join(python.version for python in at_hand)}")
    return status


def _cite(options: argparse.Namespace) -> int:
    target = Target.parse(options.target)
    example = catalogue.find(target.example)
    print(cite.FORMATS[options.format](cite.of(example, example.variant(target.key) if target.key else None)))
    if not address.known():
        print("snippets: without an address: set SITE_URL to where the site is published", file=sys.stderr)
    return 0


def _versions(options: argparse.Namespace) -> int:
    examples, at_hand = catalogue.load(), list(pythons.at_hand().values())
    status = 0
    with Progress(sys.stderr) as progress:
        for over, example in enumerate(examples):
            progress.tell(f"{over} of {len(examples)} examples measured")
            for line in agree.measure(example, at_hand):
                progress.clear()
                status = _complain(line, 1)
    print(measured.table(examples, [python.version for python in at_hand]))
    return status


def _new(options: argparse.Namespace) -> int:
    with contextlib.suppress(FileExistsError):
        for line in scaffold.new(options.place):
            print(line)
        return 0
    return _complain(f"{options.place} already exists", USAGE)
