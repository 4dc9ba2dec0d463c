from greenlet import greenlet

def test1():
    print(12)
    two.switch()
    print(34)

def test2():
    print(56)
    one.switch()
    print(78)

def player(stroke, opponent):
    def run(hits):
        while hits < 4:
            print(f'{stroke} {hits}')
            hits = opponent().switch(hits + 1)
        print(f'{stroke} lets it go')
    return run

one = greenlet(test1)
two = greenlet(test2)
one.switch()

one = greenlet(player('ping', lambda: two))
two = greenlet(player('pong', lambda: one))
one.switch(0)
