import asyncio

class Session:
    async def open(self):
        await asyncio.sleep(1)
        print("open")

    async def close(self):
        await asyncio.sleep(1)
        print("closed")

async def main():
    session = Session()
    await session.open()
    try:
        print("at work")
    finally:
        # clean up, while the loop runs
        await session.close()

asyncio.run(main())
