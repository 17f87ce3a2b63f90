import asyncio
import sys

seen = []


def on_start(code, offset):
    if code.co_filename == __file__ or "snippets" in code.co_filename:
        seen.append(code.co_qualname)


async def child():
    await asyncio.sleep(0.01)


async def main():
    await asyncio.create_task(child())


if sys.version_info >= (3, 12):
    events = sys.monitoring.events
    sys.monitoring.use_tool_id(2, "own")
    sys.monitoring.register_callback(2, events.PY_START, on_start)
    sys.monitoring.set_events(2, events.PY_START)
    asyncio.run(main())
    sys.monitoring.set_events(2, 0)
    print(seen)
