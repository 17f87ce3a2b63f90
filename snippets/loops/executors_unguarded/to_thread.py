import asyncio

def blocking_io():
    # File operations (such as logging) can block the
    # event loop: run them in a thread pool.
    with open('/dev/urandom', 'rb') as f:
        return f.read(100)

async def main():
    # 1. Run in the default loop's executor:
    result = await asyncio.to_thread(blocking_io)
    print('default thread pool', result)

asyncio.run(main())
