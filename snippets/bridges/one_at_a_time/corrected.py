import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

class Meter:
    # a library for ordinary code, one question at a time
    def ask(self, question):
        self.asked = question
        time.sleep(0.8)
        return f"so many {self.asked}"

class AsyncMeter:
    async def __aenter__(self):
        self.meter = Meter()
        self.thread = ThreadPoolExecutor(max_workers=1)
        return self

    async def ask(self, question):
        return await asyncio.get_running_loop().run_in_executor(
            self.thread, self.meter.ask, question)

    async def __aexit__(self, *error):
        await asyncio.to_thread(self.thread.shutdown)

async def main():
    async with AsyncMeter() as meter:
        volts = asyncio.create_task(meter.ask("volts"))
        await asyncio.sleep(0.4)
        amps = asyncio.create_task(meter.ask("amps"))
        print("volts?", await volts)
        print("amps?", await amps)

asyncio.run(main())
