// Hashes: the hash functions of the language, which programs can see, and those of our own tables.
//
// No result is ever -1, except where a comment says so: -1 means "no hash yet" everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/object/limbs.h"

namespace ouro {

using HashValue = std::intptr_t;

inline constexpr std::uint64_t kHashModulus = (std::uint64_t{1} << 61) - 1;

constexpr HashValue never_minus_one(HashValue hash) { return hash == -1 ? -2 : hash; }

// Numbers: equal values have equal hashes, whatever their type.
HashValue hash_int64(std::int64_t value) noexcept;
HashValue hash_limbs(limbs::Limbs magnitude, bool negative) noexcept;
// Not for NaN: each NaN object hashes by identity, with hash_pointer().
HashValue hash_double(double value) noexcept;
HashValue hash_complex(HashValue real, HashValue imaginary) noexcept;
HashValue hash_pointer(const void* pointer) noexcept;

// The hash of a tuple, item after item.
class TupleHash {
 public:
  void add(HashValue item) noexcept;
  HashValue finish(std::size_t length) const noexcept;

 private:
  std::uint64_t state_ = 2870177450012600261u;
};

// The hash of a frozen set, in any order of its items.
class SetHash {
 public:
  void add(HashValue item) noexcept;
  HashValue finish(std::size_t length) const noexcept;

 private:
  std::uint64_t state_ = 0;
};

// Text and bytes: SipHash-1-3 with a key that each interpreter draws, against flooding.
struct HashKey {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
};

// The key of PYTHONHASHSEED=seed; 0 gives the zero key.
HashKey hash_key_from_seed(std::uint32_t seed) noexcept;
// The hash of nothing is 0 for every key.
HashValue hash_bytes(const HashKey& key, const void* data, std::size_t size) noexcept;

// For tables whose keys no attacker chooses: fast, unkeyed, any value possible.
std::uint64_t hash_fast(const void* data, std::size_t size) noexcept;

}  // namespace ouro
