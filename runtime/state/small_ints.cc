// SmallInts: made, counted, checked.
#include "runtime/state/small_ints.h"

namespace ouro {

Status SmallInts::set_up(Memory&, TypeRegistry& types) noexcept {
  type_ = types.type(TypeId::kInt);
  return done;
}

void SmallInts::make(std::int64_t value) noexcept {
  OURO_CHECK(type_ != nullptr);
  const auto index = static_cast<std::size_t>(value - kMin);
  Int& number = ints_[index];
  number.count = 1;
  number.type = type_;
  number.size = 0;
  number.value = value;
  made_.add(index);
}

void SmallInts::tear_down(Memory&) noexcept {
  made_.for_each([this](std::size_t index) {
    if (ints_[index].count != 1) return;  // it is evidence
    ints_[index] = Int{};
    made_.remove(index);
  });
  type_ = nullptr;
}

Residue SmallInts::residue() const noexcept { return {.items = made_.size()}; }

}  // namespace ouro
