// Int methods: the type `int`: its constructor, slots, methods and attributes.
#include <bit>
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/int_slots.h"
#include "runtime/object/int_view.h"
#include "runtime/object/protocol.h"
#include "runtime/object/special.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

// ---- Slots ------------------------------------------------------------------------------------

Result<Object*> int_repr(Thread& thread, Object* self) {
  return int_to_decimal(thread, as_int(self));
}

Result<std::intptr_t> int_hash_slot(Thread&, Object* self) { return int_hash(as_int(self)); }

Result<Object*> int_compare_slot(Thread& thread, Object* left, Object* right,
                                 Comparison comparison) {
  if (!is_int(left) || !is_int(right)) return new_not_implemented(thread);
  return new_boolean(thread, satisfies(comparison, int_compare(as_int(left), as_int(right))));
}

Result<Object*> int_binary_slot(Thread& thread, BinaryOperator name, Object* left, Object* right) {
  if (!is_int(left) || !is_int(right)) return new_not_implemented(thread);
  return int_binary(thread, name, as_int(left), as_int(right));
}

Result<Object*> int_power_modulo_slot(Thread& thread, Object* base, Object* exponent,
                                      Object* modulus) {
  if (!is_int(base) || !is_int(exponent) || !is_int(modulus)) return new_not_implemented(thread);
  return int_power_modulo(thread, as_int(base), as_int(exponent), as_int(modulus));
}

Result<Object*> int_minus(Thread& thread, Object* self) {
  return int_negative(thread, as_int(self));
}

Result<Object*> int_plus(Thread& thread, Object* self) {
  return int_exact(thread.interpreter(), as_int(self));
}

Result<Object*> int_invert(Thread& thread, Object* self) {
  if (as_int(self)->compact()) return make_int(thread.interpreter(), ~as_int(self)->value);
  Ref<Int> minus_one(TRY(make_int(thread.interpreter(), -1)));
  return int_subtract(thread, minus_one, as_int(self));
}

Result<Object*> int_absolute(Thread& thread, Object* self) {
  return as_int(self)->negative() ? int_minus(thread, self) : int_plus(thread, self);
}

Result<bool> int_boolean(Thread&, Object* self) {
  return !as_int(self)->compact() || as_int(self)->value != 0;
}

Result<Object*> int_float(Thread& thread, Object* self) {
  return make_float(thread.interpreter(), TRY(int_to_double(thread, as_int(self))));
}

// ---- The constructor --------------------------------------------------------------------------

namespace {

// A result of __int__, __index__ or __trunc__, as an exact int.
Result<Object*> exact_result(Thread& thread, Object* owned, const char* method) {
  Ref<> result(owned);
  if (is_int(result)) return int_exact(thread.interpreter(), as_int(result.get()));
  return raise(thread, TypeId::kTypeError, "{} returned non-int (type {})", method,
               type_name(result->type));
}

Result<Object*> truncate(Thread& thread, Object* method_result) {
  Ref<> result(method_result);
  if (!is_int(result) && !has_index(result)) {
    return raise(thread, TypeId::kTypeError, "__trunc__ returned non-Integral (type {})",
                 type_name(result->type));
  }
  return exact_result(thread, TRY(to_index(thread, result)), "__index__");
}

Result<Object*> from_octets(Thread& thread, std::string_view octets, int base) {
  Ref<Bytes> shown(TRY(make_bytes(thread.interpreter(), octets.data(), octets.size())));
  return int_from_view(thread, shown->view(), base, shown.get());
}

Result<Object*> from_buffer(Thread& thread, Object* source, int base) {
  Buffer view;
  TRY(get_buffer(thread, source, view));
  Result<Object*> made =
      from_octets(thread, {reinterpret_cast<const char*>(view.data), view.length}, base);
  release_buffer(thread.interpreter(), view);
  return made;
}

Failure raise_no_number(Thread& thread, Object* source) {
  return raise(thread, TypeId::kTypeError,
               "int() argument must be a string, a bytes-like object or a real number, not '{}'",
               type_name(source->type));
}

// int(source) without a base.
Result<Object*> from_object(Thread& thread, Object* source) {
  const Slots& slots = *source->type->slots;
  if (slots.to_int != nullptr) {
    return exact_result(thread, TRY(slots.to_int(thread, source)), "__int__");
  }
  if (slots.to_index != nullptr) {
    return exact_result(thread, TRY(slots.to_index(thread, source)), "__index__");
  }
  const Found<Object> truncated = TRY(call_special_if(thread, source, Id::dunder_trunc));
  if (truncated) return truncate(thread, truncated.value);
  if (is_str(source)) return int_from_str(thread, static_cast<Str*>(source), 10);
  if (slots.get_buffer != nullptr) return from_buffer(thread, source, 10);
  return raise_no_number(thread, source);
}

Result<Object*> from_text(Thread& thread, Object* source, Object* base_object) {
  constexpr std::int64_t kLargestBase = 36;
  Ref<> index(TRY(to_index(thread, base_object)));
  const Int* base = as_int(index.get());
  const bool fine =
      base->compact() && base->value != 1 && base->value >= 0 && base->value <= kLargestBase;
  if (!fine) {
    return raise(thread, TypeId::kValueError, "int() base must be >= 2 and <= 36, or 0");
  }
  const auto radix = static_cast<int>(base->value);
  if (is_str(source)) return int_from_str(thread, static_cast<Str*>(source), radix);
  if (is_bytes(source)) return from_octets(thread, static_cast<Bytes*>(source)->view(), radix);
  if (is_subtype(source->type, type_of(thread, TypeId::kByteArray))) {
    return from_buffer(thread, source, radix);
  }
  return raise(thread, TypeId::kTypeError, "int() can't convert non-string with explicit base");
}

struct IntArguments {
  Object* source = nullptr;
  Object* base = nullptr;
};

Result<IntArguments> bind(Thread& thread, const Arguments& arguments) {
  const std::size_t given = arguments.positional + arguments.keywords();
  if (given > 2) {
    return raise(thread, TypeId::kTypeError, "int() takes at most 2 arguments ({} given)", given);
  }
  IntArguments bound;
  if (arguments.positional > 0) bound.source = arguments.values[0];
  if (arguments.positional > 1) bound.base = arguments.values[1];
  for (std::size_t index = 0; index < arguments.keywords(); ++index) {
    const auto* name = static_cast<Str*>((*arguments.names)[index]);
    if (!str_equal(name, "base")) {
      return raise(thread, TypeId::kTypeError, "'{}' is an invalid keyword argument for int()",
                   name);
    }
    if (bound.base != nullptr) {
      return raise(thread, TypeId::kTypeError,
                   "argument for int() given by name ('base') and position (2)");
    }
    bound.base = arguments.values[arguments.positional + index];
  }
  return bound;
}

Result<Object*> make_exact(Thread& thread, const IntArguments& bound) {
  if (bound.source == nullptr && bound.base != nullptr) {
    return raise(thread, TypeId::kTypeError, "int() missing string argument");
  }
  if (bound.source == nullptr) return make_int(thread.interpreter(), 0);
  if (bound.base != nullptr) return from_text(thread, bound.source, bound.base);
  return from_object(thread, bound.source);
}

}  // namespace

Result<Object*> int_make(Thread& thread, Type* type, const Arguments& arguments) {
  Ref<> number(TRY(make_exact(thread, TRY(bind(thread, arguments)))));
  if (type->id == TypeId::kInt) return number.take();
  return int_of_type(thread.interpreter(), type, as_int(number.get()));
}

// ---- Methods ----------------------------------------------------------------------------------

namespace {

Result<Object*> as_exact(Thread& thread, Object* self, Object* const*) {
  return int_plus(thread, self);
}

Result<Object*> bit_length(Thread& thread, Object* self, Object* const*) {
  const IntView view(as_int(self));
  return make_int_unsigned(thread.interpreter(), limbs::bit_length(view.magnitude()));
}

Result<Object*> bit_count(Thread& thread, Object* self, Object* const*) {
  const IntView view(as_int(self));
  return make_int_unsigned(thread.interpreter(), limbs::bit_count(view.magnitude()));
}

Result<Object*> as_integer_ratio(Thread& thread, Object* self, Object* const*) {
  Ref<> numerator(TRY(int_plus(thread, self)));
  Ref<> denominator(TRY(make_int_object(thread, 1)));
  return pack_tuple(thread.interpreter(), numerator.get(), denominator.get());
}

Result<Object*> get_new_arguments(Thread& thread, Object* self, Object* const*) {
  Ref<> number(TRY(int_plus(thread, self)));
  return pack_tuple(thread.interpreter(), number.get());
}

// ---- Bytes ----

Result<bool> is_little(Thread& thread, Object* order, const char* function) {
  if (order == nullptr) return false;
  if (!is_str(order)) {
    return raise(thread, TypeId::kTypeError, "{}() argument 'byteorder' must be str, not {}",
                 function, type_name(order->type));
  }
  const auto* text = static_cast<Str*>(order);
  if (str_equal(text, "little")) return true;
  if (str_equal(text, "big")) return false;
  return raise(thread, TypeId::kValueError, "byteorder must be either 'little' or 'big'");
}

// Turns the two's complement of a negative number in `limbs` (of `bytes` bytes) into its magnitude.
void negate_bytes(limbs::Limb* limbs, std::size_t size, std::size_t bytes) noexcept {
  limbs::Limb carry = 1;
  for (std::size_t index = 0; index < size; ++index) {
    const limbs::Limb flipped = ~limbs[index] + carry;
    carry = carry != 0 && flipped == 0 ? 1 : 0;
    limbs[index] = flipped;
  }
  const std::size_t used = bytes % sizeof(limbs::Limb) * 8;
  if (used != 0) limbs[size - 1] &= (limbs::Limb{1} << used) - 1;
}

Result<Object*> from_octets_of(Thread& thread, const std::uint8_t* data, std::size_t length,
                               bool little, bool is_signed) {
  Interpreter& interpreter = thread.interpreter();
  const std::size_t size = (length + sizeof(limbs::Limb) - 1) / sizeof(limbs::Limb);
  IntBuilder result(interpreter, size + 1);
  if (!result.ok()) return raise_memory_error(interpreter);
  std::fill_n(result.limbs(), size + 1, 0);
  for (std::size_t index = 0; index < length; ++index) {
    const std::size_t place = little ? index : length - 1 - index;
    result.limbs()[place / 8] |= limbs::Limb{data[index]} << (place % 8 * 8);
  }
  const bool negative = is_signed && length > 0 && (data[little ? length - 1 : 0] & 0x80) != 0;
  if (negative) negate_bytes(result.limbs(), size, length);
  return result.finish(limbs::trimmed(result.limbs(), size), negative);
}

// What has no buffer: __bytes__, or an iterable of ints.
Result<Object*> octets_of(Thread& thread, Object* source) {
  const Found<Object> made = TRY(call_special_if(thread, source, Id::dunder_bytes));
  if (made) {
    Ref<> bytes(made.value);
    if (is_bytes(bytes)) return bytes.take();
    return raise(thread, TypeId::kTypeError, "__bytes__ returned non-bytes (type {})",
                 type_name(bytes->type));
  }
  const Slots& slots = *source->type->slots;
  const bool iterable = slots.iterate != nullptr || slots.get_item != nullptr;
  if (is_str(source) || !iterable) {
    return raise(thread, TypeId::kTypeError, "cannot convert '{}' object to bytes",
                 type_name(source->type));
  }
  return call(thread, type_of(thread, TypeId::kBytes), source);
}

Result<Object*> from_bytes(Thread& thread, Object* self, Object* const* arguments) {
  const bool little = TRY(is_little(thread, arguments[1], "from_bytes"));
  const bool is_signed = arguments[2] != nullptr && TRY(is_true(thread, arguments[2]));
  Ref<> source(retain(arguments[0]));
  if (source->type->slots->get_buffer == nullptr) source.reset(TRY(octets_of(thread, source)));
  Buffer view;
  TRY(get_buffer(thread, source, view));
  Result<Object*> made = from_octets_of(thread, view.data, view.length, little, is_signed);
  release_buffer(thread.interpreter(), view);
  Ref<> number(TRY(made));
  if (self == type_of(thread, TypeId::kInt)) return number.take();
  return call(thread, self, number);
}

// Does the number fit into so many bytes?
bool fits(const IntView& view, std::size_t length, bool is_signed) noexcept {
  const std::size_t bits = limbs::bit_length(view.magnitude());
  if (!is_signed || bits == 0) return bits <= length * 8;
  if (bits < length * 8) return true;
  // The smallest negative number has one bit more.
  return view.negative() && bits == length * 8 && length > 0 &&
         limbs::trailing_zeros(view.magnitude()) == bits - 1;
}

void complement_bytes(std::uint8_t* data, std::size_t length) noexcept {
  unsigned carry = 1;
  for (std::size_t index = 0; index < length; ++index) {
    carry += static_cast<std::uint8_t>(~data[index]);
    data[index] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
}

Result<std::size_t> byte_length(Thread& thread, Object* argument) {
  if (argument == nullptr) return std::size_t{1};
  const std::intptr_t length = TRY(to_index_value(thread, argument));
  if (length < 0) {
    return raise(thread, TypeId::kValueError, "length argument must be non-negative");
  }
  return static_cast<std::size_t>(length);
}

Result<Object*> to_bytes(Thread& thread, Object* self, Object* const* arguments) {
  const std::size_t length = TRY(byte_length(thread, arguments[0]));
  const bool little = TRY(is_little(thread, arguments[1], "to_bytes"));
  const bool is_signed = arguments[2] != nullptr && TRY(is_true(thread, arguments[2]));
  const IntView view(as_int(self));
  if (view.negative() && !is_signed) {
    return raise(thread, TypeId::kOverflowError, "can't convert negative int to unsigned");
  }
  if (!fits(view, length, is_signed)) {
    return raise(thread, TypeId::kOverflowError, "int too big to convert");
  }
  Bytes* bytes = TRY(make_bytes_for(thread.interpreter(), length));
  limbs::to_bytes({bytes->data(), length}, view.magnitude());
  if (view.negative()) complement_bytes(bytes->data(), length);
  if (!little) std::reverse(bytes->data(), bytes->data() + length);
  return bytes;
}

// ---- Rounding ----

// The multiple of `unit` next to the number, the even one of two.
Result<Object*> round_to(Thread& thread, const Int* number, const Int* unit) {
  Ref<> quotient;
  Ref<> rest;
  TRY(int_divide(thread, number, unit, &quotient, &rest));
  Ref<> doubled(TRY(int_add(thread, as_int(rest.get()), as_int(rest.get()))));
  const int order = int_compare(as_int(doubled.get()), unit);
  const IntView whole(as_int(quotient.get()));
  const bool odd = !whole.zero() && (whole.magnitude()[0] & 1) != 0;
  Ref<> below(TRY(int_subtract(thread, number, as_int(rest.get()))));
  if (order < 0 || (order == 0 && !odd)) return below.take();
  return int_add(thread, as_int(below.get()), unit);
}

Result<Object*> round_int(Thread& thread, Object* self, Object* const* arguments) {
  if (arguments[0] == nullptr) return int_plus(thread, self);
  Ref<> digits(TRY(to_index(thread, arguments[0])));
  const Int* places = as_int(digits.get());
  if (!places->negative()) return int_plus(thread, self);
  const IntView view(as_int(self));
  const auto bits = static_cast<std::int64_t>(limbs::bit_length(view.magnitude()));
  if (!places->compact() || places->value < -(bits / 3 + 2)) {
    return make_int(thread.interpreter(), 0);
  }
  Ref<Int> ten(TRY(make_int(thread.interpreter(), 10)));
  Ref<Int> zeros(TRY(make_int(thread.interpreter(), -places->value)));
  Ref<> unit(TRY(int_power(thread, ten, zeros)));
  return round_to(thread, as_int(self), as_int(unit.get()));
}

constexpr NativeMethod kMethods[] = {
    {"conjugate(self, /)", as_exact, Binding::kInstance, "The number itself."},
    {"bit_length(self, /)", bit_length, Binding::kInstance,
     "How many bits the number takes without sign and leading zeros."},
    {"bit_count(self, /)", bit_count, Binding::kInstance,
     "How many bits are one in the absolute value."},
    {"to_bytes(self, /, length=1, byteorder='big', *, signed=False)", to_bytes, Binding::kInstance,
     "The number as bytes."},
    {"from_bytes(type, /, bytes, byteorder='big', *, signed=False)", from_bytes, Binding::kClass,
     "The number that bytes stand for."},
    {"as_integer_ratio(self, /)", as_integer_ratio, Binding::kInstance,
     "Numerator and denominator: the number and one."},
    {"__trunc__(self, /)", as_exact},
    {"__floor__(self, /)", as_exact},
    {"__ceil__(self, /)", as_exact},
    {"__round__(self, ndigits=None, /)", round_int},
    {"__getnewargs__(self, /)", get_new_arguments},
    {"__format__(self, format_spec, /)", int_format},
};

Result<Object*> get_zero(Thread& thread, Object*) { return make_int_object(thread, 0); }
Result<Object*> get_one(Thread& thread, Object*) { return make_int_object(thread, 1); }

constexpr NativeAttribute kAttributes[] = {
    {"real", int_plus, nullptr, "The real part: the number itself."},
    {"imag", get_zero, nullptr, "The imaginary part: 0."},
    {"numerator", int_plus, nullptr, "The numerator: the number itself."},
    {"denominator", get_one, nullptr, "The denominator: 1."},
};

}  // namespace

const TypeDescriptor kIntDescriptor = {
    .name = "int",
    .flags = flag::kBaseType | flag::kPatternSelf | flag::kIntSubclass,
    .object_size = sizeof(Int),
    .item_size = sizeof(limbs::Limb),
    .slots = make_int_slots(),
    .methods = kMethods,
    .attributes = kAttributes,
    .doc =
        "int([x]) -> integer\nint(x, base=10) -> integer\n\n"
        "The whole number that x stands for: a number cut off towards zero, or text in a base.",
};

}  // namespace ouro
