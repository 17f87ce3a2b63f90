import asyncio
import selectors


async def main():
    loop = asyncio.get_running_loop()
    print(type(loop._selector).__name__)
    loop.call_later(0.3, print, "third")
    loop.call_later(0.1, print, "first")
    await asyncio.sleep(0.2)
    print("second")
    await asyncio.sleep(0.2)


for kind in (selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector):
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(kind())) as runner:
        runner.run(main())
