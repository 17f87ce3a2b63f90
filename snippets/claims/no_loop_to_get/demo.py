import asyncio
import sys
import warnings

# 3.12 and 3.13 warn
warnings.simplefilter('ignore')
try:
    loop = asyncio.get_event_loop()
except RuntimeError:
    made = False
else:
    made = True
    loop.close()
print('made up to 3.13 only:', made == (sys.version_info < (3, 14)))

async def main():
    loop = asyncio.get_event_loop()
    return loop is asyncio.get_running_loop()

print('in a coroutine, the running one:', asyncio.run(main()))
try:
    loop = asyncio.get_event_loop()
except RuntimeError as error:
    print('after run():', error)
