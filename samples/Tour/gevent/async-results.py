import gevent
from gevent.event import AsyncResult

greeting = AsyncResult()
answer = AsyncResult()

def setter():
    gevent.sleep(3)
    greeting.set('Hello!')
    answer.set_exception(ValueError('there is no answer'))

def reader(name, result):
    try:
        print(f'{name}: {result.get()}')
    except ValueError as e:
        print(f'{name}: {e}')

gevent.joinall([
    gevent.spawn(setter),
    gevent.spawn(reader, 'first', greeting),
    gevent.spawn(reader, 'second', greeting),
    gevent.spawn(reader, 'third', answer),
])
print(f'later: {greeting.value}')
