import asyncio
import contextvars
import time

request = contextvars.ContextVar("request", default="?")

def log(text):
    print(f"request {request.get()}: {text}")

def read_file():
    time.sleep(0.8)
    log("the file is read")

async def handle(number):
    request.set(number)
    log("begins")
    await asyncio.to_thread(read_file)
    log("ends")

async def main():
    first = asyncio.create_task(handle(1))
    await asyncio.sleep(0.4)
    second = asyncio.create_task(handle(2))
    await first
    await second

asyncio.run(main())
