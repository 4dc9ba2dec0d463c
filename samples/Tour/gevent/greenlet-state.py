import gevent

def win():
    return 'You win!'

def fail():
    gevent.sleep(0)
    raise Exception('You fail at failing.')

winner = gevent.spawn(win)
loser = gevent.spawn(fail)

print(winner.started)
print(loser.started)

gevent.joinall([winner, loser])

print(winner.value)
print(loser.value)

print(winner.ready())
print(loser.ready())

print(winner.successful())
print(loser.successful())

print(loser.exception)
try:
    loser.get()
except Exception as e:
    print(f'get() raised: {e}')
