import asyncio
import traceback

async def send(address):
    await asyncio.sleep(0.1)
    print('sent to', address.lower())

async def confirm():
    await asyncio.create_task(send(None))

async def main():
    try:
        await confirm()
    except AttributeError as error:
        for frame in traceback.extract_tb(error.__traceback__):
            print('in', frame.name)

asyncio.run(main())
