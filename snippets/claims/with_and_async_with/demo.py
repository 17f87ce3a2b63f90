import asyncio

said = []

class Manager:
    def __enter__(self):
        said.append('before')

    def __exit__(self, kind, error, traceback):
        said.append('after {!r}'.format(error))

    async def __aenter__(self):
        await asyncio.sleep(0.5)
        self.__enter__()

    async def __aexit__(self, *error):
        await asyncio.sleep(0.5)
        self.__exit__(*error)

async def other():
    await asyncio.sleep(0.2)
    said.append('somebody else')

async def main():
    with Manager():
        said.append('block')
    print('with:', ', '.join(said))
    said.clear()

    task = asyncio.create_task(other())
    try:
        async with Manager():
            raise ValueError
    except ValueError:
        print('async with:', ', '.join(said))
    await task

asyncio.run(main())
