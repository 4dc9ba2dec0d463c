from multiprocessing import Process, Queue

def add(queue):
    value = queue.get()
    for _ in range(5_000_000):
        value += 1
    queue.put(value)

if __name__ == '__main__':
    queue = Queue()
    queue.put(0)
    workers = [Process(target=add, args=(queue,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(queue.get())
