"""Celery with gevent and Redis, for `--driver job-queue`: python3 celery_rate.py [jobs]. Starts redis-server and one worker, sends, and waits for the results."""
import os
import subprocess
import sys
import time

import celery

app = celery.Celery('celery_rate', broker='redis://127.0.0.1:6399/0', backend='redis://127.0.0.1:6399/1')
app.conf.update(task_acks_late=True, worker_prefetch_multiplier=4)


@app.task
def add(a, b):
    return a + b


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    server = subprocess.Popen(['redis-server', '--port', '6399', '--appendonly', 'yes', '--dir', '/tmp', '--loglevel', 'warning'], stdout=subprocess.DEVNULL)
    time.sleep(1)
    app.backend.client.flushall()
    began = time.time()
    for _ in range(count):
        add.delay(1, 2)
    print(f'sent_per_second {count / (time.time() - began):.0f}')
    began = time.time()
    worker = subprocess.Popen([sys.executable, '-m', 'celery', '-A', 'celery_rate', 'worker', '-P', 'gevent', '-c', '20', '-l', 'error'],
                              cwd=os.path.dirname(os.path.abspath(__file__)), stdout=subprocess.DEVNULL)
    while app.backend.client.dbsize() < count:
        time.sleep(0.05)
    print(f'jobs_per_second {count / (time.time() - began):.0f}')
    worker.terminate()
    worker.wait()
    server.terminate()


if __name__ == '__main__':
    main()
