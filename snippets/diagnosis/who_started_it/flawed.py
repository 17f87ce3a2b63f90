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

async def main():
    order = {'email': 'ANN@EXAMPLE.ORG'}
    confirm(order)
    remind(order)
    await asyncio.sleep(0.5)

# holds the tasks that are not done
running = set()
asyncio.run(main())
