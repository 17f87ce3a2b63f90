async with RequestHandler(store_url) as handler:
    async with handler.open_read(obj_id, config=config) as reader:
        frames = await reader.read(720, count=480)

        # Do other things using reader
        ...

    # Do other things using handler
    ...
...
