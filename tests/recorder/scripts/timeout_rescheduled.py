import asyncio


async def main():
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.timeout(None) as scope:
        print(scope, scope.when())
        scope.reschedule(loop.time() + 0.5)
        await asyncio.sleep(0.1)
        scope.reschedule(loop.time() + 0.2)
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError as error:
            print("inside", repr(error))
            scope_passed = round(loop.time() - began, 1)
            print(scope_passed)
    print("never printed")


try:
    asyncio.run(main())
except TimeoutError as error:
    print(repr(error), repr(error.__cause__))
