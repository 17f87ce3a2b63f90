import asyncio
import warnings

warnings.simplefilter("ignore")


class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        print("the policy makes a loop")
        return super().new_event_loop()


async def main():
    await asyncio.sleep(0.01)
    print(type(asyncio.get_event_loop_policy()).__name__)


asyncio.set_event_loop_policy(Policy())
asyncio.run(main())
asyncio.set_event_loop_policy(None)
try:
    asyncio.get_event_loop()
except RuntimeError as error:
    print(error)
