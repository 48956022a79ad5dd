// TypeRegistry: plain field stores from the table of descriptors; everything else waits for a first
// look.
#include "runtime/state/type_registry.h"

#include "runtime/component/check.h"
#include "runtime/component/memory.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/type_class.h"

namespace ouro {
namespace {

constexpr const TypeDescriptor* kDescriptors[kTypeCount] = {
#define OURO_ADDRESS(Name, ...) &k##Name##Descriptor,
    OURO_BUILTIN_TYPES(OURO_ADDRESS) OURO_EXCEPTION_TYPES(OURO_ADDRESS)
#undef OURO_ADDRESS
};

struct SubclassBit {
  TypeId id;
  std::uint32_t bit;
};
constexpr SubclassBit kSubclassBits[] = {
    {TypeId::kInt, flag::kIntSubclass},       {TypeId::kStr, flag::kStrSubclass},
    {TypeId::kBytes, flag::kBytesSubclass},   {TypeId::kTuple, flag::kTupleSubclass},
    {TypeId::kList, flag::kListSubclass},     {TypeId::kDict, flag::kDictSubclass},
    {TypeId::kType, flag::kTypeSubclass},     {TypeId::kBaseException, flag::kExceptionSubclass},
    {TypeId::kFloat, flag::kFloatSubclass},   {TypeId::kSet, flag::kSetSubclass},
    {TypeId::kFrozenSet, flag::kSetSubclass},
};

// Own flags are not inherited.
constexpr std::uint32_t kInherited = flag::kSubclassMask | flag::kCollectable |
                                     flag::kSequencePattern | flag::kMappingPattern |
                                     flag::kPatternSelf;

template <typename Integer>
Integer larger(Integer own, Integer inherited) {
  return own < inherited ? inherited : own;
}

void take_layout(Type& type, const TypeDescriptor& descriptor) {
  type.flags = descriptor.flags | flag::kImmutable;
  type.object_size = descriptor.object_size;
  type.item_size = descriptor.item_size;
  type.dict_offset = descriptor.dict_offset;
  type.weak_offset = descriptor.weak_offset;
  if (type.base == nullptr) return;
  type.flags |= type.base->flags & kInherited;
  type.object_size = larger(type.object_size, type.base->object_size);
  type.item_size = larger(type.item_size, type.base->item_size);
  type.dict_offset = larger(type.dict_offset, type.base->dict_offset);
  type.weak_offset = larger(type.weak_offset, type.base->weak_offset);
}

// Types whose bodies a free list keeps learn which one.
template <typename C>
void lend_free_list(Interpreter& interpreter, TypeRegistry& types) {
  if constexpr (requires { C::kTypes; }) {
    for (const TypeId id : C::kTypes) types.type(id)->bodies = &interpreter.get<C>();
  }
}

template <typename... Cs>
void lend_free_lists(Interpreter& interpreter, TypeRegistry& types, TypeList<Cs...>) {
  (lend_free_list<Cs>(interpreter, types), ...);
}

}  // namespace

const TypeDescriptor& builtin_descriptor(TypeId id) {
  return *kDescriptors[static_cast<std::size_t>(id)];
}

Status TypeRegistry::set_up(Memory&) noexcept {
  OURO_CHECK(slots_ != nullptr);
  for (std::size_t index = 0; index < kTypeCount; ++index) {
    const TypeDescriptor& descriptor = *kDescriptors[index];
    Type& type = types_[index];
    type.count = 1;
    type.type = this->type(TypeId::kType);
    type.id = static_cast<TypeId>(index);
    type.descriptor = &descriptor;
    type.base = type.id == TypeId::kObject ? nullptr : this->type(descriptor.base);
    take_layout(type, descriptor);
    type.slots = slots_ + index;
    const std::string_view name =
        descriptor.full_name.empty() ? descriptor.name : descriptor.full_name;
    type.name_bytes = name.data();
    type.name_size = static_cast<std::uint32_t>(name.size());
    for (const auto& [id, bit] : kSubclassBits) {
      if (id == type.id) type.flags |= bit;
    }
  }
  return done;
}

void TypeRegistry::adopt(Interpreter& interpreter) noexcept {
  for (Type& type : types_) type.interpreter = &interpreter;
  lend_free_lists(interpreter, *this, InterpreterComponents{});
}

void TypeRegistry::clear(Interpreter& interpreter) noexcept {
  for (Type& type : types_) {
    if (type.count != 0) drop_type_contents(interpreter, &type);
  }
}

void TypeRegistry::visit_references(ReferenceVisitor& visitor) const {
  for (const Type& type : types_) {
    if (type.count != 0) type_traverse(const_cast<Type*>(&type), visitor);
  }
}

void TypeRegistry::tear_down(Memory& memory) noexcept {
  for (Type& type : types_) {
    if (type.subclasses != nullptr) {
      memory.release(type.subclasses, type.subclass_capacity * sizeof(Type*));
    }
    type.subclasses = nullptr;
    if (type.count == 1) type = Type{};  // otherwise it is evidence
  }
  slots_ = nullptr;
  last_version_ = 0;
}

Residue TypeRegistry::residue() const noexcept {
  Residue held;
  for (const Type& type : types_) {
    if (type.subclasses != nullptr) held.add_block(type.subclass_capacity * sizeof(Type*));
    held.items += type.count != 0;
  }
  return held;
}

}  // namespace ouro
