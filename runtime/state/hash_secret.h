// HashSecret: the key of str and bytes hashes, per interpreter, against flooding.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"

namespace ouro {

class HashSecret {
 public:
  static constexpr std::string_view kName = "hash_secret";
  using Needs = TypeList<>;

  // Random from the system; a fixed seed (PYTHONHASHSEED, replay) is given with seed().
  Status set_up(Memory&) noexcept;
  void tear_down(Memory&) noexcept { key_[0] = key_[1] = 0; }
  Residue residue() const noexcept { return {.items = key_[0] != 0 || key_[1] != 0}; }

  // Before the first string is hashed.
  void seed(std::uint64_t number) noexcept;
  const std::uint64_t* key() const { return key_; }

 private:
  std::uint64_t key_[2] = {};
};

}  // namespace ouro
