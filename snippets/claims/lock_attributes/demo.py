import asyncio

METHODS = '__enter__', '__exit__', '__aenter__', '__aexit__'

async def main():
    lock = asyncio.Lock()
    has = [name for name in METHODS if hasattr(lock, name)]
    print('it has', *has)
    try:
        with lock:
            print('in the block')
    except TypeError as error:
        print('with lock:', type(error).__name__)

    print('locked is a', type(lock.locked).__name__)
    print('before:', lock.locked())
    async with lock:
        print('inside:', lock.locked())
    print('after:', lock.locked())
    print('after, without parentheses:', bool(lock.locked))

asyncio.run(main())
