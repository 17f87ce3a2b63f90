import asyncio
import warnings

# 3.12 and 3.13 warn
warnings.simplefilter('ignore')
try:
    loop = asyncio.get_event_loop()
except RuntimeError as error:
    got = type(error).__name__
else:
    got = 'a loop'
    loop.close()
print('before run():', got)

async def main():
    loop = asyncio.get_event_loop()
    return loop is asyncio.get_running_loop()

print('in a coroutine, the running one:', asyncio.run(main()))
try:
    loop = asyncio.get_event_loop()
except RuntimeError as error:
    print('after run():', error)
