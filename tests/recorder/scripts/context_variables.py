import asyncio
import contextvars

name = contextvars.ContextVar("name", default="nobody")


async def child(word):
    before = name.get()
    name.set(word)
    await asyncio.sleep(0.1)
    return before, name.get()


def callback(word):
    print(word, name.get())


async def main():
    loop = asyncio.get_running_loop()
    token = name.set("main")
    context = contextvars.copy_context()
    loop.call_soon(callback, "soon")
    loop.call_later(0.1, callback, "later")
    loop.call_soon(callback, "own context", context=context)
    name.set("changed")
    task = asyncio.create_task(child("child"), context=context)
    task.add_done_callback(lambda task: callback("done"))
    print(await asyncio.gather(child("one"), child("two"), task))
    print(context[name], name.get())
    name.reset(token)
    print(name.get())


asyncio.run(main())
with asyncio.Runner() as runner:
    print(runner.run(child("kept")), runner.run(child("again")), name.get())
