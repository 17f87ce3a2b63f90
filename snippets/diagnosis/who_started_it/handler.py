import asyncio

async def send(address):
    await asyncio.sleep(0.1)
    print('sent to', address.lower())

def start(coro):
    task = asyncio.create_task(coro)
    running.add(task)
    task.add_done_callback(running.discard)

def confirm(order):
    start(send(order['email']))

def remind(order):
    start(send(order.get('mail')))

def report(loop, context):
    print(context['message'], '-', repr(context['exception']))
    for frame in context.get('source_traceback', []):
        if frame.filename == __file__:
            print(' ', frame.name, 'in line', frame.lineno)

async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(report)
    order = {'email': 'ANN@EXAMPLE.ORG'}
    confirm(order)
    remind(order)
    await asyncio.sleep(0.5)

# holds the tasks that are not done
running = set()
asyncio.run(main(), debug=True)
