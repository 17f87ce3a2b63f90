import asyncio

async def foo():
    await asyncio.sleep(1)
    print("foo")

new_loop = asyncio.new_event_loop
with asyncio.Runner(loop_factory=new_loop) as runner:
    # task runs on the loop that the runner creates
    runner.run(foo())
