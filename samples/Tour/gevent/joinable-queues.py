import gevent
from gevent.queue import JoinableQueue

jobs = JoinableQueue()

def worker(name, seconds):
    while True:
        job = jobs.get()
        try:
            print(f'{name} begins {job}')
            gevent.sleep(seconds)
            print(f'{name} has done {job}')
        finally:
            jobs.task_done()

workers = [gevent.spawn(worker, 'fast', 2), gevent.spawn(worker, 'slow', 5)]
for job in ['one', 'two', 'three', 'four']:
    jobs.put(job)

jobs.join()
print(f'all is done, {jobs.unfinished_tasks} left; the workers may go')
gevent.killall(workers)
