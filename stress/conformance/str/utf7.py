# UTF-7: runs of base64 in both directions, errors, and decoding piece by piece.
import codecs

PIECES = [b"a+AGE-b", b"a+AGEb", b"+-", b"+", b"a+", b"+!", b"+AG", b"+AGE", b"+A-", b"+AG-", b"+AGE=", b"\xe9",
          b"+\xe9", b"+2AHcAA-", b"+2AE-", b"+2AEAYQ-", b"+3AE-", b"~a\\", b"+AGEAYgBj-", b"+AGH-", b"a+AGE-+AGI-",
          b"+AGE+", b"+AGE-a+", b"+2AE", b"+2AE!", b"+AGE.", b"+AGEA-", b"+AGEAY", b"+/-", b"+2AE+", b"x\xe9+AGH-y"]
for piece in PIECES:
    for arguments in ((), ("replace",), ("strict", True), ("ignore", True)):
        try:
            text, used = codecs.utf_7_decode(piece, *arguments)
            print(piece, arguments, ascii(text), used)
        except UnicodeDecodeError as error:
            print(piece, arguments, error)
for text in ("", "a+b", "\xe9", "a\xe9b", "a\u20ac\U0001f40d", "\xe9-", "\xe9+", "~\\", "\ud800", "a\0b", "\xe9.",
             "\xe9a", "\t\n\r ", '!"#', "\xe9!", "\xe9 \xe9", "+", "\xe9\xe8\xe7"):
    data = text.encode("utf-7")
    print(ascii(text), data, data.decode("utf-7") == text)
decoder = codecs.getincrementaldecoder("utf-7")()
print([decoder.decode(bytes([octet])) for octet in b"a+IKzYPdwN-b"], decoder.decode(b"", True) == "")
try:
    codecs.utf_7_encode(b"x")
except TypeError as error:
    print(error)
