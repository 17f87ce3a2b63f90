import asyncio

async def measure(city, seconds, degrees):
    await asyncio.sleep(seconds)
    return degrees

async def main():
    cities = {
        asyncio.create_task(measure('Oslo', 0.6, -3)): 'Oslo',
        asyncio.create_task(measure('Rome', 0.3, 16)): 'Rome',
        asyncio.create_task(measure('Cairo', 0.9, 27)): 'Cairo',
    }
    for done in asyncio.as_completed(cities):
        degrees = await done
        print('{} degrees'.format(degrees))
        print('in', cities[done])

asyncio.run(main())
