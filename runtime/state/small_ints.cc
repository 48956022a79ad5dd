// SmallInts: made, counted, checked.
#include "runtime/state/small_ints.h"

namespace ouro {

Status SmallInts::set_up(Memory&, TypeRegistry& types) noexcept {
  Type* type = types.type(TypeId::kInt);
  std::int64_t value = kMin;
  for (Int& number : ints_) {
    number.count = 1;
    number.type = type;
    number.size = 0;
    number.value = value++;
  }
  return done;
}

void SmallInts::tear_down(Memory&) noexcept {
  for (Int& number : ints_) {
    if (number.count == 1) number = Int{};  // otherwise it is evidence
  }
}

Residue SmallInts::residue() const noexcept {
  Residue held;
  for (const Int& number : ints_) held.items += number.count != 0;
  return held;
}

}  // namespace ouro
