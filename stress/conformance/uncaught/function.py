# function: an uncaught error some calls deep, with a method, a lambda and a comprehension.
class Machine:
    def __init__(self, parts):
        self.parts = parts

    def run(self):
        return [self.step(part) for part in self.parts]

    def step(self, part):
        return (lambda p: 10 / p)(part)


def main():
    machine = Machine([2, 1, 0])
    print("running")
    machine.run()


main()
