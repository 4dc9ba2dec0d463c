import gevent
from gevent.queue import LifoQueue, PriorityQueue

def consume(name, queue):
    while not queue.empty():
        _, job = queue.get()
        print(f'{name}: {job}')

stack = LifoQueue()
heap = PriorityQueue()
for job in [(3, 'sleep'), (1, 'eat'), (2, 'work')]:
    stack.put(job)
    heap.put(job)

gevent.joinall([gevent.spawn(consume, 'lifo', stack), gevent.spawn(consume, 'priority', heap)])
