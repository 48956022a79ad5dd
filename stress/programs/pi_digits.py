# pi_digits: big integers at work: pi by a spigot and by Machin, e, roots, primes, factorials.
import sys
from math import comb, factorial, gcd, isqrt


def spigot():
    """Digits of pi one by one: a stream of linear fractional transformations."""
    q, r, t, k, digit, n = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < digit * t:
            yield digit
            q, r, digit = q * 10, 10 * (r - digit * t), 10 * (3 * q + r) // t - 10 * digit
        else:
            following = (q * (7 * k) + 2 + r * n) // (t * n)
            q, r, t, k, digit, n = q * k, (2 * q + r) * n, t * n, k + 1, following, n + 2


def take(source, count):
    return [next(source) for _ in range(count)]


def arctangent_of_inverse(number, unit):
    total = term = unit // number
    square = number * number
    divisor = 1
    while term:
        term //= -square
        divisor += 2
        total += term // divisor
    return total


def machin(digits):
    unit = 10 ** (digits + 10)
    fourth = 4 * arctangent_of_inverse(5, unit) - arctangent_of_inverse(239, unit)
    return 4 * fourth // 10**10


def euler(digits):
    unit = 10 ** (digits + 10)
    total = term = unit
    index = 1
    while term:
        term //= index
        total += term
        index += 1
    return total // 10**10


def square_root(number, digits):
    return isqrt(number * 10 ** (2 * digits))


def witness_says_composite(witness, odd, twos, number):
    value = pow(witness, odd, number)
    if value in (1, number - 1):
        return False
    for _ in range(twos - 1):
        value = value * value % number
        if value == number - 1:
            return False
    return True


def is_prime(number):
    if number < 4:
        return number > 1
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd //= 2
        twos += 1
    bases = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
    return not any(
        base % number and witness_says_composite(base, odd, twos, number) for base in bases
    )


def factor(number):
    """Pollard's rho, with Floyd's cycle."""
    if number == 1:
        return []
    if is_prime(number):
        return [number]
    if number % 2 == 0:
        return [2] + factor(number // 2)
    for shift in range(1, 50):
        slow = fast = 2
        common = 1
        while common == 1:
            slow = (slow * slow + shift) % number
            fast = (fast * fast + shift) % number
            fast = (fast * fast + shift) % number
            common = gcd(abs(slow - fast), number)
        if common != number:
            return sorted(factor(common) + factor(number // common))
    return [number]


def fibonacci(index):
    """By doubling: F(2k) and F(2k+1) from F(k) and F(k+1)."""
    if index == 0:
        return 0, 1
    first, second = fibonacci(index // 2)
    even = first * (2 * second - first)
    odd = first * first + second * second
    return (odd, even + odd) if index % 2 else (even, odd)


def show(name, number):
    text = str(number)
    print(f"{name:<10} {len(text):>5} {text[:20]}...{text[-20:]} {sum(map(int, text))}")


def checks():
    big = factorial(60) + 7
    small = 3**75
    quotient, rest = divmod(big, small)
    print(quotient * small + rest == big, -big // small, -big % small, big & small, big ^ -small)
    print(big.bit_length(), bin(small)[:20], hex(big)[-20:], oct(small)[-10:], ~small, small >> 70)
    print(int.from_bytes(big.to_bytes(40, "big"), "big") == big, big.to_bytes(40, "little").hex())
    print(float(small), small / big, big * 1.5, int(1e30), comb(120, 60))
    print(f"{big:,}", f"{small:_x}", f"{big:e}", hash(big), hash(-big))


def main():
    digits = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    stream = "".join(map(str, take(spigot(), digits)))
    pi = str(machin(digits))
    print(stream[:50], pi.startswith(stream))
    show("pi", pi)
    show("e", euler(digits))
    show("root two", square_root(2, digits))
    show("factorial", factorial(digits))
    show("fibonacci", fibonacci(digits * 10)[0])
    show("power", 7**digits)
    print([exponent for exponent in range(2, 130) if is_prime(exponent) and is_prime(2**exponent - 1)])
    for number in (2**32 + 1, 10**12 + 39, 600851475143, 2**49 - 1):
        print(number, factor(number))
    checks()


main()
