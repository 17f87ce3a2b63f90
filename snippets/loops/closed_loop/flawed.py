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
    print("at work")
    return session, asyncio.get_running_loop()

session, loop = asyncio.run(main())
# clean up, at the end
loop.run_until_complete(session.close())
