from multiprocessing import Manager, Pool

def square(number, results, begin):
    begin.wait()
    results.put(number * number)

if __name__ == '__main__':
    with Manager() as manager, Pool(2) as pool:
        results, begin = manager.Queue(), manager.Event()
        jobs = [pool.apply_async(square, (n, results, begin)) for n in range(1, 6)]
        print(f'{results.qsize()} results before the start')
        begin.set()
        for job in jobs:
            job.get()
        squares = []
        while not results.empty():
            squares.append(results.get())
        print(*sorted(squares))
