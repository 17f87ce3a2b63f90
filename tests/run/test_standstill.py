"""Programs on the real clock that fall silent: which of them hang, on what, and which could still be woken, by what."""

from __future__ import annotations

import os
import sys
import textwrap
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from snippets._engine.record.record import Record, Stop
from snippets._engine.run import job as jobs
from snippets._engine.run import kernel
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import record
from snippets._engine.run.standstill import Vigil
from tests.programs import NEWEST, job

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or kernel._numbers() is None, reason="what threads wait for is known on Linux"
)
#: Silent and idle for so long is long enough for these programs.
SILENT_S = 0.4
#: Those that do not hang are stopped after so many seconds.
REAL_S = 4.0


@dataclass(frozen=True)
class Case:
    """A program by what it is, its text, and what our verdict says: `hangs`, or what could still wake it."""

    name: str
    text: str
    says: tuple[str, ...]
    default: bool = False

    @property
    def file(self) -> str:
        return "import asyncio, os, queue, signal, socket, subprocess, sys, threading, time\n" + textwrap.dedent(
            self.text
        )


Run = tuple[Case, Python]
RUN = "asyncio.run(main())"
HANGS = (
    Case(
        "job_of_the_executor",
        """
        async def main():
            try:
                await asyncio.wait_for(asyncio.to_thread(queue.Queue().get), 0.1)
            except TimeoutError:
                print("nobody")
        asyncio.run(main())
        """,
        ("main() has returned; asyncio.run waits for a thread of the executor, begun in line 5", "Queue.get()"),
        default=True,
    ),
    Case(
        "second_job_of_one_thread",
        """
        from concurrent.futures import ThreadPoolExecutor
        async def main():
            loop = asyncio.get_running_loop()
            loop.set_default_executor(ThreadPoolExecutor(1))
            await loop.run_in_executor(None, print, "first")
            loop.run_in_executor(None, threading.Event().wait)
        asyncio.run(main())
        """,
        ("main() has returned; asyncio.run waits for a thread of the executor, begun in line 8", "Event.wait()"),
    ),
    Case(
        "main_raises_and_a_job_never_returns",
        """
        async def main():
            asyncio.get_running_loop().run_in_executor(None, threading.Event().wait)
            raise ValueError
        asyncio.run(main())
        """,
        ("main() has raised ValueError; asyncio.run waits for a thread of the executor, begun in line 4",),
    ),
    Case(
        "pool_is_left_with_its_jobs_undone",
        """
        from concurrent.futures import ThreadPoolExecutor
        async def main():
            lock = threading.Lock()
            lock.acquire()
            with ThreadPoolExecutor() as pool:
                pool.submit(lock.acquire)
        asyncio.run(main())
        """,
        ("a thread of the executor, begun in line 8, waits", "the main thread waits", "line 7"),
    ),
    Case(
        "thread_at_the_end",
        """
        def work():
            threading.Event().wait()
        threading.Thread(target=work, name="worker").start()
        print("over")
        """,
        ("Python waits for threads or processes", "thread worker, begun in line 5, waits", "Event.wait(), line 4"),
    ),
    Case(
        "lock_released_by_a_thread",
        """
        async def takes(lock):
            async with lock:
                pass
        async def main():
            lock = asyncio.Lock()
            await lock.acquire()
            threading.Timer(0.1, lock.release).start()
            await asyncio.gather(takes(lock), takes(lock))
        asyncio.run(main())
        """,
        ("the loop sleeps, although takes(lock) is ready", "Task-3 takes(lock) waits for lock.acquire(), line 4"),
        default=True,
    ),
    Case(
        "made_ready_from_a_thread",
        """
        async def main():
            loop = asyncio.get_running_loop()
            future = loop.create_future()
            threading.Timer(0.1, future.set_result, (1,)).start()
            await future
        asyncio.run(main())
        """,
        ("the loop sleeps, although main() is ready", "without call_soon_threadsafe()"),
        default=True,
    ),
    Case(
        "callback_put_from_a_thread",
        """
        async def main():
            loop = asyncio.get_running_loop()
            event = asyncio.Event()
            threading.Timer(0.1, loop.call_soon, (event.set,)).start()
            await event.wait()
        asyncio.run(main())
        """,
        ("the loop sleeps, although Event.set is ready",),
    ),
    Case(
        "queue_of_asyncio_fed_from_a_thread",
        """
        async def main():
            items = asyncio.Queue()
            def feed():
                time.sleep(0.1)
                items.put_nowait(1)
            threading.Thread(target=feed).start()
            print(await items.get())
        asyncio.run(main())
        """,
        ("the loop sleeps, although main() is ready: line 7 made it so",),
    ),
    Case(
        "result_on_the_loop",
        """
        async def answer():
            return 42
        async def main():
            loop = asyncio.get_running_loop()
            print(asyncio.run_coroutine_threadsafe(answer(), loop).result())
        asyncio.run(main())
        """,
        ("the main thread waits", "Future.result(), line 7"),
    ),
    Case(
        "lock_of_a_thread_twice",
        """
        async def main():
            lock = threading.Lock()
            threading.Thread(target=lock.acquire).start()
            time.sleep(0.1)
            with lock:
                print("never")
        asyncio.run(main())
        """,
        ("the main thread waits", "line 7"),
        default=True,
    ),
    Case(
        "queue_of_threads_on_the_loop",
        """
        async def main():
            items = queue.Queue()
            threading.Thread(target=items.join, daemon=True).start()
            items.get()
        asyncio.run(main())
        """,
        ("the main thread waits", "Queue.get(), line 6"),
    ),
    Case(
        "child_reads_what_nobody_writes",
        """
        async def main():
            cat = await asyncio.create_subprocess_exec("cat", stdin=subprocess.PIPE)
            await cat.wait()
        asyncio.run(main())
        """,
        ("a child process (cat), begun in line 4, waits for something to come through a pipe",),
        default=True,
    ),
    Case(
        "childs_pipe_is_full",
        """
        async def main():
            child = await asyncio.create_subprocess_exec("yes", stdout=subprocess.PIPE)
            await child.wait()
        asyncio.run(main())
        """,
        ("a child process (yes), begun in line 4, writes to a pipe that is full, and nobody reads it",),
    ),
    Case(
        "childs_pipe_is_full_and_the_loop_blocks",
        """
        async def main():
            child = subprocess.Popen(["yes"], stdout=subprocess.PIPE)
            child.wait()
        asyncio.run(main())
        """,
        ("the main thread waits for the end of a child process", "writes to a pipe that is full"),
    ),
    Case(
        "child_ended_and_nobody_waits",
        """
        async def main():
            child = subprocess.Popen(["true"])
            done = asyncio.Event()
            await done.wait()
        asyncio.run(main())
        """,
        ("a child process (true), begun in line 4, has ended, and nobody has waited for it",),
    ),
    Case(
        "both_read_first",
        """
        async def main():
            async def serve(reader, writer):
                await reader.readline()
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            await reader.readline()
        asyncio.run(main())
        """,
        ("the other ends of the connections", "StreamReader.readline(), line 8"),
        default=True,
    ),
    Case(
        "socket_pair",
        """
        async def main():
            one, two = socket.socketpair()
            one.setblocking(False)
            two.setblocking(False)
            loop = asyncio.get_running_loop()
            await asyncio.gather(loop.sock_recv(one, 1), loop.sock_recv(two, 1))
        asyncio.run(main())
        """,
        ("sock_recv",),
    ),
    Case(
        "nobody_reads_what_is_written",
        """
        async def main():
            async def serve(reader, writer):
                writer.transport.pause_reading()
                await asyncio.Event().wait()
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            server.close()
            while True:
                writer.write(bytes(1_000_000))
                await writer.drain()
        asyncio.run(main())
        """,
        ("StreamWriter.drain(), line 12",),
    ),
    Case(
        "loop_in_a_thread",
        """
        async def job():
            await asyncio.Event().wait()
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(job(), loop).result()
        """,
        ("the main thread waits", "Future.result(), line 7"),
    ),
    Case(
        "pool_of_processes_waits_at_a_lock",
        """
        import multiprocessing
        def work(lock):
            lock.acquire()
        if __name__ == "__main__":
            lock = multiprocessing.Lock()
            lock.acquire()
            child = multiprocessing.get_context("fork").Process(target=work, args=(lock,))
            child.start()
            child.join()
        """,
        ("the main thread waits for the end of a child process", "a child process (python"),
    ),
)
THREADS_AND_PROCESSES = (
    Case(
        "timer_set_from_a_thread",
        """
        async def main():
            loop = asyncio.get_running_loop()
            event = asyncio.Event()
            threading.Timer(0.1, loop.call_later, (0.1, event.set)).start()
            await event.wait()
        asyncio.run(main())
        """,
        ("the loop sleeps without the timer of Event.set, which was set from outside the loop",),
    ),
    Case(
        "loop_stopped_from_a_thread",
        """
        loop = asyncio.new_event_loop()
        threading.Timer(0.1, loop.stop).start()
        loop.run_forever()
        """,
        ("the loop sleeps, although it was asked to stop",),
    ),
    Case(
        "task_cancelled_from_a_thread",
        """
        async def main():
            threading.Timer(0.1, asyncio.current_task().cancel).start()
            await asyncio.Event().wait()
        asyncio.run(main())
        """,
        ("the loop sleeps, although main() is ready",),
    ),
    Case(
        "pool_of_one_waits_for_itself",
        """
        from concurrent.futures import ThreadPoolExecutor
        pool = ThreadPoolExecutor(1)
        def outer():
            return pool.submit(print).result()
        async def main():
            await asyncio.get_running_loop().run_in_executor(pool, outer)
        asyncio.run(main())
        """,
        ("executor, begun in line 8, waits for a lock, or for another thread, in Future.result(), line 6",),
    ),
    Case(
        "loop_and_thread_wait_for_each_other",
        """
        lock = threading.Lock()
        async def job():
            print("never")
        def work(loop):
            with lock:
                asyncio.run_coroutine_threadsafe(job(), loop).result()
        async def main():
            loop = asyncio.get_running_loop()
            threading.Thread(target=work, args=(loop,), name="work").start()
            time.sleep(0.1)
            with lock:
                pass
        asyncio.run(main())
        """,
        (
            "the main thread waits for a lock",
            "line 13",
            "thread work, begun in line 11, waits",
            "Future.result(), line 8",
        ),
    ),
    Case(
        "process_joined_before_its_queue_is_read",
        """
        import multiprocessing
        context = multiprocessing.get_context("fork")
        def work(items):
            items.put(bytes(10_000_000))
        items = context.Queue()
        child = context.Process(target=work, args=(items,))
        child.start()
        child.join()
        """,
        ("the main thread waits for the end of a child process", "writes to a pipe that is full"),
    ),
    Case(
        "thread_reads_a_pipe_of_its_own",
        """
        async def main():
            reader, writer = os.pipe()
            await asyncio.to_thread(os.read, reader, 1)
        asyncio.run(main())
        """,
        ("executor, begun in line 5, waits for something to come through a pipe",),
    ),
    Case(
        "forkserver",
        """
        import multiprocessing
        def work(lock):
            lock.acquire()
        if __name__ == "__main__":
            context = multiprocessing.get_context("forkserver")
            lock = context.Lock()
            lock.acquire()
            child = context.Process(target=work, args=(lock,))
            child.start()
            child.join()
        """,
        ("the main thread waits", "BaseProcess.join(), line 12", "a child process (python"),
    ),
    Case(
        "client_waits_for_a_server_in_a_thread_that_waits",
        """
        server = socket.create_server(("127.0.0.1", 0))
        def serve():
            connection, _ = server.accept()
            connection.recv(100)
        threading.Thread(target=serve, daemon=True).start()
        async def main():
            reader, writer = await asyncio.open_connection(*server.getsockname())
            await reader.readline()
        asyncio.run(main())
        """,
        ("the other ends of the connections", "StreamReader.readline(), line 10"),
    ),
    Case(
        "exits_while_a_process_of_a_pool_blocks",
        """
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor
        lock = multiprocessing.get_context("fork").Lock()
        def work():
            lock.acquire()
        if __name__ == "__main__":
            lock.acquire()
            pool = ProcessPoolExecutor(1, multiprocessing.get_context("fork"))
            pool.submit(work)
        """,
        ("Python waits for threads or processes that are left",),
    ),
)
WOKEN = (
    Case("timer", f"async def main(): await asyncio.sleep(3600)\n{RUN}", ("a timer", "sleep(3600), line 2"), True),
    Case("sleep_of_the_loop", f"async def main(): time.sleep(3600)\n{RUN}", ("a timer",)),
    Case(
        "sleep_in_a_thread", f"async def main(): await asyncio.to_thread(time.sleep, 3600)\n{RUN}", ("a timer",), True
    ),
    Case(
        "time_out_in_a_thread",
        f"async def main(): await asyncio.to_thread(queue.Queue().get, timeout=3600)\n{RUN}",
        (
            "a timer",
            "executor, begun in line 2, waits for",
            "for some time at most in Queue.get()",
        ),
    ),
    Case("selects_with_a_time_out", "import select\nselect.select([], [], [], 3600)", ("a timer",)),
    Case("threading_timer", "threading.Timer(3600, print).start()", ("a timer",)),
    Case(
        "child_sleeps",
        """
        async def main():
            child = await asyncio.create_subprocess_exec("sleep", "3600")
            await child.wait()
        asyncio.run(main())
        """,
        ("a timer", "a child process (sleep), begun in line 4, sleeps"),
        True,
    ),
    Case(
        "grandchild_sleeps",
        "subprocess.run(['sh', '-c', 'sleep 3600; true'])",
        ("a timer",),
    ),
    Case(
        "idle_server",
        """
        async def main():
            server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
            await server.serve_forever()
        asyncio.run(main())
        """,
        ("a connection (127.0.0.1:",),
        True,
    ),
    Case(
        "idle_server_of_threads",
        "server = socket.create_server(('127.0.0.1', 0))\nserver.accept()",
        ("a connection (127.0.0.1:",),
    ),
    Case(
        "server_with_a_quiet_client",
        """
        async def main():
            async def serve(reader, writer):
                await reader.readline()
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            await asyncio.gather(server.serve_forever(), reader.readline())
        asyncio.run(main())
        """,
        ("a connection (127.0.0.1:",),
    ),
    Case(
        "datagrams",
        """
        async def main():
            loop = asyncio.get_running_loop()
            await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
            await asyncio.Event().wait()
        asyncio.run(main())
        """,
        ("a connection (127.0.0.1:",),
    ),
    Case(
        "signal_handler",
        """
        async def main():
            told = asyncio.Event()
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
            await told.wait()
        asyncio.run(main())
        """,
        ("a signal (SIGTERM)",),
    ),
    Case(
        "waits_for_ctrl_c",
        """
        async def main():
            told = asyncio.Event()
            asyncio.get_running_loop().add_signal_handler(signal.SIGINT, told.set)
            await told.wait()
        asyncio.run(main())
        """,
        ("a signal (SIGINT)",),
    ),
    Case(
        "waits_for_ctrl_c_without_a_loop",
        "signal.signal(signal.SIGINT, lambda *_: sys.exit())\nthreading.Event().wait()",
        ("a signal (SIGINT)",),
    ),
    Case(
        "a_question_would_wake_it",
        """
        async def main():
            loop, event = asyncio.get_running_loop(), asyncio.Event()
            loop.add_signal_handler(signal.SIGINT, print)
            threading.Timer(0.1, event.set).start()
            await event.wait()
            print("was woken")
        asyncio.run(main())
        """,
        ("a signal (SIGINT)",),
    ),
    Case("alarm", "signal.alarm(3600)\nasyncio.run(asyncio.Event().wait())", ("a timer (an alarm",)),
    Case("pause", "signal.pause()", ("a signal",)),
    Case(
        "named_pipe",
        "os.mkfifo('fifo')\nopen(os.open('fifo', os.O_RDWR)).read()",
        ("what comes from outside",),
    ),
    Case(
        "polls_in_a_thread",
        """
        def poll():
            while True:
                time.sleep(0.01)
        threading.Thread(target=poll, daemon=True).start()
        asyncio.run(asyncio.Event().wait())
        """,
        (),
    ),
    Case("fifo_opened", "os.mkfifo('fifo')\nopen('fifo')", ()),
    Case("child_stopped", "subprocess.run(['sh', '-c', 'kill -STOP $$'])", ()),
    Case(
        "unix_server",
        "asyncio.run(asyncio.start_unix_server(print, 's'))\nserver = socket.socket(socket.AF_UNIX)\n"
        "server.bind('t')\nserver.listen()\nserver.accept()",
        ("a connection (t)",),
    ),
    Case(
        "polls_with_a_time_out",
        "import select\np = select.poll()\np.register(os.pipe()[0])\np.poll(3600_000)",
        ("a timer",),
    ),
    Case(
        "sleeps_in_a_python_child",
        "subprocess.run([sys.executable, '-c', 'import time; time.sleep(3600)'])",
        ("a timer",),
    ),
    Case("waits_for_a_signal", "signal.sigwait({signal.SIGUSR1})", ("a signal",)),
    Case("http_server", "import http.server\nhttp.server.HTTPServer(('127.0.0.1', 0), None).serve_forever()", ()),
    Case("condition_with_a_time_out", "threading.Condition().acquire()\nthreading.Event().wait(3600)", ("a timer",)),
    Case(
        "ping_pong",
        """
        child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        while True:
            child.stdin.write(b"x")
            child.stdout.read(1)
        """,
        (),
    ),
    Case("computes", "while True: pass", ()),
    Case("child_computes", "subprocess.run([sys.executable, '-c', 'while True: pass'])", ()),
)


def made(tmp_path: Path, case: Case, python: Python, stop: Stop | None = None) -> Record:
    return record(job(tmp_path, case.file, python, name=case.name, clock="real", stop=stop, silent_s=SILENT_S))


def cases(found: tuple[Case, ...]) -> list[ParameterSet]:
    """Each program on the running Python, a few of them by default; and on the newest."""
    rows = []
    for case in found:
        for python in dict.fromkeys((Python.running(), NEWEST)):
            marks = [] if case.default and python == Python.running() else [pytest.mark.thorough]
            rows.append(pytest.param(case, python, marks=marks, id=f"{case.name}-{python.minor}"))
    return rows


@pytest.fixture(scope="module")
def runs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Run, Future[Record]]]:
    """All runs of this session, some side by side: they mostly wait."""
    items = [item for item in request.session.items if getattr(item, "module", None) is request.module]
    given = [item.callspec.params for item in items if hasattr(item, "callspec") and "case" in item.callspec.params]
    with pytest.MonkeyPatch.context() as patched, ThreadPoolExecutor(6) as pool:
        patched.setattr(jobs, "REAL_S", REAL_S)
        yield {
            (each["case"], each["python"]): pool.submit(
                made, tmp_path_factory.mktemp("run"), each["case"], each["python"]
            )
            for each in given
        }


@pytest.mark.parametrize(("case", "python"), cases(HANGS + THREADS_AND_PROCESSES))
def test_hangs_and_says_on_what(case: Case, python: Python, runs: dict[Run, Future[Record]]) -> None:
    found = runs[case, python].result()
    assert (found.outcome, found.faults) == ("hangs", 0), found.verdict
    told = "\n".join(found.verdict)
    assert [words for words in case.says if words not in told] == [], told
    assert not (found.standstill and found.standstill.unwoken and "in a circle" in told), told
    assert Record.from_json(found.to_json()) == found


@pytest.mark.parametrize(("case", "python"), cases(WOKEN))
def test_what_could_be_woken_does_not_hang(case: Case, python: Python, runs: dict[Run, Future[Record]]) -> None:
    found = runs[case, python].result()
    assert (found.outcome, found.faults) == ("stopped", 0), found.verdict
    told = "\n".join(found.verdict)
    assert [words for words in case.says if words not in told] == [], told
    assert ("could still be woken by" in told) == bool(case.says)
    assert "was woken" not in found.text


PROMPTS = {
    "input": "print('hello', input('name? '))",
    "thread": "async def main(): print('hello', await asyncio.to_thread(input))\nasyncio.run(main())",
    "child": "subprocess.run(['cat'])",
    "pipe": """
        async def main():
            reader = asyncio.StreamReader()
            loop = asyncio.get_running_loop()
            await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
            print(await reader.readline())
        asyncio.run(main())
    """,
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "thread" else pytest.mark.thorough) for name in PROMPTS]
)
def test_who_waits_for_standard_input_does_not_hang(tmp_path: Path, name: str) -> None:
    """As `run` hands it on: somebody may still type."""
    source = Case(name, PROMPTS[name], ()).file
    reader, writer = os.pipe()

    def types() -> None:
        os.write(writer, b"Ada\n")
        os.close(writer)

    ours = os.dup(0)
    os.dup2(reader, 0)
    try:
        asks = job(tmp_path, source, name=name, clock="real", silent_s=SILENT_S, own=True, stdin="callers")
        found = record(asks, on_begin=lambda: threading.Timer(5 * SILENT_S, types).start())
    finally:
        os.dup2(ours, 0)
        os.close(ours)
        os.close(reader)
    assert (found.outcome, "Ada" in found.text) == ("finishes", True), found.verdict


@pytest.mark.parametrize(("second", "idle"), [(("9", "9"), True), (("9", "10"), False)], ids=["still", "ran"])
def test_a_program_is_idle_only_if_no_thread_has_run_between_two_looks(
    monkeypatch: pytest.MonkeyPatch, second: tuple[str, ...], idle: bool
) -> None:
    """Each waits for the other at both looks, but something may have gone to and fro meanwhile."""
    waits = (kernel.ThreadWait(1, 1, "pipe", 3),)
    looks = [kernel.Snapshot(1, waits, {(1, 1): spent}, {1: "python"}, {}) for spent in (("9", "9"), second)]
    monkeypatch.setattr(kernel, "look", lambda *_: looks.pop(0))
    vigil = Vigil(1, list, silent_s=0.0)
    assert vigil.idle(heard=1) is None  # something was heard
    assert vigil.idle(heard=1) is None  # the first look
    assert (vigil.idle(heard=1) is not None) == idle
