# binascii: every function with good and bad input, and what the library builds on it.
import base64
import binascii


def show(function, *arguments, **keywords):
    try:
        result = repr(function(*arguments, **keywords))
    except Exception as error:
        result = f"{type(error).__module__}.{type(error).__name__}: {error}"
    print(function.__name__, arguments, keywords, result)


for text in ("abc", "zz", "\xe9", 1, b"aBcD", bytearray(b"00ff"), "", memoryview(b"7f")):
    if not isinstance(text, memoryview):
        show(binascii.unhexlify, text)
print(binascii.a2b_hex(memoryview(b"7f")))
for arguments in ((b"abcdef", "-", 2), (b"abcdef", b":", -2), ("x",), (b"abc", "--"), (b"abc", 1), (b"", ":"), (b"\xff",)):
    show(binascii.hexlify, *arguments)

for text in (b"YWJj", b"YW Jj\n", b"YWJ", b"YW=", b"Y", b"=", b"====", b"YQ==YQ==", b"YQ==x", b"Y*Q==", b"", b"YQ=", b"YQ",
             b"YWI=YWI=", b"Y=WJj", b"YW=J", "YQ==", "\xe9", b"YWJjZGVmZ2g=", b"YWJjZ"):
    show(binascii.a2b_base64, text)
    show(binascii.a2b_base64, text, strict_mode=True)
for data in (b"", b"a", b"ab", b"abc", b"abcd", bytes(range(256))):
    show(binascii.b2a_base64, data)
    show(binascii.b2a_base64, data, newline=False)
    assert binascii.a2b_base64(binascii.b2a_base64(data)) == data
show(binascii.b2a_base64, "text")

for arguments in ((b"hello",), (b"hello", 5), (b"hello", -1), (b"", 7), (bytes(range(256)) * 3,), (b"x", 1 << 70)):
    show(binascii.crc32, *arguments)
for arguments in ((b"hello", 0), (b"hello", 0x12345), (b"", 3)):
    show(binascii.crc_hqx, *arguments)
show(binascii.crc32, "x")
show(binascii.crc32, b"x", "y")

for data in (b"hello", b"", b"\0\0a", b"x" * 45, b"x" * 46):
    show(binascii.b2a_uu, data)
    show(binascii.b2a_uu, data, backtick=True)
for line in (b"%:&5L;&\\ \n", b"%", b"", b"!\x7f", b"!abcdefgh", b"#86)C\n", b"#86)C  \r\n", b"#86)Cx", "#86)C", b"#86)C`\n"):
    show(binascii.a2b_uu, line)

for text in (b"a=3Db", b"a=\nb", b"a=\r\nb", b"a_b", b"a=zz", b"a=", b"a==b", b"=4", b"a=4g", b"x=\n", b"=41=42_", "a=20b"):
    show(binascii.a2b_qp, text)
    show(binascii.a2b_qp, text, header=True)
for data in (b"a=b", b"\xe9x", b"a b \n", b"a\tb\t\r\n", b"x" * 100, b".\n", b".", b"a_b c", b"\n.\n", b"\r\n", b"a\r b", b" ",
             b"ab \r", b"x" * 74 + b"\xe9\xe9", b"a\nb\r\nc", b"x" * 75 + b" \ny", b"x" * 74 + b" \r\ny", b"x" * 76 + b"\n",
             b"a\r\nb\n.", b"\x00\x7f", b"x" * 75 + b"\r\nz"):
    for keywords in ({}, {"quotetabs": True}, {"header": True}, {"istext": False}):
        show(binascii.b2a_qp, data, **keywords)

print(binascii.Error.__mro__[1:3], binascii.Incomplete.__mro__[1:2])
print(base64.b64encode(b"any text"), base64.b32encode(b"any"), base64.b85encode(b"any text"))
print(base64.urlsafe_b64decode("-_8="), base64.a85decode(b"GA(]4ATMg"))
