import asyncio

class Client:
    async def connect(self):
        loop = asyncio.get_running_loop()
        self.greeting = loop.create_future()
        # the server greets us a second later
        loop.call_later(1, self.greeting.set_result, "hello")

    async def hello(self):
        return await self.greeting

client = Client()
asyncio.run(client.connect())
print("connected")
print("the server says", asyncio.run(client.hello()))
