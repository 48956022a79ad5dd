// Protocol: calls of anything, in every form that native code needs.
#include <algorithm>

#include "runtime/component/vector.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slot_functions.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

Result<Object*> call(Thread& thread, Object* callable, const Arguments& arguments) {
  const auto slot = callable->type->slots->call;
  if (slot == nullptr) {
    return raise(thread, TypeId::kTypeError, "'{}' object is not callable", callable->type);
  }
  RecursionGuard guard(thread, " while calling a Python object");
  if (!guard.ok()) return failure;
  return slot(thread, callable, arguments);
}

Result<Object*> call(Thread& thread, Object* callable) {
  return call(thread, callable, Arguments{});
}

Result<Object*> call(Thread& thread, Object* callable, Object* argument) {
  return call(thread, callable, Arguments{&argument, 1, nullptr});
}

Result<Object*> call(Thread& thread, Object* callable, Object* first, Object* second) {
  Object* values[] = {first, second};
  return call(thread, callable, Arguments{values, 2, nullptr});
}

Result<Object*> call(Thread& thread, Object* callable, std::initializer_list<Object*> arguments) {
  return call(thread, callable, Arguments{arguments.begin(), arguments.size(), nullptr});
}

namespace {

// Positional values first, then the values of the dict, whose keys go into `names`.
Status spread(Thread& thread, Dict* keywords, Tuple* names, Object** values) {
  std::size_t index = 0;
  for (DictCursor at; dict_next(keywords, at); ++index) {
    if (!is_str(at.key)) return raise(thread, TypeId::kTypeError, "keywords must be strings");
    names->items()[index] = retain(at.key);
    values[index] = at.value;
  }
  return done;
}

Result<Object*> call_spread(Thread& thread, Object* callable, Tuple* positional, Dict* keywords,
                            Vector<Object*>& values) {
  const std::size_t count = positional->size + keywords->size;
  if (!values.reserve(memory_of(thread), count).ok())
    return raise_memory_error(thread.interpreter());
  std::copy_n(positional->items(), positional->size, values.data());
  Ref<Tuple> names(TRY(make_tuple(thread.interpreter(), keywords->size)));
  TRY(spread(thread, keywords, names, values.data() + positional->size));
  // The callee may change the dict, so the values are held here.
  for (std::size_t index = positional->size; index < count; ++index) retain(values.data()[index]);
  Result<Object*> result =
      call(thread, callable, Arguments{values.data(), positional->size, names});
  for (std::size_t index = positional->size; index < count; ++index) release(values.data()[index]);
  return result;
}

}  // namespace

Result<Object*> call_with(Thread& thread, Object* callable, Tuple* positional,
                          Dict* keywords_or_null) {
  if (keywords_or_null == nullptr || keywords_or_null->size == 0) {
    return call(thread, callable, Arguments{positional->items(), positional->size, nullptr});
  }
  Vector<Object*> values;
  Result<Object*> result = call_spread(thread, callable, positional, keywords_or_null, values);
  values.tear_down(memory_of(thread));
  return result;
}

namespace {

// A method of the type that can be called without binding, because nothing shadows it; null inside.
Result<Found<Object>> find_plain_method(Thread& thread, Object* self, Str* name) {
  if (self->type->slots->get_attribute != object_get_attribute) return Found<Object>{};
  const Found<Object> method = TRY(find_in_type(thread, self->type, name));
  if (!method || !has_flag(method.value, flag::kMethodLike)) return Found<Object>{};
  Ref<> held(retain(method.value));
  if (has_instance_dict(self) && TRY(find_in_instance(thread, self, name))) return Found<Object>{};
  return Found{held.take()};
}

}  // namespace

Result<Object*> call_method(Thread& thread, Object* self, Str* name,
                            std::initializer_list<Object*> arguments) {
  const Arguments given{arguments.begin(), arguments.size(), nullptr};
  Ref<> plain(TRY(find_plain_method(thread, self, name)).value);
  if (plain) return call_with_self(thread, plain, self, given);
  Ref<> method(TRY(get_attribute(thread, self, name)));
  return call(thread, method.get(), given);
}

Result<Object*> call_method(Thread& thread, Object* self, std::string_view name,
                            std::initializer_list<Object*> arguments) {
  Ref<Str> interned(TRY(intern(thread.interpreter(), name)));
  return call_method(thread, self, interned, arguments);
}

bool is_callable(const Object* object) { return object->type->slots->call != nullptr; }

}  // namespace ouro
