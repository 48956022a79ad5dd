// TypeRegistry: the built-in types of one interpreter, in place, each made from its constant
// descriptor at its first use.
#pragma once

#include <array>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/index_set.h"
#include "runtime/object/type.h"

namespace ouro {

class TypeRegistry {
 public:
  static constexpr std::string_view kName = "type_registry";
  static constexpr std::string_view kPurpose = "the built-in types, all of them heap types";
  static constexpr bool kEndsAsNew = true;
  using Needs = TypeList<>;

  // Leaves the types as they are: an interpreter is born in blank memory, of which only the pages
  // that are used count.
  TypeRegistry() noexcept {}

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

  Type* type(TypeId id) {
    Type* type = &types_[static_cast<std::size_t>(id)];
    if (id > kLastCoreType && type->type == nullptr) [[unlikely]]
      make(id);
    return type;
  }
  bool contains(const void* place) const {
    return place >= types_.data() && place < types_.data() + types_.size();
  }
  // A version for a type or function, never given twice in this interpreter; 0 when they ran out.
  std::uint32_t next_version() { return last_version_ == 0xffffffffu ? 0 : ++last_version_; }

 private:
  // They are made at once, so that naming one is no question.
  static constexpr TypeId kLastCoreType = TypeId::kMemberDescriptor;

  void make(TypeId id) noexcept;

  const Slots* slots_ = nullptr;  // the process's
  Interpreter* interpreter_ = nullptr;
  std::uint32_t last_version_ = 0;
  IndexSet<kTypeCount> made_;
  std::array<Type, kTypeCount> types_;
};

}  // namespace ouro
