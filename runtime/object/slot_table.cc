// Slot table: THE table of dunder methods and slots, and what follows from it.
//
// Rows of one slot stand together. Where two slots share a name, the first row that a native type
// fills gives the wrapper.
#include "runtime/object/slot_table.h"

#include <cstddef>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/finalizer.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/slot_functions.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type_class.h"

namespace ouro {
namespace {

#define SLOT(field) (offsetof(Slots, field) / sizeof(AnySlot))
#define OPERATOR(field, operation) (SLOT(field) + static_cast<std::size_t>(operation))

constexpr const char* kNoParameters = "($self, /)";
constexpr const char* kValue = "($self, value, /)";
constexpr const char* kKey = "($self, key, /)";

constexpr SlotRow row(Id name, std::size_t slot, wrap::Wrapper* wrapper, AnySlot dispatch,
                      const char* parameters, SlotRole role = SlotRole::kNormal) {
  return {name, static_cast<std::uint16_t>(slot), wrapper, dispatch, parameters, role, 0};
}

constexpr SlotRow compare_row(Id name, Comparison comparison) {
  return {name,
          SLOT(compare),
          wrap::compare,
          AnySlot(dispatch::compare),
          kValue,
          SlotRole::kNormal,
          static_cast<std::uint8_t>(comparison)};
}

template <BinaryOperator operation, Id name, Id reflected>
constexpr SlotRow left_row() {
  return row(name, OPERATOR(binary, operation), wrap::binary,
             AnySlot(dispatch::operate<operation, name, reflected>), kValue);
}
template <BinaryOperator operation, Id name, Id reflected>
constexpr SlotRow right_row() {
  return row(reflected, OPERATOR(binary, operation), wrap::binary_right,
             AnySlot(dispatch::operate<operation, name, reflected>), kValue);
}
template <BinaryOperator operation, Id name>
constexpr SlotRow inplace_row() {
  return row(name, OPERATOR(inplace, operation), wrap::binary, AnySlot(dispatch::inplace<name>),
             kValue);
}
template <UnaryOperator operation, Id name>
constexpr SlotRow unary_row() {
  return row(name, OPERATOR(unary, operation), wrap::unary, AnySlot(dispatch::unary<name>),
             kNoParameters);
}
template <Id name>
constexpr SlotRow simple_row(std::size_t slot) {
  return row(name, slot, wrap::unary, AnySlot(dispatch::unary<name>), kNoParameters);
}

#define OPERATOR_ROWS(operation, name)                                          \
  left_row<BinaryOperator::operation, Id::dunder_##name, Id::dunder_r##name>(), \
      right_row<BinaryOperator::operation, Id::dunder_##name, Id::dunder_r##name>()
#define INPLACE_ROW(operation, name) inplace_row<BinaryOperator::operation, Id::dunder_i##name>()

constexpr SlotRow kRows[] = {
    row(Id::dunder_new, SLOT(make), nullptr, AnySlot(dispatch::make), nullptr, SlotRole::kNew),
    row(Id::dunder_repr, SLOT(repr), wrap::unary, AnySlot(dispatch::repr), kNoParameters),
    row(Id::dunder_hash, SLOT(hash), wrap::number, AnySlot(dispatch::hash), kNoParameters),
    row(Id::dunder_call, SLOT(call), wrap::call, AnySlot(dispatch::call),
        "($self, /, *args, **kwargs)"),
    row(Id::dunder_str, SLOT(str), wrap::unary, AnySlot(dispatch::str), kNoParameters),
    row(Id::dunder_getattribute, SLOT(get_attribute), wrap::get_attribute,
        AnySlot(dispatch::get_attribute), "($self, name, /)"),
    row(Id::dunder_getattr, SLOT(get_attribute), nullptr, AnySlot(dispatch::get_attribute), nullptr,
        SlotRole::kHidden),
    row(Id::dunder_setattr, SLOT(set_attribute), wrap::set_attribute,
        AnySlot(dispatch::set_attribute), "($self, name, value, /)"),
    row(Id::dunder_delattr, SLOT(set_attribute), wrap::delete_attribute,
        AnySlot(dispatch::set_attribute), "($self, name, /)"),
    compare_row(Id::dunder_lt, Comparison::kLess),
    compare_row(Id::dunder_le, Comparison::kLessEqual),
    compare_row(Id::dunder_eq, Comparison::kEqual),
    compare_row(Id::dunder_ne, Comparison::kNotEqual),
    compare_row(Id::dunder_gt, Comparison::kGreater),
    compare_row(Id::dunder_ge, Comparison::kGreaterEqual),
    row(Id::dunder_iter, SLOT(iterate), wrap::unary, AnySlot(dispatch::iterate), kNoParameters),
    row(Id::dunder_next, SLOT(next), wrap::next, AnySlot(dispatch::next), kNoParameters),
    row(Id::dunder_get, SLOT(descriptor_get), wrap::descriptor_get,
        AnySlot(dispatch::descriptor_get), "($self, instance, owner=None, /)"),
    row(Id::dunder_set, SLOT(descriptor_set), wrap::descriptor_set,
        AnySlot(dispatch::descriptor_set), "($self, instance, value, /)"),
    row(Id::dunder_delete, SLOT(descriptor_set), wrap::descriptor_delete,
        AnySlot(dispatch::descriptor_set), "($self, instance, /)"),
    row(Id::dunder_init, SLOT(initialise), wrap::initialise, AnySlot(dispatch::initialise),
        "($self, /, *args, **kwargs)"),
    row(Id::dunder_del, SLOT(finalize), wrap::finalize, AnySlot(call_del), kNoParameters),
    simple_row<Id::dunder_await>(SLOT(await)),
    simple_row<Id::dunder_aiter>(SLOT(async_iterate)),
    simple_row<Id::dunder_anext>(SLOT(async_next)),
    OPERATOR_ROWS(kAdd, add),
    OPERATOR_ROWS(kSubtract, sub),
    OPERATOR_ROWS(kMultiply, mul),
    OPERATOR_ROWS(kMatrixMultiply, matmul),
    OPERATOR_ROWS(kTrueDivide, truediv),
    OPERATOR_ROWS(kFloorDivide, floordiv),
    OPERATOR_ROWS(kModulo, mod),
    row(Id::dunder_pow, OPERATOR(binary, BinaryOperator::kPower), wrap::power,
        AnySlot(dispatch::operate<BinaryOperator::kPower, Id::dunder_pow, Id::dunder_rpow>),
        "($self, value, mod=None, /)"),
    row(Id::dunder_rpow, OPERATOR(binary, BinaryOperator::kPower), wrap::power_right,
        AnySlot(dispatch::operate<BinaryOperator::kPower, Id::dunder_pow, Id::dunder_rpow>),
        "($self, value, mod=None, /)"),
    OPERATOR_ROWS(kLeftShift, lshift),
    OPERATOR_ROWS(kRightShift, rshift),
    OPERATOR_ROWS(kAnd, and),
    OPERATOR_ROWS(kOr, or),
    OPERATOR_ROWS(kXor, xor),
    OPERATOR_ROWS(kDivmod, divmod),
    INPLACE_ROW(kAdd, add),
    INPLACE_ROW(kSubtract, sub),
    INPLACE_ROW(kMultiply, mul),
    INPLACE_ROW(kMatrixMultiply, matmul),
    INPLACE_ROW(kTrueDivide, truediv),
    INPLACE_ROW(kFloorDivide, floordiv),
    INPLACE_ROW(kModulo, mod),
    INPLACE_ROW(kPower, pow),
    INPLACE_ROW(kLeftShift, lshift),
    INPLACE_ROW(kRightShift, rshift),
    INPLACE_ROW(kAnd, and),
    INPLACE_ROW(kOr, or),
    INPLACE_ROW(kXor, xor),
    row(Id::dunder_pow, SLOT(power_modulo), nullptr, AnySlot(dispatch::power_modulo), nullptr,
        SlotRole::kCompanion),
    unary_row<UnaryOperator::kNegative, Id::dunder_neg>(),
    unary_row<UnaryOperator::kPositive, Id::dunder_pos>(),
    unary_row<UnaryOperator::kInvert, Id::dunder_invert>(),
    unary_row<UnaryOperator::kAbsolute, Id::dunder_abs>(),
    row(Id::dunder_bool, SLOT(boolean), wrap::truth, AnySlot(dispatch::boolean), kNoParameters),
    simple_row<Id::dunder_index>(SLOT(to_index)),
    simple_row<Id::dunder_int>(SLOT(to_int)),
    simple_row<Id::dunder_float>(SLOT(to_float)),
    row(Id::dunder_len, SLOT(length), wrap::number, AnySlot(dispatch::length), kNoParameters),
    row(Id::dunder_getitem, SLOT(get_item), wrap::binary, AnySlot(dispatch::get_item), kKey),
    row(Id::dunder_setitem, SLOT(set_item), wrap::set_item, AnySlot(dispatch::set_item),
        "($self, key, value, /)"),
    row(Id::dunder_delitem, SLOT(set_item), wrap::delete_item, AnySlot(dispatch::set_item), kKey),
    row(Id::dunder_contains, SLOT(contains), wrap::contains, AnySlot(dispatch::contains), kKey),
    row(Id::dunder_add, SLOT(concatenate), wrap::binary, nullptr, kValue),
    row(Id::dunder_mul, SLOT(repeat), wrap::repeat, nullptr, kValue),
    row(Id::dunder_rmul, SLOT(repeat), wrap::repeat, nullptr, kValue),
    row(Id::dunder_iadd, SLOT(inplace_concatenate), wrap::binary, nullptr, kValue),
    row(Id::dunder_imul, SLOT(inplace_repeat), wrap::repeat, nullptr, kValue),
    row(Id::dunder_getitem, SLOT(item_at), nullptr, nullptr, nullptr, SlotRole::kCompanion),
};

#undef SLOT
#undef OPERATOR
#undef OPERATOR_ROWS
#undef INPLACE_ROW

constexpr Slots kDefaults{};

std::uintptr_t word_of(AnySlot slot) {
  std::uintptr_t word;
  std::memcpy(&word, &slot, sizeof word);
  return word;
}

}  // namespace

std::span<const SlotRow> slot_rows() { return kRows; }

void inherit_slots(Slots& slots, const Slots& base) noexcept {
  for (std::size_t index = 0; index < kSlotWords; ++index) {
    if (slot_word(slots, index) == slot_word(kDefaults, index)) {
      set_slot_word(slots, index, slot_word(base, index));
    }
  }
}

bool would_inherit(const Slots& slots, const Slots& base) noexcept {
  for (std::size_t index = 0; index < kSlotWords; ++index) {
    const std::uintptr_t own = slot_word(slots, index);
    if (own == slot_word(kDefaults, index) && own != slot_word(base, index)) return true;
  }
  return false;
}

namespace {

// Does the native type itself answer this row, rather than its base?
bool is_own_slot(const Type* type, const SlotRow& row) {
  const std::uintptr_t own = slot_word(type->descriptor->slots, row.slot);
  if (own == 0) return false;
  if (type->base == nullptr) return true;
  return own != slot_word(*type->base->slots, row.slot) && own != slot_word(kDefaults, row.slot);
}

Result<Object*> make_slot_entry(Thread& thread, const SlotRow& row, Type* type) {
  Interpreter& interpreter = thread.interpreter();
  if (row.role == SlotRole::kNew) {
    return make_builtin_function(interpreter, kNewMethod, type, nullptr, type);
  }
  if (row.name == Id::dunder_hash && type->slots->hash == unhashable) return interpreter.new_none();
  return make_slot_wrapper(interpreter, row, type);
}

}  // namespace

Status add_slot_wrappers(Thread& thread, Type* type, Dict* dict) {
  for (const SlotRow& row : kRows) {
    if (row.role == SlotRole::kHidden || row.role == SlotRole::kCompanion) continue;
    if (!is_own_slot(type, row)) continue;
    Ref<> entry(TRY(make_slot_entry(thread, row, type)));
    if (!dict_set_default(thread, dict, identifier(thread, row.name), entry).ok()) return failure;
  }
  return done;
}

namespace {

// What the methods found along the MRO say about one slot.
struct Verdict {
  std::uintptr_t native = 0;
  std::uintptr_t dispatch = 0;
  bool mixed = false;  // a method in the language, or natives that differ

  void add_native(std::uintptr_t word) {
    mixed = mixed || (native != 0 && native != word);
    native = word;
  }
  std::uintptr_t word() const { return native != 0 && !mixed ? native : dispatch; }
};

// The type whose native slot this method is, or null.
Type* native_owner(const SlotRow& row, Object* method) {
  if (row.role == SlotRole::kNew) {
    if (!is_exact(method, TypeId::kBuiltinFunction)) return nullptr;
    const auto* function = static_cast<BuiltinFunction*>(method);
    return function->method == &kNewMethod ? static_cast<Type*>(function->self) : nullptr;
  }
  if (!is_exact(method, TypeId::kSlotWrapper)) return nullptr;
  const auto* wrapper = static_cast<SlotWrapper*>(method);
  return wrapper->row->name == row.name ? wrapper->owner : nullptr;
}

void judge(Type* type, const SlotRow& row, Object* method, Verdict& verdict) {
  Type* owner = native_owner(row, method);
  if (owner != nullptr && is_subtype(type, owner)) {
    const bool same_row =
        row.role != SlotRole::kNormal || static_cast<SlotWrapper*>(method)->row == &row;
    // Another slot of the same name has it, and this one stays empty.
    if (!same_row) return;
    verdict.dispatch = word_of(row.dispatch);
    verdict.add_native(slot_word(*owner->slots, row.slot));
    return;
  }
  if (row.name == Id::dunder_hash && is_exact(method, TypeId::kNoneType)) {
    Slots blank;
    blank.hash = unhashable;
    verdict.add_native(slot_word(blank, row.slot));
    return;
  }
  verdict.mixed = true;
  verdict.dispatch = word_of(row.dispatch);
}

// `first`: the first row of the slot.
Status update_slot(Thread& thread, Type* type, const SlotRow* first) {
  Verdict verdict;
  for (const SlotRow* row = first; row != std::end(kRows) && row->slot == first->slot; ++row) {
    Object* method = TRY(find_in_type(thread, type, identifier(thread, row->name))).value;
    if (method != nullptr) judge(type, *row, method, verdict);
  }
  set_slot_word(*type->own_slots, first->slot, verdict.word());
  return done;
}

const SlotRow* first_row_of(const SlotRow* row) {
  while (row != kRows && (row - 1)->slot == row->slot) --row;
  return row;
}

// A namespace may have been filled with names that are not interned.
Status update_named(Thread& thread, Type* type, Str* given) {
  Ref<Str> name(TRY(intern(thread.interpreter(), given)));
  for (const SlotRow& row : kRows) {
    if (identifier(thread, row.name) == name.get())
      TRY(update_slot(thread, type, first_row_of(&row)));
  }
  return done;
}

bool is_dunder(const Object* key) {
  if (!is_str(key)) return false;
  const auto* name = static_cast<const Str*>(key);
  return name->length > 4 && name->at(0) == '_' && name->at(1) == '_';
}

}  // namespace

Status update_all_slots(Thread& thread, Type* type) {
  for (const SlotRow& row : kRows) {
    if (first_row_of(&row) == &row) TRY(update_slot(thread, type, &row));
  }
  return done;
}

Status update_own_slots(Thread& thread, Type* type) {
  Ref<Dict> dict(retain(type->dict));
  for (DictCursor at; dict_next(dict, at);) {
    if (is_dunder(at.key)) TRY(update_named(thread, type, static_cast<Str*>(at.key)));
  }
  return done;
}

Status update_slots_named(Thread& thread, Type* type, Str* name) {
  if (!is_dunder(name) || type->own_slots == nullptr || type->mro == nullptr) return done;
  TRY(update_named(thread, type, name));
  for (std::uint32_t index = 0; index < type->subclass_count; ++index) {
    Type* subclass = type->subclasses[index];
    if ((subclass->flags & flag::kClass) == 0 || subclass->dict == nullptr) continue;
    if (find_str_in_dict(thread, subclass->dict, name) != nullptr) continue;
    TRY(update_slots_named(thread, subclass, name));
  }
  return done;
}

// __new__

namespace {

Result<Object*> call_new_method(Thread& thread, Object* owner, Object* const* arguments) {
  // Reached only through call_native(); BuiltinFunction calls call_new() directly.
  auto* positional = static_cast<Tuple*>(arguments[0]);
  return call_new(thread, static_cast<Type*>(owner),
                  Arguments{positional->items(), positional->size, nullptr});
}

}  // namespace

constinit const NativeMethod kNewMethod = {"__new__(type, *args, **kwargs)", call_new_method,
                                           Binding::kStatic, nullptr};

Result<Object*> call_new(Thread& thread, Type* owner, const Arguments& arguments) {
  if (arguments.positional == 0) {
    return raise(thread, TypeId::kTypeError, "{}.__new__(): not enough arguments", owner);
  }
  Object* first = arguments.values[0];
  if (!is_type(first)) {
    return raise(thread, TypeId::kTypeError, "{}.__new__(X): X is not a type object ({})", owner,
                 first->type);
  }
  auto* type = static_cast<Type*>(first);
  if (!is_subtype(type, owner)) {
    return raise(thread, TypeId::kTypeError, "{}.__new__({}): {} is not a subtype of {}", owner,
                 type, type, owner);
  }
  const Type* native = native_base(type);
  if (native->slots->make != owner->slots->make) {
    return raise(thread, TypeId::kTypeError, "{}.__new__({}) is not safe, use {}.__new__()", owner,
                 type, native);
  }
  return owner->slots->make(thread, type,
                            {arguments.values + 1, arguments.positional - 1, arguments.names});
}

}  // namespace ouro
