import asyncio
import copy
import pickle
import sys
from dataclasses import asdict, dataclass, field


@dataclass
class Message:
    text: str
    path: list = field(default_factory=list)


async def relay(data, hop):
    message = pickle.loads(data)
    message.path.append(hop)
    await asyncio.sleep(0.01)
    return pickle.dumps(message)


async def main():
    data = pickle.dumps(Message("hello"))
    for hop in "abc":
        data = await relay(data, hop)
    message = pickle.loads(data)
    print(message, copy.deepcopy(asdict(message)), Message.__module__)
    print(sys.modules["__main__"].Message is Message, __name__, __file__.rpartition("/")[2], __spec__)


if __name__ == "__main__":
    asyncio.run(main())
