import greenlet

def consumer(name):
    def run(item):
        while True:
            print(f'{name} takes {item}')
            item = greenlet.getcurrent().parent.switch()
    return run

def producer(consumers):
    for n in range(4):
        print(f'the producer makes item {n}')
        consumers[n % len(consumers)].switch(f'item {n}')

anna, bert = greenlet.greenlet(consumer('anna')), greenlet.greenlet(consumer('bert'))
producer([anna, bert])
