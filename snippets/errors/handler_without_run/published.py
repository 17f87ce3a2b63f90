import asyncio
def exception_handler(loop : asyncio.AbstractEventLoop, context : dict):
    msg = context.get('exception', context['message'])
    print('Caught exception: {}'.format(msg))
    print('Exception context: {}'.format(context))
    print('Stop the event loop')
    loop.stop()

loop = asyncio.get_event_loop()
loop.set_exception_handler(exception_handler)
