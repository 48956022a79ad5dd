// Singletons: None, True, False, Ellipsis, NotImplemented - one each per interpreter, counted.
#pragma once

#include <string_view>

#include "runtime/component/component.h"
#include "runtime/object/int.h"
#include "runtime/object/object.h"
#include "runtime/state/type_registry.h"

namespace ouro {

class Singletons {
 public:
  static constexpr std::string_view kName = "singletons";
  static constexpr std::string_view kPurpose = "None, True, False, Ellipsis, NotImplemented";
  using Needs = TypeList<TypeRegistry>;

  Status set_up(Memory&, TypeRegistry&) noexcept;
  void tear_down(Memory&) noexcept;
  // Items: how many are referred to once more, or once less, than at their start.
  Residue residue() const noexcept;

  Object* none() { return &none_; }
  Object* not_implemented() { return &not_implemented_; }
  Object* ellipsis() { return &ellipsis_; }
  Int* boolean(bool value) { return value ? &true_ : &false_; }

 private:
  Object none_{};
  Object not_implemented_{};
  Object ellipsis_{};
  Int false_{};
  Int true_{};
};

}  // namespace ouro
