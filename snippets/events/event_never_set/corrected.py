import asyncio

async def waiter(event):
    print('waiting for it...')
    await event.wait()
    print('...got it!')

async def main():
    # Create an Event.
    event = asyncio.Event()

    # Spawn a Task to wait until 'event' is set.
    tasks = [asyncio.create_task(waiter(event)) for _ in range(3)]

    # Sleep for 1 second and set the event.
    await asyncio.sleep(1)
    event.set()

    # Wait until all waiters have finished.
    await asyncio.gather(*tasks)

asyncio.run(main())
