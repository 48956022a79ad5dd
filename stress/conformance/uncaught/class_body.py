# class_body: an uncaught error in a class body in a function.
def make():
    class Broken:
        fine = 1
        broken = undefined_name

    return Broken


make()
