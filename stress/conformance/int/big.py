# big: a thousand digits: products, quotients, roots and text, checked against each other.
from math import gcd, isqrt
def pseudo(digits, seed):
    value = seed
    while len(str(value)) < digits:
        value = value * 6364136223846793005 + 1442695040888963407
    return value % 10**digits


sizes = [5, 9, 18, 19, 20, 38, 77, 150, 300, 600, 1000]
numbers = [pseudo(size, size + 1) for size in sizes]
for number in numbers:
    print(len(str(number)), number.bit_length(), number.bit_count(), hash(number), hash(-number))
    print(str(number)[:30], str(number)[-30:], hex(number)[-20:], int(str(number)) == number)
for index, left in enumerate(numbers):
    for right in numbers[: index + 1]:
        product = left * right
        quotient, rest = divmod(left, right)
        negative, remains = divmod(-left, right)
        print(product % (10**9 + 7), str(product)[:12], quotient % 1000003, rest % 1000003)
        print(quotient * right + rest == left, negative * right + remains == -left, 0 <= remains < right)
        print(gcd(left, right), (left + right) - right == left, (left - right) + right == left)
for number in numbers:
    root = isqrt(number)
    print(root * root <= number < (root + 1) ** 2, root % 10**9)
    print((number * number) % (number - 1), (number**3) // (number**2) == number)
    print(int(hex(number), 16) == number, int(oct(number), 8) == number, int(bin(number), 2) == number)
    print((number << 77) >> 77 == number, (number >> 13) % 997, number & (2**64 - 1), -number & (2**70 - 1))
    print(float(number) if number.bit_length() < 1000 else "large", number == number + 1 - 1, number < number + 1)
big = numbers[-1]
print(big)
print(-big)
print(f"{big:x}")
print(f"{big:,}"[:80])
print(big * -big == -(big * big), big // -7 % 1000, -big % 7, big % -7, -big % -7)
print(sum(numbers), max(numbers) == big, sorted(numbers) == numbers, sorted(-n for n in numbers)[0] == -big)
