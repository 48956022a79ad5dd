// Complex: the type `complex`.
#include "runtime/object/complex.h"

#include <cmath>
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/complex_arithmetic.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/float_arithmetic.h"
#include "runtime/object/float_format.h"
#include "runtime/object/float_text.h"
#include "runtime/object/hashes.h"
#include "runtime/object/int_view.h"
#include "runtime/object/native_call.h"
#include "runtime/object/number_text.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/special.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {

Result<Complex*> make_complex(Interpreter& interpreter, double real, double imaginary) {
  Object* made = TRY(allocate_instance(interpreter, interpreter.type(TypeId::kComplex)));
  auto* number = static_cast<Complex*>(made);
  number->real = real;
  number->imaginary = imaginary;
  return number;
}

namespace {

Complex* as_complex(Object* object) { return static_cast<Complex*>(object); }

bool is_complex(Thread& thread, const Object* object) {
  return is_exact(object, TypeId::kComplex) ||
         is_instance_of(object, type_of(thread, TypeId::kComplex));
}

ComplexValue value_of(const Object* object) {
  const auto* number = static_cast<const Complex*>(object);
  return {number->real, number->imaginary};
}

Result<Object*> box(Thread& thread, ComplexValue value) {
  return make_complex(thread.interpreter(), value.real, value.imaginary);
}

// ---- Text -------------------------------------------------------------------------------------

FormatSpec repr_spec() {
  FormatSpec spec;
  spec.align = '<';
  return spec;
}

// One part of a complex number in `spec`'s style without padding.
Status append_part(Thread& thread, TextBuilder& text, double value, FormatSpec spec, char sign) {
  spec.width = -1;
  spec.align = '<';
  spec.fill = ' ';
  if (sign != 0) spec.sign = sign;
  FormattedDouble digits(memory_of(thread), value, spec, false);
  if (!digits.ok()) return raise_memory_error(thread.interpreter());
  Ref<Str> field(TRY(make_number_field(thread.interpreter(), spec, digits.pieces())));
  return text.append(field.get());
}

// With no type, a real part of +0 is left out, and any other makes the number stand in parentheses.
Status append_complex(Thread& thread, TextBuilder& text, ComplexValue value,
                      const FormatSpec& spec) {
  const bool plain = spec.type == 0;
  const bool imaginary_only = plain && value.real == 0 && !std::signbit(value.real);
  if (plain && !imaginary_only) TRY(text.append("("));
  if (!imaginary_only) TRY(append_part(thread, text, value.real, spec, 0));
  TRY(append_part(thread, text, value.imaginary, spec, imaginary_only ? 0 : '+'));
  return text.append(plain && !imaginary_only ? "j)" : "j");
}

Result<Object*> complex_repr(Thread& thread, Object* self) {
  TextBuilder text(thread.interpreter());
  TRY(append_complex(thread, text, value_of(self), repr_spec()));
  return text.finish();
}

Status refuse_options(Thread& thread, const FormatSpec& spec, std::string_view type) {
  if (spec.type != 0 && spec.type != 'n' && (spec.type == '%' || !is_float_type(spec.type))) {
    return raise_unknown_format(thread, spec.type, type);
  }
  if (spec.fill == '0') {
    return raise(thread, TypeId::kValueError,
                 "Zero padding is not allowed in complex format specifier");
  }
  if (spec.align == '=') {
    return raise(thread, TypeId::kValueError,
                 "'=' alignment flag is not allowed in complex format specifier");
  }
  constexpr std::int64_t kMostPrecision = std::numeric_limits<int>::max() - 1024;
  if (spec.precision <= kMostPrecision) return done;
  return raise(thread, TypeId::kValueError, "precision too big");
}

Result<Object*> complex_format(Thread& thread, Object* self, Object* const* arguments) {
  Str* format = TRY(borrow_format_text(thread, arguments[0]));
  if (format->length == 0) return str(thread, self);
  FormatSpec spec;
  TRY(read_format_spec(thread, format, 0, '>', type_name(self->type), &spec));
  TRY(refuse_options(thread, spec, type_name(self->type)));
  TextBuilder text(thread.interpreter());
  TRY(append_complex(thread, text, value_of(self), spec));
  Ref<Str> plain(TRY(text.finish()));
  return make_text_field(thread.interpreter(), spec, plain->ascii_view(), '>');
}

// ---- Slots ------------------------------------------------------------------------------------

Result<std::intptr_t> complex_hash(Thread&, Object* self) {
  const ComplexValue value = value_of(self);
  const auto part = [self](double number) {
    return std::isnan(number) ? hash_pointer(self) : hash_double(number);
  };
  return ouro::hash_complex(part(value.real), part(value.imaginary));
}

Result<Object*> complex_compare(Thread& thread, Object* left, Object* right,
                                Comparison comparison) {
  const bool wanted = comparison == Comparison::kEqual;
  if ((!wanted && comparison != Comparison::kNotEqual) || !is_complex(thread, left)) {
    return new_not_implemented(thread);
  }
  const ComplexValue value = value_of(left);
  bool equal = false;
  if (is_int(right)) {
    equal = value.imaginary == 0 && !std::isnan(value.real) &&
            float_compare_int(value.real, as_int(right)) == 0;
  } else if (has_flag(right, flag::kFloatSubclass)) {
    equal = value.imaginary == 0 && value.real == static_cast<Float*>(right)->value;
  } else if (is_complex(thread, right)) {
    const ComplexValue other = value_of(right);
    equal = value.real == other.real && value.imaginary == other.imaginary;
  } else {
    return new_not_implemented(thread);
  }
  return new_boolean(thread, equal == wanted);
}

// An operand of complex arithmetic. False: something else.
Result<bool> read_operand(Thread& thread, Object* operand, ComplexValue* value) {
  if (is_complex(thread, operand)) {
    *value = value_of(operand);
    return true;
  }
  if (!is_int(operand) && !has_flag(operand, flag::kFloatSubclass)) return false;
  const bool whole = is_int(operand);
  value->real =
      whole ? TRY(int_to_double(thread, as_int(operand))) : static_cast<Float*>(operand)->value;
  return true;
}

using Kernel = Result<ComplexValue> (*)(Thread&, ComplexValue, ComplexValue);

template <Kernel kernel>
Result<Object*> complex_operator(Thread& thread, Object* left, Object* right) {
  ComplexValue first;
  ComplexValue second;
  if (!TRY(read_operand(thread, left, &first)) || !TRY(read_operand(thread, right, &second))) {
    return new_not_implemented(thread);
  }
  return box(thread, TRY(kernel(thread, first, second)));
}

Result<ComplexValue> add(Thread&, ComplexValue left, ComplexValue right) {
  return ComplexValue{left.real + right.real, left.imaginary + right.imaginary};
}
Result<ComplexValue> subtract(Thread&, ComplexValue left, ComplexValue right) {
  return ComplexValue{left.real - right.real, left.imaginary - right.imaginary};
}
Result<ComplexValue> multiply(Thread&, ComplexValue left, ComplexValue right) {
  return complex_multiply(left, right);
}

Result<Object*> refuse_modulus(Thread& thread, Object*, Object*, Object*) {
  return raise(thread, TypeId::kValueError, "complex modulo");
}

Result<Object*> complex_negative(Thread& thread, Object* self) {
  return box(thread, {-value_of(self).real, -value_of(self).imaginary});
}
Result<Object*> complex_exact(Thread& thread, Object* self) {
  if (is_exact(self, TypeId::kComplex)) return retain(self);
  return box(thread, value_of(self));
}

Result<Object*> complex_absolute(Thread& thread, Object* self) {
  const ComplexValue value = value_of(self);
  const double size = std::hypot(value.real, value.imaginary);
  const bool finite = std::isfinite(value.real) && std::isfinite(value.imaginary);
  if (!finite || std::isfinite(size)) return make_float(thread.interpreter(), size);
  return raise(thread, TypeId::kOverflowError, "absolute value too large");
}

Result<bool> complex_boolean(Thread&, Object* self) {
  return value_of(self).real != 0 || value_of(self).imaginary != 0;
}

// ---- Reading text -----------------------------------------------------------------------------

constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// "[real][imaginary j]" as complex() reads it, without surrounding spaces and parentheses.
class ComplexReader {
 public:
  explicit ComplexReader(std::string_view text) noexcept : text_(text) {}

  bool read(ComplexValue* value) noexcept {
    double first = 0;
    if (!take_number(&first)) return read_bare_j(0, value);
    if (take_j()) {
      value->imaginary = first;
      return text_.empty();
    }
    value->real = first;
    if (text_.empty()) return true;
    if (text_[0] != '+' && text_[0] != '-') return false;
    if (!take_number(&value->imaginary)) return read_bare_j(first, value);
    return take_j() && text_.empty();
  }

 private:
  // "j", "+j" or "-j".
  bool read_bare_j(double real, ComplexValue* value) noexcept {
    double size = 1;
    if (!text_.empty() && (text_[0] == '+' || text_[0] == '-')) {
      size = text_[0] == '-' ? -1 : 1;
      text_.remove_prefix(1);
    }
    *value = {real, size};
    return take_j() && text_.empty();
  }

  bool take_j() noexcept {
    if (text_.empty() || (text_[0] | 0x20) != 'j') return false;
    text_.remove_prefix(1);
    return true;
  }

  bool take_number(double* value) noexcept {
    std::size_t length = parse_float_prefix(text_, value);
    if (length == 0) length = take_name(value);
    text_.remove_prefix(length);
    return length != 0;
  }

  // The longest prefix that is an infinity or NaN.
  std::size_t take_name(double* value) noexcept {
    for (const std::size_t length : {9, 8, 4, 3}) {
      if (length <= text_.size() && parse_float(text_.substr(0, length), value)) return length;
    }
    return 0;
  }

  std::string_view text_;
};

std::string_view strip_spaces(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool parse_complex(std::string_view text, ComplexValue* value) noexcept {
  text = strip_spaces(text);
  if (text.starts_with('(')) {
    if (!text.ends_with(')')) return false;
    text = strip_spaces(text.substr(1, text.size() - 2));
  }
  return ComplexReader(text).read(value);
}

Result<ComplexValue> parse_or_raise(Thread& thread, std::string_view text) {
  ComplexValue value;
  if (parse_complex(text, &value)) return value;
  return raise(thread, TypeId::kValueError, "complex() arg is a malformed string");
}

Result<ComplexValue> parse_with_underscores(Thread& thread, std::string_view text, Object* shown) {
  Memory& memory = memory_of(thread);
  auto* copy = static_cast<char*>(memory.allocate(text.size()));
  if (copy == nullptr) return raise_memory_error(thread.interpreter());
  std::size_t length = 0;
  ComplexValue value;
  const bool placed = remove_underscores(copy, &length, text);
  const bool fine = placed && parse_complex({copy, length}, &value);
  memory.release(copy, text.size());
  if (fine) return value;
  if (placed) return raise(thread, TypeId::kValueError, "complex() arg is a malformed string");
  return raise(thread, TypeId::kValueError, "could not convert string to complex: {}",
               repr_of(shown));
}

Result<ComplexValue> parse_str(Thread& thread, Str* text) {
  NumberText plain(memory_of(thread), text);
  if (!plain.ok()) return raise_memory_error(thread.interpreter());
  const std::string_view view = plain.view();
  if (view.find('_') == std::string_view::npos) return parse_or_raise(thread, view);
  return parse_with_underscores(thread, view, text);
}

// ---- The constructor --------------------------------------------------------------------------

Status check_types(Thread& thread, Object* real, Object* imaginary) {
  if (real != nullptr && is_str(real) && imaginary != nullptr) {
    return raise(thread, TypeId::kTypeError,
                 "complex() can't take second arg if first is a string");
  }
  if (imaginary != nullptr && is_str(imaginary)) {
    return raise(thread, TypeId::kTypeError, "complex() second arg can't be a string");
  }
  return done;
}

Result<ComplexValue> read_imaginary(Thread& thread, Object* imaginary) {
  if (is_complex(thread, imaginary)) return value_of(imaginary);
  const Slots& slots = *imaginary->type->slots;
  if (slots.to_float == nullptr && slots.to_index == nullptr) {
    return raise(thread, TypeId::kTypeError, "complex() second argument must be a number, not '{}'",
                 type_name(imaginary->type));
  }
  return ComplexValue{TRY(to_double(thread, imaginary)), 0};
}

// Was the part given as a complex number, so that its other half counts too?
Result<ComplexValue> combine(Thread& thread, Object* real, Object* imaginary) {
  ComplexValue first;
  ComplexValue second;
  if (real != nullptr) {
    first = TRY(to_complex(thread, real, "complex() first argument must be a string or a number"));
  }
  if (imaginary == nullptr) return first;
  second = TRY(read_imaginary(thread, imaginary));
  const bool second_complex = is_complex(thread, imaginary);
  const bool first_complex =
      real != nullptr && !is_int(real) && !has_flag(real, flag::kFloatSubclass);
  if (second_complex) first.real -= second.imaginary;
  first.imaginary = first_complex ? first.imaginary + second.real : second.real;
  return first;
}

constexpr Signature kMakeSignature("complex(real=0, imag=0)");

Result<Object*> complex_make(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kMakeSignature, arguments));
  Object* real = bound[0];
  Object* imaginary = bound[1];
  const bool exact = type->id == TypeId::kComplex;
  if (exact && real != nullptr && imaginary == nullptr && is_exact(real, TypeId::kComplex)) {
    return retain(real);
  }
  TRY(check_types(thread, real, imaginary));
  const bool text = real != nullptr && is_str(real);
  const ComplexValue value = text ? TRY(parse_str(thread, static_cast<Str*>(real)))
                                  : TRY(combine(thread, real, imaginary));
  Object* made = TRY(allocate_instance(thread.interpreter(), type));
  as_complex(made)->real = value.real;
  as_complex(made)->imaginary = value.imaginary;
  return made;
}

// ---- Methods ----------------------------------------------------------------------------------

Result<Object*> conjugate(Thread& thread, Object* self, Object* const*) {
  return box(thread, {value_of(self).real, -value_of(self).imaginary});
}

Result<Object*> convert(Thread& thread, Object* self, Object* const*) {
  return complex_exact(thread, self);
}

Result<Object*> get_new_arguments(Thread& thread, Object* self, Object* const*) {
  Ref<Float> real(TRY(make_float(thread.interpreter(), value_of(self).real)));
  Ref<Float> imaginary(TRY(make_float(thread.interpreter(), value_of(self).imaginary)));
  return pack_tuple(thread.interpreter(), real.get(), imaginary.get());
}

constexpr NativeMethod kMethods[] = {
    {"__complex__(self, /)", convert},
    {"conjugate(self, /)", conjugate, Binding::kInstance,
     "The number with its imaginary part turned around."},
    {"__getnewargs__(self, /)", get_new_arguments},
    {"__format__(self, format_spec, /)", complex_format},
};

constexpr NativeMember kMembers[] = {
    {"real", OURO_OFFSET(Complex, real), MemberKind::kDouble, false, "The real part."},
    {"imag", OURO_OFFSET(Complex, imaginary), MemberKind::kDouble, false, "The imaginary part."},
};

}  // namespace

const TypeDescriptor kComplexDescriptor = {
    .name = "complex",
    .flags = flag::kBaseType,
    .object_size = sizeof(Complex),
    .slots = {.deallocate = free_instance,
              .repr = complex_repr,
              .hash = complex_hash,
              .compare = complex_compare,
              .make = complex_make,
              .binary = {complex_operator<add>, complex_operator<subtract>,
                         complex_operator<multiply>, nullptr, complex_operator<complex_divide>,
                         nullptr, nullptr, complex_operator<complex_power>},
              .power_modulo = refuse_modulus,
              .unary = {complex_negative, complex_exact, nullptr, complex_absolute},
              .boolean = complex_boolean},
    .methods = kMethods,
    .members = kMembers,
    .doc = "Create a complex number from a string or numbers.",
};

}  // namespace ouro
