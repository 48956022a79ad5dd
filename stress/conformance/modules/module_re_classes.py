# re: character classes asked again and again, in one pattern and many, in and beyond Latin-1.
import re

TEXT = "The year 2023, naïve=value; foo_bar = 42 — Ωmega 中文 \U0001f600 x\n\ty" * 3
PATTERNS = [
    r"\w+", r"\W+", r"\d+", r"\D+", r"\s+", r"\S+", r"[a-z]+", r"[^a-z]+", r"[A-Zé-ü]+", r"[\u4e00-\u9fff]+",
    r"[^\w\s]", r"\b\w", r"\w\b", r"(\w)(\W)(\w)?", r"[a-z]*?x", r"(?:[a-f]|[g-z])+", r"[0-9]{2,3}", r"[0-9]{2,3}?",
    r"[aeiou]\w?[^aeiou]\d?[\s,;]?", r"(?i)[A-F]+", r"(?i)ÏV", r"(?a)\w+", r"(?s).+x", r"(?m)^\s*\w", r"[xyz]|[Ω中]",
    r"([a-z])([A-Z0-9])?([^ ]*)( ?)(\d*)(\D*)([=;])(\s)(\S)(.)(\w)(\W)",
]
for pattern in PATTERNS:
    compiled = re.compile(pattern)
    for _ in range(2):
        print(ascii(pattern), ascii(compiled.findall(TEXT)))
    print(ascii([match.span() for match in compiled.finditer(TEXT, 5, 60)]), compiled.match(TEXT, 4), ascii(compiled.split(TEXT)))

for pattern in [rb"\w+", rb"[^a-z]+", rb"(?i)[T-Z]+", rb"[\x80-\xff]+", rb"(?L)\w+"]:
    print(pattern, re.findall(pattern, TEXT.encode("utf-8")))
print(re.search("", "").span(), re.search("[a]*", "").span(), re.search("a", ""), re.search("[ab]", "xx", re.I))
print(re.findall("a*", "baac"), re.findall("[ab]??c", "abcc"), re.fullmatch("[ab]+", "abab").group())
