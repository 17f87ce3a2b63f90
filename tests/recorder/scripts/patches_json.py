import asyncio
import functools
import json

json.dumps = functools.partial(json.dumps, indent=2, sort_keys=True)


async def main():
    print(json.dumps({"b": 1, "a": [True, None]}))
    await asyncio.sleep(0.1)
    print("done")


asyncio.run(main())
