// Hashes: numbers modulo a Mersenne prime, SipHash for text, mixers for containers.
#include "runtime/object/hashes.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace ouro {

namespace {

constexpr int kModulusBits = 61;
constexpr HashValue kInfinityHash = 314159;
constexpr std::uint64_t kImaginaryFactor = 1000003;

// Any 64-bit value modulo 2**61 - 1.
constexpr std::uint64_t reduce(std::uint64_t value) {
  const std::uint64_t sum = (value & kHashModulus) + (value >> kModulusBits);
  return sum >= kHashModulus ? sum - kHashModulus : sum;
}

// value * 2**bits modulo 2**61 - 1 is a rotation.
constexpr std::uint64_t rotate(std::uint64_t value, int bits) {
  if (bits == 0) return value;
  return ((value << bits) & kHashModulus) | (value >> (kModulusBits - bits));
}

constexpr HashValue with_sign(std::uint64_t hash, bool negative) {
  const auto value = static_cast<HashValue>(hash);
  return never_minus_one(negative ? -value : value);
}

}  // namespace

HashValue hash_int64(std::int64_t value) noexcept {
  const bool negative = value < 0;
  const auto bits = static_cast<std::uint64_t>(value);
  return with_sign(reduce(negative ? 0 - bits : bits), negative);
}

HashValue hash_limbs(limbs::Limbs magnitude, bool negative) noexcept {
  std::uint64_t hash = 0;
  for (std::size_t index = magnitude.size(); index-- > 0;) {
    hash = reduce(rotate(hash, 64 - kModulusBits) + reduce(magnitude[index]));
  }
  return with_sign(hash, negative);
}

HashValue hash_double(double value) noexcept {
  if (std::isinf(value)) return value > 0 ? kInfinityHash : -kInfinityHash;
  int exponent = 0;
  const double mantissa = std::frexp(std::fabs(value), &exponent);
  const auto bits = static_cast<std::uint64_t>(std::ldexp(mantissa, 53));
  const int shift = ((exponent - 53) % kModulusBits + kModulusBits) % kModulusBits;
  return with_sign(rotate(bits, shift), value < 0);
}

HashValue hash_complex(HashValue real, HashValue imaginary) noexcept {
  const std::uint64_t sum =
      static_cast<std::uint64_t>(real) + kImaginaryFactor * static_cast<std::uint64_t>(imaginary);
  return never_minus_one(static_cast<HashValue>(sum));
}

HashValue hash_pointer(const void* pointer) noexcept {
  // The lowest four bits of an address are always zero.
  const auto bits = reinterpret_cast<std::uintptr_t>(pointer);
  return never_minus_one(static_cast<HashValue>(std::rotr(bits, 4)));
}

// ---- Containers -------------------------------------------------------------------------------

namespace {

constexpr std::uint64_t kPrime1 = 11400714785074694791u;
constexpr std::uint64_t kPrime2 = 14029467366897019727u;
constexpr std::uint64_t kPrime5 = 2870177450012600261u;

}  // namespace

void TupleHash::add(HashValue item) noexcept {
  state_ += static_cast<std::uint64_t>(item) * kPrime2;
  state_ = std::rotl(state_, 31) * kPrime1;
}

HashValue TupleHash::finish(std::size_t length) const noexcept {
  constexpr std::uint64_t kTwist = 3527539;
  constexpr HashValue kInsteadOfMinusOne = 1546275796;
  const auto hash = static_cast<HashValue>(state_ + (length ^ (kPrime5 ^ kTwist)));
  return hash == -1 ? kInsteadOfMinusOne : hash;
}

void SetHash::add(HashValue item) noexcept {
  const auto bits = static_cast<std::uint64_t>(item);
  state_ ^= ((bits ^ 89869747u) ^ (bits << 16)) * 3644798167u;
}

HashValue SetHash::finish(std::size_t length) const noexcept {
  constexpr HashValue kInsteadOfMinusOne = 590923713;
  std::uint64_t hash = state_ ^ ((length + 1) * 1927868237u);
  hash ^= (hash >> 11) ^ (hash >> 25);
  hash = hash * 69069u + 907133923u;
  return static_cast<HashValue>(hash) == -1 ? kInsteadOfMinusOne : static_cast<HashValue>(hash);
}

// ---- SipHash-1-3 ------------------------------------------------------------------------------

namespace {

std::uint64_t load(const unsigned char* data, std::size_t size) noexcept {
  static_assert(std::endian::native == std::endian::little);
  std::uint64_t value = 0;
  std::memcpy(&value, data, size);
  return value;
}

// The last `left` bytes of `size`, fewer than eight; without a loop or a call.
std::uint64_t load_tail(const unsigned char* tail, std::size_t left, std::size_t size) noexcept {
  if (left == 0) return 0;
  if (size >= 8) return load(tail + left - 8, 8) >> (64 - 8 * left);
  if (left >= 4) return load(tail, 4) | load(tail + left - 4, 4) << (8 * (left - 4));
  return tail[0] | std::uint64_t{tail[left / 2]} << (8 * (left / 2)) |
         std::uint64_t{tail[left - 1]} << (8 * (left - 1));
}

struct SipState {
  std::uint64_t a, b, c, d;

  explicit SipState(const HashKey& key) noexcept
      : a(key.first ^ 0x736f6d6570736575u),
        b(key.second ^ 0x646f72616e646f6du),
        c(key.first ^ 0x6c7967656e657261u),
        d(key.second ^ 0x7465646279746573u) {}

  void round() noexcept {
    a += b, c += d;
    b = std::rotl(b, 13) ^ a, d = std::rotl(d, 16) ^ c;
    a = std::rotl(a, 32);
    c += b, a += d;
    b = std::rotl(b, 17) ^ c, d = std::rotl(d, 21) ^ a;
    c = std::rotl(c, 32);
  }

  void absorb(std::uint64_t word) noexcept {
    d ^= word;
    round();
    a ^= word;
  }

  std::uint64_t finish() noexcept {
    c ^= 0xff;
    for (int index = 0; index < 3; ++index) round();
    return a ^ b ^ c ^ d;
  }
};

}  // namespace

HashKey hash_key_from_seed(std::uint32_t seed) noexcept {
  if (seed == 0) return {};
  std::uint32_t state = seed;
  unsigned char bytes[16];
  for (unsigned char& byte : bytes) {
    state = state * 214013 + 2531011;
    byte = static_cast<unsigned char>(state >> 16);
  }
  return {load(bytes, 8), load(bytes + 8, 8)};
}

HashValue hash_bytes(const HashKey& key, const void* data, std::size_t size) noexcept {
  if (size == 0) return 0;
  const auto* bytes = static_cast<const unsigned char*>(data);
  SipState state(key);
  std::size_t left = size;
  for (; left >= 8; left -= 8, bytes += 8) state.absorb(load(bytes, 8));
  state.absorb(std::uint64_t{size} << 56 | load_tail(bytes, left, size));
  return never_minus_one(static_cast<HashValue>(state.finish()));
}

// ---- Our own tables ---------------------------------------------------------------------------

namespace {

std::uint64_t mix(std::uint64_t left, std::uint64_t right) noexcept {
  const auto product = static_cast<unsigned __int128>(left) * right;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace

std::uint64_t hash_fast(const void* data, std::size_t size) noexcept {
  constexpr std::uint64_t kOdd1 = 0x9e3779b97f4a7c15u;
  constexpr std::uint64_t kOdd2 = 0xd6e8feb86659fd93u;
  const auto* bytes = static_cast<const unsigned char*>(data);
  std::uint64_t state = size * kOdd1;
  std::size_t left = size;
  for (; left > 8; left -= 8, bytes += 8) state = mix(state ^ load(bytes, 8), kOdd2);
  const std::uint64_t tail = left == 8 ? load(bytes, 8) : load_tail(bytes, left, size);
  return mix(state ^ tail ^ kOdd1, kOdd2 ^ size);
}

}  // namespace ouro
