# regular_expressions: re in full: groups, alternation, greed, look-around, flags, substitution, scanning and refusals.
import re
import copy


def attempt(*actions):
    for action in actions:
        try:
            print(repr(action()))
        except Exception as error:
            print(type(error).__name__, error)


cases = [
    (r"a*b", "aaab"), (r"a*?b", "aaab"), (r"(a|ab)(c|bcd)(d*)", "abcd"), (r"(a+)(a+)", "aaaa"), (r"(?:x|y)+z", "xyxyz"), (r"^abc$", "abc\n"), (r"\Aabc\Z", "abc\n"), (r"(\w+)\s(\w+)", "hello world"),
    (r"(?P<y>\d{4})-(?P<m>\d\d)", "on 2024-05-06"), (r"(a)|(b)", "b"), (r"(?=.*\d)[a-z\d]+", "abc1"), (r"(?!ab)\w+", "abac"), (r"(?<=a)b", "ab"), (r"(?<!a)b", "cb"), (r"(a)?b(?(1)c|d)", "abc"), (r"(a)?b(?(1)c|d)", "bd"),
    (r"(.)\1", "hello"), (r"(?i)HeLLo", "hEllO"), (r"(?s)a.b", "a\nb"), (r"(?m)^b", "a\nb"), (r"(?x) a  b # comment", "ab"), (r"[^a-c]+", "abcdefabc"), (r"[]a]+", "]a"), (r"[a\-z]+", "a-z"), (r"\d+\.\d*", "3.14"),
    (r"(a{2,3}){2}", "aaaaaa"), (r"a{2,3}?", "aaaa"), (r"a{,2}", "aaa"), (r"a{3}", "aa"), (r"(?>a+)ab", "aaab"), (r"a++b", "aaab"), (r"a++ab", "aaab"), (r"(?:ab)*+c", "ababc"), (r"(?:ab?)*+b", "abab"), (r"((a)|b)*", "abab"),
    (r"(?:(a)|b)*", "ab"), (r"(a*)*", "aa"), (r"(a*)+", "b"), (r"(?:a|)+b", "aab"), (r"(x)*?y", "xxy"), (r"(?:a*?)*?b", "aab"), (r"\bfoo\b", "a foo b"), (r"\Boo", "foo"), (r"[\w.]+@[\w.]+", "me x.y@z.com you"), (r"é+", "caféé"),
    (r"(?i)É", "é"), (r"(?i)ß", "ẞ"), (r"\w+", "naïve_1 x"), (r"(?a)\w+", "naïve"), (r"\s+", "a\u2003 b"), (r"[а-я]+", "привет мир"), (r"(?i)[а-я]+", "ПРИвет"), (r"[\U0001f600-\U0001f64f]", "a😀b"), (r"(?i:a)b", "AB"), (r"(?i:a)b", "Ab"),
    (r"(?-i:a)b", "ab"), (r"$", "abc"), (r"", "abc"), (r"(?:)", ""), (r"a|b|cd|", "cde"), (r"(?P<q>['\"]).*?(?P=q)", "say 'it' \"x\""), (r"(a)(b)?(c)?", "ab"), (r"(?<=(a))b", "ab"), (r"(\d+)(?:px|em)(?=;)", "w:12px;"), (r"(?:a(?:b(?:c)?)?)?$", "xab"),
    (r"((?:[^()]|\([^()]*\))*)", "a(b)c"), (r"(?i)straße", "STRASSE"), (r"[^\n]*\n?", "line\nnext"), (r"(?s).*", "a\nb"), (r"x*", "aaa"), (r"(?m)$", "a\nb"), (r"\x41\u0042\t?", "AB"), (r"[\d\D]{3}", "a1\n"), (r"[^\W\d_]+", "12abc_"), (r"(?i)[^a]", "Ab"),
]
for pattern, text in cases:
    found = re.search(pattern, text)
    whole = re.fullmatch(pattern, text)
    print(ascii(pattern), ascii(text), found and (found.span(), ascii(found.groups()), found.lastindex, found.regs), bool(re.match(pattern, text)), whole and whole.span(), ascii(re.findall(pattern, text)), ascii(re.split(pattern, text)), ascii(re.sub(pattern, "<\\g<0>>", text)))
m = re.match(r"(?P<first>\w+) (?P<last>\w+)?(?P<none>x)?", "Ada Lovelace", re.I)
print(m, m.group(), m.group(1, "last"), m["first"], m[0], m.groupdict(), m.groupdict("?"), m.groups("-"), m.start("last"), m.end(2), m.span(3), m.pos, m.endpos, m.lastgroup, m.string, m.re, m.expand(r"\2, \g<first>\n"), m.re.groupindex, copy.copy(m) is m, bool(m))
p = re.compile(rb"(\d+)[ab]", re.M)
print(p, p.findall(b"1a 22b 3c"), p.sub(b"<\\1>", b"1a 22b"), p.pattern, p.flags, p.groups, p.match(bytearray(b"7a")).group(1), p.split(b"x1ay2bz"), re.compile("a", re.I | re.X), re.compile("a" * 300), re.compile("x", re.A), p == re.compile(rb"(\d+)[ab]", re.M), hash(p) == hash(re.compile(rb"(\d+)[ab]", re.M)))
print(re.sub("a", lambda match: match.group().upper() * 2, "banana", count=2), re.subn("(a)(n)", r"\2\1", "banana"), re.sub("x*", "-", "abxd"), re.sub(r"(?P<n>\d)", r"[\g<n>\g<1>]", "a1b2"), re.sub("", "-", "abc"), re.sub("b", "", "abc"), re.sub("(a)?b", r"\1!", "b"), re.split("(-)|,", "a-b,c"), re.split("x*", "axbc"), re.split(",", "a,b,c", maxsplit=1), re.split("(?=b)", "abab"))
print([match.span() for match in re.finditer("a|(?=b)", "abba")], re.findall("(a)(b)?", "abа a"), re.escape("a.b*c[d] é\n"), [x for x in re.compile(r"\d").finditer("1a2", 1)], re.compile("b").search("abcb", 2), re.compile("^b").match("ab", 1), re.compile("b$").search("abc", 0, 2), re.compile("a").match("a", 5), re.compile("").fullmatch("abc", 1, 1))
scanner = re.compile("(a)|b").scanner("abxa")
print(scanner.match(), scanner.match(), scanner.match(), scanner.match(), re.purge(), re.template if False else "")
attempt(lambda: re.compile("("), lambda: re.compile(")"), lambda: re.compile("["), lambda: re.compile("*a"), lambda: re.compile("a**"), lambda: re.compile("a{2,1}"), lambda: re.compile("(?P<1>a)"), lambda: re.compile("(?P<a>a)(?P<a>b)"), lambda: re.compile(r"\2"), lambda: re.compile("(?<=a*)b"), lambda: re.compile("[z-a]"), lambda: re.compile(r"\q"), lambda: re.compile("(?z)"), lambda: re.compile("a(?i)"), lambda: re.compile(5), lambda: re.match("a", 5), lambda: re.match("a", b"a"), lambda: re.match(b"a", "a"), lambda: m.group(9), lambda: m.group("zz"), lambda: m["zz"], lambda: re.sub("a", r"\3", "a"), lambda: re.sub("a", r"\g<x>", "a"), lambda: re.sub("a", 5, "a"), lambda: re.sub("a", lambda match: 5, "a"), lambda: re.sub("(a", "", "a"), lambda: re.compile("a", re.L), lambda: re.compile("(?P<n"), lambda: re.sub("a", "\\", "a"), lambda: re.match(), lambda: re.compile("a").match(), lambda: m.start(7), lambda: type(m)(), lambda: re.error("msg", "pat", 1))
print(re.match(r"(a|b)*c", "ab" * 20000 + "c").end(), re.match(r"(?:a|b)*?c", "ab" * 20000 + "c").end(), re.search(r"(x+x+)+y", "x" * 12), len(re.findall(r"\w+", "word " * 5000)), re.sub(r"(\w)(\w)", r"\2\1", "abcd" * 1000)[:8])
tokens = re.compile(r"""(?P<number>\d+(\.\d*)?)|(?P<name>[A-Za-z_]\w*)|(?P<op>[-+*/()=])|(?P<space>\s+)|(?P<bad>.)""")
print([(match.lastgroup, match.group()) for match in tokens.finditer("x1 = 3.5*(y - 42) ?") if match.lastgroup != "space"])
