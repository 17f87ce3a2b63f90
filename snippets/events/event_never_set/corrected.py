import asyncio

async def waiter(event):
    print('waiting for it...')
    await event.wait()
    print('...got it!')

async def main():
    # Create an Event.
    event = asyncio.Event()

    # Spawn a Task to wait until 'event' is set.
    waiters = asyncio.gather(
        waiter(event), waiter(event), waiter(event))

    # Sleep for 1 second and set the event.
    await asyncio.sleep(1)
    event.set()

    # Wait until all waiters have finished.
    await waiters

asyncio.run(main())
