# broken: has no meaning.
def f(:
