"""The recorder: runs inside the program's process and reports what happens there. Standard library only.

``start/sitecustomize.py`` brings it in while Python starts, so that Python itself then runs the unmodified program:
its ``__main__``, its tracebacks and its end are Python's own, and no frame of the recorder stands below it.

``graft``    adds calls at the start and end of a function of asyncio, without adding a frame
``names``    every private name of asyncio that the recorder leans on, and a self-test of them
``channel``  the way out: events, a line of JSON each
``clock``    the clock that jumps, or the real one
``streams``  stdout and stderr, each write stamped
``terminal`` the terminal that they lead to
``frames``   looks at the program's frames and objects without touching them
``tasks``    the tasks by number
``lines``    which lines of the program each step ran
``slow``     which callbacks take long, and in which lines
``objects``  locks, queues and the like: what each holds
``clues``    who holds a semaphore's places, and what else helps to say why a wait does not end
``waits``    what a suspended task waits for, read from its frames
``arrivals`` which exception arrives at an await, and whether that await is over
``ready``    whose turn is next: the loop's ready queue and timers
``trace``    tasks, steps, who made whom ready
``full``     what of that is still looked at once the record is full
``ties``     timers that meet so nearly that it is luck which comes first
``limits``   where a program is stopped, and what is then said of it
``sleep``    where the loop goes to sleep: jump, or prove a deadlock
``inquiry``  what stands where, when the runner asks a program that has fallen silent
``refuse``   what the virtual clock cannot do faithfully
``install``  puts the parts together, and takes leave
``memory``   where the program's objects come to lie
``warm``     one start of Python for many programs: forks a process for each

``Settings`` is how the runner tells it what to do; everything it reports is listed in ``channel``.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field

#: The environment variable that carries the settings; it is gone before the program starts.
VARIABLE = "SNIPPETS_RECORDER"
#: The one that says where the recorder's bytecode is kept.
BYTECODE = "SNIPPETS_BYTECODE"
#: Variables that the runner sets for Python's start, and such as a shell on the way sets for itself.
CHANGED = (
    VARIABLE,
    BYTECODE,
    "PYTHONPATH",
    "PYTHONS_SEE",
    "PWD",
    "OLDPWD",
    "SHLVL",
    "_",
    "IFS",
    "PPID",
    "PS1",
    "PS2",
    "PS4",
)


@dataclass(frozen=True)
class Settings:
    """What the runner asks of the recorder: the program, the channel's two descriptors, the clock, and where to stop.

    ``stop_lines`` and ``stop_seconds`` are the label's; the ``most_`` limits hold for every program.
    """

    program: str
    channel: int
    answers: int
    clock: str
    stop_lines: int | None = None
    stop_seconds: float | None = None
    most_lines: int = 10_000
    most_bytes: int = 2_000_000
    most_steps: int = 1_000_000
    most_cpu: int = 30
    most_events: int = 20_000
    #: Which of the program's outputs lead to a terminal in the end: descriptor, columns, lines.
    terminals: list[list[int]] = field(default_factory=list)
    #: The environment that the program shall find, in its order; None for a value that is there already, or for all.
    environment: dict[str, str | None] | None = None
    #: LC_CTYPE as the process was given it: where the locale is C, Python puts another one there.
    lc_ctype: str | None = None
    #: Where programs to be run are heard of, if this process is to be forked for each (``warm.py``).
    warm: int | None = None

    def to_json(self) -> str:
        """For the environment variable."""
        return json.dumps(asdict(self))

    @classmethod
    def from_environment(cls) -> Settings:
        """The settings that the runner left. What it needed to set is taken out of the environment."""
        settings = cls(**json.loads(os.environ.pop(VARIABLE)))
        os.environ.pop(BYTECODE, None)
        if settings.environment is None:
            os.environ.pop("PYTHONPATH", None)
        else:
            settings.restore(settings.environment)
        return settings

    @staticmethod
    def restore(wanted: dict[str, str | None]) -> None:
        """Make the environment what it was for whoever started the runner, in the same order."""
        found = dict(os.environ)
        kept = {name: found[name] if value is None else value for name, value in wanted.items()}
        os.environ.clear()
        os.environ.update(kept)
        # Python itself may have added some, as it does for the C locale.
        os.environ.update({name: found[name] for name in found if name not in kept and name not in CHANGED})
