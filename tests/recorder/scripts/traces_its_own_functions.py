import asyncio
import sys


def tracer(frame, event, argument):
    if frame.f_code.co_filename == __file__:
        print(event, frame.f_code.co_name, frame.f_lineno)
        return tracer
    return None


async def child(number):
    await asyncio.sleep(0.01)
    return number


async def main():
    print(await asyncio.create_task(child(5)))


sys.settrace(tracer)
asyncio.run(main())
sys.settrace(None)
