import asyncio
import signal


async def main():
    print(signal.getsignal(signal.SIGINT).func.__qualname__)


for number in sorted(signal.valid_signals()):
    if callable(signal.getsignal(number)):
        print(signal.Signals(number).name, signal.getsignal(number).__qualname__)
asyncio.run(main())
