# hashlib's own algorithms: known answers, pieces, copies, parameters and errors.
import hashlib
import _blake2
import _md5
import _sha1
import _sha3

NAMES = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512",
         "blake2b", "blake2s"]
MAKERS = [_md5.md5, _sha1.sha1, _sha3.sha3_224, _sha3.sha3_256, _sha3.sha3_384, _sha3.sha3_512, _blake2.blake2b,
          _blake2.blake2s]
LENGTHS = [0, 1, 3, 55, 56, 57, 63, 64, 65, 71, 72, 103, 104, 111, 112, 127, 128, 129, 135, 136, 137, 143, 144, 200, 1000]
DATA = bytes(n * 7 % 256 for n in range(1000))

print([name in hashlib.algorithms_guaranteed for name in NAMES])
for name in NAMES:
    print(name, hashlib.new(name, b"abc").hexdigest())
for make in MAKERS:
    print(make().name, make().digest_size, make().block_size)
    for length in LENGTHS:
        whole = make(DATA[:length])
        pieces = make()
        for start in range(0, length, 37):
            pieces.update(DATA[start:min(start + 37, length)])
        twin = whole.copy()
        twin.update(b"x")
        print(length, whole.hexdigest(), pieces.digest() == whole.digest(), twin.digest() == whole.digest())
for make in (_sha3.shake_128, _sha3.shake_256):
    shake = make(b"abc")
    print(shake.name, shake.digest_size, shake.block_size, shake._capacity_bits, shake._rate_bits, shake._suffix)
    for length in (0, 1, 16, 136, 168, 169, 400):
        print(length, shake.hexdigest(length), len(shake.digest(length)))
for make in (_blake2.blake2b, _blake2.blake2s):
    print(make.SALT_SIZE, make.PERSON_SIZE, make.MAX_KEY_SIZE, make.MAX_DIGEST_SIZE)
    for keywords in ({"digest_size": 5}, {"key": b"key"}, {"salt": b"salt", "person": b"me"}, {"fanout": 2, "depth": 3},
                     {"leaf_size": 2**32 - 1, "node_offset": 2**40, "node_depth": 2, "inner_size": 8, "last_node": True},
                     {"usedforsecurity": False}, {"key": b"k" * 32, "digest_size": 32}):
        print(keywords, make(b"data", **keywords).hexdigest())
print(_blake2.BLAKE2B_SALT_SIZE, _blake2.BLAKE2S_MAX_KEY_SIZE)


def show(function, *arguments, **keywords):
    try:
        print(function(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


show(_md5.md5, "text")
show(_sha1.sha1, 1)
show(type(_md5.md5()))
for wrong in ({"digest_size": 65}, {"digest_size": 0}, {"key": b"x" * 65}, {"salt": b"x" * 17}, {"person": b"x" * 17},
              {"fanout": 256}, {"depth": 0}, {"leaf_size": 1 << 32}, {"node_offset": 1 << 64}, {"node_depth": 256},
              {"inner_size": 65}, {"leaf_size": -1}, {"node_offset": -1}, {"key": "x"}):
    show(_blake2.blake2b, **wrong)
show(_blake2.blake2s, node_offset=1 << 48)
show(_blake2.blake2s, digest_size=33)
show(_sha3.sha3_256, "text")
show(_sha3.shake_128().digest, -1)
show(_sha3.shake_128().hexdigest, 1 << 40)
