# text_statistics: words, letters and n-grams of a text, through str methods and dictionaries.
import sys
from collections import Counter, defaultdict
from itertools import groupby, islice

SUBJECTS = "the quick fox|a patient snake|our old machine|every silent reader|Nobody".split("|")
VERBS = "jumps over|swallows|remembers|counts|does not free".split("|")
OBJECTS = "the lazy dog|its own tail|forty-two pages|a broken promise|the last byte".split("|")
ENDINGS = ". |! |? |; and |, then ".split("|")


class Numbers:
    """A linear congruential generator: the same text everywhere."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def choose(self, items):
        return items[self.below(len(items))]


def generate(sentences):
    numbers = Numbers(2023)
    parts = []
    for _ in range(sentences):
        sentence = " ".join(numbers.choose(choices) for choices in (SUBJECTS, VERBS, OBJECTS))
        parts.append(sentence + numbers.choose(ENDINGS))
    return "".join(parts)


def words_of(text):
    cleaned = "".join(letter if letter.isalnum() or letter in "-'" else " " for letter in text)
    return cleaned.casefold().split()


def most_common(counts, limit):
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]


def bigrams(words):
    return zip(words, islice(words, 1, None))


def wrap(text, width):
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line


def histogram(counts, width):
    top = max(counts.values())
    for key, count in sorted(counts.items()):
        bar = "#" * round(width * count / top)
        print(f"{key!s:>3} {count:>6,} {count / sum(counts.values()):7.2%} {bar:<{width}}|")


def print_letters(text):
    letters = Counter(letter for letter in text.lower() if letter.isalpha())
    histogram(letters, 30)


def print_lengths(words):
    by_length = sorted(words, key=len)
    for length, group in groupby(by_length, key=len):
        distinct = sorted(set(group))
        print(length, len(distinct), *distinct[:4])


def print_followers(words):
    followers = defaultdict(Counter)
    for first, second in bigrams(words):
        followers[first][second] += 1
    for word in sorted(followers)[:8]:
        print(f"{word:<10}", most_common(followers[word], 3))


def main():
    sentences = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    text = generate(sentences)
    words = words_of(text)
    print(len(text), len(words), len(set(words)))
    print(most_common(Counter(words), 10))
    print(most_common(Counter(bigrams(words)), 5))
    print_letters(text)
    print_lengths(words)
    print_followers(words)
    for line in islice(wrap(text, 60), 6):
        print(line.center(64, "."))
    print(text[:120].title())
    print(text[:120].swapcase().translate(str.maketrans("AEIOU", "43105", "THX")))
    print(text.count("snake"), text.find("tail"), text.rfind("tail"), text.partition("?")[0][-40:])


main()
