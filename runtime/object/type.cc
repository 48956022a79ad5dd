// Types: readiness, lookup along the MRO, versions, subclasses, and types of native modules.
#include "runtime/object/type.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slot_table.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type_class.h"
#include "runtime/object/weakref.h"

namespace ouro {

std::string_view type_name(const Type* type) { return {type->name_bytes, type->name_size}; }

namespace {

Type* second_base(const Type* type) {
  if (type->descriptor == nullptr || type->descriptor->second_base == TypeId::kNone) return nullptr;
  return type->interpreter->type(type->descriptor->second_base);
}

bool derives_second(const Type* type, const Type* base) {
  const Type* second = second_base(type);
  return second != nullptr && is_subtype(second, base);
}

}  // namespace

bool is_subtype(const Type* type, const Type* base) {
  if (type == base) return true;
  if (type->mro == nullptr) {
    for (const Type* at = type; at != nullptr; at = at->base) {
      if (at == base || derives_second(at, base)) return true;
    }
    return false;
  }
  Object* const* items = type->mro->items();
  return std::find(items, items + type->mro->size, base) != items + type->mro->size;
}

namespace {

// Filling the dict of a native type: one entry for each row of its descriptor.

Result<Object*> make_method_entry(Interpreter& interpreter, Type* type,
                                  const NativeMethod& method) {
  if (method.binding == Binding::kStatic) {
    Ref<> function(TRY(make_builtin_function(interpreter, method, type, nullptr, type)));
    return make_static_method(interpreter, function);
  }
  return make_method_descriptor(interpreter, method, type);
}

Status add_methods(Thread& thread, Type* type, Dict* dict) {
  for (const NativeMethod& method : type->descriptor->methods) {
    Ref<> entry(TRY(make_method_entry(thread.interpreter(), type, method)));
    TRY(dict_set(thread, dict, method.signature.name(), entry));
  }
  return done;
}

Status add_attributes(Thread& thread, Type* type, Dict* dict) {
  for (const NativeAttribute& attribute : type->descriptor->attributes) {
    Ref<> entry(TRY(make_attribute_descriptor(thread.interpreter(), attribute, type)));
    TRY(dict_set(thread, dict, attribute.name, entry));
  }
  for (const NativeMember& member : type->descriptor->members) {
    Ref<> entry(TRY(make_member_descriptor(thread, member, type)));
    TRY(dict_set(thread, dict, member.name, entry));
  }
  return done;
}

Status add_doc(Thread& thread, Type* type, Dict* dict) {
  const char* doc = type->descriptor->doc;
  Ref<> text(doc == nullptr ? thread.interpreter().new_none()
                            : TRY(Result<Object*>(make_str(thread.interpreter(), doc))));
  return dict_set_default(thread, dict, identifier(thread, Id::dunder_doc), text).ok() ? done
                                                                                       : failure;
}

Result<Dict*> make_native_dict(Thread& thread, Type* type) {
  Ref<Dict> dict(
      TRY(make_dict(thread.interpreter(),
                    type->descriptor->methods.size() + type->descriptor->attributes.size() + 16)));
  TRY(add_slot_wrappers(thread, type, dict));
  TRY(add_methods(thread, type, dict));
  TRY(add_attributes(thread, type, dict));
  if (type->descriptor->fill_dict != nullptr) TRY(type->descriptor->fill_dict(thread, type, dict));
  TRY(add_doc(thread, type, dict));
  return dict.take();
}

// The MRO of the base; with a second base, its MRO instead of what both have in common.
Result<Tuple*> make_native_mro(Thread& thread, Type* type) {
  Ref<List> order(TRY(make_list(thread.interpreter())));
  TRY(list_append(thread.interpreter(), order, type));
  const Type* second = second_base(type);
  const Tuple* inherited = type->base == nullptr ? nullptr : type->base->mro;
  for (std::size_t index = 0; inherited != nullptr && index < inherited->size; ++index) {
    if (second != nullptr && is_subtype(second, static_cast<Type*>((*inherited)[index]))) continue;
    TRY(list_append(thread.interpreter(), order, (*inherited)[index]));
  }
  if (second != nullptr) TRY(list_extend(thread, order, second->mro));
  return make_tuple_from(thread.interpreter(), order->items, order->size);
}

Result<Tuple*> make_native_bases(Thread& thread, Type* type) {
  if (type->base == nullptr) return make_tuple(thread.interpreter(), 0);
  Object* bases[] = {type->base, second_base(type)};
  return make_tuple_from(thread.interpreter(), bases, bases[1] == nullptr ? 1 : 2);
}

}  // namespace

Status ensure_ready(Thread& thread, Type* type) {
  if ((type->flags & flag::kReady) != 0) [[likely]]
    return done;
  if (type->descriptor == nullptr) return done;  // a class under construction
  RecursionGuard guard(thread);
  if (!guard.ok()) return failure;
  if (type->base != nullptr) TRY(ensure_ready(thread, type->base));
  if (Type* second = second_base(type)) TRY(ensure_ready(thread, second));
  Ref<Tuple> mro(TRY(make_native_mro(thread, type)));
  Ref<Tuple> bases(TRY(make_native_bases(thread, type)));
  Ref<Dict> dict(TRY(make_native_dict(thread, type)));
  if ((type->flags & flag::kReady) != 0) return done;
  type->mro = mro.take();
  type->bases = bases.take();
  type->dict = dict.take();
  type->flags |= flag::kReady;
  return done;
}

namespace {

// A version stands for the whole MRO, so every type in it needs one: else its changes went
// unnoticed.
bool assign_version(Interpreter& interpreter, Type* type) {
  if (type->version != 0) return true;
  if (type->mro == nullptr || (type->flags & flag::kUncacheable) != 0) return false;
  for (std::size_t index = 1; index < type->mro->size; ++index) {
    auto* base = static_cast<Type*>((*type->mro)[index]);
    if (base->version != 0) continue;
    if ((base->flags & flag::kUncacheable) != 0) return false;
    base->version = interpreter.get<TypeRegistry>().next_version();
    if (base->version == 0) return false;
  }
  type->version = interpreter.get<TypeRegistry>().next_version();
  return type->version != 0;
}

Result<Found<Object>> search_mro(Thread& thread, Tuple* borrowed, Str* name) {
  Ref<Tuple> mro(retain(borrowed));
  for (std::size_t index = 0; index < mro->size; ++index) {
    auto* type = static_cast<Type*>((*mro)[index]);
    TRY(ensure_ready(thread, type));
    if (type->dict == nullptr) continue;
    if (Object* value = find_str_in_dict(thread, type->dict, name)) return Found{value};
  }
  return Found<Object>{};
}

Result<Found<Object>> find_uncached(Thread& thread, Type* type, Str* name) {
  TRY(ensure_ready(thread, type));
  if (type->mro == nullptr) {
    // A class under construction, seen by an overridden mro(): its base knows most.
    return type->base == nullptr ? Found<Object>{} : find_in_type(thread, type->base, name);
  }
  const bool cacheable = name->interned && assign_version(thread.interpreter(), type);
  const std::uint32_t version = type->version;
  const Found<Object> found = TRY(search_mro(thread, type->mro, name));
  if (cacheable && type->version == version) {
    TypeAttributeCache& cache = thread.interpreter().get<TypeAttributeCache>();
    cache.put(version, name, found.value);
  }
  return found;
}

}  // namespace

Result<Found<Object>> find_in_type(Thread& thread, Type* type, Str* name) {
  if (type->version != 0) [[likely]] {
    TypeAttributeCache& cache = thread.interpreter().get<TypeAttributeCache>();
    const TypeAttributeCache::Entry& entry = cache.at(type->version, name);
    if (entry.version == type->version && entry.name == name) [[likely]]
      return Found{entry.value};
  }
  return find_uncached(thread, type, name);
}

void type_modified(Type* type) noexcept {
  if (type->version == 0) return;  // then no subclass has one either
  type->version = 0;
  for (std::uint32_t index = 0; index < type->subclass_count; ++index) {
    type_modified(type->subclasses[index]);
  }
}

Status add_subclass(Type* base, Type* subclass) noexcept {
  if (base->subclass_count == base->subclass_capacity) {
    Memory& memory = base->interpreter->memory();
    const std::uint32_t capacity = base->subclass_capacity == 0 ? 4 : 2 * base->subclass_capacity;
    void* moved = memory.reallocate(base->subclasses, base->subclass_capacity * sizeof(Type*),
                                    capacity * sizeof(Type*));
    if (moved == nullptr) return raise_memory_error(*base->interpreter);
    base->subclasses = static_cast<Type**>(moved);
    base->subclass_capacity = capacity;
  }
  base->subclasses[base->subclass_count++] = subclass;
  return done;
}

void remove_subclass(Type* base, Type* subclass) noexcept {
  Type** end = base->subclasses + base->subclass_count;
  Type** found = std::find(base->subclasses, end, subclass);
  if (found == end) return;
  std::copy(found + 1, end, found);
  --base->subclass_count;
}

Result<Object*> list_subclasses(Thread& thread, Type* type) {
  Interpreter& interpreter = thread.interpreter();
  Ref<List> subclasses(TRY(make_list(interpreter)));
  for (std::size_t index = 0; is_builtin(type) && index < kTypeCount; ++index) {
    Type* builtin = interpreter.type(static_cast<TypeId>(index));
    if (builtin->base != type && second_base(builtin) != type) continue;
    TRY(ensure_ready(thread, builtin));
    TRY(list_append(interpreter, subclasses, builtin));
  }
  for (std::uint32_t index = 0; index < type->subclass_count; ++index) {
    // One whose last reference is gone may wait for its end.
    if (type->subclasses[index]->count == 0) continue;
    TRY(list_append(interpreter, subclasses, type->subclasses[index]));
  }
  return subclasses.take();
}

Status set_type_name(Interpreter& interpreter, Type* type, Str* name) noexcept {
  Utf8 text(interpreter, name);
  if (!text.ok()) return raise_memory_error(interpreter);
  char* block = nullptr;
  if (!name->ascii) {
    block = static_cast<char*>(interpreter.memory().allocate(text.view().size()));
    if (block == nullptr) return raise_memory_error(interpreter);
    std::memcpy(block, text.view().data(), text.view().size());
  }
  if (type->name_owned) {
    interpreter.memory().release(const_cast<char*>(type->name_bytes), type->name_size);
  }
  replace_reference(type->name, retain(name));
  type->name_owned = block != nullptr;
  type->name_bytes = block != nullptr ? block : name->ascii_view().data();
  type->name_size = static_cast<std::uint32_t>(text.view().size());
  return done;
}

namespace {

// Types of native modules.

constexpr std::uint32_t kNativeInherited = flag::kSubclassMask | flag::kCollectable |
                                           flag::kSequencePattern | flag::kMappingPattern |
                                           flag::kPatternSelf;

void take_native_layout(Type* type, const TypeDescriptor& descriptor) {
  const Type* base = type->base;
  type->flags = descriptor.flags | flag::kImmutable | (base->flags & kNativeInherited);
  type->object_size = std::max(descriptor.object_size, base->object_size);
  type->item_size = std::max(descriptor.item_size, base->item_size);
  type->dict_offset = std::max(descriptor.dict_offset, base->dict_offset);
  type->weak_offset = std::max(descriptor.weak_offset, base->weak_offset);
}

Status take_native_slots(Interpreter& interpreter, Type* type, const TypeDescriptor& descriptor) {
  type->slots = &descriptor.slots;
  if (!would_inherit(descriptor.slots, *type->base->slots)) return done;
  void* block = interpreter.memory().allocate(sizeof(Slots));
  if (block == nullptr) return raise_memory_error(interpreter);
  type->own_slots = new (block) Slots(descriptor.slots);
  inherit_slots(*type->own_slots, *type->base->slots);
  type->slots = type->own_slots;
  return done;
}

// What messages call it: with its module, unless that is builtins.
Status take_native_name(Interpreter& interpreter, Type* type, const TypeDescriptor& descriptor) {
  const std::string_view module = descriptor.module == "builtins" ? "" : descriptor.module;
  const std::size_t size = module.size() + !module.empty() + descriptor.name.size();
  auto* block = static_cast<char*>(interpreter.memory().allocate(size));
  if (block == nullptr) return raise_memory_error(interpreter);
  char* at = std::copy(module.begin(), module.end(), block);
  if (!module.empty()) *at++ = '.';
  std::copy(descriptor.name.begin(), descriptor.name.end(), at);
  type->name_bytes = block;
  type->name_size = static_cast<std::uint32_t>(size);
  type->name_owned = true;
  return done;
}

}  // namespace

Result<Type*> make_native_type(Thread& thread, Module* module, const TypeDescriptor& descriptor,
                               Type* base) {
  Interpreter& interpreter = thread.interpreter();
  Type* metatype = interpreter.type(TypeId::kType);
  Ref<Type> type(static_cast<Type*>(TRY(allocate_instance(interpreter, metatype))));
  type->interpreter = &interpreter;
  type->id = TypeId::kNone;
  type->descriptor = &descriptor;
  type->base = retain(base != nullptr ? base : interpreter.type(descriptor.base));
  type->slots = type->base->slots;
  type->module = retain_if(static_cast<Object*>(module));
  take_native_layout(type, descriptor);
  TRY(take_native_slots(interpreter, type, descriptor));
  TRY(take_native_name(interpreter, type, descriptor));
  TRY(add_subclass(type->base, type));
  return type.take();
}

// The life of types.

namespace {

void release_block(Memory& memory, void* block, std::size_t bytes) {
  if (block != nullptr) memory.release(block, bytes);
}

void drop_shared_keys(Memory& memory, Type* type) {
  SharedKeys* keys = std::exchange(type->shared_keys, nullptr);
  if (keys == nullptr) return;
  for (std::uint32_t index = 0; index < keys->count; ++index) release(keys->names[index]);
  memory.release(keys, sizeof(SharedKeys));
}

void leave_bases(Type* type) {
  if (is_builtin(type)) return;
  if (type->bases == nullptr) {
    if (type->base != nullptr) remove_subclass(type->base, type);
    return;
  }
  for (std::size_t index = 0; index < type->bases->size; ++index) {
    if (Object* base = (*type->bases)[index]; is_type(base)) {
      remove_subclass(static_cast<Type*>(base), type);
    }
  }
}

}  // namespace

void drop_type_contents(Interpreter&, Type* type) noexcept {
  type_modified(type);
  leave_bases(type);
  type->flags &= ~flag::kReady;
  clear_reference(type->dict);
  clear_reference(type->bases);
  clear_reference(type->mro);
  clear_reference(type->qualified_name);
  clear_reference(type->module);
  if (Str* name = std::exchange(type->name, nullptr)) {
    // The bytes may be the name's own.
    if (!is_builtin(type) && !type->name_owned) type->name_size = 0;
    release(name);
  }
}

void type_deallocate(Interpreter& interpreter, Object* object) noexcept {
  auto* type = static_cast<Type*>(object);
  OURO_CHECK(!is_builtin(type));
  drop_type_contents(interpreter, type);
  Memory& memory = interpreter.memory();
  drop_shared_keys(memory, type);
  release_block(memory, std::exchange(type->own_slots, nullptr), sizeof(Slots));
  release_block(memory, std::exchange(type->subclasses, nullptr),
                type->subclass_capacity * sizeof(Type*));
  if (type->name_owned) memory.release(const_cast<char*>(type->name_bytes), type->name_size);
  clear_reference(type->base);
  free_instance(interpreter, object);
}

void type_traverse(Object* object, ReferenceVisitor& visitor) {
  auto* type = static_cast<Type*>(object);
  if (!is_builtin(type)) visitor.visit_if(type->base);
  visitor.visit_if(type->dict);
  visitor.visit_if(type->bases);
  visitor.visit_if(type->mro);
  visitor.visit_if(type->name);
  visitor.visit_if(type->qualified_name);
  visitor.visit_if(type->module);
  if (type->shared_keys == nullptr) return;
  for (std::uint32_t index = 0; index < type->shared_keys->count; ++index) {
    visitor.visit(*type->shared_keys->names[index]);
  }
}

void type_clear(Interpreter&, Object* object) noexcept {
  // The MRO holds the type itself. Base, module, names and slots stay: instances need them to end.
  auto* type = static_cast<Type*>(object);
  type_modified(type);
  if (type->dict != nullptr) dict_clear(*type->interpreter, type->dict);
  clear_reference(type->mro);
}

}  // namespace ouro
