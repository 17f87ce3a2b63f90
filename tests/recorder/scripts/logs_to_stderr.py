import asyncio
import logging

logging.basicConfig(level=logging.DEBUG, format="%(levelname)s %(name)s %(taskName)s %(message)s")
log = logging.getLogger("program")


async def child():
    log.info("in the child")
    await asyncio.sleep(0.1)
    raise ValueError("logged")


async def main():
    log.debug("in main")
    try:
        await asyncio.create_task(child(), name="child")
    except ValueError:
        log.exception("caught")
    asyncio.get_running_loop().call_exception_handler({"message": "by hand", "answer": 42})
    logging.getLogger("asyncio").warning("on the library's own logger")


if hasattr(logging, "logAsyncioTasks"):
    asyncio.run(main())
print("done")
