# virtual_machine: an expression compiler and a stack machine, the shape of a language runtime itself.
import sys


class Token:
    __slots__ = ("kind", "text", "line")

    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line


class CompileError(Exception):
    pass


class MachineError(Exception):
    pass


KEYWORDS = {"let", "while", "if", "else", "end", "print", "fn", "return"}
SYMBOLS = ("==", "<=", ">=", "!=", "<", ">", "+", "-", "*", "/", "%", "(", ")", ",", "=")


def scan(source):
    result = []
    for line, text in enumerate(source.splitlines(), 1):
        place = 0
        while place < len(text):
            character = text[place]
            if character.isspace():
                place += 1
                continue
            if character == "#":
                break
            end = place
            if character.isdigit():
                while end < len(text) and text[end].isdigit():
                    end += 1
                result.append(Token("number", text[place:end], line))
            elif character.isalpha():
                while end < len(text) and (text[end].isalnum() or text[end] == "_"):
                    end += 1
                word = text[place:end]
                result.append(Token(word if word in KEYWORDS else "name", word, line))
            else:
                symbol = next((s for s in SYMBOLS if text.startswith(s, place)), None)
                if symbol is None:
                    raise CompileError(f"line {line}: what is {character!r}?")
                end = place + len(symbol)
                result.append(Token(symbol, symbol, line))
            place = end
    result.append(Token("eof", "", result[-1].line if result else 0))
    return result


PRECEDENCE = {"==": 1, "!=": 1, "<": 2, ">": 2, "<=": 2, ">=": 2, "+": 3, "-": 3, "*": 4, "/": 4, "%": 4}


class Compiler:
    """One pass: source to (operation, operand) pairs."""

    def __init__(self, source):
        self.tokens = scan(source)
        self.place = 0
        self.code = []
        self.functions = {}

    def peek(self):
        return self.tokens[self.place].kind

    def take(self, *kinds):
        token = self.tokens[self.place]
        if kinds and token.kind not in kinds:
            raise CompileError(f"line {token.line}: expected {' or '.join(kinds)}, found {token.kind}")
        self.place += 1
        return token

    def emit(self, operation, operand=None):
        self.code.append([operation, operand])
        return len(self.code) - 1

    def compile(self):
        self.block("eof")
        self.emit("halt")
        return self.code, self.functions

    def block(self, *ends):
        while self.peek() not in ends:
            getattr(self, "statement_" + self.peek(), self.statement_other)()

    def statement_let(self):
        self.take()
        name = self.take("name").text
        self.take("=")
        self.expression()
        self.emit("store", name)

    def statement_print(self):
        self.take()
        self.expression()
        self.emit("print")

    def statement_while(self):
        self.take()
        top = len(self.code)
        self.expression()
        leave = self.emit("jump_if_false")
        self.block("end")
        self.take("end")
        self.emit("jump", top)
        self.code[leave][1] = len(self.code)

    def statement_if(self):
        self.take()
        self.expression()
        skip = self.emit("jump_if_false")
        self.block("end", "else")
        if self.take("end", "else").kind == "else":
            over = self.emit("jump")
            self.code[skip][1] = len(self.code)
            self.block("end")
            self.take("end")
            skip = over
        self.code[skip][1] = len(self.code)

    def statement_fn(self):
        self.take()
        name = self.take("name").text
        names = []
        self.take("(")
        while self.peek() != ")":
            names.append(self.take("name").text)
            if self.peek() == ",":
                self.take()
        self.take(")")
        over = self.emit("jump")
        self.functions[name] = len(self.code), names
        self.block("end")
        self.take("end")
        self.emit("push", 0)
        self.emit("return")
        self.code[over][1] = len(self.code)

    def statement_return(self):
        self.take()
        self.expression()
        self.emit("return")

    def statement_other(self):
        self.expression()
        self.emit("drop")

    def expression(self, level=0):
        self.primary()
        while PRECEDENCE.get(self.peek(), 0) > level:
            symbol = self.take().kind
            self.expression(PRECEDENCE[symbol])
            self.emit(symbol)

    def primary(self):
        token = self.take("number", "name", "(", "-")
        if token.kind == "number":
            self.emit("push", int(token.text))
        elif token.kind == "(":
            self.expression()
            self.take(")")
        elif token.kind == "-":
            self.primary()
            self.emit("negate")
        elif self.peek() == "(":
            self.call(token)
        else:
            self.emit("load", token.text)

    def call(self, token):
        self.take("(")
        count = 0
        while self.peek() != ")":
            self.expression()
            count += 1
            if self.peek() == ",":
                self.take()
        self.take(")")
        self.emit("call", (token.text, count))


class Machine:
    BINARY = {
        "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
        "/": lambda a, b: a // b, "%": lambda a, b: a % b, "==": lambda a, b: int(a == b),
        "!=": lambda a, b: int(a != b), "<": lambda a, b: int(a < b), ">": lambda a, b: int(a > b),
        "<=": lambda a, b: int(a <= b), ">=": lambda a, b: int(a >= b),
    }

    def __init__(self, code, functions):
        self.code, self.functions = code, functions
        self.stack = []
        self.frames = []
        self.names = {}
        self.place = 0
        self.steps = 0
        self.handlers = {
            name[3:]: getattr(self, name) for name in dir(self) if name.startswith("do_")
        }

    def run(self):
        code, binary, handlers, stack = self.code, self.BINARY, self.handlers, self.stack
        while True:
            operation, operand = code[self.place]
            self.place += 1
            self.steps += 1
            function = binary.get(operation)
            if function is not None:
                right = stack.pop()
                stack[-1] = function(stack[-1], right)
            elif operation == "halt":
                return self.steps
            else:
                handlers[operation](operand)

    def do_push(self, value):
        self.stack.append(value)

    def do_drop(self, _):
        self.stack.pop()

    def do_negate(self, _):
        self.stack[-1] = -self.stack[-1]

    def do_load(self, name):
        try:
            self.stack.append(self.names[name])
        except KeyError:
            raise MachineError(f"no value for {name}") from None

    def do_store(self, name):
        self.names[name] = self.stack.pop()

    def do_print(self, _):
        print(self.stack.pop())

    def do_jump(self, target):
        self.place = target

    def do_jump_if_false(self, target):
        if not self.stack.pop():
            self.place = target

    def do_call(self, operand):
        name, count = operand
        start, names = self.functions[name]
        if count != len(names):
            raise MachineError(f"{name} takes {len(names)}, got {count}")
        self.frames.append((self.place, self.names))
        if len(self.frames) > 500:
            raise MachineError("too deep")
        cut = len(self.stack) - count
        self.names = dict(zip(names, self.stack[cut:]))
        del self.stack[cut:]
        self.place = start

    def do_return(self, _):
        self.place, self.names = self.frames.pop()


PROGRAM = """
fn fib(n)
  if n < 2
    return n
  end
  return fib(n - 1) + fib(n - 2)
end
fn gcd(a, b)
  while b != 0
    let t = a % b
    let a = b
    let b = t
  end
  return a
end
let i = 0
while i < SCALE
  let i = i + 3
  if i % 2 == 0
    print fib(i)
  else
    print -gcd(i * 12, 30) * (1 + i)
  end
end
print 2 + 3 * 4 - 10 / 3 % 2 == 13   # precedence
"""


def attempt(source):
    try:
        code, functions = Compiler(source).compile()
        steps = Machine(code, functions).run()
    except (CompileError, MachineError, ZeroDivisionError, KeyError) as trouble:
        print(type(trouble).__name__, trouble)
    else:
        print("steps", steps, "code", len(code))


def main():
    scale = sys.argv[1] if len(sys.argv) > 1 else "20"
    attempt(PROGRAM.replace("SCALE", scale))
    for broken in (
        "print 1 +", "let = 3", "print x", "print 1 / 0", "fn f(a) return a end print f()",
        "fn f() return f() end print f()", "print g()", "print $", "while 1",
    ):
        attempt(broken)


main()
