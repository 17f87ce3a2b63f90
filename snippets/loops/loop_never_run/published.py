loop = asyncio.new_event_loop()
# task now running on event loop we just created
task = loop.create_task(foo())
