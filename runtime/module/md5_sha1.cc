// _md5 and _sha1: the two old hashes, RFC 1321 and FIPS 180-4, for what still names things by them.
#include <bit>

#include "runtime/module/digest.h"

namespace ouro {
namespace {

using digests::Block;
using digests::OneType;
using Word = std::uint32_t;

constexpr std::size_t kBlockSize = 64;

// A one bit, zeros, and the length in bits at the end of a block, as `length` has it.
template <typename Algorithm>
void pad(Algorithm& algorithm, const std::uint8_t (&length)[8]) {
  constexpr std::uint8_t kOne = 0x80, kZero = 0;
  algorithm.update(&kOne, 1);
  while (algorithm.block.filled != kBlockSize - sizeof length) algorithm.update(&kZero, 1);
  algorithm.update(length, sizeof length);
}

// ---- MD5: words with the low byte first ----

// The first 32 bits behind the point of |sin(n)|.
constexpr std::array<Word, 64> kSines = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

// One of four rounds: how the words mix, which word of the block comes, and how far bits turn.
struct Round {
  Word (*mix)(Word, Word, Word);
  unsigned step, first;
  int turns[4];
};
constexpr Round kRounds[] = {
    {[](Word x, Word y, Word z) { return (x & y) | (~x & z); }, 1, 0, {7, 12, 17, 22}},
    {[](Word x, Word y, Word z) { return (x & z) | (y & ~z); }, 5, 1, {5, 9, 14, 20}},
    {[](Word x, Word y, Word z) { return x ^ y ^ z; }, 3, 5, {4, 11, 16, 23}},
    {[](Word x, Word y, Word z) { return y ^ (x | ~z); }, 7, 0, {6, 10, 15, 21}},
};

struct Md5 {
  std::array<Word, 4> state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  std::uint64_t bytes = 0;
  Block<kBlockSize> block;

  static std::size_t digest_size() { return 16; }
  static std::size_t block_size() { return kBlockSize; }
  static std::string_view name() { return "md5"; }

  void update(const std::uint8_t* data, std::size_t size) {
    bytes += size;
    block.update(data, size, [this](const std::uint8_t* full) { absorb(full); });
  }

  void absorb(const std::uint8_t* full) {
    Word words[16];
    std::memcpy(words, full, sizeof words);
    auto [a, b, c, d] = state;
    for (unsigned index = 0; index < 64; ++index) {
      const Round& round = kRounds[index / 16];
      const Word word = words[(round.first + round.step * index) % 16];
      const Word sum = a + round.mix(b, c, d) + kSines[index] + word;
      a = d, d = c, c = b;
      b += std::rotl(sum, round.turns[index % 4]);
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  }

  void finish(std::uint8_t* out) {
    const std::uint64_t bits = bytes * 8;
    std::uint8_t length[8];
    std::memcpy(length, &bits, sizeof length);
    pad(*this, length);
    std::memcpy(out, state.data(), sizeof state);
  }
};
static_assert(std::endian::native == std::endian::little);

// ---- SHA-1: words with the high byte first ----

struct Sha1 {
  std::array<Word, 5> state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  std::uint64_t bytes = 0;
  Block<kBlockSize> block;

  static std::size_t digest_size() { return 20; }
  static std::size_t block_size() { return kBlockSize; }
  static std::string_view name() { return "sha1"; }

  void update(const std::uint8_t* data, std::size_t size) {
    bytes += size;
    block.update(data, size, [this](const std::uint8_t* full) { absorb(full); });
  }

  static Word mixed(unsigned index, Word b, Word c, Word d) {
    switch (index / 20) {
      case 0: return ((b & c) | (~b & d)) + 0x5a827999;
      case 1: return (b ^ c ^ d) + 0x6ed9eba1;
      case 2: return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
      default: return (b ^ c ^ d) + 0xca62c1d6;
    }
  }

  void absorb(const std::uint8_t* full) {
    Word words[80];
    for (unsigned index = 0; index < 16; ++index) {
      std::memcpy(&words[index], full + 4 * index, 4);
      words[index] = __builtin_bswap32(words[index]);
    }
    for (unsigned index = 16; index < 80; ++index) {
      words[index] =
          std::rotl(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1);
    }
    auto [a, b, c, d, e] = state;
    for (unsigned index = 0; index < 80; ++index) {
      const Word sum = std::rotl(a, 5) + mixed(index, b, c, d) + e + words[index];
      e = d, d = c, c = std::rotl(b, 30), b = a, a = sum;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
  }

  void finish(std::uint8_t* out) {
    const std::uint64_t bits = __builtin_bswap64(bytes * 8);
    std::uint8_t length[8];
    std::memcpy(length, &bits, sizeof length);
    pad(*this, length);
    for (std::size_t index = 0; index < state.size(); ++index) {
      const Word word = __builtin_bswap32(state[index]);
      std::memcpy(out + 4 * index, &word, sizeof word);
    }
  }
};

// ---- the modules ----

template <typename Algorithm>
Result<Object*> make(Thread& thread, Object* module, Object* const* arguments) {
  return digests::make_digest(thread, module_state<OneType>(module).type, Algorithm(),
                              arguments[0]);
}

template <typename Algorithm>
constexpr TypeDescriptor descriptor(std::string_view name, std::string_view module) {
  TypeDescriptor made{.name = name,
                      .module = module,
                      .object_size = sizeof(digests::Digest<Algorithm>),
                      .methods = digests::kMethods<Algorithm>,
                      .attributes = digests::kAttributes<Algorithm>};
  made.slots.make = digests::refuse_instance;
  return made;
}

constexpr TypeDescriptor kMd5Type = descriptor<Md5>("md5", "_md5");
constexpr TypeDescriptor kSha1Type = descriptor<Sha1>("sha1", "_sha1");

constexpr NativeMethod kMd5Functions[] = {
    {"md5(module, /, string=b'', *, usedforsecurity=True)", make<Md5>}};
constexpr NativeMethod kSha1Functions[] = {
    {"sha1(module, /, string=b'', *, usedforsecurity=True)", make<Sha1>}};

template <const TypeDescriptor& kType>
Status execute(Thread& thread, Module* module) {
  Type* type = TRY(make_native_type(thread, module, kType));
  module_state<OneType>(module).type = type;
  return module_add(thread, module, kType.name == "md5" ? "MD5Type" : "SHA1Type", type);
}

template <const TypeDescriptor& kType>
constexpr ModuleDescriptor module_of(std::span<const NativeMethod> functions) {
  return {.name = kType.module,
          .functions = functions,
          .execute = execute<kType>,
          .state_size = sizeof(OneType),
          .traverse = digests::traverse_one,
          .clear = digests::clear_one,
          .free = digests::clear_one};
}

}  // namespace

extern const ModuleDescriptor kMd5Module, kSha1Module;
constinit const ModuleDescriptor kMd5Module = module_of<kMd5Type>(kMd5Functions);
constinit const ModuleDescriptor kSha1Module = module_of<kSha1Type>(kSha1Functions);

}  // namespace ouro
