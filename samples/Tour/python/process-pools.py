from multiprocessing import Pool

def count_primes(below):
    if below < 0:
        raise ValueError(below)
    count = 0
    for n in range(2, below):
        d, is_prime = 2, True
        while d * d <= n and is_prime:
            is_prime = n % d != 0
            d += 1
        count += is_prime
    return count

if __name__ == '__main__':
    pool = Pool(2)
    print(*pool.map(count_primes, [10_000, 20_000, 40_000]))
    results = list(pool.imap_unordered(count_primes, range(100), chunksize=10))
    print(f'{len(results)} results, {sum(results)} in all')
    try:
        pool.apply(count_primes, (-1,))
    except ValueError:
        print('the job failed')
    pool.close()
    pool.join()
    print('closed')
