import asyncio


async def main():
    await asyncio.sleep(0.01)
    print("""two
lines""".encode())
    raise ValueError("with a byte order mark and carriage returns")


asyncio.run(main())
