// builtins: functions on any object - attributes, types, numbers, identity.
#include <array>

#include "runtime/execute/generator.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/builtins.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/iterators.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

Result<Object*> absolute(Thread& thread, Object*, Object* const* arguments) {
  return unary(thread, UnaryOperator::kAbsolute, arguments[0]);
}

Result<Object*> callable(Thread& thread, Object*, Object* const* arguments) {
  return new_boolean(thread, is_callable(arguments[0]));
}

Result<Object*> identity(Thread& thread, Object*, Object* const* arguments) {
  return make_int_unsigned(thread.interpreter(), reinterpret_cast<std::uintptr_t>(arguments[0]));
}

Result<Object*> hash_of(Thread& thread, Object*, Object* const* arguments) {
  return make_int(thread.interpreter(), TRY(hash(thread, arguments[0])));
}

Result<Object*> length_of(Thread& thread, Object*, Object* const* arguments) {
  return make_int(thread.interpreter(), TRY(length(thread, arguments[0])));
}

Result<Object*> divide_with_rest(Thread& thread, Object*, Object* const* arguments) {
  return binary(thread, BinaryOperator::kDivmod, arguments[0], arguments[1]);
}

Result<Object*> power_of(Thread& thread, Object*, Object* const* arguments) {
  Object* modulus = arguments[2] == none(thread) ? nullptr : arguments[2];
  return power(thread, arguments[0], arguments[1], modulus);
}

Result<Object*> round_number(Thread& thread, Object*, Object* const* arguments) {
  Found<Object> found =
      TRY(get_special(thread, arguments[0], identifier(thread, Id::dunder_round)));
  if (!found) {
    return raise(thread, TypeId::kTypeError, "type {} doesn't define __round__ method",
                 static_cast<const Type*>(arguments[0]->type));
  }
  Ref<> method(found.value);
  if (arguments[1] == nullptr || arguments[1] == none(thread)) return call(thread, method);
  return call(thread, method, arguments[1]);
}

Result<Str*> borrow_attribute_name(Thread& thread, Object* name) {
  if (is_str(name)) return static_cast<Str*>(name);
  return raise(thread, TypeId::kTypeError, "attribute name must be string, not '{}'",
               static_cast<const Type*>(name->type));
}

Result<Object*> get_attribute_of(Thread& thread, Object*, Object* const* arguments) {
  Str* name = TRY(borrow_attribute_name(thread, arguments[1]));
  if (arguments[2] == nullptr) return get_attribute(thread, arguments[0], name);
  Found<Object> found = TRY(get_attribute_if(thread, arguments[0], name));
  return found ? found.value : retain(arguments[2]);
}

Result<Object*> has_attribute(Thread& thread, Object*, Object* const* arguments) {
  Found<Object> found =
      TRY(get_attribute_if(thread, arguments[0], TRY(borrow_attribute_name(thread, arguments[1]))));
  release_if(found.value);
  return new_boolean(thread, static_cast<bool>(found));
}

Result<Object*> set_attribute_of(Thread& thread, Object*, Object* const* arguments) {
  TRY(set_attribute(thread, arguments[0], TRY(borrow_attribute_name(thread, arguments[1])),
                    arguments[2]));
  return new_none(thread);
}

Result<Object*> delete_attribute(Thread& thread, Object*, Object* const* arguments) {
  TRY(set_attribute(thread, arguments[0], TRY(borrow_attribute_name(thread, arguments[1])),
                    nullptr));
  return new_none(thread);
}

Result<Object*> is_instance_function(Thread& thread, Object*, Object* const* arguments) {
  return new_boolean(thread, TRY(is_instance(thread, arguments[0], arguments[1])));
}

Result<Object*> is_subclass_function(Thread& thread, Object*, Object* const* arguments) {
  return new_boolean(thread, TRY(is_subclass(thread, arguments[0], arguments[1])));
}

// Awaitables and iterators.
Result<Object*> iterate_function(Thread& thread, Object*, Object* const* arguments) {
  if (arguments[1] == nullptr) return iterate(thread, arguments[0]);
  if (!is_callable(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "iter(v, w): v must be callable");
  }
  return make_callable_iterator(thread.interpreter(), arguments[0], arguments[1]);
}

// next() shows the StopIteration with its value, which the native slot leaves out.
Result<Object*> next_with_stop(Thread& thread, Object* iterator) {
  if (iterator->type->id == TypeId::kGenerator) {
    Object* result = nullptr;
    Found<Object> found =
        TRY(resume(thread, static_cast<Generator*>(iterator), none(thread), result));
    if (found) return found.value;
    Ref<> owned(result);
    return raise_value(thread, TypeId::kStopIteration, result == none(thread) ? nullptr : result);
  }
  if ((iterator->type->flags & flag::kClass) != 0) {
    Found<Object> method = TRY(get_special(thread, iterator, identifier(thread, Id::dunder_next)));
    if (method) return call(thread, Ref<>(method.value));
  }
  Found<Object> found = TRY(next(thread, iterator));
  if (found) return found.value;
  return raise_value(thread, TypeId::kStopIteration, nullptr);
}

Result<Object*> next_function(Thread& thread, Object*, Object* const* arguments) {
  Object* iterator = arguments[0];
  if (iterator->type->slots->next == nullptr) {
    return raise(thread, TypeId::kTypeError, "'{}' object is not an iterator",
                 static_cast<const Type*>(iterator->type));
  }
  if (arguments[1] == nullptr) return next_with_stop(thread, iterator);
  auto found = next(thread, iterator);
  if (!found.ok()) {
    if (!pending_matches(thread, TypeId::kStopIteration)) return failure;
    clear_pending(thread);
    return retain(arguments[1]);
  }
  return found.value() ? found.value().value : retain(arguments[1]);
}

Result<Object*> async_iterate_function(Thread& thread, Object*, Object* const* arguments) {
  Unary slot = arguments[0]->type->slots->async_iterate;
  if (slot == nullptr) {
    return raise(thread, TypeId::kTypeError, "'{}' object is not an async iterable",
                 static_cast<const Type*>(arguments[0]->type));
  }
  return slot(thread, arguments[0]);
}

Result<Object*> async_next_function(Thread& thread, Object*, Object* const* arguments) {
  Unary slot = arguments[0]->type->slots->async_next;
  if (slot == nullptr) {
    return raise(thread, TypeId::kTypeError, "'{}' object is not an async iterator",
                 static_cast<const Type*>(arguments[0]->type));
  }
  Ref<> awaitable(TRY(slot(thread, arguments[0])));
  if (arguments[1] == nullptr) return awaitable.take();
  return make_next_or_default(thread, awaitable, arguments[1]);
}

constexpr NativeMethod kFunctions[] = {
    {"abs(module, x, /)", absolute},
    {"aiter(module, async_iterable, /)", async_iterate_function},
    {"anext(module, aiterator, default=None, /)", async_next_function},
    {"callable(module, obj, /)", callable},
    {"delattr(module, obj, name, /)", delete_attribute},
    {"divmod(module, x, y, /)", divide_with_rest},
    {"getattr(module, object, name, default=None, /)", get_attribute_of},
    {"hasattr(module, obj, name, /)", has_attribute},
    {"hash(module, obj, /)", hash_of},
    {"id(module, obj, /)", identity},
    {"isinstance(module, obj, class_or_tuple, /)", is_instance_function},
    {"issubclass(module, cls, class_or_tuple, /)", is_subclass_function},
    {"iter(module, object, sentinel=None, /)", iterate_function},
    {"len(module, obj, /)", length_of},
    {"next(module, iterator, default=None, /)", next_function},
    {"pow(module, base, exp, mod=None)", power_of},
    {"round(module, number, ndigits=None)", round_number},
    {"setattr(module, obj, name, value, /)", set_attribute_of},
};

}  // namespace

const std::span<const NativeMethod> kBuiltinObjectFunctions = kFunctions;

}  // namespace ouro
