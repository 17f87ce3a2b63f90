"""The recorder: runs inside the program's process and reports what happens there. Standard library only.

``start/sitecustomize.py`` brings it in while Python starts, so that Python itself then runs the unmodified program:
its ``__main__``, its tracebacks and its end are Python's own, and no frame of the recorder stands below it.

``graft``    adds calls at the start and end of a function of asyncio, without adding a frame
``names``    every private name of asyncio that the recorder leans on, and a self-test of them
``channel``  the way out: events, a line of JSON each
``clock``    the clock that jumps, or the real one
``streams``  stdout and stderr, each write stamped
``frames``   looks at the program's frames and objects without touching them
``tasks``    the tasks by number
``lines``    which lines of the program each step ran
``slow``     which callbacks take long, and in which lines
``objects``  locks, queues and the like: what each holds
``clues``    who holds a semaphore's places, and what else helps to say why a wait does not end
``waits``    what a suspended task waits for, read from its frames
``ready``    whose turn is next: the loop's ready queue and timers
``trace``    tasks, steps, who made whom ready
``limits``   where a program is stopped, and what is then said of it
``sleep``    where the loop goes to sleep: jump, or prove a deadlock
``inquiry``  what stands where, when the runner asks a program that has fallen silent
``refuse``   what the virtual clock cannot do faithfully
``install``  puts the parts together, and takes leave

``Settings`` is how the runner tells it what to do; everything it reports is listed in ``channel``.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass

#: The environment variable that carries the settings; it is gone before the program starts.
VARIABLE = "SNIPPETS_RECORDER"


@dataclass(frozen=True)
class Settings:
    """What the runner asks of the recorder: the program, the channel's two descriptors, the clock, and where to stop.

    ``stop_lines`` and ``stop_seconds`` are the label's; the ``most_`` limits hold for every program.
    """

    program: str
    channel: int
    answers: int
    clock: str
    stop_lines: "int | None" = None
    stop_seconds: "float | None" = None
    most_lines: int = 10_000
    most_bytes: int = 2_000_000
    most_steps: int = 1_000_000
    most_cpu: int = 30
    most_events: int = 20_000

    def to_json(self) -> str:
        """For the environment variable."""
        return json.dumps(asdict(self))

    @classmethod
    def from_environment(cls) -> "Settings":
        """The settings that the runner left, which are taken out of the environment."""
        return cls(**json.loads(os.environ.pop(VARIABLE)))
