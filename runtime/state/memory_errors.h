// MemoryErrors: MemoryError instances made in good times, so that raising one never needs memory.
#pragma once

#include <cstddef>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/object/exception.h"
#include "runtime/state/type_registry.h"

namespace ouro {

class MemoryErrors {
 public:
  static constexpr std::string_view kName = "memory_errors";
  static constexpr std::string_view kPurpose = "MemoryErrors made ahead, and the last resort";
  using Needs = TypeList<TypeRegistry>;
  static constexpr std::size_t kKept = 16;

  Status set_up(Memory&, TypeRegistry&) noexcept;
  void clear(Interpreter&) noexcept;
  void visit_references(ReferenceVisitor&) const;
  void tear_down(Memory&) noexcept;
  // Items: references that the last resort has too many or too few.
  Residue residue() const noexcept;

  // A fresh MemoryError without arguments, or, when all are out, the last resort; a new reference.
  Exception* take() noexcept;
  // The body of a dead MemoryError; false: not needed, free it.
  bool give_back(Exception* body) noexcept;
  bool is_last_resort(const Object* object) const { return object == &last_resort_; }

 private:
  Exception last_resort_{};
  Exception* kept_ = nullptr;  // linked by context
  std::size_t kept_count_ = 0;
  Type* type_ = nullptr;
  bool open_ = false;
};

}  // namespace ouro
