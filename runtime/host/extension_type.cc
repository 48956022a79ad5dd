// Types of extension modules: how they are made, the life of their objects' data, and the fields in
// it.
#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "runtime/host/border.h"
#include "runtime/host/extension.h"
#include "runtime/object/container.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/slot_table.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

constexpr std::size_t kDataMax = std::size_t{32} << 10;  // classes add what they need behind it
constexpr std::size_t kDataAlignment = 16;

constexpr std::size_t round_up(std::size_t bytes, std::size_t step) {
  return (bytes + step - 1) / step * step;
}

Object* object_in(const ouro_field* field) { return static_cast<Object*>(field->reference); }

void show_field(ouro_field* field, void* visitor) {
  static_cast<ReferenceVisitor*>(visitor)->visit_if(object_in(field));
}

void empty_field(ouro_field* field, void*) {
  release_if(static_cast<Object*>(std::exchange(field->reference, nullptr)));
}

}  // namespace

void show_fields(const ouro_life& life, void* data, ReferenceVisitor& visitor) {
  if (life.traverse != nullptr && data != nullptr) life.traverse(data, show_field, &visitor);
}

// What ends here ends after traverse() is through: a finalizer may use the very object whose fields
// it walks.
void clear_data(Interpreter& interpreter, const ouro_life& life, void* data) noexcept {
  if (data == nullptr) return;
  if (life.clear != nullptr) life.clear(session_of(interpreter), data);
  if (life.traverse == nullptr) return;
  DeferredReleases& deferred = interpreter.get<DeferredReleases>();
  const std::uint32_t depth = std::exchange(deferred.depth, DeferredReleases::kDepthMax);
  life.traverse(data, empty_field, nullptr);
  deferred.depth = depth;
}

void free_data(Interpreter& interpreter, const ouro_life& life, void* data) noexcept {
  if (life.free != nullptr && data != nullptr) life.free(session_of(interpreter), data);
}

namespace {

Status add_methods(Thread&, Type*, Dict*);

// Null: not of an extension.
const ExtensionType* record_of(const Type* type) {
  if (type->descriptor == nullptr || type->descriptor->fill_dict != add_methods) return nullptr;
  const auto* place = reinterpret_cast<const std::byte*>(type->descriptor);
  return reinterpret_cast<const ExtensionType*>(place - OURO_OFFSET(ExtensionType, descriptor));
}

// visit(life, data) for the object's class and all bases of it that come from extensions; the first
// base that does not.
template <typename Visit>
const Type* for_each_data(Object* self, Visit visit) {
  const Type* type = native_base(self->type);
  for (; const ExtensionType* record = record_of(type); type = type->base) {
    const bool has_data = record->definition->data_size != 0;
    visit(record->definition->life,
          has_data ? reinterpret_cast<std::byte*>(self) + record->data_offset : nullptr);
  }
  return type;
}

void instance_deallocate(Interpreter& interpreter, Object* self) noexcept {
  const Type* base = for_each_data(self, [&](const ouro_life& life, void* data) {
    clear_data(interpreter, life, data);
    free_data(interpreter, life, data);
  });
  base->slots->deallocate(interpreter, self);
}

void instance_traverse(Object* self, ReferenceVisitor& visitor) {
  const Type* base = for_each_data(
      self, [&](const ouro_life& life, void* data) { show_fields(life, data, visitor); });
  if (base->slots->traverse != nullptr) base->slots->traverse(self, visitor);
}

void instance_clear(Interpreter& interpreter, Object* self) noexcept {
  const Type* base = for_each_data(
      self, [&](const ouro_life& life, void* data) { clear_data(interpreter, life, data); });
  if (base->slots->clear != nullptr) base->slots->clear(interpreter, self);
}

// Making.

Result<Object*> make_entry(Interpreter& interpreter, Type* type, const ForeignMethod& method) {
  if (method.binding != Binding::kStatic) return make_method_descriptor(interpreter, method, type);
  Ref<> function(TRY(make_builtin_function(interpreter, method, type, nullptr, type)));
  return make_static_method(interpreter, function);
}

// Equality of its own makes the inherited hash wrong.
Status hide_hash(Thread& thread, Dict* dict) {
  if (find_str_in_dict(thread, dict, identifier(thread, Id::dunder_eq)) == nullptr) return done;
  return dict_set_default(thread, dict, identifier(thread, Id::dunder_hash), none(thread)).ok()
             ? done
             : failure;
}

Status add_methods(Thread& thread, Type* type, Dict* dict) {
  const ExtensionType* record = record_of(type);
  for (std::size_t index = 0; index < record->method_count; ++index) {
    const ForeignMethod& method = record->method(index);
    Ref<> entry(TRY(make_entry(thread.interpreter(), type, method)));
    TRY(dict_set(thread, dict, method.signature.name(), entry));
  }
  return hide_hash(thread, dict);
}

TypeDescriptor describe(const ouro_type_def& definition, std::string_view module) {
  TypeDescriptor descriptor = {.name = definition.name,
                               .module = module,
                               .flags = flag::kCollectable,
                               .slots = {.deallocate = instance_deallocate,
                                         .traverse = instance_traverse,
                                         .clear = instance_clear},
                               .doc = definition.doc,
                               .fill_dict = add_methods};
  if ((definition.flags & OURO_TYPE_FINAL) == 0) descriptor.flags |= flag::kBaseType;
  if ((definition.flags & OURO_TYPE_NO_INSTANCES) != 0) descriptor.slots.make = nullptr;
  return descriptor;
}

// The record for this definition and base: made once for a module.
Result<ExtensionType*> find_record(Thread& thread, Extension& extension,
                                   const ouro_type_def& definition, const Type* base) {
  for (ExtensionType* known = extension.types; known != nullptr; known = known->next) {
    if (known->definition == &definition && known->base == base) return known;
  }
  const std::size_t count = count_methods(definition.methods);
  const std::size_t bytes = sizeof(ExtensionType) + count * sizeof(ForeignMethod);
  void* block = memory_of(thread).allocate(bytes);
  if (block == nullptr) return raise_memory_error(thread.interpreter());
  auto* record = new (block) ExtensionType{};
  record->definition = &definition;
  record->base = base;
  record->bytes = bytes;
  record->method_count = count;
  record->descriptor = describe(definition, extension.descriptor.name);
  if (!fill_methods(thread, definition.methods, count, record, record->methods()).ok()) {
    memory_of(thread).release(block, bytes);
    return failure;
  }
  record->next = std::exchange(extension.types, record);
  return record;
}

// [base | head of the weak references | data]
void lay_out(Type* type, ExtensionType* record) {
  std::size_t at = round_up(type->base->object_size, sizeof(void*));
  if ((record->definition->flags & OURO_TYPE_NO_WEAK) == 0 && type->weak_offset == 0) {
    type->weak_offset = static_cast<std::uint16_t>(at);
    at += sizeof(void*);
  }
  if (record->definition->data_size != 0) at = round_up(at, kDataAlignment);
  record->data_offset = at;
  type->object_size =
      static_cast<std::uint32_t>(at + round_up(record->definition->data_size, sizeof(void*)));
}

Status make_operators_work(Thread& thread, Type* type) {
  TRY(ensure_ready(thread, type));
  if (type->own_slots == nullptr) {
    void* block = memory_of(thread).allocate(sizeof(Slots));
    if (block == nullptr) return raise_memory_error(thread.interpreter());
    type->own_slots = new (block) Slots(*type->slots);
    type->slots = type->own_slots;
  }
  return update_own_slots(thread, type);
}

Status check_definition(Thread& thread, const ouro_type_def& definition, const Type* base) {
  if (definition.data_size > kDataMax) {
    return raise(thread, TypeId::kValueError, "the data of type {} is larger than {} bytes",
                 definition.name, kDataMax);
  }
  const bool fits = (base->flags & flag::kBaseType) != 0 && (base->flags & flag::kClass) == 0 &&
                    (base->flags & flag::kTypeSubclass) == 0 && base->item_size == 0 &&
                    base->object_size < kDataMax;
  if (fits) return done;
  return raise(thread, TypeId::kTypeError, "type '{}' is not an acceptable base type of {}", base,
               definition.name);
}

Result<Object*> make_type(Thread& thread, Module* module, const ouro_type_def& definition,
                          Type* base) {
  TRY(ensure_ready(thread, base));
  TRY(check_definition(thread, definition, base));
  ExtensionType* record = TRY(find_record(thread, *extension_of(module), definition, base));
  Ref<Type> type(TRY(make_native_type(thread, module, record->descriptor, base)));
  lay_out(type, record);
  TRY(make_operators_work(thread, type));
  return type.take();
}

Type* as_type(Object* object) {
  return object != nullptr && is_type(object) ? static_cast<Type*>(object) : nullptr;
}

Module* as_extension(Thread& thread, Object* object) {
  if (object == nullptr || !is_instance_of(object, type_of(thread, TypeId::kModule)))
    return nullptr;
  auto* module = static_cast<Module*>(object);
  return extension_of(module) == nullptr ? nullptr : module;
}

}  // namespace

Type* defining_class(const ExtensionType* record, Type* type) noexcept {
  if (type->descriptor == &record->descriptor) return type;
  Object** const entries = type->mro->items();
  return static_cast<Type*>(*std::find_if(entries, entries + type->mro->size, [&](Object* entry) {
    return static_cast<Type*>(entry)->descriptor == &record->descriptor;
  }));
}

}  // namespace ouro

using namespace ouro;

extern "C" {

ouro_status ouro_new_type(ouro_interpreter* session, ouro_value module,
                          const ouro_type_def* definition, ouro_value base, ouro_value* result,
                          ouro_error* error) {
  Border border(session, error, {definition, result});
  Ref<> owner(border.hold(module)), parent(base == 0 ? nullptr : border.hold(base).take());
  if (!owner || (base != 0 && !parent)) return OURO_REFUSED;
  Thread& thread = border.thread();
  Module* home = as_extension(thread, owner);
  Type* type = base == 0 ? type_of(thread, TypeId::kObject) : as_type(parent);
  if (home == nullptr || type == nullptr || definition->name == nullptr)
    return Border::refuse(error, "a type needs an extension module, a name and a class as base");
  return border.give(make_type(thread, home, *definition, type), result);
}

ouro_status ouro_new_instance(ouro_interpreter* session, ouro_value type, void** data,
                              ouro_value* result, ouro_error* error) {
  Border border(session, error, {result});
  Ref<> class_object(border.hold(type));
  if (!class_object) return OURO_REFUSED;
  Type* made_of = as_type(class_object);
  const ExtensionType* record = made_of == nullptr ? nullptr : record_of(made_of);
  if (record == nullptr)
    return Border::refuse(error, "the value is no class of an extension module");
  auto made = allocate_instance(border.interpreter(), made_of);
  if (made.ok() && data != nullptr)
    *data = reinterpret_cast<std::byte*>(made.value()) + record->data_offset;
  return border.give(made, result);
}

ouro_status ouro_instance_data(ouro_interpreter* session, ouro_value object, ouro_value type,
                               void** data, ouro_error* error) {
  Border border(session, error, {data});
  Ref<> instance(border.hold(object)), class_object(border.hold(type));
  if (!instance || !class_object) return OURO_REFUSED;
  Type* wanted = as_type(class_object);
  const ExtensionType* record = wanted == nullptr ? nullptr : record_of(wanted);
  if (record == nullptr)
    return Border::refuse(error, "the value is no class of an extension module");
  if (is_subtype(instance->type, wanted)) {
    *data = reinterpret_cast<std::byte*>(instance.get()) + record->data_offset;
    return OURO_OK;
  }
  return border.answer(raise(border.thread(), TypeId::kTypeError, "expected {}, not {}", wanted,
                             static_cast<const Type*>(instance->type)));
}

ouro_status ouro_field_set(ouro_interpreter* session, ouro_field* field, ouro_value value) {
  Border border(session, Border::kHook);
  if (!border.ok() || field == nullptr) return OURO_REFUSED;
  Ref<> object(value == 0 ? nullptr : border.hold(value).take());
  if (value != 0 && !object) return OURO_REFUSED;
  Ref<> old(object_in(field));
  field->reference = object.take();
  return OURO_OK;
}

ouro_status ouro_field_get(ouro_interpreter* session, const ouro_field* field, ouro_value* result) {
  Border border(session, nullptr, {field, result});
  if (!border.ok()) return OURO_REFUSED;
  *result = 0;
  Object* object = object_in(field);
  return object == nullptr ? OURO_OK : border.give(retain(object), result);
}

void* ouro_allocate(ouro_interpreter* session, size_t bytes) {
  Border border(session, Border::kHook);
  void* block = border.ok() ? border.interpreter().memory().allocate(bytes) : nullptr;
  return block == nullptr ? nullptr : std::memset(block, 0, bytes);
}

void ouro_release(ouro_interpreter* session, void* block, size_t bytes) {
  Border border(session, Border::kHook);
  if (border.ok() && block != nullptr) border.interpreter().memory().release(block, bytes);
}

}  // extern "C"
