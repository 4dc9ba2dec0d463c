from gevent import monkey
monkey.patch_all()

import time
import gevent

def worker(name, seconds):
    print(f'{name} works as if it were alone')
    time.sleep(seconds)
    report(name)

def report(name):
    time.sleep(1)
    print(f'{name} has reported')

start = time.monotonic()
gevent.joinall([gevent.spawn(worker, 'anna', 1), gevent.spawn(worker, 'bert', 3), gevent.spawn(worker, 'carl', 2)])
print(f'1 + 3 + 2 s of work and 3 s of reports took {int(time.monotonic() - start)} s')
