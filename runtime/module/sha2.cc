// _sha256 and _sha512: the SHA-2 family of FIPS 180-4, for hashlib and random.
//
// The constants of the 32-bit members are the upper halves of those of the 64-bit ones, but for the
// start values of SHA-224, which are the lower halves of SHA-384's.
#include <array>
#include <bit>
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

constexpr std::array<std::uint64_t, 80> kRounds = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};
constexpr std::array<std::uint64_t, 16> kStarts = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
    0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
    0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4,
};

// What the two widths differ in.
struct Narrow {
  using Word = std::uint32_t;
  static constexpr std::size_t kCount = 64;
  static constexpr int kBig[2][3] = {{2, 13, 22}, {6, 11, 25}};
  static constexpr int kSmall[2][3] = {{7, 18, 3}, {17, 19, 10}};
  static constexpr Word round(std::size_t index) { return static_cast<Word>(kRounds[index] >> 32); }
};
struct Wide {
  using Word = std::uint64_t;
  static constexpr std::size_t kCount = 80;
  static constexpr int kBig[2][3] = {{28, 34, 39}, {14, 18, 41}};
  static constexpr int kSmall[2][3] = {{1, 8, 7}, {19, 61, 6}};
  static constexpr Word round(std::size_t index) { return kRounds[index]; }
};

template <typename Word>
Word big_sigma(Word value, const int (&turns)[3]) {
  return std::rotr(value, turns[0]) ^ std::rotr(value, turns[1]) ^ std::rotr(value, turns[2]);
}

template <typename Word>
Word small_sigma(Word value, const int (&turns)[3]) {
  return std::rotr(value, turns[0]) ^ std::rotr(value, turns[1]) ^ (value >> turns[2]);
}

template <typename Word>
Word load_big_endian(const std::uint8_t* place) {
  Word word = 0;
  for (std::size_t index = 0; index < sizeof(Word); ++index)
    word = static_cast<Word>(word << 8) | place[index];
  return word;
}

template <typename Width>
struct Sha {
  using Word = typename Width::Word;
  static constexpr std::size_t kBlock = 16 * sizeof(Word);

  std::array<Word, 8> state;
  std::array<std::uint8_t, kBlock> block;
  std::size_t filled;
  std::uint64_t bytes;  // in all

  void absorb(const std::uint8_t* data);
  void update(const std::uint8_t* data, std::size_t size);
  void pad();
};

template <typename Width>
void Sha<Width>::absorb(const std::uint8_t* data) {
  std::array<Word, Width::kCount> schedule;
  for (std::size_t index = 0; index < 16; ++index)
    schedule[index] = load_big_endian<Word>(data + index * sizeof(Word));
  for (std::size_t index = 16; index < Width::kCount; ++index) {
    schedule[index] = small_sigma(schedule[index - 2], Width::kSmall[1]) + schedule[index - 7] +
                      small_sigma(schedule[index - 15], Width::kSmall[0]) + schedule[index - 16];
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (std::size_t index = 0; index < Width::kCount; ++index) {
    const Word first = h + big_sigma(e, Width::kBig[1]) + ((e & f) ^ (~e & g)) +
                       Width::round(index) + schedule[index];
    const Word second = big_sigma(a, Width::kBig[0]) + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + first;
    d = c, c = b, b = a, a = first + second;
  }
  const Word mixed[] = {a, b, c, d, e, f, g, h};
  for (std::size_t index = 0; index < 8; ++index) state[index] += mixed[index];
}

template <typename Width>
void Sha<Width>::update(const std::uint8_t* data, std::size_t size) {
  bytes += size;
  while (size > 0) {
    const std::size_t taken = std::min(size, kBlock - filled);
    std::memcpy(block.data() + filled, data, taken);
    filled += taken;
    data += taken;
    size -= taken;
    if (filled < kBlock) return;
    absorb(block.data());
    filled = 0;
  }
}

// A one bit, zeros, and the length in bits at the end of a block.
template <typename Width>
void Sha<Width>::pad() {
  const std::uint64_t bits = bytes * 8;
  constexpr std::uint8_t kOne = 0x80, kZero = 0;
  update(&kOne, 1);
  // The wide ones have room for lengths that no memory holds: their upper half is zero.
  if (kBlock - filled < 2 * sizeof(Word)) {
    while (filled != 0) update(&kZero, 1);
  }
  while (filled != kBlock - 8) update(&kZero, 1);
  std::uint8_t length[8];
  for (std::size_t index = 0; index < 8; ++index)
    length[index] = static_cast<std::uint8_t>(bits >> (56 - 8 * index));
  update(length, sizeof length);
}

// The objects.

template <typename Width>
struct Hash : Object {
  Sha<Width> sha;
  std::size_t digest_size;
};

struct Variant {
  const char* name;
  std::size_t digest_size;
  std::size_t first_start;  // in kStarts
};
constexpr Variant kSha224 = {"sha224", 28, 8}, kSha256 = {"sha256", 32, 0};
constexpr Variant kSha384 = {"sha384", 48, 8}, kSha512 = {"sha512", 64, 0};

struct ShaState {
  Type* type;  // owned
};

template <typename Width>
Hash<Width>* hash_of(Object* object) {
  return static_cast<Hash<Width>*>(object);
}

Status refuse_text(Thread& thread, Object* data) {
  if (!is_str(data)) return done;
  return raise(thread, TypeId::kTypeError, "Strings must be encoded before hashing");
}

template <typename Width>
Status update_with(Thread& thread, Hash<Width>* hash, Object* data) {
  TRY(refuse_text(thread, data));
  Buffer buffer;
  TRY(get_buffer(thread, data, buffer));
  hash->sha.update(buffer.data, buffer.length);
  release_buffer(thread.interpreter(), buffer);
  return done;
}

template <typename Width, const Variant& kVariant>
Result<Object*> make_hash(Thread& thread, Object* module, Object* const* arguments) {
  using Word = typename Width::Word;
  constexpr bool kLowerHalf = sizeof(Word) == 4 && kVariant.first_start != 0;
  constexpr int kShift = sizeof(Word) == 4 && !kLowerHalf ? 32 : 0;
  Ref<Hash<Width>> hash(hash_of<Width>(
      TRY(allocate_instance(thread.interpreter(), module_state<ShaState>(module).type))));
  for (std::size_t index = 0; index < 8; ++index) {
    hash->sha.state[index] = static_cast<Word>(kStarts[kVariant.first_start + index] >> kShift);
  }
  hash->digest_size = kVariant.digest_size;
  if (arguments[0] != nullptr) TRY(update_with<Width>(thread, hash, arguments[0]));
  return hash.take();
}

template <typename Width>
Result<Object*> update(Thread& thread, Object* self, Object* const* arguments) {
  TRY(update_with<Width>(thread, hash_of<Width>(self), arguments[0]));
  return new_none(thread);
}

template <typename Width>
Result<Object*> copy(Thread& thread, Object* self, Object* const*) {
  auto* made = hash_of<Width>(TRY(allocate_instance(thread.interpreter(), self->type)));
  made->sha = hash_of<Width>(self)->sha;
  made->digest_size = hash_of<Width>(self)->digest_size;
  return made;
}

// The hash so far; more may follow.
template <typename Width>
std::array<std::uint8_t, 64> finish(const Hash<Width>* hash) {
  using Word = typename Width::Word;
  Sha<Width> sha = hash->sha;
  sha.pad();
  std::array<std::uint8_t, 64> digest{};
  for (std::size_t index = 0; index < 8 * sizeof(Word); ++index) {
    const std::size_t shift = 8 * (sizeof(Word) - 1 - index % sizeof(Word));
    digest[index] = static_cast<std::uint8_t>(sha.state[index / sizeof(Word)] >> shift);
  }
  return digest;
}

template <typename Width>
Result<Object*> digest(Thread& thread, Object* self, Object* const*) {
  return make_bytes(thread.interpreter(), finish(hash_of<Width>(self)).data(),
                    hash_of<Width>(self)->digest_size);
}

template <typename Width>
Result<Object*> hexadecimal(Thread& thread, Object* self, Object* const*) {
  constexpr char kDigits[] = "0123456789abcdef";
  const auto bytes = finish(hash_of<Width>(self));
  std::uint8_t text[128];
  for (std::size_t index = 0; index < bytes.size(); ++index) {
    text[2 * index] = static_cast<std::uint8_t>(kDigits[bytes[index] >> 4]);
    text[2 * index + 1] = static_cast<std::uint8_t>(kDigits[bytes[index] & 15]);
  }
  return make_str_from_latin1(thread.interpreter(), text, 2 * hash_of<Width>(self)->digest_size);
}

template <typename Width>
Result<Object*> digest_size(Thread& thread, Object* self) {
  return make_int_unsigned(thread.interpreter(), hash_of<Width>(self)->digest_size);
}

template <typename Width>
Result<Object*> block_size(Thread& thread, Object*) {
  return make_int_unsigned(thread.interpreter(), Sha<Width>::kBlock);
}

template <typename Width>
Result<Object*> name(Thread& thread, Object* self) {
  return format_str(thread, "sha{}", hash_of<Width>(self)->digest_size * 8);
}

template <typename Width>
constexpr NativeMethod kMethods[] = {
    {"update(self, obj, /)", update<Width>, Binding::kInstance,
     "Update this hash object's state with the provided string."},
    {"digest(self, /)", digest<Width>, Binding::kInstance,
     "Return the digest value as a bytes object."},
    {"hexdigest(self, /)", hexadecimal<Width>, Binding::kInstance,
     "Return the digest value as a string of hexadecimal digits."},
    {"copy(self, /)", copy<Width>, Binding::kInstance, "Return a copy of the hash object."},
};
template <typename Width>
constexpr NativeAttribute kAttributes[] = {
    {"digest_size", digest_size<Width>}, {"block_size", block_size<Width>}, {"name", name<Width>}};

template <typename Width>
constexpr TypeDescriptor hash_descriptor(std::string_view name, std::string_view module) {
  TypeDescriptor descriptor{.name = name,
                            .module = module,
                            .object_size = sizeof(Hash<Width>),
                            .methods = kMethods<Width>,
                            .attributes = kAttributes<Width>};
  descriptor.slots.make = nullptr;
  return descriptor;
}

constexpr TypeDescriptor kNarrowHash = hash_descriptor<Narrow>("sha256", "_sha256");
constexpr TypeDescriptor kWideHash = hash_descriptor<Wide>("sha512", "_sha512");

constexpr NativeMethod kNarrowFunctions[] = {
    {"sha224(module, /, string=b'', *, usedforsecurity=True)", make_hash<Narrow, kSha224>},
    {"sha256(module, /, string=b'', *, usedforsecurity=True)", make_hash<Narrow, kSha256>},
};
constexpr NativeMethod kWideFunctions[] = {
    {"sha384(module, /, string=b'', *, usedforsecurity=True)", make_hash<Wide, kSha384>},
    {"sha512(module, /, string=b'', *, usedforsecurity=True)", make_hash<Wide, kSha512>},
};

template <const TypeDescriptor& kType>
Status execute(Thread& thread, Module* module) {
  module_state<ShaState>(module).type = TRY(make_native_type(thread, module, kType));
  return done;
}

void traverse(void* state, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<ShaState*>(state)->type);
}
void clear(Interpreter&, void* state) noexcept {
  clear_reference(static_cast<ShaState*>(state)->type);
}

}  // namespace

extern const ModuleDescriptor kSha256Module;
const ModuleDescriptor kSha256Module = {
    .name = "_sha256",
    .functions = kNarrowFunctions,
    .execute = execute<kNarrowHash>,
    .state_size = sizeof(ShaState),
    .traverse = traverse,
    .clear = clear,
};

extern const ModuleDescriptor kSha512Module;
const ModuleDescriptor kSha512Module = {
    .name = "_sha512",
    .functions = kWideFunctions,
    .execute = execute<kWideHash>,
    .state_size = sizeof(ShaState),
    .traverse = traverse,
    .clear = clear,
};

}  // namespace ouro
