import asyncio

async def fetch():
    print("fetch")
    await asyncio.sleep(1)
    raise OSError("the line is busy")

async def retry(call, times=3):
    for attempt in range(1, times + 1):
        try:
            return await call
        except OSError as error:
            print(f"attempt {attempt}: {error}")
    return "no answer"

print(asyncio.run(retry(fetch())))
