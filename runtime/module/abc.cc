// _abc: abstract base classes - registration, and the caches behind isinstance() and issubclass().
//
// Registries hold weak references, so that a class registered somewhere can still end. Any
// registration anywhere makes all negative answers stale: the invalidation counter says so.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/set.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type_class.h"
#include "runtime/object/weakref.h"

namespace ouro {
namespace {

struct AbcState {
  Type* data;  // owned
  std::uint64_t invalidations;
};

// What stands in a class as _abc_impl. The sets hold weak references and may be null.
struct AbcData : Object {
  Set* registry;
  Set* cache;
  Set* negative_cache;
  std::uint64_t negative_version;
};

AbcData* data_of(Object* object) { return static_cast<AbcData*>(object); }

void data_clear(Interpreter&, Object* object) noexcept {
  AbcData* data = data_of(object);
  clear_reference(data->registry);
  clear_reference(data->cache);
  clear_reference(data->negative_cache);
}

void data_deallocate(Interpreter& interpreter, Object* object) noexcept {
  data_clear(interpreter, object);
  free_instance(interpreter, object);
}

void data_traverse(Object* object, ReferenceVisitor& visitor) {
  const AbcData* data = data_of(object);
  for (Set* set : {data->registry, data->cache, data->negative_cache}) visitor.visit_if(set);
}

constexpr Slots data_slots() {
  Slots slots;
  slots.deallocate = data_deallocate;
  slots.traverse = data_traverse;
  slots.clear = data_clear;
  slots.make = nullptr;
  return slots;
}

constexpr TypeDescriptor kAbcData = {
    .name = "_abc_data",
    .module = "_abc",
    .flags = flag::kCollectable,
    .object_size = sizeof(AbcData),
    .slots = data_slots(),
    .doc = "Internal state held by ABC machinery.",
};

Result<AbcData*> get_data(Thread& thread, Object* module, Object* class_) {
  Ref<> data(TRY(get_attribute(thread, class_, "_abc_impl")));
  if (data->type != module_state<AbcState>(module).data) {
    return raise(thread, TypeId::kTypeError, "_abc_impl is set to a wrong type");
  }
  return data_of(data.take());
}

// Sets of weak references.

// Called when a class in the set ends; bound to a weak reference to the set itself.
Result<Object*> forget_class(Thread& thread, Object* self, Object* const* arguments) {
  Object* set = static_cast<WeakReference*>(self)->referent;
  if (set == nullptr) return new_none(thread);
  Ref<> held(retain(set));
  static_cast<void>(TRY(set_discard(thread, static_cast<Set*>(set), arguments[0])));
  return new_none(thread);
}

constexpr NativeMethod kForgetClass = {"_destroy(self, objweakref, /)", forget_class};

Status add_weakly(Thread& thread, Set*& set, Object* class_) {
  if (set == nullptr) set = TRY(make_set(thread, nullptr));
  Ref<Set> held(retain(set));
  Ref<WeakReference> weak_set(TRY(make_weak_reference(thread, set)));
  Ref<> callback(TRY(Result<Object*>(
      make_builtin_function(thread.interpreter(), kForgetClass, weak_set, nullptr))));
  Ref<WeakReference> reference(TRY(make_weak_reference(thread, class_, callback)));
  return set_add(thread, held, reference);
}

Result<bool> has_weakly(Thread& thread, Set* set, Object* class_) {
  if (set == nullptr || set->size == 0) return false;
  const Result<WeakReference*> made = make_weak_reference(thread, class_);
  if (!made.ok()) {
    if (!pending_matches(thread, TypeId::kTypeError)) return failure;
    clear_pending(thread);
    return false;
  }
  Ref<WeakReference> reference(made.value());
  Ref<Set> held(retain(set));
  return set_contains(thread, held, reference);
}

// Abstract methods.

Result<bool> is_abstract(Thread& thread, Object* value) {
  const Found<Object> mark =
      TRY(get_attribute_if(thread, value, identifier(thread, Id::dunder_isabstractmethod)));
  if (!mark) return false;
  return is_true(thread, Ref<>(mark.value));
}

Status add_own_abstracts(Thread& thread, Object* class_, Set* names) {
  Ref<> namespace_(TRY(get_attribute(thread, class_, identifier(thread, Id::dunder_dict))));
  Ref<> pairs(TRY(call_method(thread, namespace_, identifier(thread, Id::items))));
  Ref<Tuple> items(TRY(to_tuple(thread, pairs)));
  for (std::size_t index = 0; index < items->size; ++index) {
    auto* pair = static_cast<Tuple*>((*items)[index]);
    if (TRY(is_abstract(thread, (*pair)[1]))) TRY(set_add(thread, names, (*pair)[0]));
  }
  return done;
}

// Those of a base that the class does not implement.
Status add_inherited_abstracts(Thread& thread, Object* class_, Object* base, Set* names) {
  const Found<Object> found =
      TRY(get_attribute_if(thread, base, identifier(thread, Id::dunder_abstractmethods)));
  if (!found) return done;
  Ref<> of_base(found.value);
  Ref<> iterator(TRY(iterate(thread, of_base)));
  while (true) {
    Ref<> name(TRY(next(thread, iterator)).value);
    if (!name) return done;
    if (!is_str(name))
      return raise(thread, TypeId::kTypeError, "attribute name must be string, not '{}'",
                   static_cast<const Type*>(name->type));
    const Found<Object> value =
        TRY(get_attribute_if(thread, class_, static_cast<Str*>(name.get())));
    if (value && TRY(is_abstract(thread, Ref<>(value.value)))) TRY(set_add(thread, names, name));
  }
}

Status compute_abstract_methods(Thread& thread, Object* class_) {
  Ref<Set> names(TRY(make_set(thread, nullptr)));
  TRY(add_own_abstracts(thread, class_, names));
  Ref<> bases(TRY(get_attribute(thread, class_, identifier(thread, Id::dunder_bases))));
  if (!is_tuple(bases)) return raise(thread, TypeId::kTypeError, "__bases__ is not tuple");
  auto* all = static_cast<Tuple*>(bases.get());
  for (std::size_t index = 0; index < all->size; ++index) {
    TRY(add_inherited_abstracts(thread, class_, (*all)[index], names));
  }
  Ref<Set> frozen(TRY(make_frozen_set(thread, names)));
  return set_attribute(thread, class_, identifier(thread, Id::dunder_abstractmethods), frozen);
}

// A class may say by __abc_tpflags__ that its instances match sequence or mapping patterns.
Status take_pattern_flags(Thread& thread, Object* class_) {
  if (!is_type(class_)) return done;
  constexpr std::int64_t kSequence = 1 << 5, kMapping = 1 << 6;
  auto* type = static_cast<Type*>(class_);
  Ref<Str> name(TRY(intern(thread.interpreter(), "__abc_tpflags__")));
  Object* flags = type->dict == nullptr ? nullptr : find_str_in_dict(thread, type->dict, name);
  if (flags == nullptr || !is_int(flags)) return done;
  const std::int64_t value = TRY(to_int64(thread, flags));
  if ((value & kSequence) != 0 && (value & kMapping) != 0) {
    return raise(thread, TypeId::kTypeError,
                 "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
  }
  if ((value & kSequence) != 0) type->flags |= flag::kSequencePattern;
  if ((value & kMapping) != 0) type->flags |= flag::kMappingPattern;
  static_cast<void>(TRY(dict_delete(thread, type->dict, name)));
  type_modified(type);
  return done;
}

Result<Object*> initialise(Thread& thread, Object* module, Object* const* arguments) {
  AbcState& state = module_state<AbcState>(module);
  TRY(compute_abstract_methods(thread, arguments[0]));
  Ref<AbcData> data(data_of(TRY(allocate_instance(thread.interpreter(), state.data))));
  data->negative_version = state.invalidations;
  TRY(set_attribute(thread, arguments[0], "_abc_impl", data));
  TRY(take_pattern_flags(thread, arguments[0]));
  return new_none(thread);
}

// Registered classes, and their subclasses, match the patterns that their base matches.
Status pass_pattern_flags(Thread& thread, Type* type, std::uint32_t flags) {
  constexpr std::uint32_t kPatterns = flag::kSequencePattern | flag::kMappingPattern;
  if ((type->flags & flag::kImmutable) != 0 || (type->flags & kPatterns) == flags) return done;
  type->flags = (type->flags & ~kPatterns) | flags;
  Ref<> subclasses(TRY(list_subclasses(thread, type)));
  auto* list = static_cast<List*>(subclasses.get());
  for (std::size_t index = 0; index < list->size; ++index) {
    TRY(pass_pattern_flags(thread, static_cast<Type*>(list->items[index]), flags));
  }
  return done;
}

Result<Object*> register_class(Thread& thread, Object* module, Object* const* arguments) {
  Object* class_ = arguments[0];
  Object* subclass = arguments[1];
  if (!is_type(subclass)) return raise(thread, TypeId::kTypeError, "Can only register classes");
  if (TRY(is_subclass(thread, subclass, class_))) return retain(subclass);
  // After the check above, so that a cycle is an error only where there is one.
  if (TRY(is_subclass(thread, class_, subclass))) {
    return raise(thread, TypeId::kRuntimeError, "Refusing to create an inheritance cycle");
  }
  Ref<AbcData> data(TRY(get_data(thread, module, class_)));
  TRY(add_weakly(thread, data->registry, subclass));
  ++module_state<AbcState>(module).invalidations;
  if (is_type(class_)) {
    const std::uint32_t patterns =
        static_cast<Type*>(class_)->flags & (flag::kSequencePattern | flag::kMappingPattern);
    if (patterns != 0) TRY(pass_pattern_flags(thread, static_cast<Type*>(subclass), patterns));
  }
  return retain(subclass);
}

// Checks.

Result<bool> ask_subclass_check(Thread& thread, Object* class_, Object* subclass) {
  Ref<> answer(
      TRY(call_method(thread, class_, identifier(thread, Id::dunder_subclasscheck), {subclass})));
  return is_true(thread, answer);
}

Result<Object*> instance_check(Thread& thread, Object* module, Object* const* arguments) {
  Object* class_ = arguments[0];
  Ref<AbcData> data(TRY(get_data(thread, module, class_)));
  Ref<> subclass(TRY(get_attribute(thread, arguments[1], identifier(thread, Id::dunder_class))));
  if (TRY(has_weakly(thread, data->cache, subclass))) return new_boolean(thread, true);
  Ref<> subtype(retain(static_cast<Object*>(arguments[1]->type)));
  if (subtype == subclass) {
    const bool negative_is_valid =
        data->negative_version == module_state<AbcState>(module).invalidations;
    if (negative_is_valid && TRY(has_weakly(thread, data->negative_cache, subclass)))
      return new_boolean(thread, false);
    return new_boolean(thread, TRY(ask_subclass_check(thread, class_, subclass)));
  }
  if (TRY(ask_subclass_check(thread, class_, subclass))) return new_boolean(thread, true);
  return new_boolean(thread, TRY(ask_subclass_check(thread, class_, subtype)));
}

// Is it a subclass of a registered class?
Result<bool> is_registered(Thread& thread, AbcData* data, Object* subclass) {
  if (data->registry == nullptr) return false;
  Ref<Tuple> references(TRY(to_tuple(thread, data->registry)));
  for (std::size_t index = 0; index < references->size; ++index) {
    Object* known = static_cast<WeakReference*>((*references)[index])->referent;
    if (known == nullptr) continue;
    if (TRY(is_subclass(thread, subclass, Ref<>(retain(known))))) return true;
  }
  return false;
}

Result<bool> is_subclass_of_subclass(Thread& thread, Object* class_, Object* subclass) {
  Ref<> subclasses(TRY(call_method(thread, class_, "__subclasses__")));
  if (!is_list(subclasses))
    return raise(thread, TypeId::kTypeError, "__subclasses__() must return a list");
  auto* list = static_cast<List*>(subclasses.get());
  for (std::size_t index = 0; index < list->size; ++index) {
    Ref<> each(retain(list->items[index]));
    if (TRY(is_subclass(thread, subclass, each))) return true;
  }
  return false;
}

// The hook's answer, the MRO, the registry, and subclasses, in this order.
Result<bool> compute_subclass(Thread& thread, AbcData* data, Object* class_, Object* subclass) {
  Ref<> hooked(
      TRY(call_method(thread, class_, identifier(thread, Id::dunder_subclasshook), {subclass})));
  if (hooked == thread.interpreter().boolean(true)) return true;
  if (hooked == thread.interpreter().boolean(false)) return false;
  if (hooked != thread.interpreter().not_implemented()) {
    return raise(thread, TypeId::kAssertionError,
                 "__subclasshook__ must return either False, True, or NotImplemented");
  }
  if (is_type(class_) && is_subtype(static_cast<Type*>(subclass), static_cast<Type*>(class_)))
    return true;
  if (TRY(is_registered(thread, data, subclass))) return true;
  return is_subclass_of_subclass(thread, class_, subclass);
}

// The negative cache is emptied once its version is no longer that of the whole.
Result<bool> is_known_stranger(Thread& thread, AbcData* data, std::uint64_t version,
                               Object* subclass) {
  if (data->negative_version == version) return has_weakly(thread, data->negative_cache, subclass);
  clear_reference(data->negative_cache);
  data->negative_version = version;
  return false;
}

Result<Object*> subclass_check(Thread& thread, Object* module, Object* const* arguments) {
  Object* class_ = arguments[0];
  Object* subclass = arguments[1];
  if (!is_type(subclass))
    return raise(thread, TypeId::kTypeError, "issubclass() arg 1 must be a class");
  Ref<AbcData> data(TRY(get_data(thread, module, class_)));
  if (TRY(has_weakly(thread, data->cache, subclass))) return new_boolean(thread, true);
  const std::uint64_t version = module_state<AbcState>(module).invalidations;
  if (TRY(is_known_stranger(thread, data, version, subclass))) return new_boolean(thread, false);
  const bool answer = TRY(compute_subclass(thread, data, class_, subclass));
  TRY(add_weakly(thread, answer ? data->cache : data->negative_cache, subclass));
  return new_boolean(thread, answer);
}

Result<Object*> cache_token(Thread& thread, Object* module, Object* const*) {
  return make_int_unsigned(thread.interpreter(), module_state<AbcState>(module).invalidations);
}

// For tests and debugging.

Result<Object*> reset_registry(Thread& thread, Object* module, Object* const* arguments) {
  Ref<AbcData> data(TRY(get_data(thread, module, arguments[0])));
  clear_reference(data->registry);
  return new_none(thread);
}

Result<Object*> reset_caches(Thread& thread, Object* module, Object* const* arguments) {
  Ref<AbcData> data(TRY(get_data(thread, module, arguments[0])));
  clear_reference(data->cache);
  clear_reference(data->negative_cache);
  return new_none(thread);
}

Result<Object*> get_dump(Thread& thread, Object* module, Object* const* arguments) {
  Ref<AbcData> data(TRY(get_data(thread, module, arguments[0])));
  Ref<Tuple> dump(TRY(make_tuple(thread.interpreter(), 4)));
  std::size_t place = 0;
  for (Set* set : {data->registry, data->cache, data->negative_cache}) {
    dump->items()[place++] = TRY(make_set(thread, set));
  }
  dump->items()[place] = TRY(make_int_unsigned(thread.interpreter(), data->negative_version));
  return dump.take();
}

constexpr NativeMethod kFunctions[] = {
    {"get_cache_token(module, /)", cache_token, Binding::kInstance,
     "Returns the current ABC cache token.\n\n"
     "The token is an opaque object (supporting equality testing) identifying the\n"
     "current version of the ABC cache for virtual subclasses. The token changes\n"
     "with every call to register() on any ABC."},
    {"_abc_init(module, self, /)", initialise},
    {"_abc_register(module, self, subclass, /)", register_class},
    {"_abc_instancecheck(module, self, instance, /)", instance_check},
    {"_abc_subclasscheck(module, self, subclass, /)", subclass_check},
    {"_reset_registry(module, self, /)", reset_registry},
    {"_reset_caches(module, self, /)", reset_caches},
    {"_get_dump(module, self, /)", get_dump},
};

Status execute(Thread& thread, Module* module) {
  module_state<AbcState>(module).data = TRY(make_native_type(thread, module, kAbcData));
  return done;
}

void traverse(void* state, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<AbcState*>(state)->data);
}

void clear(Interpreter&, void* state) noexcept {
  clear_reference(static_cast<AbcState*>(state)->data);
}

}  // namespace

extern const ModuleDescriptor kAbcModule;
const ModuleDescriptor kAbcModule = {
    .name = "_abc",
    .doc = "Abstract base classes: what abc.py is built on.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(AbcState),
    .traverse = traverse,
    .clear = clear,
};

}  // namespace ouro
