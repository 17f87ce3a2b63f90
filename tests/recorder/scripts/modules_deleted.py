import asyncio
import sys

for name in [name for name in sys.modules if name.partition(".")[0] in ("asyncio", "selectors", "time")]:
    del sys.modules[name]
import asyncio as again  # noqa: E402
import time  # noqa: E402


async def main():
    began = time.monotonic()
    await again.sleep(0.3)
    print("slept", round(time.monotonic() - began, 1), again is asyncio)
    await asyncio.sleep(0.1)
    print("slept by the old one")


again.run(main())
