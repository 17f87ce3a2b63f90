import asyncio
import sys

seen = set()


def hook(event, arguments):
    if on and event.partition(".")[0] in ("sys", "gc", "os", "builtins", "open"):
        seen.add(event)


on = True
sys.addaudithook(hook)


async def main():
    await asyncio.create_task(asyncio.sleep(0.01))
    print("slept")


asyncio.run(main())
on = False
print(sorted(seen))
