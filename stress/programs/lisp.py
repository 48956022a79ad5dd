# lisp: a Scheme-like interpreter with tail calls, closures, macros by quotation and call-with-escape.
import operator
import sys
from functools import reduce
from math import sqrt


class Symbol(str):
    pass


class LispError(Exception):
    pass


class Escape(Exception):
    def __init__(self, tag, value):
        self.tag, self.value = tag, value


class Procedure:
    def __init__(self, names, body, scope):
        self.names, self.body, self.scope = names, body, scope


class Scope(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer
        if len(names) != len(values):
            raise LispError(f"expected {len(names)} arguments, got {len(values)}")

    def find(self, name):
        scope = self
        while scope is not None:
            if name in scope:
                return scope
            scope = scope.outer
        raise LispError(f"unbound: {name}")


def tokens(text):
    spaced = text.replace("(", " ( ").replace(")", " ) ").replace("'", " ' ")
    lines = (line.partition(";")[0] for line in spaced.splitlines())
    return [token for line in lines for token in line.split()]


def parse(stream):
    """Reads one expression from a reversed list of tokens."""
    if not stream:
        raise LispError("unexpected end")
    token = stream.pop()
    if token == "'":
        return [Symbol("quote"), parse(stream)]
    if token == "(":
        items = []
        while stream and stream[-1] != ")":
            items.append(parse(stream))
        if not stream:
            raise LispError("missing )")
        stream.pop()
        return items
    if token == ")":
        raise LispError("unexpected )")
    return atom(token)


def atom(token):
    if token in ("#t", "#f"):
        return token == "#t"
    for kind in (int, float):
        try:
            return kind(token)
        except ValueError:
            pass
    return Symbol(token)


def show(value):
    if value is True or value is False:
        return "#t" if value else "#f"
    if isinstance(value, list):
        return "(" + " ".join(map(show, value)) + ")"
    if isinstance(value, Procedure):
        return "#<procedure>"
    return str(value)


def call_with_escape(function):
    tag = object()

    def leave(value):
        raise Escape(tag, value)

    try:
        return apply(function, [leave])
    except Escape as escape:
        if escape.tag is tag:
            return escape.value
        raise


def apply(function, arguments):
    if isinstance(function, Procedure):
        scope = Scope(function.names, arguments, function.scope)
        return [evaluate(part, scope) for part in function.body][-1]
    return function(*arguments)


def fold(function):
    return lambda *values: reduce(function, values)


GLOBALS = {
    "+": fold(operator.add), "*": fold(operator.mul), "-": lambda a, *b: a - sum(b) if b else -a,
    "/": operator.truediv, "quotient": operator.floordiv, "modulo": operator.mod, "<": operator.lt,
    ">": operator.gt, "=": operator.eq, "<=": operator.le, "eq?": operator.is_, "equal?": operator.eq,
    "not": operator.not_, "car": lambda items: items[0], "cdr": lambda items: items[1:],
    "cons": lambda head, tail: [head] + tail, "list": lambda *items: list(items),
    "null?": lambda value: value == [], "pair?": lambda value: isinstance(value, list) and value != [],
    "length": len, "append": fold(operator.add), "sqrt": sqrt, "apply": apply,
    "call/ec": call_with_escape, "symbol?": lambda value: isinstance(value, Symbol),
}


def special_define(parts, scope):
    target, *body = parts
    if isinstance(target, list):
        scope[target[0]] = Procedure(target[1:], body, scope)
    else:
        scope[target] = evaluate(body[0], scope)


def special_set(parts, scope):
    scope.find(parts[0])[parts[0]] = evaluate(parts[1], scope)


SPECIAL = {
    "quote": lambda parts, scope: parts[0],
    "lambda": lambda parts, scope: Procedure(parts[0], parts[1:], scope),
    "define": special_define,
    "set!": special_set,
}


def expand_let(parts):
    names = [pair[0] for pair in parts[0]]
    values = [pair[1] for pair in parts[0]]
    return [[Symbol("lambda"), names, *parts[1:]], *values]


def expand_cond(clauses):
    if not clauses:
        return False
    (test, *body), *rest = clauses
    if test == "else":
        return [Symbol("begin"), *body]
    return [Symbol("if"), test, [Symbol("begin"), *body], expand_cond(rest)]


MACROS = {"let": expand_let, "cond": expand_cond}


def evaluate(expression, scope):
    """A loop, so that tail calls need no stack."""
    while True:
        if isinstance(expression, Symbol):
            return scope.find(expression)[expression]
        if not isinstance(expression, list):
            return expression
        head = expression[0] if expression else None
        if isinstance(head, Symbol):
            if head in SPECIAL:
                return SPECIAL[head](expression[1:], scope)
            if head in MACROS:
                expression = MACROS[head](expression[1:])
                continue
            if head == "if":
                chosen = evaluate(expression[1], scope) is not False
                expression = expression[2] if chosen else expression[3]
                continue
            if head == "begin":
                expression = evaluate_all_but_last(expression[1:], scope)
                continue
        function, *arguments = [evaluate(part, scope) for part in expression]
        if not isinstance(function, Procedure):
            if not callable(function):
                raise LispError(f"not a procedure: {show(function)}")
            return function(*arguments)
        scope = Scope(function.names, arguments, function.scope)
        expression = evaluate_all_but_last(function.body, scope)


def evaluate_all_but_last(body, scope):
    for part in body[:-1]:
        evaluate(part, scope)
    return body[-1]


PROGRAM = """
(define (fact n) (if (< n 2) 1 (* n (fact (- n 1)))))
(fact 30)
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(fib SCALE)
(define (loop n total) (if (= n 0) total (loop (- n 1) (+ total n))))   ; a tail call
(loop 2000 0)
(define (map f items) (if (null? items) '() (cons (f (car items)) (map f (cdr items)))))
(map (lambda (x) (* x x)) '(1 2 3 4 5))
(define (counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(define tick (counter))
(begin (tick) (tick) (tick))
(define (sign x) (cond ((< x 0) 'negative) ((> x 0) 'positive) (else 'zero)))
(map sign '(-5 0 5))
(define (find-first test items)
  (call/ec (lambda (return) (map (lambda (x) (if (test x) (return x) #f)) items) 'nothing)))
(list (find-first (lambda (x) (> x 3)) '(1 2 3 4 5)) (find-first symbol? '(1 2)))
(define (queens board-size)
  (define (safe? row distance placed)
    (cond ((null? placed) #t)
          ((= (car placed) row) #f)
          ((= (car placed) (+ row distance)) #f)
          ((= (car placed) (- row distance)) #f)
          (else (safe? row (+ distance 1) (cdr placed)))))
  (define (try row left placed)
    (cond ((= left 0) 1)
          ((> row board-size) 0)
          (else (+ (if (safe? row 1 placed) (try 1 (- left 1) (cons row placed)) 0)
                   (try (+ row 1) left placed)))))
  (try 1 board-size '()))
(queens 4)
(apply + '(1 2 3.5))
(sqrt 2)
map
(undefined-name)
(1 2 3)
(fact)
(car '())
(/ 1 0)
"""


def run(text, scope):
    stream = tokens(text)[::-1]
    while stream:
        expression = parse(stream)
        try:
            value = evaluate(expression, scope)
        except (LispError, LookupError, ArithmeticError) as trouble:
            print("error:", type(trouble).__name__, trouble)
            continue
        if value is not None:
            print(show(value))


def main():
    scale = sys.argv[1] if len(sys.argv) > 1 else "14"
    scope = Scope()
    scope.update(GLOBALS)
    run(PROGRAM.replace("SCALE", scale), scope)
    for broken in ("(+ 1", ")", "'"):
        try:
            run(broken, scope)
        except LispError as trouble:
            print("syntax:", trouble)


main()
