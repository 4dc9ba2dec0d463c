import gevent
from gevent.pool import Group

def talk(message):
    for i in range(2):
        print(message)
        gevent.sleep(0)

def intensive(n):
    gevent.sleep(3 - n)
    return f'task {n}'

group = Group()
group.add(gevent.spawn(talk, 'bar'))
group.add(gevent.spawn(talk, 'foo'))
group.join()
print(f'Size of group {len(group)}')

print('Ordered')
for result in group.imap(intensive, range(3)):
    print(result)

print('Unordered')
for result in group.imap_unordered(intensive, range(3)):
    print(result)

print(', '.join(group.map(intensive, range(3))))
