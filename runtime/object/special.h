// Special methods: finding the dunder methods of a type and calling them without binding.
#pragma once

#include <initializer_list>

#include "runtime/object/identifier_list.h"
#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

// What find_special() found: call it with `self` in front when self is not null.
struct Special {
  Ref<> callable;
  Object* self = nullptr;  // borrowed
};

// Looks in the type only, never in the instance; false: no such method.
Result<bool> find_special(Thread&, Object* self, Str* name, Special&);
Result<bool> find_special(Thread&, Object* self, Id name, Special&);
Result<Object*> call_found(Thread&, const Special&, std::initializer_list<Object*> arguments);

// AttributeError when there is no such method.
Result<Object*> call_special(Thread&, Object* self, Id name,
                             std::initializer_list<Object*> arguments = {});
// Null inside: there is none.
Result<Found<Object>> call_special_if(Thread&, Object* self, Id name,
                                      std::initializer_list<Object*> arguments = {});

}  // namespace ouro
