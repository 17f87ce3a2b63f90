import asyncio
import unittest

async def double(number):
    await asyncio.sleep(1)
    return number + number + 1

class Doubling(unittest.TestCase):
    async def test_three(self):
        print("test_three runs")
        self.assertEqual(await double(3), 6)

load = unittest.defaultTestLoader.loadTestsFromTestCase
result = load(Doubling).run(unittest.TestResult())
print("tests:", result.testsRun)
print("passed:", result.wasSuccessful())
