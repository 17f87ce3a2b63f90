import asyncio
import signal

async def main():
    # stands for somebody who presses Ctrl-C
    loop = asyncio.get_running_loop()
    loop.call_later(1.25, signal.raise_signal, signal.SIGINT)

    pages = 0
    try:
        while True:
            await asyncio.sleep(0.5)
            pages += 1
            print('page', pages)
    finally:
        print('saving', pages, 'pages')

try:
    asyncio.run(main())
except KeyboardInterrupt:
    print('stopped by hand')
