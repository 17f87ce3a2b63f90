import asyncio
import sys

seen = []


def profiler(frame, event, argument):
    if event == "call":
        seen.append((frame.f_code.co_filename.rpartition("/")[2], frame.f_code.co_name))


async def main():
    loop = asyncio.get_running_loop()
    sys.setprofile(profiler)
    loop.call_soon(print, "soon")
    await asyncio.sleep(0)
    print("printed")
    sys.setprofile(None)


asyncio.run(main())
for file, name in seen:
    print(file, name)
