// SmallInts: the ints in [-5, 256], in place, each made at its first use, so that common arithmetic
// never allocates.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/index_set.h"
#include "runtime/object/int.h"
#include "runtime/state/type_registry.h"

namespace ouro {

class SmallInts {
 public:
  static constexpr std::string_view kName = "small_ints";
  static constexpr std::string_view kPurpose = "the ints from -5 to 256";
  using Needs = TypeList<TypeRegistry>;
  static constexpr std::int64_t kMin = -5;
  static constexpr std::int64_t kMax = 256;

  // Leaves the ints as they are: an interpreter is born in blank memory, of which only the pages
  // that are used count.
  SmallInts() noexcept {}

  Status set_up(Memory&, TypeRegistry&) noexcept;
  void tear_down(Memory&) noexcept;
  Residue residue() const noexcept;  // items: ints not back at their starting count

  static bool has(std::int64_t value) { return value >= kMin && value <= kMax; }
  // Borrowed; has(value).
  Int* at(std::int64_t value) {
    Int* number = &ints_[static_cast<std::size_t>(value - kMin)];
    if (number->type == nullptr) [[unlikely]]
      make(value);
    return number;
  }
  bool contains(const Object* object) const {
    return object >= ints_.data() && object < ints_.data() + ints_.size();
  }

 private:
  static constexpr std::size_t kCount = kMax - kMin + 1;

  void make(std::int64_t value) noexcept;

  Type* type_ = nullptr;  // of ints
  IndexSet<kCount> made_;
  std::array<Int, kCount> ints_;
};

}  // namespace ouro
