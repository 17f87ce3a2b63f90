import asyncio

async def measure(city, seconds, degrees):
    await asyncio.sleep(seconds)
    return city, degrees

async def main():
    tasks = [
        asyncio.create_task(measure('Oslo', 0.6, -3)),
        asyncio.create_task(measure('Rome', 0.3, 16)),
        asyncio.create_task(measure('Cairo', 0.9, 27)),
    ]
    for done in asyncio.as_completed(tasks):
        city, degrees = await done
        print('{} degrees in {}'.format(degrees, city))

asyncio.run(main())
