// Special methods: the lookup skips the instance, the call skips the bound method.
#include "runtime/object/special.h"

#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {

Result<bool> find_special(Thread& thread, Object* self, Str* name, Special& special) {
  Object* method = TRY(find_in_type(thread, self->type, name)).value;
  if (method == nullptr) return false;
  if (has_flag(method, flag::kMethodLike)) {
    special.callable.reset(retain(method));
    special.self = self;
    return true;
  }
  const auto get = method->type->slots->descriptor_get;
  Ref<> held(retain(method));
  special.callable.reset(get == nullptr ? held.take() : TRY(get(thread, held, self, self->type)));
  special.self = nullptr;
  return true;
}

Result<bool> find_special(Thread& thread, Object* self, Id name, Special& special) {
  return find_special(thread, self, identifier(thread, name), special);
}

Result<Object*> call_found(Thread& thread, const Special& special,
                           std::initializer_list<Object*> arguments) {
  constexpr std::size_t kMost = 8;
  OURO_CHECK(arguments.size() < kMost);
  Object* values[kMost] = {special.self};
  const std::size_t first = special.self != nullptr;
  std::copy(arguments.begin(), arguments.end(), values + first);
  return call(thread, special.callable.get(), Arguments{values, first + arguments.size(), nullptr});
}

Result<Object*> call_special(Thread& thread, Object* self, Id name,
                             std::initializer_list<Object*> arguments) {
  Special special;
  if (TRY(find_special(thread, self, name, special))) return call_found(thread, special, arguments);
  Ref<> message(TRY(format_str(thread, "{}", identifier(thread, name))));
  return raise_value(thread, TypeId::kAttributeError, message);
}

Result<Found<Object>> call_special_if(Thread& thread, Object* self, Id name,
                                      std::initializer_list<Object*> arguments) {
  Special special;
  if (!TRY(find_special(thread, self, name, special))) return Found<Object>{};
  return Found{TRY(call_found(thread, special, arguments))};
}

}  // namespace ouro
