// TypeRegistry: the built-in types of one interpreter, in place, made from the constant
// descriptors.
#pragma once

#include <array>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/object/type.h"

namespace ouro {

class TypeRegistry {
 public:
  static constexpr std::string_view kName = "type_registry";
  static constexpr std::string_view kPurpose = "the built-in types, all of them heap types";
  static constexpr bool kEndsAsNew = true;
  using Needs = TypeList<>;

  // Before set_up: the merged slots of the built-in types, by their id.
  void use_slots(const Slots* merged) noexcept { slots_ = merged; }
  Status set_up(Memory&) noexcept;
  void clear(Interpreter&) noexcept;
  void visit_references(ReferenceVisitor&) const;
  void tear_down(Memory&) noexcept;
  // Items: types whose count is not what it was at the start.
  Residue residue() const noexcept;

  // Called by create once: types know their interpreter.
  void adopt(Interpreter&) noexcept;

  Type* type(TypeId id) { return &types_[static_cast<std::size_t>(id)]; }
  bool contains(const void* place) const {
    return place >= types_.data() && place < types_.data() + types_.size();
  }
  // A version for a type or function, never given twice in this interpreter; 0 when they ran out.
  std::uint32_t next_version() { return last_version_ == 0xffffffffu ? 0 : ++last_version_; }

 private:
  std::array<Type, kTypeCount> types_{};
  const Slots* slots_ = nullptr;  // the process's
  std::uint32_t last_version_ = 0;
};

}  // namespace ouro
