// _collections: the module, _tuplegetter and the counting loop of Counter.
#include "runtime/module/collections.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

// _tuplegetter: the attribute of a named tuple that reads one place.

struct TupleGetter : Object {
  std::intptr_t index;
  Object* doc;
};

TupleGetter* getter_of(Object* object) { return static_cast<TupleGetter*>(object); }

void getter_clear(Interpreter&, Object* object) noexcept {
  clear_reference(getter_of(object)->doc);
}

void getter_deallocate(Interpreter& interpreter, Object* object) noexcept {
  getter_clear(interpreter, object);
  free_instance(interpreter, object);
}

void getter_traverse(Object* object, ReferenceVisitor& visitor) {
  visitor.visit_if(getter_of(object)->doc);
}

constexpr Signature kGetterSignature("_tuplegetter(index, doc, /)");

Result<Object*> make_getter(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kGetterSignature, arguments));
  const std::intptr_t index = TRY(to_index_value(thread, bound[0]));
  TupleGetter* getter = getter_of(TRY(allocate_instance(thread.interpreter(), type)));
  getter->index = index;
  getter->doc = retain(bound[1]);
  return getter;
}

Result<Object*> get_place(Thread& thread, Object* self, Object* instance, Object*) {
  TupleGetter* getter = getter_of(self);
  if (instance == nullptr) return retain(self);
  if (!is_tuple(instance)) {
    if (instance == none(thread)) return retain(self);
    return raise(thread, TypeId::kTypeError,
                 "descriptor for index '{}' for tuple subclasses doesn't apply to '{}' object",
                 getter->index, static_cast<const Type*>(instance->type));
  }
  auto* tuple = static_cast<Tuple*>(instance);
  if (getter->index < 0 || static_cast<std::size_t>(getter->index) >= tuple->size) {
    return raise(thread, TypeId::kIndexError, "tuple index out of range");
  }
  return retain((*tuple)[static_cast<std::size_t>(getter->index)]);
}

Status refuse_place(Thread& thread, Object*, Object*, Object* value) {
  return raise(thread, TypeId::kAttributeError, "can't {} attribute",
               value == nullptr ? "delete" : "set");
}

Result<Object*> repr_of_getter(Thread& thread, Object* self) {
  return format_str(thread, "_tuplegetter({}, {})", getter_of(self)->index,
                    repr_of(getter_of(self)->doc));
}

Result<Object*> reduce_getter(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Ref<> index(TRY(Result<Object*>(make_int(interpreter, getter_of(self)->index))));
  Ref<Tuple> arguments(TRY(pack_tuple(interpreter, index.get(), getter_of(self)->doc)));
  return pack_tuple(interpreter, static_cast<Object*>(self->type),
                    static_cast<Object*>(arguments.get()));
}

constexpr NativeMethod kGetterMethods[] = {{"__reduce__(self, /)", reduce_getter}};
constexpr NativeMember kGetterMembers[] = {
    {"__doc__", OURO_OFFSET(TupleGetter, doc), MemberKind::kObjectOrNone, true}};

constexpr Slots getter_slots() {
  Slots slots;
  slots.deallocate = getter_deallocate;
  slots.traverse = getter_traverse;
  slots.clear = getter_clear;
  slots.make = make_getter;
  slots.initialise = accept_arguments;
  slots.repr = repr_of_getter;
  slots.descriptor_get = get_place;
  slots.descriptor_set = refuse_place;
  return slots;
}

// Counter's loop: mapping[x] = mapping.get(x, 0) + 1.

Result<bool> has_dict_methods(Thread& thread, Object* mapping) {
  if (!is_dict(mapping)) return false;
  Ref<Str> name(TRY(intern(thread.interpreter(), "get")));
  for (Str* method : {name.get(), identifier(thread, Id::dunder_setitem)}) {
    const Object* own = TRY(find_in_type(thread, mapping->type, method)).value;
    if (own != TRY(find_in_type(thread, type_of(thread, TypeId::kDict), method)).value)
      return false;
  }
  return true;
}

Status count_in_dict(Thread& thread, Dict* counts, Object* item, Object* one) {
  const std::intptr_t item_hash = TRY(hash(thread, item));
  const Found<Object> old = TRY(find_in_dict(thread, counts, item, item_hash));
  if (!old) return dict_set(thread, counts, item, item_hash, one);
  Ref<> held(retain(old.value));
  Ref<> sum(TRY(binary(thread, BinaryOperator::kAdd, held, one)));
  return dict_set(thread, counts, item, item_hash, sum);
}

Status count_in_mapping(Thread& thread, Object* mapping, Object* get, Object* item, Object* zero,
                        Object* one) {
  Ref<> old(TRY(call(thread, get, item, zero)));
  Ref<> sum(TRY(binary(thread, BinaryOperator::kAdd, old, one)));
  return set_item(thread, mapping, item, sum);
}

Result<Object*> count_elements(Thread& thread, Object*, Object* const* arguments) {
  Object* mapping = arguments[0];
  const bool plain = TRY(has_dict_methods(thread, mapping));
  Ref<> zero(TRY(Result<Object*>(make_int(thread.interpreter(), 0))));
  Ref<> one(TRY(Result<Object*>(make_int(thread.interpreter(), 1))));
  Ref<> iterator(TRY(iterate(thread, arguments[1])));
  Ref<> get;
  if (!plain) get.reset(TRY(get_attribute(thread, mapping, "get")));
  while (true) {
    Ref<> item(TRY(next(thread, iterator)).value);
    if (!item) return new_none(thread);
    TRY(plain ? count_in_dict(thread, static_cast<Dict*>(mapping), item, one)
              : count_in_mapping(thread, mapping, get, item, zero, one));
  }
}

constexpr NativeMethod kFunctions[] = {{"_count_elements(module, mapping, iterable, /)",
                                        count_elements, Binding::kInstance,
                                        "Count elements in the iterable, updating the mapping"}};

Status execute(Thread& thread, Module* module) {
  auto& state = module_state<CollectionsState>(module);
  const auto add = [&](Type*& place, const TypeDescriptor& descriptor) -> Status {
    place = retain(TRY(module_add_type(thread, module, descriptor)));
    return done;
  };
  TRY(add(state.deque, kDeque));
  TRY(add(state.iterator, kDequeIterator));
  TRY(add(state.reverse_iterator, kDequeReverseIterator));
  static_cast<void>(TRY(module_add_type(thread, module, kDefaultDict)));
  return module_add(thread, module, "_tuplegetter", type_of(thread, TypeId::kTupleGetter));
}

void traverse(void* place, ReferenceVisitor& visitor) {
  auto* state = static_cast<CollectionsState*>(place);
  for (Type* type : {state->deque, state->iterator, state->reverse_iterator})
    visitor.visit_if(type);
}

void clear(Interpreter&, void* place) noexcept {
  auto* state = static_cast<CollectionsState*>(place);
  clear_reference(state->deque);
  clear_reference(state->iterator);
  clear_reference(state->reverse_iterator);
}

}  // namespace

const TypeDescriptor kTupleGetterDescriptor = {
    .name = "_tuplegetter",
    .module = "_collections",
    .flags = flag::kCollectable,
    .object_size = sizeof(TupleGetter),
    .slots = getter_slots(),
    .methods = kGetterMethods,
    .members = kGetterMembers,
    .full_name = "_collections._tuplegetter",
};

extern const ModuleDescriptor kCollectionsModule;
const ModuleDescriptor kCollectionsModule = {
    .name = "_collections",
    .doc = "High performance data structures: deque and defaultdict.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(CollectionsState),
    .traverse = traverse,
    .clear = clear,
};

}  // namespace ouro
