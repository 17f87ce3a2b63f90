import asyncio
import io
import re
import unittest


class Tests(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        await asyncio.sleep(0.01)
        self.addAsyncCleanup(asyncio.sleep, 0.01)

    async def test_passes(self):
        async with asyncio.timeout(1):
            await asyncio.sleep(0.1)

    async def test_fails(self):
        self.assertEqual(await asyncio.gather(asyncio.sleep(0.01, 1)), [2])

    async def test_forgets(self):
        with self.assertRaises(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 0.05)


stream = io.StringIO()
result = unittest.TextTestRunner(stream, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(Tests))
print(re.sub(r"in [0-9.]+s", "in some time", stream.getvalue()))
print(result.testsRun, len(result.failures), len(result.errors))
