// Float: the type `float`.
#include "runtime/object/float.h"

#include <cmath>
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/float_arithmetic.h"
#include "runtime/object/float_format.h"
#include "runtime/object/float_text.h"
#include "runtime/object/hashes.h"
#include "runtime/object/int_view.h"
#include "runtime/object/number_text.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {

Result<Float*> make_float(Interpreter& interpreter, double value) {
  void* body = interpreter.get<FloatFreeList>().take(interpreter.memory());
  if (body == nullptr) return raise_memory_error(interpreter);
  auto* number = static_cast<Float*>(body);
  number->type = interpreter.type(TypeId::kFloat);
  number->value = value;
  number->count = 1;
  return number;
}

namespace {

double value_of(const Object* object) { return static_cast<const Float*>(object)->value; }

// What a __float__ slot gave.
Result<double> from_slot_result(Thread& thread, Object* source, Object* owned) {
  Ref<> result(owned);
  if (is_float(result)) return value_of(result);
  return raise(thread, TypeId::kTypeError, "{}.__float__ returned non-float (type {})",
               type_name(source->type), type_name(result->type));
}

}  // namespace

Result<double> to_double(Thread& thread, Object* number) {
  if (is_float(number)) return value_of(number);
  if (is_exact(number, TypeId::kInt)) return int_to_double(thread, as_int(number));
  const Slots& slots = *number->type->slots;
  if (slots.to_float != nullptr) {
    return from_slot_result(thread, number, TRY(slots.to_float(thread, number)));
  }
  if (slots.to_index == nullptr) {
    return raise(thread, TypeId::kTypeError, "must be real number, not {}",
                 type_name(number->type));
  }
  Ref<> index(TRY(to_index(thread, number)));
  return int_to_double(thread, as_int(index.get()));
}

// ---- Slots ------------------------------------------------------------------------------------

namespace {

void float_deallocate(Interpreter& interpreter, Object* self) noexcept {
  if (!is_exact(self, TypeId::kFloat)) return free_instance(interpreter, self);
  interpreter.get<FloatFreeList>().give_back(interpreter.memory(), self);
}

Result<Object*> float_repr_slot(Thread& thread, Object* self) {
  char text[kFloatReprRoom];
  const std::size_t length = float_repr(text, value_of(self));
  return make_str(thread.interpreter(), {text, length});
}

Result<std::intptr_t> float_hash(Thread&, Object* self) {
  const double value = value_of(self);
  return std::isnan(value) ? hash_pointer(self) : hash_double(value);
}

Result<Object*> float_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if (!is_float(left)) return new_not_implemented(thread);
  const double value = value_of(left);
  if (is_float(right)) {
    return new_boolean(thread, satisfies(comparison, value, value_of(right)));
  }
  if (!is_int(right)) return new_not_implemented(thread);
  if (std::isnan(value)) return new_boolean(thread, comparison == Comparison::kNotEqual);
  return new_boolean(thread, satisfies(comparison, float_compare_int(value, as_int(right))));
}

// An operand of float arithmetic: a float or an int. False: something else.
Result<bool> read_operand(Thread& thread, Object* operand, double* value) {
  if (is_float(operand)) {
    *value = value_of(operand);
    return true;
  }
  if (!is_int(operand)) return false;
  *value = TRY(int_to_double(thread, as_int(operand)));
  return true;
}

using Kernel = Result<Object*> (*)(Thread&, double, double);

template <Kernel kernel>
Result<Object*> float_operator(Thread& thread, Object* left, Object* right) {
  double first = 0;
  double second = 0;
  if (!TRY(read_operand(thread, left, &first)) || !TRY(read_operand(thread, right, &second))) {
    return new_not_implemented(thread);
  }
  return kernel(thread, first, second);
}

Result<Object*> box(Thread& thread, double value) {
  return make_float(thread.interpreter(), value);
}

Result<Object*> add(Thread& thread, double left, double right) { return box(thread, left + right); }
Result<Object*> subtract(Thread& thread, double left, double right) {
  return box(thread, left - right);
}
Result<Object*> multiply(Thread& thread, double left, double right) {
  return box(thread, left * right);
}

Result<Object*> true_divide(Thread& thread, double left, double right) {
  if (right != 0) return box(thread, left / right);
  return raise(thread, TypeId::kZeroDivisionError, "float division by zero");
}

Result<Object*> floor_divide(Thread& thread, double left, double right) {
  if (right != 0) return box(thread, float_divide(left, right).quotient);
  return raise(thread, TypeId::kZeroDivisionError, "float floor division by zero");
}

Result<Object*> modulo(Thread& thread, double left, double right) {
  if (right != 0) return box(thread, float_divide(left, right).remainder);
  return raise(thread, TypeId::kZeroDivisionError, "float modulo");
}

Result<Object*> divmod(Thread& thread, double left, double right) {
  if (right == 0) return raise(thread, TypeId::kZeroDivisionError, "float divmod()");
  const FloatDivision division = float_divide(left, right);
  Ref<> quotient(TRY(box(thread, division.quotient)));
  Ref<> remainder(TRY(box(thread, division.remainder)));
  return pack_tuple(thread.interpreter(), quotient.get(), remainder.get());
}

Result<Object*> refuse_modulus(Thread& thread, Object*, Object*, Object*) {
  return raise(thread, TypeId::kTypeError,
               "pow() 3rd argument not allowed unless all arguments are integers");
}

Result<Object*> float_negative(Thread& thread, Object* self) {
  return box(thread, -value_of(self));
}
Result<Object*> float_absolute(Thread& thread, Object* self) {
  return box(thread, std::fabs(value_of(self)));
}
Result<Object*> float_exact(Thread& thread, Object* self) {
  if (is_exact(self, TypeId::kFloat)) return retain(self);
  return box(thread, value_of(self));
}
Result<bool> float_boolean(Thread&, Object* self) { return value_of(self) != 0; }
Result<Object*> float_int(Thread& thread, Object* self) {
  return make_int_from_double(thread, value_of(self));
}

// ---- The constructor --------------------------------------------------------------------------

constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view strip(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

Failure raise_invalid(Thread& thread, Object* shown) {
  return raise(thread, TypeId::kValueError, "could not convert string to float: {}",
               repr_of(shown));
}

Result<double> parse_with_underscores(Thread& thread, std::string_view text, Object* shown) {
  Memory& memory = memory_of(thread);
  auto* copy = static_cast<char*>(memory.allocate(text.size()));
  if (copy == nullptr) return raise_memory_error(thread.interpreter());
  std::size_t length = 0;
  double value = 0;
  const bool fine = remove_underscores(copy, &length, text) && parse_float({copy, length}, &value);
  memory.release(copy, text.size());
  if (!fine) return raise_invalid(thread, shown);
  return value;
}

Result<double> parse(Thread& thread, std::string_view text, Object* shown) {
  text = strip(text);
  if (text.find('_') != std::string_view::npos) return parse_with_underscores(thread, text, shown);
  double value = 0;
  if (!parse_float(text, &value)) return raise_invalid(thread, shown);
  return value;
}

Result<double> parse_str(Thread& thread, Str* text) {
  NumberText plain(memory_of(thread), text);
  if (!plain.ok()) return raise_memory_error(thread.interpreter());
  return parse(thread, plain.view(), text);
}

Result<double> parse_buffer(Thread& thread, Object* source) {
  Buffer view;
  TRY(get_buffer(thread, source, view));
  const Result<double> value =
      parse(thread, {reinterpret_cast<const char*>(view.data), view.length}, source);
  release_buffer(thread.interpreter(), view);
  return value;
}

Result<double> read_source(Thread& thread, Object* source) {
  if (is_exact(source, TypeId::kStr)) return parse_str(thread, static_cast<Str*>(source));
  const Slots& slots = *source->type->slots;
  if (slots.to_float != nullptr || slots.to_index != nullptr) return to_double(thread, source);
  if (is_str(source)) return parse_str(thread, static_cast<Str*>(source));
  if (slots.get_buffer != nullptr) return parse_buffer(thread, source);
  return raise(thread, TypeId::kTypeError,
               "float() argument must be a string or a real number, not '{}'",
               type_name(source->type));
}

Result<Object*> float_make(Thread& thread, Type* type, const Arguments& arguments) {
  TRY(refuse_keywords(thread, type, TypeId::kFloat, arguments));
  TRY(check_positional(thread, "float", arguments, 0, 1));
  const bool given = arguments.positional == 1;
  const bool exact = type->id == TypeId::kFloat;
  if (given && exact && is_exact(arguments.values[0], TypeId::kFloat)) {
    return retain(arguments.values[0]);
  }
  const double value = given ? TRY(read_source(thread, arguments.values[0])) : 0.0;
  if (exact) return box(thread, value);
  Object* made = TRY(allocate_instance(thread.interpreter(), type));
  static_cast<Float*>(made)->value = value;
  return made;
}

// ---- Methods ----------------------------------------------------------------------------------

Result<Object*> conjugate(Thread& thread, Object* self, Object* const*) {
  return float_exact(thread, self);
}

Result<Object*> is_integer(Thread& thread, Object* self, Object* const*) {
  const double value = value_of(self);
  return new_boolean(thread, std::isfinite(value) && std::floor(value) == value);
}

Result<Object*> to_hex(Thread& thread, Object* self, Object* const*) {
  char text[kFloatHexRoom];
  const std::size_t length = float_hex(text, value_of(self));
  return make_str(thread.interpreter(), {text, length});
}

Result<double> read_hex(Thread& thread, Object* text) {
  if (!is_str(text)) {
    return raise(thread, TypeId::kTypeError, "bad argument type for built-in operation");
  }
  Utf8 utf8(thread.interpreter(), static_cast<Str*>(text));
  if (!utf8.ok()) return raise_memory_error(thread.interpreter());
  double value = 0;
  switch (parse_float_hex(utf8.view(), &value)) {
    case HexOutcome::kFine: return value;
    case HexOutcome::kTooLarge:
      return raise(thread, TypeId::kOverflowError,
                   "hexadecimal value too large to represent as a float");
    default: return raise(thread, TypeId::kValueError, "invalid hexadecimal floating-point string");
  }
}

Result<Object*> from_hex(Thread& thread, Object* self, Object* const* arguments) {
  Ref<> value(TRY(box(thread, TRY(read_hex(thread, arguments[0])))));
  if (self == type_of(thread, TypeId::kFloat)) return value.take();
  return call(thread, self, value);
}

Result<Object*> make_shifted(Thread& thread, std::uint64_t mantissa, std::size_t bits,
                             bool negative) {
  limbs::Limb room[limbs::kDoubleLimbs + 1];
  const limbs::Limb limb = mantissa;
  const limbs::Limbs number(&limb, mantissa != 0 ? 1 : 0);
  return make_int_from_limbs(thread.interpreter(), room, limbs::shift_left(room, number, bits),
                             negative);
}

Result<Object*> as_integer_ratio(Thread& thread, Object* self, Object* const*) {
  const double value = value_of(self);
  if (std::isinf(value)) {
    return raise(thread, TypeId::kOverflowError, "cannot convert Infinity to integer ratio");
  }
  if (std::isnan(value)) {
    return raise(thread, TypeId::kValueError, "cannot convert NaN to integer ratio");
  }
  const FloatParts parts = float_parts(value);
  const std::size_t up = parts.exponent > 0 ? static_cast<std::size_t>(parts.exponent) : 0;
  const std::size_t down = parts.exponent < 0 ? static_cast<std::size_t>(-parts.exponent) : 0;
  Ref<> numerator(TRY(make_shifted(thread, parts.mantissa, up, parts.negative)));
  Ref<> denominator(TRY(make_shifted(thread, 1, down, false)));
  return pack_tuple(thread.interpreter(), numerator.get(), denominator.get());
}

Result<Object*> truncate(Thread& thread, Object* self, Object* const*) {
  return float_int(thread, self);
}
Result<Object*> floor_int(Thread& thread, Object* self, Object* const*) {
  return make_int_from_double(thread, std::floor(value_of(self)));
}
Result<Object*> ceil_int(Thread& thread, Object* self, Object* const*) {
  return make_int_from_double(thread, std::ceil(value_of(self)));
}

double round_half_even(double value) {
  double rounded = std::round(value);
  if (std::fabs(value - rounded) == 0.5) rounded = 2.0 * std::round(value / 2.0);
  return rounded;
}

Result<Object*> round_digits(Thread& thread, Object* self, Object* const* arguments) {
  const double value = value_of(self);
  if (arguments[0] == nullptr || arguments[0] == none(thread)) {
    return make_int_from_double(thread, round_half_even(value));
  }
  const std::intptr_t digits = TRY(to_slice_index(thread, arguments[0]));
  double rounded = 0;
  if (round_float(value, digits, &rounded)) return box(thread, rounded);
  return raise(thread, TypeId::kOverflowError, "rounded value too large to represent");
}

Result<Object*> get_new_arguments(Thread& thread, Object* self, Object* const*) {
  Ref<> value(TRY(box(thread, value_of(self))));
  return pack_tuple(thread.interpreter(), value.get());
}

Result<Object*> get_format(Thread& thread, Object*, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "__getformat__() argument must be str, not {}",
                 type_name(arguments[0]->type));
  }
  const auto* kind = static_cast<Str*>(arguments[0]);
  if (str_equal(kind, "double") || str_equal(kind, "float")) {
    return make_str(thread.interpreter(), "IEEE, little-endian");
  }
  return raise(thread, TypeId::kValueError,
               "__getformat__() argument 1 must be 'double' or 'float'");
}

Result<Object*> float_format(Thread& thread, Object* self, Object* const* arguments) {
  Str* text = TRY(borrow_format_text(thread, arguments[0]));
  if (text->length == 0) return str(thread, self);
  FormatSpec spec;
  TRY(read_format_spec(thread, text, 0, '>', type_name(self->type), &spec));
  if (spec.type != 0 && spec.type != 'n' && !is_float_type(spec.type)) {
    return raise_unknown_format(thread, spec.type, type_name(self->type));
  }
  return format_double(thread, value_of(self), spec);
}

Result<Object*> get_zero(Thread& thread, Object*) { return box(thread, 0.0); }

constexpr NativeMethod kMethods[] = {
    {"conjugate(self, /)", conjugate, Binding::kInstance, "The number itself."},
    {"__trunc__(self, /)", truncate},
    {"__floor__(self, /)", floor_int},
    {"__ceil__(self, /)", ceil_int},
    {"__round__(self, ndigits=None, /)", round_digits},
    {"as_integer_ratio(self, /)", as_integer_ratio, Binding::kInstance,
     "The number as a fraction of two ints in lowest terms."},
    {"fromhex(type, string, /)", from_hex, Binding::kClass,
     "The number that a hexadecimal text stands for."},
    {"hex(self, /)", to_hex, Binding::kInstance, "The number as hexadecimal text."},
    {"is_integer(self, /)", is_integer, Binding::kInstance, "Is this a whole number?"},
    {"__getnewargs__(self, /)", get_new_arguments},
    {"__getformat__(type, typestr, /)", get_format, Binding::kClass},
    {"__format__(self, format_spec, /)", float_format},
};

constexpr NativeAttribute kAttributes[] = {
    {"real", float_exact, nullptr, "The real part: the number itself."},
    {"imag", get_zero, nullptr, "The imaginary part: 0.0."},
};

}  // namespace

const TypeDescriptor kFloatDescriptor = {
    .name = "float",
    .flags = flag::kBaseType | flag::kPatternSelf | flag::kFloatSubclass,
    .object_size = sizeof(Float),
    .slots = {.deallocate = float_deallocate,
              .repr = float_repr_slot,
              .hash = float_hash,
              .compare = float_compare,
              .make = float_make,
              .binary = {float_operator<add>, float_operator<subtract>, float_operator<multiply>,
                         nullptr, float_operator<true_divide>, float_operator<floor_divide>,
                         float_operator<modulo>, float_operator<float_power>, nullptr, nullptr,
                         nullptr, nullptr, nullptr, float_operator<divmod>},
              .power_modulo = refuse_modulus,
              .unary = {float_negative, float_exact, nullptr, float_absolute},
              .boolean = float_boolean,
              .to_int = float_int,
              .to_float = float_exact},
    .methods = kMethods,
    .attributes = kAttributes,
    .doc = "Convert a string or number to a floating point number, if possible.",
};

}  // namespace ouro
