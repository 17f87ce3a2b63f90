import asyncio

heard = []

def exception_handler(loop, context):
    heard.append(context['exception'].args[0])
    is_loop = isinstance(loop, asyncio.AbstractEventLoop)
    print('a loop:', is_loop, 'and a', type(context).__name__)
    print('with', *sorted(context))

async def fail(text):
    raise RuntimeError(text)

def callback(text):
    raise RuntimeError(text)

async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(exception_handler)
    try:
        await asyncio.create_task(fail('of a task, awaited'))
    except RuntimeError as error:
        print('main has caught', error)
    loop.call_soon(callback, 'of a callback')
    task = asyncio.create_task(fail('of a task, dropped'))
    await asyncio.sleep(0.5)
    del task
    print('heard of:', heard)

    name = 'set_exception_handler'
    for where in asyncio, asyncio.Task, asyncio.AbstractEventLoop:
        print(where.__name__, 'has it:', hasattr(where, name))

asyncio.run(main())
