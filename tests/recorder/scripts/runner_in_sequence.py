import asyncio


class Loop(asyncio.SelectorEventLoop):
    def close(self):
        print("closing", type(self).__name__)
        super().close()


async def step(word):
    loop = asyncio.get_running_loop()
    print(word, type(loop).__name__, loop.get_debug(), asyncio.current_task().get_name())
    await asyncio.sleep(0.1)
    return loop


with asyncio.Runner(debug=True, loop_factory=Loop) as runner:
    same = runner.run(step("one")) is runner.run(step("two")) is runner.get_loop()
    print("same loop", same)
    try:
        runner.run(asyncio.wait_for(asyncio.sleep(9), 0.1))
    except TimeoutError as error:
        print(repr(error))
try:
    runner.run(step("three"))
except RuntimeError as error:
    print(error)
