import asyncio
import inspect

async def foo():
    await asyncio.sleep(0.5)
    return asyncio.get_running_loop()

def attempt(title, make):
    coro = foo()
    try:
        make(coro)
    except (RuntimeError, TypeError) as error:
        print('{}: {}'.format(title, type(error).__name__))
        coro.close()

async def main():
    here = asyncio.get_running_loop()
    attempt('passed in',
            lambda coro: asyncio.create_task(coro, loop=here))
    return here

# a loop that exists, and is the current one, but does not run
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
attempt('not running', asyncio.create_task)

task = loop.create_task(foo())
print('the task is on it:', task.get_loop() is loop)
state = inspect.getcoroutinestate(task.get_coro())
print('its coroutine is', state)
print('foo ran on it:', loop.run_until_complete(task) is loop)
loop.close()

# no loop of ours
print('run() made one, closed:', asyncio.run(main()).is_closed())
