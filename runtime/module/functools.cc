// _functools: reduce, cmp_to_key and partial; the cache is in functools_cache.cc.
#include "runtime/module/functools.h"

#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/generic_alias.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/repr_guard.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"
#include "runtime/object/weakref.h"

namespace ouro {
namespace {

// partial: a function with its first arguments, and some named ones, filled in.

struct Partial : Object {
  Object* function;
  Tuple* values;
  Dict* keywords;
  Dict* dict;
  WeakReference* weak_references;
};

Partial* partial_of(Object* object) { return static_cast<Partial*>(object); }

void partial_clear(Interpreter&, Object* object) noexcept {
  Partial* partial = partial_of(object);
  clear_reference(partial->function);
  clear_reference(partial->values);
  clear_reference(partial->keywords);
  clear_reference(partial->dict);
}

void partial_deallocate(Interpreter& interpreter, Object* object) noexcept {
  partial_clear(interpreter, object);
  free_instance(interpreter, object);
}

void partial_traverse(Object* object, ReferenceVisitor& visitor) {
  const Partial* partial = partial_of(object);
  visitor.visit_if(partial->function);
  visitor.visit_if(partial->values);
  visitor.visit_if(partial->keywords);
  visitor.visit_if(partial->dict);
}

Result<Tuple*> join_values(Thread& thread, const Tuple* front, Object* const* rest,
                           std::size_t count) {
  const std::size_t before = front == nullptr ? 0 : front->size;
  Tuple* joined = TRY(make_tuple(thread.interpreter(), before + count));
  for (std::size_t index = 0; index < before; ++index)
    joined->items()[index] = retain((*front)[index]);
  for (std::size_t index = 0; index < count; ++index)
    joined->items()[before + index] = retain(rest[index]);
  return joined;
}

Status add_named(Thread& thread, Dict* keywords, const Arguments& arguments) {
  for (std::size_t index = 0; index < arguments.keywords(); ++index) {
    TRY(dict_set(thread, keywords, (*arguments.names)[index],
                 arguments.values[arguments.positional + index]));
  }
  return done;
}

// A partial that nobody gave attributes can be seen through.
const Partial* inner_partial(Object* function) {
  if (function->type->descriptor != &kPartial) return nullptr;
  return partial_of(function)->dict == nullptr ? partial_of(function) : nullptr;
}

Result<Object*> make_partial(Thread& thread, Type* type, const Arguments& arguments) {
  if (arguments.positional < 1) {
    return raise(thread, TypeId::kTypeError, "type 'partial' takes at least one argument");
  }
  Object* function = arguments.values[0];
  if (!is_callable(function))
    return raise(thread, TypeId::kTypeError, "the first argument must be callable");
  const Partial* inner = inner_partial(function);
  Ref<Partial> partial(partial_of(TRY(allocate_instance(thread.interpreter(), type))));
  partial->function = retain(inner != nullptr ? inner->function : function);
  partial->values = TRY(join_values(thread, inner != nullptr ? inner->values : nullptr,
                                    arguments.values + 1, arguments.positional - 1));
  partial->keywords = TRY(inner != nullptr ? dict_copy(thread.interpreter(), inner->keywords)
                                           : make_dict(thread.interpreter()));
  TRY(add_named(thread, partial->keywords, arguments));
  return partial.take();
}

Status initialise_partial(Thread&, Object*, const Arguments&) { return done; }

Failure raise_uninitialised(Thread& thread) {
  return raise(thread, TypeId::kTypeError, "uninitialized partial object");
}

Result<Object*> call_partial(Thread& thread, Object* self, const Arguments& arguments) {
  const Partial* partial = partial_of(self);
  if (partial->function == nullptr) return raise_uninitialised(thread);
  Ref<> function(retain(partial->function));
  Ref<Tuple> values(retain(partial->values));
  if (partial->keywords->size == 0) return call_with_front(thread, function, values, arguments);
  Ref<Dict> keywords(TRY(dict_copy(thread.interpreter(), partial->keywords)));
  TRY(add_named(thread, keywords, arguments));
  Ref<Tuple> joined(TRY(join_values(thread, values, arguments.values, arguments.positional)));
  return call_with(thread, function, joined, keywords);
}

Status append_parts(Thread& thread, TextBuilder& text, const Partial* partial) {
  Ref<Tuple> values(retain(partial->values));
  Ref<Dict> keywords(TRY(dict_copy(thread.interpreter(), partial->keywords)));
  TRY(text.append_repr(thread, Ref<>(retain(partial->function))));
  for (std::size_t index = 0; index < values->size; ++index) {
    TRY(text.append(", "));
    TRY(text.append_repr(thread, (*values)[index]));
  }
  for (DictCursor at; dict_next(keywords, at);) {
    TRY(text.append(", "));
    TRY(text.append_str(thread, at.key));
    TRY(text.append("="));
    TRY(text.append_repr(thread, at.value));
  }
  return text.append(")");
}

Result<Object*> repr_of_partial(Thread& thread, Object* self) {
  RecursionGuard recursion(thread, " while getting the repr of an object");
  if (!recursion.ok()) return failure;
  const Partial* partial = partial_of(self);
  if (partial->function == nullptr) return raise_uninitialised(thread);
  ReprGuard guard(thread, self);
  if (guard.repeated()) return make_str(thread.interpreter(), "...");
  TextBuilder text(thread.interpreter());
  TRY(text.append_utf8(type_name(self->type)));
  TRY(text.append("("));
  TRY(append_parts(thread, text, partial));
  return text.finish();
}

Result<Object*> reduce_partial(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  const Partial* partial = partial_of(self);
  if (partial->function == nullptr) return raise_uninitialised(thread);
  Ref<Dict> attributes(TRY(copy_instance_dict(thread, self)));
  Object* extra =
      attributes->size == 0 ? interpreter.none() : static_cast<Object*>(attributes.get());
  Ref<Tuple> state(
      TRY(pack_tuple(interpreter, partial->function, static_cast<Object*>(partial->values),
                     static_cast<Object*>(partial->keywords), extra)));
  Ref<Tuple> made_from(TRY(pack_tuple(interpreter, partial->function)));
  return pack_tuple(interpreter, static_cast<Object*>(self->type),
                    static_cast<Object*>(made_from.get()), static_cast<Object*>(state.get()));
}

bool is_partial_state(Thread& thread, Object* state) {
  if (!is_tuple(state) || static_cast<Tuple*>(state)->size != 4) return false;
  const auto* parts = static_cast<Tuple*>(state);
  return is_callable((*parts)[0]) && is_tuple((*parts)[1]) &&
         ((*parts)[2] == none(thread) || is_dict((*parts)[2]));
}

Result<Object*> set_partial_state(Thread& thread, Object* self, Object* const* arguments) {
  if (!is_partial_state(thread, arguments[0]))
    return raise(thread, TypeId::kTypeError, "invalid partial state");
  const auto* parts = static_cast<Tuple*>(arguments[0]);
  Partial* partial = partial_of(self);
  Ref<Tuple> values(TRY(to_tuple(thread, (*parts)[1])));
  Ref<Dict> keywords(TRY((*parts)[2] == none(thread)
                             ? make_dict(thread.interpreter())
                             : dict_copy(thread.interpreter(), static_cast<Dict*>((*parts)[2]))));
  replace_reference(partial->function, retain((*parts)[0]));
  replace_reference(partial->values, values.take());
  replace_reference(partial->keywords, keywords.take());
  if ((*parts)[3] == none(thread)) return new_none(thread);
  Ref<Dict> attributes(retain(TRY(borrow_instance_dict(thread, self))));
  TRY(dict_merge(thread, attributes, (*parts)[3]));
  return new_none(thread);
}

Result<Object*> generic_alias(Thread& thread, Object* type, Object* const* arguments) {
  return make_generic_alias(thread, type, arguments[0]);
}

constexpr NativeMethod kPartialMethods[] = {
    {"__reduce__(self, /)", reduce_partial},
    {"__setstate__(self, state, /)", set_partial_state},
    {"__class_getitem__(type, item, /)", generic_alias, Binding::kClass, "See PEP 585"},
};
constexpr NativeAttribute kPartialAttributes[] = {
    {"__dict__", get_dict_attribute, set_dict_attribute}};
constexpr NativeMember kPartialMembers[] = {
    {"func", OURO_OFFSET(Partial, function), MemberKind::kObject, false,
     "function object to use in future partial calls"},
    {"args", OURO_OFFSET(Partial, values), MemberKind::kObject, false,
     "tuple of arguments to future partial calls"},
    {"keywords", OURO_OFFSET(Partial, keywords), MemberKind::kObject, false,
     "dictionary of keyword arguments to future partial calls"},
};

constexpr Slots partial_slots() {
  Slots slots;
  slots.deallocate = partial_deallocate;
  slots.traverse = partial_traverse;
  slots.clear = partial_clear;
  slots.make = make_partial;
  slots.initialise = initialise_partial;
  slots.call = call_partial;
  slots.repr = repr_of_partial;
  return slots;
}

}  // namespace

const TypeDescriptor kPartial = {
    .name = "partial",
    .module = "functools",
    .flags = flag::kCollectable | flag::kBaseType,
    .object_size = sizeof(Partial),
    .dict_offset = OURO_OFFSET(Partial, dict),
    .weak_offset = OURO_OFFSET(Partial, weak_references),
    .slots = partial_slots(),
    .methods = kPartialMethods,
    .attributes = kPartialAttributes,
    .members = kPartialMembers,
    .doc =
        "partial(func, *args, **keywords) - new function with partial application\n"
        "    of the given arguments and keywords.\n",
};

Result<Object*> call_with_front(Thread& thread, Object* callable, const Tuple* front,
                                const Arguments& arguments) {
  constexpr std::size_t kFew = 16;
  const std::size_t rest = arguments.positional + arguments.keywords();
  const std::size_t count = front->size + rest;
  if (front->size == 0) return call(thread, callable, arguments);
  Object* few[kFew];
  Object** values = few;
  if (count > kFew)
    values = static_cast<Object**>(memory_of(thread).allocate(count * sizeof(Object*)));
  if (values == nullptr) return raise_memory_error(thread.interpreter());
  std::memcpy(values, front->items(), front->size * sizeof(Object*));
  if (rest != 0) std::memcpy(values + front->size, arguments.values, rest * sizeof(Object*));
  const Result<Object*> result = call(
      thread, callable, Arguments{values, front->size + arguments.positional, arguments.names});
  if (values != few) memory_of(thread).release(values, count * sizeof(Object*));
  return result;
}

namespace {

// reduce

Result<Object*> reduce(Thread& thread, Object*, Object* const* arguments) {
  const Result<Object*> made = iterate(thread, arguments[1]);
  if (!made.ok()) {
    if (!pending_matches(thread, TypeId::kTypeError)) return failure;
    clear_pending(thread);
    return raise(thread, TypeId::kTypeError, "reduce() arg 2 must support iteration");
  }
  Ref<> iterator(made.value());
  Ref<> result(retain_if(arguments[2]));
  while (true) {
    Ref<> item(TRY(next(thread, iterator)).value);
    if (!item) break;
    if (!result) {
      result = std::move(item);
    } else {
      result.reset(TRY(call(thread, arguments[0], result, item)));
    }
  }
  if (!result)
    return raise(thread, TypeId::kTypeError, "reduce() of empty iterable with no initial value");
  return result.take();
}

// cmp_to_key

struct KeyWrapper : Object {
  Object* compare;
  Object* object;  // null in the function that makes keys
};

void key_clear(Interpreter&, Object* object) noexcept {
  auto* key = static_cast<KeyWrapper*>(object);
  clear_reference(key->compare);
  clear_reference(key->object);
}

void key_deallocate(Interpreter& interpreter, Object* object) noexcept {
  key_clear(interpreter, object);
  free_instance(interpreter, object);
}

void key_traverse(Object* object, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<KeyWrapper*>(object)->compare);
  visitor.visit_if(static_cast<KeyWrapper*>(object)->object);
}

Result<Object*> make_key(Thread& thread, Type* type, Object* compare, Object* object) {
  auto* key = static_cast<KeyWrapper*>(TRY(allocate_instance(thread.interpreter(), type)));
  key->compare = retain(compare);
  key->object = retain_if(object);
  return key;
}

constexpr Signature kKeySignature("K(obj)");

Result<Object*> call_key(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kKeySignature, arguments));
  return make_key(thread, self->type, static_cast<KeyWrapper*>(self)->compare, bound[0]);
}

Result<Object*> compare_keys(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if (left->type != right->type)
    return raise(thread, TypeId::kTypeError, "other argument must be K instance");
  auto* mine = static_cast<KeyWrapper*>(left);
  auto* other = static_cast<KeyWrapper*>(right);
  if (mine->object == nullptr || other->object == nullptr) {
    return raise(thread, TypeId::kAttributeError, "object");
  }
  Ref<> answer(TRY(call(thread, Ref<>(retain(mine->compare)), Ref<>(retain(mine->object)),
                        Ref<>(retain(other->object)))));
  Ref<Int> zero(TRY(make_int(thread.interpreter(), 0)));
  return compare(thread, answer, zero, comparison);
}

constexpr NativeMember kKeyMembers[] = {{"obj", OURO_OFFSET(KeyWrapper, object),
                                         MemberKind::kObjectOrNone, true,
                                         "Value wrapped by a key function."}};

constexpr Slots key_slots() {
  Slots slots;
  slots.deallocate = key_deallocate;
  slots.traverse = key_traverse;
  slots.clear = key_clear;
  slots.make = nullptr;
  slots.call = call_key;
  slots.compare = compare_keys;
  slots.hash = unhashable;
  return slots;
}

constexpr TypeDescriptor kKeyWrapper = {
    .name = "KeyWrapper",
    .module = "functools",
    .flags = flag::kCollectable,
    .object_size = sizeof(KeyWrapper),
    .slots = key_slots(),
    .members = kKeyMembers,
};

// The module

struct State : FunctoolsState {
  Type* key;  // owned
};

Result<Object*> compare_to_key(Thread& thread, Object* module, Object* const* arguments) {
  return make_key(thread, module_state<State>(module).key, arguments[0], nullptr);
}

constexpr NativeMethod kFunctions[] = {
    {"reduce(module, function, iterable, initial=None, /)", reduce, Binding::kInstance,
     "Apply a function of two arguments cumulatively to the items of an iterable, from left to "
     "right."},
    {"cmp_to_key(module, mycmp)", compare_to_key, Binding::kInstance,
     "Convert a cmp= function into a key= function."},
};

Status execute(Thread& thread, Module* module) {
  State& state = module_state<State>(module);
  static_cast<void>(TRY(module_add_type(thread, module, kPartial)));
  static_cast<void>(TRY(module_add_type(thread, module, kLruCache)));
  state.link = TRY(make_native_type(thread, module, kLruLink));
  state.key = TRY(make_native_type(thread, module, kKeyWrapper));
  state.separator = TRY(call(thread, type_of(thread, TypeId::kObject)));
  return done;
}

void traverse(void* place, ReferenceVisitor& visitor) {
  auto* state = static_cast<State*>(place);
  visitor.visit_if(state->link);
  visitor.visit_if(state->separator);
  visitor.visit_if(state->key);
}

void clear(Interpreter&, void* place) noexcept {
  auto* state = static_cast<State*>(place);
  clear_reference(state->link);
  clear_reference(state->separator);
  clear_reference(state->key);
}

}  // namespace

extern const ModuleDescriptor kFunctoolsModule;
const ModuleDescriptor kFunctoolsModule = {
    .name = "_functools",
    .doc = "Tools that operate on functions.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(State),
    .traverse = traverse,
    .clear = clear,
};

}  // namespace ouro
