// Specialise: what the inline caches may remember, and under which version.
#include "runtime/execute/specialise.h"

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/type_class.h"

namespace ouro {

namespace {

constexpr std::uint16_t kMissesAllowed = 16;
constexpr std::size_t kPlacesMax = 0xffff;

void rewrite(Word* at, Operation operation) {
  at->instruction.op = static_cast<std::uint16_t>(operation);
}

void fill(Word* at, Operation operation, std::uint32_t version, std::size_t place, void* pointer) {
  at[1].part[0] = static_cast<std::uint16_t>(place);
  at[1].part[1] = kMissesAllowed;
  at[1].cache = version;
  at[2].pointer = pointer;
  rewrite(at, operation);
}

void give_up(Word* at) { at[1].part[1] = static_cast<std::uint16_t>(kBackOff); }

// What the type says about a name. Never runs user code: the MRO holds dicts of plain names. Null
// for types that answer attribute access in a way of their own.
struct Looked {
  Object* value = nullptr;  // borrowed; null: nothing there
  bool known = false;
};

Looked look(Thread& thread, Type* type, Str* name) noexcept {
  const Result<Found<Object>> found = find_in_type(thread, type, name);
  if (!found.ok()) {
    clear_pending(thread);
    return {};
  }
  return {found.value().value, type->version != 0};
}

bool is_generic(const Object* object) {
  return object->type->slots->get_attribute == object_get_attribute;
}

bool is_data_descriptor(const Object* value) {
  return value != nullptr && value->type->slots->descriptor_set != nullptr;
}

// Can an instance have an attribute of its own of this name? Only inline ones are watched.
enum class Shadow : std::uint8_t { kNever, kCheckDict, kMaybe };
Shadow shadow_of(const Type* type, const Str* name) {
  if ((type->flags & flag::kInlineAttributes) != 0) {
    return find_inline_place(type, name) < 0 ? Shadow::kCheckDict : Shadow::kMaybe;
  }
  return type->dict_offset == 0 ? Shadow::kNever : Shadow::kMaybe;
}

// The byte offset of a __slots__ member or object field; 0: not one that can be read directly.
std::size_t member_place(const Object* object, const Object* descriptor) {
  if (!is_exact(descriptor, TypeId::kMemberDescriptor)) return 0;
  const auto* member = static_cast<const MemberDescriptor*>(descriptor);
  if (member->kind != MemberKind::kObject) return 0;
  auto* self = const_cast<Object*>(object);
  if (offset_base(self) != reinterpret_cast<std::byte*>(self)) return 0;
  return member->offset <= kPlacesMax ? member->offset : 0;
}

std::size_t inline_offset(const Type* type, const Str* name) {
  const std::int32_t place = find_inline_place(type, name);
  if (place < 0) return 0;
  const std::size_t offset = type->dict_offset + sizeof(InlineAttributes) +
                             static_cast<std::size_t>(place) * sizeof(Object*);
  return offset <= kPlacesMax ? offset : 0;
}

bool has_inline_values(const Object* object) {
  return (object->type->flags & flag::kInlineAttributes) != 0 &&
         inline_attributes(const_cast<Object*>(object))->dict == nullptr;
}

// The place of a name in the dict that an instance's attributes moved into; -1: none to remember.
std::int32_t place_in_own_dict(Thread& thread, Object* object, Str* name) {
  if ((object->type->flags & flag::kInlineAttributes) == 0) return -1;
  const Dict* dict = inline_attributes(object)->dict;
  if (dict == nullptr) return -1;
  const std::int32_t place = find_str_place(thread.interpreter(), dict, name);
  const bool usable = place >= 0 && static_cast<std::size_t>(place) <= kPlacesMax &&
                      dict->entries[place].key == name;
  return usable ? place : -1;
}

bool has_simple_getter(const Object* descriptor) {
  if (!is_exact(descriptor, TypeId::kProperty)) return false;
  const Object* getter = static_cast<const Property*>(descriptor)->getter;
  return getter != nullptr && is_exact(getter, TypeId::kFunction);
}

// The place of a name in a dict whose keys have a version; -1: none.
std::int32_t versioned_place(Interpreter& interpreter, Dict* dict, Str* name,
                             std::uint32_t& version) {
  const std::int32_t place = find_str_place(interpreter, dict, name);
  version = dict_keys_version(interpreter, dict);
  return version == 0 ? -1 : place;
}

bool cache_module(Thread& thread, Word* at, Object* object, Str* name,
                  Operation operation) noexcept {
  if (!is_exact(object, TypeId::kModule) || static_cast<Module*>(object)->dict == nullptr)
    return false;
  std::uint32_t version = 0;
  const std::int32_t place =
      versioned_place(thread.interpreter(), static_cast<Module*>(object)->dict, name, version);
  if (place < 0) return false;
  // A data descriptor of the module type itself comes first.
  const Looked looked = look(thread, object->type, name);
  if (!looked.known || looked.value != nullptr) return false;
  fill(at, operation, version, 0, nullptr);
  at[2].jump = place;
  return true;
}

// An attribute of a plain class: read from the class, with nothing of the metaclass in its way.
bool cache_type(Thread& thread, Word* at, Object* object, Str* name, Operation operation) noexcept {
  Type* metatype = type_of(thread, TypeId::kType);
  if (object->type != metatype) return false;
  const Looked meta = look(thread, metatype, name);
  if (meta.value != nullptr) return false;
  const Looked looked = look(thread, static_cast<Type*>(object), name);
  if (!looked.known || looked.value == nullptr) return false;
  const bool plain = looked.value->type->slots->descriptor_get == nullptr ||
                     is_exact(looked.value, TypeId::kFunction);
  if (!plain) return false;
  fill(at, operation, static_cast<Type*>(object)->version, 0, looked.value);
  return true;
}

bool cache_get_instance(Thread& thread, Word* at, Object* object, Str* name) noexcept {
  Type* type = object->type;
  const Looked looked = look(thread, type, name);
  if (!looked.known) return false;
  if (is_data_descriptor(looked.value)) {
    if (const std::size_t place = member_place(object, looked.value)) {
      return fill(at, Operation::kGetAttributeSlot, type->version, place, nullptr), true;
    }
    if (!has_simple_getter(looked.value)) return false;
    return fill(at, Operation::kGetAttributeProperty, type->version, 0, looked.value), true;
  }
  if (has_inline_values(object)) {
    const std::size_t offset = inline_offset(type, name);
    if (offset != 0) {
      const bool local = is_local(at->instruction.b);
      if (is_constant(at->instruction.b)) return false;
      fill(at, local ? Operation::kGetAttributeInlineL : Operation::kGetAttributeInlineT,
           type->version, offset, nullptr);
      return true;
    }
  }
  if (const std::int32_t place = place_in_own_dict(thread, object, name); place >= 0) {
    fill(at, Operation::kGetAttributeDict, type->version, static_cast<std::size_t>(place), nullptr);
    return true;
  }
  const bool plain =
      looked.value != nullptr && looked.value->type->slots->descriptor_get == nullptr;
  if (!plain || shadow_of(type, name) == Shadow::kMaybe) return false;
  return fill(at, Operation::kGetAttributeClass, type->version, 0, looked.value), true;
}

}  // namespace

void specialise_get_attribute(Thread& thread, Word* at, Object* object, Str* name) noexcept {
  if (cache_module(thread, at, object, name, Operation::kGetAttributeModule)) return;
  if (cache_type(thread, at, object, name, Operation::kGetAttributeType)) return;
  if (is_generic(object) && cache_get_instance(thread, at, object, name)) return;
  give_up(at);
}

void specialise_load_method(Thread& thread, Word* at, Object* object, Str* name) noexcept {
  if (cache_module(thread, at, object, name, Operation::kLoadMethodModule)) return;
  if (cache_type(thread, at, object, name, Operation::kLoadMethodType)) return;
  const Looked looked = is_generic(object) ? look(thread, object->type, name) : Looked{};
  const Shadow shadow = shadow_of(object->type, name);
  const bool method = looked.known && looked.value != nullptr &&
                      (looked.value->type->flags & flag::kMethodLike) != 0;
  if (!method || shadow == Shadow::kMaybe) return give_up(at);
  fill(at, Operation::kLoadMethodCached, object->type->version, shadow == Shadow::kCheckDict,
       looked.value);
}

void specialise_set_attribute(Thread& thread, Word* at, Object* object, Str* name) noexcept {
  Type* type = object->type;
  const bool generic = type->slots->set_attribute == object_set_attribute;
  const Looked looked = generic ? look(thread, type, name) : Looked{};
  if (!looked.known) return give_up(at);
  if (is_data_descriptor(looked.value)) {
    const std::size_t place = member_place(object, looked.value);
    const bool writable =
        place != 0 && static_cast<const MemberDescriptor*>(looked.value)->writable;
    if (!writable) return give_up(at);
    return fill(at, Operation::kSetAttributeSlot, type->version, place, nullptr);
  }
  const bool inline_values = has_inline_values(object);
  const std::int32_t place =
      inline_values ? find_inline_place(type, name) : place_in_own_dict(thread, object, name);
  if (place < 0) return give_up(at);
  fill(at, inline_values ? Operation::kSetAttributeInline : Operation::kSetAttributeDict,
       type->version, static_cast<std::size_t>(place), nullptr);
}

namespace {

// Finds the name in globals or builtins under the versions of both. False: it cannot be cached.
bool cache_global(Thread& thread, Word* at, Function* function, Str* name, Operation in_globals,
                  Operation in_builtins) noexcept {
  Interpreter& interpreter = thread.interpreter();
  std::uint32_t version = 0;
  const std::int32_t place = versioned_place(interpreter, function->globals, name, version);
  if (version == 0) return false;
  at[1].cache = version;
  if (place >= 0) {
    at[1].jump = place;
    rewrite(at, in_globals);
    return true;
  }
  if (!is_exact(function->builtins, TypeId::kDict)) return false;
  std::uint32_t builtins_version = 0;
  const std::int32_t second =
      versioned_place(interpreter, static_cast<Dict*>(function->builtins), name, builtins_version);
  if (second < 0) return false;
  at[2].jump = second;
  at[2].cache = builtins_version;
  rewrite(at, in_builtins);
  return true;
}

}  // namespace

void specialise_load_global(Thread& thread, Word* at, Function* function, Str* name) noexcept {
  if (cache_global(thread, at, function, name, Operation::kLoadGlobalModule,
                   Operation::kLoadGlobalBuiltin)) {
    return;
  }
  at[1].jump = kBackOff;
}

void specialise_load_name(Thread& thread, Word* at, const Frame& frame, Str* name) noexcept {
  if (frame.locals == frame.function->globals &&
      cache_global(thread, at, frame.function, name, Operation::kLoadNameGlobal,
                   Operation::kLoadNameBuiltin)) {
    return;
  }
  at[1].jump = kBackOff;
}

Function* find_simple_initialiser(Thread& thread, Type* type) noexcept {
  if (type->slots->make != object_make || (type->flags & flag::kAbstract) != 0) return nullptr;
  const Looked looked = look(thread, type, identifier(thread, Id::dunder_init));
  if (!looked.known || looked.value == nullptr || !is_exact(looked.value, TypeId::kFunction)) {
    return nullptr;
  }
  return static_cast<Function*>(looked.value);
}

Status load_method(Thread& thread, Object* object, Str* name, Object*& method, Object*& self) {
  Type* type = object->type;
  self = nullptr;
  if (is_generic(object)) {
    const Found<Object> found = TRY(find_in_type(thread, type, name));
    const bool method_like = found && (found.value->type->flags & flag::kMethodLike) != 0;
    if (method_like) {
      Ref<> owned(retain(found.value));
      const bool shadowed =
          type->dict_offset != 0 && TRY(find_in_instance(thread, object, name)).value != nullptr;
      if (!shadowed) {
        method = owned.take();
        self = retain(object);
        return done;
      }
    }
  }
  method = TRY(get_attribute(thread, object, name));
  return done;
}

}  // namespace ouro
