import gevent
from gevent.local import local

stash = local()

def f1():
    stash.x = 1
    gevent.sleep(0)
    print(stash.x)

def f2():
    stash.y = 2
    gevent.sleep(0)
    print(stash.y)
    if not hasattr(stash, 'x'):
        print('x is not local to f2')

gevent.joinall([gevent.spawn(f1), gevent.spawn(f2)])
