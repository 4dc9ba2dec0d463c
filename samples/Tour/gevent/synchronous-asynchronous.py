import gevent

delays = [300, 100, 400, 150, 500, 900, 200, 600, 550, 350]

def work(id):
    gevent.sleep(delays[id] / 1000)
    print(f'Task {id} done')

def synchronous():
    for id in range(10):
        work(id)

def asynchronous():
    gevent.joinall([gevent.spawn(work, id) for id in range(10)])

print('Synchronous:')
synchronous()
print('Asynchronous:')
asynchronous()
