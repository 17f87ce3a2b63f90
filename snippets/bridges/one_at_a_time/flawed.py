import asyncio
import time

class Meter:
    # a library for ordinary code, one question at a time
    def ask(self, question):
        self.asked = question
        time.sleep(0.8)
        return f"so many {self.asked}"

class AsyncMeter:
    def __init__(self):
        self.meter = Meter()

    async def ask(self, question):
        return await asyncio.to_thread(
            self.meter.ask, question)

async def main():
    meter = AsyncMeter()
    volts = asyncio.create_task(meter.ask("volts"))
    await asyncio.sleep(0.4)
    amps = asyncio.create_task(meter.ask("amps"))
    print("volts?", await volts)
    print("amps?", await amps)

asyncio.run(main())
