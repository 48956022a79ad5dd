// Protocol: operators and conversions of numbers, with the operand types' right to decline.
#include <array>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/function.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"
#include "runtime/object/special.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

constexpr std::array<const char*, kBinaryOperators> kSymbols = {
    "+", "-", "*", "@", "/", "//", "%", "** or pow()", "<<", ">>", "&", "|", "^", "divmod()"};
constexpr std::array<const char*, kBinaryOperators> kInplaceSymbols = {
    "+=", "-=", "*=", "@=", "/=", "//=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^=", "divmod()"};
constexpr std::array<const char*, kUnaryOperators> kUnarySymbols = {"unary -", "unary +", "unary ~",
                                                                    "abs()"};

bool declined(Thread& thread, const Object* result) {
  return result == thread.interpreter().not_implemented();
}

// Both operands are asked; NotImplemented when both decline.
Result<Object*> ask_operands(Thread& thread, BinaryOperator operation, Object* left,
                             Object* right) {
  const auto index = static_cast<std::size_t>(operation);
  const Binary ours = left->type->slots->binary[index];
  Binary theirs = left->type == right->type ? nullptr : right->type->slots->binary[index];
  if (theirs == ours) theirs = nullptr;
  if (ours != nullptr) {
    if (theirs != nullptr && is_subtype(right->type, left->type)) {
      Ref<> result(TRY(theirs(thread, left, right)));
      if (!declined(thread, result)) return result.take();
      theirs = nullptr;
    }
    Ref<> result(TRY(ours(thread, left, right)));
    if (!declined(thread, result)) return result.take();
  }
  if (theirs != nullptr) return theirs(thread, left, right);
  return thread.interpreter().new_not_implemented();
}

using Repeat = Result<Object*> (*)(Thread&, Object*, std::intptr_t);

Result<Object*> repeat_by(Thread& thread, Repeat repeat, Object* sequence, Object* times) {
  if (times->type->slots->to_index == nullptr) {
    return raise(thread, TypeId::kTypeError, "can't multiply sequence by non-int of type '{}'",
                 times->type);
  }
  return repeat(thread, sequence, TRY(to_index_value(thread, times)));
}

bool is_print(const Object* object) {
  return is_exact(object, TypeId::kBuiltinFunction) &&
         static_cast<const BuiltinFunction*>(object)->method->signature.name() == "print";
}

Failure refuse_operands(Thread& thread, const char* symbol, Object* left, Object* right) {
  return raise(thread, TypeId::kTypeError, "unsupported operand type(s) for {}: '{}' and '{}'",
               symbol, left->type, right->type);
}

// After both operands declined: sequences know + and * without being numbers.
Result<Object*> binary_as_sequence(Thread& thread, BinaryOperator operation, Object* left,
                                   Object* right) {
  const Slots* slots = left->type->slots;
  if (operation == BinaryOperator::kAdd && slots->concatenate != nullptr) {
    return slots->concatenate(thread, left, right);
  }
  if (operation == BinaryOperator::kMultiply) {
    if (slots->repeat != nullptr) return repeat_by(thread, slots->repeat, left, right);
    const Repeat repeat = right->type->slots->repeat;
    if (repeat != nullptr) return repeat_by(thread, repeat, right, left);
  }
  if (operation == BinaryOperator::kRightShift && is_print(left)) {
    return raise(
        thread, TypeId::kTypeError,
        "unsupported operand type(s) for >>: '{}' and '{}'. Did you mean \"print(<message>, "
        "file=<output_stream>)\"?",
        left->type, right->type);
  }
  return refuse_operands(thread, kSymbols[static_cast<std::size_t>(operation)], left, right);
}

Result<Object*> inplace_as_sequence(Thread& thread, BinaryOperator operation, Object* left,
                                    Object* right) {
  const Slots* slots = left->type->slots;
  if (operation == BinaryOperator::kAdd) {
    const Binary concatenate =
        slots->inplace_concatenate != nullptr ? slots->inplace_concatenate : slots->concatenate;
    if (concatenate != nullptr) return concatenate(thread, left, right);
  }
  if (operation == BinaryOperator::kMultiply) {
    const Repeat ours = slots->inplace_repeat != nullptr ? slots->inplace_repeat : slots->repeat;
    if (ours != nullptr) return repeat_by(thread, ours, left, right);
    const Repeat theirs = right->type->slots->repeat;
    if (theirs != nullptr) return repeat_by(thread, theirs, right, left);
  }
  return refuse_operands(thread, kInplaceSymbols[static_cast<std::size_t>(operation)], left, right);
}

}  // namespace

Result<Object*> binary(Thread& thread, BinaryOperator operation, Object* left, Object* right) {
  const auto index = static_cast<std::size_t>(operation);
  if (left->type == right->type && left->type->slots->binary[index] == nullptr) {
    return binary_as_sequence(thread, operation, left, right);
  }
  Ref<> result(TRY(ask_operands(thread, operation, left, right)));
  if (!declined(thread, result)) return result.take();
  return binary_as_sequence(thread, operation, left, right);
}

Result<Object*> binary_inplace(Thread& thread, BinaryOperator operation, Object* left,
                               Object* right) {
  const Binary inplace = left->type->slots->inplace[static_cast<std::size_t>(operation)];
  if (inplace != nullptr) {
    Ref<> result(TRY(inplace(thread, left, right)));
    if (!declined(thread, result)) return result.take();
  }
  Ref<> result(TRY(ask_operands(thread, operation, left, right)));
  if (!declined(thread, result)) return result.take();
  return inplace_as_sequence(thread, operation, left, right);
}

Result<Object*> unary(Thread& thread, UnaryOperator operation, Object* operand) {
  const auto index = static_cast<std::size_t>(operation);
  const Unary slot = operand->type->slots->unary[index];
  if (slot != nullptr) return slot(thread, operand);
  return raise(thread, TypeId::kTypeError, "bad operand type for {}: '{}'", kUnarySymbols[index],
               operand->type);
}

namespace {

// Each type's function is asked once, in the order that ask_operands() has too.
Result<Object*> ask_three(Thread& thread, Object* base, Object* exponent, Object* modulus) {
  Ternary order[3] = {base->type->slots->power_modulo, exponent->type->slots->power_modulo,
                      modulus->type->slots->power_modulo};
  if (base->type != exponent->type && is_subtype(exponent->type, base->type))
    std::swap(order[0], order[1]);
  for (std::size_t index = 0; index < 3; ++index) {
    const bool repeated =
        (index > 0 && order[index] == order[0]) || (index > 1 && order[index] == order[1]);
    if (order[index] == nullptr || repeated) continue;
    Ref<> result(TRY(order[index](thread, base, exponent, modulus)));
    if (!declined(thread, result)) return result.take();
  }
  return thread.interpreter().new_not_implemented();
}

}  // namespace

Result<Object*> power(Thread& thread, Object* base, Object* exponent, Object* modulus_or_null) {
  if (modulus_or_null == nullptr || modulus_or_null == none(thread)) {
    return binary(thread, BinaryOperator::kPower, base, exponent);
  }
  Ref<> result(TRY(ask_three(thread, base, exponent, modulus_or_null)));
  if (!declined(thread, result)) return result.take();
  return raise(thread, TypeId::kTypeError,
               "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'", base->type,
               exponent->type, modulus_or_null->type);
}

// Conversions.

Result<Object*> to_index(Thread& thread, Object* object) {
  if (is_int(object)) return retain(object);
  const Unary slot = object->type->slots->to_index;
  if (slot == nullptr) {
    return raise(thread, TypeId::kTypeError, "'{}' object cannot be interpreted as an integer",
                 object->type);
  }
  Ref<> result(TRY(slot(thread, object)));
  if (is_int(result)) return result.take();
  return raise(thread, TypeId::kTypeError, "__index__ returned non-int (type {})", result->type);
}

namespace {

// int(x) keeps no subclass.
Result<Object*> exact_int(Thread& thread, Object* number) {
  if (is_exact(number, TypeId::kInt)) return retain(number);
  const auto* value = static_cast<Int*>(number);
  if (value->compact()) return make_int(thread.interpreter(), value->value);
  return make_int_from_limbs(thread.interpreter(), value->limbs(), value->limb_count(),
                             value->negative());
}

Result<Object*> int_from_trunc(Thread& thread, Object* truncated) {
  if (is_int(truncated)) return exact_int(thread, truncated);
  if (truncated->type->slots->to_index == nullptr) {
    return raise(thread, TypeId::kTypeError, "__trunc__ returned non-Integral (type {})",
                 truncated->type);
  }
  Ref<> index(TRY(to_index(thread, truncated)));
  return exact_int(thread, index);
}

}  // namespace

Result<Object*> to_int(Thread& thread, Object* object) {
  if (is_exact(object, TypeId::kInt)) return retain(object);
  const Slots* slots = object->type->slots;
  if (slots->to_int != nullptr) {
    Ref<> result(TRY(slots->to_int(thread, object)));
    if (is_int(result)) return exact_int(thread, result);
    return raise(thread, TypeId::kTypeError, "__int__ returned non-int (type {})", result->type);
  }
  if (slots->to_index != nullptr) {
    Ref<> index(TRY(to_index(thread, object)));
    return exact_int(thread, index);
  }
  Ref<> truncated(TRY(call_special_if(thread, object, Id::dunder_trunc)).value);
  if (truncated) return int_from_trunc(thread, truncated);
  // Text and bytes: their parser belongs to int itself.
  return call(thread, type_of(thread, TypeId::kInt), object);
}

Result<Object*> to_float(Thread& thread, Object* object) {
  if (is_exact(object, TypeId::kFloat)) return retain(object);
  const Slots* slots = object->type->slots;
  if (slots->to_float != nullptr) {
    Ref<> result(TRY(slots->to_float(thread, object)));
    if (is_exact(result, TypeId::kFloat)) return result.take();
    if (is_float(result))
      return make_float(thread.interpreter(), static_cast<Float*>(result.get())->value);
    return raise(thread, TypeId::kTypeError, "{}.__float__ returned non-float (type {})",
                 object->type, result->type);
  }
  if (slots->to_index != nullptr) {
    Ref<> index(TRY(to_index(thread, object)));
    return make_float(thread.interpreter(),
                      TRY(int_to_double(thread, static_cast<Int*>(index.get()))));
  }
  // Text and bytes: their parser belongs to float itself.
  return call(thread, type_of(thread, TypeId::kFloat), object);
}

}  // namespace ouro
