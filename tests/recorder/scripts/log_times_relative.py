import asyncio
import logging

logging.basicConfig(format="%(relativeCreated)1.0f %(message)s")


class Hundreds(logging.Filter):
    def filter(self, record):
        record.relativeCreated //= 1000
        return True


log = logging.getLogger("relative")
log.addFilter(Hundreds())


async def main():
    log.warning("in the first second")
    await asyncio.sleep(1)
    log.warning("in the next")


asyncio.run(main())
