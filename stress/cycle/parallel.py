# parallel: work for the processor alone, half a second of it, so that starting threads hardly
# counts; run in several interpreters to see that they do not wait.
def collatz(start):
    length = 1
    while start != 1:
        start = start // 2 if start % 2 == 0 else 3 * start + 1
        length += 1
    return length


def sieve(limit):
    marks = [True] * limit
    for number in range(2, limit):
        if marks[number]:
            for multiple in range(number * number, limit, number):
                marks[multiple] = False
    return sum(marks)


class Account:
    def __init__(self):
        self.total = 0

    def add(self, amount):
        self.total += amount
        return self


words = {}
account = Account()
for step in range(200000):
    account.add(collatz(step % 500 + 1))
    words[str(step % 97)] = words.get(str(step % 97), 0) + len(f"{step:x}")
result = account.total + sieve(600000) + sum(words.values())
