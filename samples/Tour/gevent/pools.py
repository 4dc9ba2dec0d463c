import gevent
from gevent.pool import Pool

pool = Pool(2)

def hello(n):
    print(f'{n} runs, size of pool {len(pool)}, room for {pool.free_count()}')
    gevent.sleep(n + 1)

def square(n):
    gevent.sleep(1)
    return n * n

for n in range(4):
    pool.spawn(hello, n)
    print(f'{n} was let in')

pool.join()
print(*pool.map(square, [1, 2, 3, 4, 5]))
