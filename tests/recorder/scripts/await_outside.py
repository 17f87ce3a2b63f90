import asyncio

print("compiled as a whole, so this is never printed")
await asyncio.sleep(1)
