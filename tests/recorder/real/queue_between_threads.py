import queue
import threading

items = queue.Queue(1)
results = []


def work():
    while (item := items.get()) is not None:
        results.append(item * 2)
        items.task_done()


thread = threading.Thread(target=work)
thread.start()
for number in range(4):
    items.put(number)
items.join()
items.put(None)
thread.join()
print(results)
