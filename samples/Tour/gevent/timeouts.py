import gevent
from gevent import Timeout

def wait(seconds):
    gevent.sleep(seconds)

timeout = Timeout(1)
timeout.start()
try:
    gevent.spawn(wait, 10).join()
except Timeout as e:
    if e is timeout:
        print('Could not complete')

class TooLong(Exception):
    pass

def scoped(seconds):
    try:
        with Timeout(5, TooLong):
            wait(seconds)
            print(f'{seconds} s were short enough')
    except TooLong:
        print(f'{seconds} s were too long')

def answer():
    gevent.sleep(3)
    return 'the answer'

scoped(4)
scoped(6)
print(gevent.with_timeout(5, answer, timeout_value='no answer'))
print(gevent.with_timeout(1, answer, timeout_value='no answer'))
