// TypeRegistry: making a type is plain field stores from the table of descriptors and cannot fail;
// its contents wait for a first look.
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

// A type whose bodies a free list keeps learns which one.
template <typename C>
void lend_free_list(Interpreter& interpreter, Type& type) {
  if constexpr (requires { C::kTypes; }) {
    for (const TypeId id : C::kTypes) {
      if (id == type.id) type.bodies = &interpreter.get<C>();
    }
  }
}

template <typename... Cs>
void lend_free_lists(Interpreter& interpreter, Type& type, TypeList<Cs...>) {
  (lend_free_list<Cs>(interpreter, type), ...);
}

void adopt_type(Type& type, Interpreter& interpreter) {
  type.interpreter = &interpreter;
  lend_free_lists(interpreter, type, InterpreterComponents{});
}

}  // namespace

const TypeDescriptor& builtin_descriptor(TypeId id) {
  return *kDescriptors[static_cast<std::size_t>(id)];
}

Status TypeRegistry::set_up(Memory&) noexcept {
  OURO_CHECK(slots_ != nullptr);
  for (std::size_t index = 0; index <= static_cast<std::size_t>(kLastCoreType); ++index) {
    make(static_cast<TypeId>(index));
  }
  return done;
}

void TypeRegistry::make(TypeId id) noexcept {
  OURO_CHECK(slots_ != nullptr);
  const auto index = static_cast<std::size_t>(id);
  const TypeDescriptor& descriptor = *kDescriptors[index];
  Type& type = types_[index];
  type.count = 1;
  type.type = &types_[static_cast<std::size_t>(TypeId::kType)];
  type.id = id;
  type.descriptor = &descriptor;
  type.base = id == TypeId::kObject ? nullptr : this->type(descriptor.base);
  take_layout(type, descriptor);
  type.slots = slots_ + index;
  const std::string_view name =
      descriptor.full_name.empty() ? descriptor.name : descriptor.full_name;
  type.name_bytes = name.data();
  type.name_size = static_cast<std::uint32_t>(name.size());
  for (const auto& [own_id, bit] : kSubclassBits) {
    if (own_id == id) type.flags |= bit;
  }
  made_.add(index);
  if (interpreter_ != nullptr) adopt_type(type, *interpreter_);
}

void TypeRegistry::adopt(Interpreter& interpreter) noexcept {
  interpreter_ = &interpreter;
  made_.for_each([&](std::size_t index) { adopt_type(types_[index], interpreter); });
}

void TypeRegistry::clear(Interpreter& interpreter) noexcept {
  made_.for_each([&](std::size_t index) { drop_type_contents(interpreter, &types_[index]); });
}

void TypeRegistry::visit_references(ReferenceVisitor& visitor) const {
  made_.for_each(
      [&](std::size_t index) { type_traverse(const_cast<Type*>(&types_[index]), visitor); });
}

void TypeRegistry::tear_down(Memory& memory) noexcept {
  made_.for_each([&](std::size_t index) {
    Type& type = types_[index];
    if (type.subclasses != nullptr) {
      memory.release(type.subclasses, type.subclass_capacity * sizeof(Type*));
    }
    type.subclasses = nullptr;
    if (type.count != 1) return;  // it is evidence
    type = Type{};
    made_.remove(index);
  });
  slots_ = nullptr;
  interpreter_ = nullptr;
  last_version_ = 0;
}

Residue TypeRegistry::residue() const noexcept {
  Residue held{.items = made_.size()};
  made_.for_each([&](std::size_t index) {
    const Type& type = types_[index];
    if (type.subclasses != nullptr) held.add_block(type.subclass_capacity * sizeof(Type*));
  });
  return held;
}

}  // namespace ouro
