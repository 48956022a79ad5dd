// defaultdict: a dict that makes missing values.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/collections.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/repr_guard.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

struct DefaultDict : Dict {
  Object* factory;  // null or None: none
};

DefaultDict* default_dict_of(Object* object) { return static_cast<DefaultDict*>(object); }

const Slots& dict_slots_of(const Object* object) {
  return *interpreter_of(object).type(TypeId::kDict)->slots;
}

void default_dict_clear(Interpreter& interpreter, Object* object) noexcept {
  clear_reference(default_dict_of(object)->factory);
  dict_slots_of(object).clear(interpreter, object);
}

void default_dict_deallocate(Interpreter& interpreter, Object* object) noexcept {
  clear_reference(default_dict_of(object)->factory);
  dict_slots_of(object).deallocate(interpreter, object);
}

void default_dict_traverse(Object* object, ReferenceVisitor& visitor) {
  visitor.visit_if(default_dict_of(object)->factory);
  dict_slots_of(object).traverse(object, visitor);
}

Status initialise_default_dict(Thread& thread, Object* self, const Arguments& arguments) {
  Object* factory = arguments.positional == 0 ? nullptr : arguments.values[0];
  if (factory != nullptr && factory != none(thread) && !is_callable(factory)) {
    return raise(thread, TypeId::kTypeError, "first argument must be callable or None");
  }
  replace_reference(default_dict_of(self)->factory, retain_if(factory));
  const std::size_t taken = factory != nullptr;
  const Arguments rest{arguments.values + taken, arguments.positional - taken, arguments.names};
  return dict_slots_of(self).initialise(thread, self, rest);
}

bool has_factory(Thread& thread, const DefaultDict* dict) {
  return dict->factory != nullptr && dict->factory != none(thread);
}

Result<Object*> make_missing(Thread& thread, Object* self, Object* const* arguments) {
  DefaultDict* dict = default_dict_of(self);
  if (!has_factory(thread, dict)) return raise_value(thread, TypeId::kKeyError, arguments[0]);
  Ref<> value(TRY(call(thread, Ref<>(retain(dict->factory)))));
  TRY(set_item(thread, self, arguments[0], value));
  return value.take();
}

Object* factory_or_none(Thread& thread, Object* self) {
  Object* factory = default_dict_of(self)->factory;
  return factory == nullptr ? none(thread) : factory;
}

Result<Object*> copy_default_dict(Thread& thread, Object* self, Object* const*) {
  Ref<> factory(retain(factory_or_none(thread, self)));
  return call(thread, self->type, factory, self);
}

Result<Object*> reduce_default_dict(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Tuple> arguments(has_factory(thread, default_dict_of(self))
                           ? TRY(pack_tuple(interpreter, default_dict_of(self)->factory))
                           : TRY(make_tuple(interpreter, 0)));
  Ref<> items(TRY(call_method(thread, self, identifier(thread, Id::items))));
  Ref<> iterator(TRY(iterate(thread, items)));
  return pack_tuple<Object, Object, Object, Object, Object>(
      interpreter, self->type, arguments.get(), interpreter.none(), interpreter.none(), iterator);
}

Result<Str*> repr_of_factory(Thread& thread, Object* self) {
  Ref<> factory(retain(factory_or_none(thread, self)));
  ReprGuard guard(thread, factory);
  if (guard.repeated()) return make_str(thread.interpreter(), "...");
  return repr(thread, factory);
}

Result<Object*> repr_of_default_dict(Thread& thread, Object* self) {
  RecursionGuard recursion(thread, " while getting the repr of an object");
  if (!recursion.ok()) return failure;
  Ref<> content(TRY(dict_slots_of(self).repr(thread, self)));
  Ref<Str> factory(TRY(repr_of_factory(thread, self)));
  return format_str(thread, "{}({}, {})", short_name(self->type), factory, content);
}

bool is_default_dict(const Object* object) {
  return native_base(object->type)->descriptor == &kDefaultDict;
}

Result<Object*> merge_default_dicts(Thread& thread, Object* left, Object* right) {
  if (!is_dict(left) || !is_dict(right)) return thread.interpreter().new_not_implemented();
  Object* self = is_default_dict(left) ? left : right;
  Ref<> factory(retain(factory_or_none(thread, self)));
  Ref<> merged(TRY(call(thread, self->type, factory, left)));
  TRY(dict_merge(thread, static_cast<Dict*>(merged.get()), right));
  return merged.take();
}

constexpr NativeMethod kMethods[] = {
    {"__missing__(self, key, /)", make_missing, Binding::kInstance,
     "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n"
     "  if self.default_factory is None: raise KeyError((key,))\n"
     "  self[key] = value = self.default_factory()\n"
     "  return value\n"},
    {"copy(self, /)", copy_default_dict, Binding::kInstance, "D.copy() -> a shallow copy of D."},
    {"__copy__(self, /)", copy_default_dict},
    {"__reduce__(self, /)", reduce_default_dict},
};
constexpr NativeMember kMembers[] = {{"default_factory", OURO_OFFSET(DefaultDict, factory),
                                      MemberKind::kObjectOrNone, true,
                                      "Factory for default value called by __missing__()."}};

constexpr Slots default_dict_slots() {
  Slots slots;
  slots.deallocate = default_dict_deallocate;
  slots.traverse = default_dict_traverse;
  slots.clear = default_dict_clear;
  slots.initialise = initialise_default_dict;
  slots.repr = repr_of_default_dict;
  slots.binary[static_cast<std::size_t>(BinaryOperator::kOr)] = merge_default_dicts;
  return slots;
}

}  // namespace

const TypeDescriptor kDefaultDict = {
    .name = "defaultdict",
    .module = "collections",
    .base = TypeId::kDict,
    .flags = flag::kCollectable | flag::kBaseType | flag::kDictSubclass | flag::kMappingPattern,
    .object_size = sizeof(DefaultDict),
    .slots = default_dict_slots(),
    .methods = kMethods,
    .members = kMembers,
    .doc = "defaultdict(default_factory=None, /, [...]) --> dict with default factory",
};

}  // namespace ouro
