from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing.shared_memory import SharedMemory

def total(up_to):
    return sum(range(1, up_to + 1))

def fill(name, start, count, value):
    memory = SharedMemory(name)
    memory.buf[start:start + count] = bytes([value]) * count
    memory.close()

if __name__ == '__main__':
    with ProcessPoolExecutor(2) as executor:
        jobs = [executor.submit(total, n) for n in (10, 1000, 100_000)]
        print(*sorted(job.result() for job in as_completed(jobs)))

        memory = SharedMemory(create=True, size=1000)
        for job in [executor.submit(fill, memory.name, 0, 500, 1), executor.submit(fill, memory.name, 500, 500, 2)]:
            job.result()
        print(memory.buf[499], memory.buf[500], sum(memory.buf[:1000]))
    memory.close()
    memory.unlink()
