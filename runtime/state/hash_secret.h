// HashSecret: the key of str and bytes hashes, per interpreter, against flooding.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/object/hashes.h"

namespace ouro {

class HashSecret {
 public:
  static constexpr std::string_view kName = "hash_secret";
  static constexpr std::string_view kPurpose = "the key of str and bytes hashes";
  using Needs = TypeList<>;

  // Random from the system; a fixed seed (PYTHONHASHSEED, replay) is given with seed().
  Status set_up(Memory&) noexcept;
  void tear_down(Memory&) noexcept { key_ = {}; }
  Residue residue() const noexcept { return {.items = key_.first != 0 || key_.second != 0}; }

  // Before the first string is hashed.
  void seed(std::uint64_t number) noexcept;
  const HashKey& key() const { return key_; }

 private:
  HashKey key_;
};

}  // namespace ouro
