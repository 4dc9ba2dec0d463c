import gevent

def eat(name, seconds):
    print(f'{name} eats')
    gevent.sleep(seconds)
    print(f'{name} is full after {seconds} s')

egon, alex, kim = gevent.spawn(eat, 'egon', 3), gevent.spawn(eat, 'alex', 1), gevent.spawn_later(2, eat, 'kim', 2)
print('nobody has begun: a spawned greenlet runs when its spawner waits')
gevent.joinall([egon, alex, kim])
print('all are full')
