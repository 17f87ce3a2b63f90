import asyncio
import signal


async def main():
    event = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGALRM, event.set)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    await event.wait()
    print("woken by a signal")


asyncio.run(main())
