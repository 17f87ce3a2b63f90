import asyncio
import traceback


async def fails():
    raise ValueError("inside")


class Context:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *arguments):
        await fails()


async def main():
    loop = asyncio.get_running_loop()
    for number in range(3):
        try:
            if number == 0:
                async with Context():
                    await asyncio.sleep(0)
            elif number == 1:
                await asyncio.gather(fails(), asyncio.sleep(1))
            else:
                await asyncio.wait_for(asyncio.shield(fails()), 1)
        except ValueError:
            traceback.print_exc()
    loop.call_soon(traceback.print_stack)
    await asyncio.sleep(0)


asyncio.run(main())
