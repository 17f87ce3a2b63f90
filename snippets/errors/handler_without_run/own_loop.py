import asyncio
def exception_handler(loop : asyncio.AbstractEventLoop, context : dict):
    msg = context.get('exception', context['message'])
    print('Caught exception: {}'.format(msg))
    print('Exception context: {}'.format(context))
    print('Stop the event loop')
    loop.stop()

def callback():
    raise RuntimeError('This exception is expected')

loop = asyncio.new_event_loop()
loop.set_exception_handler(exception_handler)
loop.call_soon(callback)
try:
    loop.run_forever()
finally:
    loop.close()
