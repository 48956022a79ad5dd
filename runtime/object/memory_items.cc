// Memory items: loading and storing, one row per format.
#include "runtime/object/memory_items.h"

#include <array>
#include <cstring>
#include <limits>
#include <type_traits>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/int.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

Failure refuse_value(Thread& thread, const char* format) {
  return raise(thread, TypeId::kValueError, "memoryview: invalid value for format '{}'", format);
}

Failure refuse_type(Thread& thread, const char* format) {
  return raise(thread, TypeId::kTypeError, "memoryview: invalid type for format '{}'", format);
}

// ---- Integers ---------------------------------------------------------------------------------

template <typename Number>
Result<Object*> load_integer(Thread& thread, const std::uint8_t* place) {
  Number number;
  std::memcpy(&number, place, sizeof(number));
  if constexpr (std::is_signed_v<Number>) {
    return make_int(thread.interpreter(), number);
  } else {
    return make_int_unsigned(thread.interpreter(), number);
  }
}

bool fits_unsigned(const Int* number, std::uint64_t most, std::uint64_t* out) {
  if (number->negative()) return false;
  if (!number->compact() && number->limb_count() > 1) return false;
  *out = number->compact() ? static_cast<std::uint64_t>(number->value) : number->limbs()[0];
  return *out <= most;
}

template <typename Number>
bool convert(const Int* number, Number* out) {
  if constexpr (std::is_signed_v<Number>) {
    *out = static_cast<Number>(number->value);
    return number->compact() && *out == number->value;
  } else {
    std::uint64_t value = 0;
    if (!fits_unsigned(number, std::numeric_limits<Number>::max(), &value)) return false;
    *out = static_cast<Number>(value);
    return true;
  }
}

template <typename Number>
Status store_integer(Thread& thread, std::uint8_t* place, const char* format, Object* value) {
  if (value->type->slots->to_index == nullptr) return refuse_type(thread, format);
  Ref<> index(TRY(to_index(thread, value)));
  Number number;
  if (!convert(static_cast<Int*>(index.get()), &number)) return refuse_value(thread, format);
  std::memcpy(place, &number, sizeof(number));
  return done;
}

// ---- Reals ------------------------------------------------------------------------------------

template <typename Number>
Result<Object*> load_real(Thread& thread, const std::uint8_t* place) {
  Number number;
  std::memcpy(&number, place, sizeof(number));
  return make_float(thread.interpreter(), static_cast<double>(number));
}

Result<double> real_of(Thread& thread, const char* format, Object* value) {
  const Slots& slots = *value->type->slots;
  const bool real = is_float(value) || slots.to_float != nullptr || slots.to_index != nullptr;
  if (!real) return refuse_type(thread, format);
  Ref<> number(TRY(to_float(thread, value)));
  return static_cast<Float*>(number.get())->value;
}

template <typename Number>
Status store_real(Thread& thread, std::uint8_t* place, const char* format, Object* value) {
  const auto number = static_cast<Number>(TRY(real_of(thread, format, value)));
  std::memcpy(place, &number, sizeof(number));
  return done;
}

// ---- The rest ---------------------------------------------------------------------------------

Result<Object*> load_octet(Thread& thread, const std::uint8_t* place) {
  return make_bytes(thread.interpreter(), place, 1);
}

Status store_octet(Thread& thread, std::uint8_t* place, const char* format, Object* value) {
  if (!is_bytes(value)) return refuse_type(thread, format);
  if (static_cast<Bytes*>(value)->length != 1) return refuse_value(thread, format);
  *place = static_cast<Bytes*>(value)->data()[0];
  return done;
}

Result<Object*> load_truth(Thread& thread, const std::uint8_t* place) {
  return new_boolean(thread, *place != 0);
}

Status store_truth(Thread& thread, std::uint8_t* place, const char*, Object* value) {
  *place = TRY(is_true(thread, value));
  return done;
}

struct Row {
  char format;
  std::size_t size;
  Result<Object*> (*load)(Thread&, const std::uint8_t*);
  Status (*store)(Thread&, std::uint8_t*, const char*, Object*);
};

template <typename Number>
constexpr Row integer_row(char format) {
  return {format, sizeof(Number), load_integer<Number>, store_integer<Number>};
}
template <typename Number>
constexpr Row real_row(char format) {
  return {format, sizeof(Number), load_real<Number>, store_real<Number>};
}

constexpr Row kRows[] = {
    integer_row<unsigned char>('B'),
    integer_row<signed char>('b'),
    Row{'c', 1, load_octet, store_octet},
    Row{'?', 1, load_truth, store_truth},
    integer_row<short>('h'),
    integer_row<unsigned short>('H'),
    integer_row<int>('i'),
    integer_row<unsigned>('I'),
    integer_row<long>('l'),
    integer_row<unsigned long>('L'),
    integer_row<long long>('q'),
    integer_row<unsigned long long>('Q'),
    integer_row<std::ptrdiff_t>('n'),
    integer_row<std::size_t>('N'),
    integer_row<std::uintptr_t>('P'),
    real_row<float>('f'),
    real_row<double>('d'),
};

const Row* find_row(char format) noexcept {
  for (const Row& row : kRows) {
    if (row.format == format) return &row;
  }
  return nullptr;
}

Result<const Row*> row_of(Thread& thread, const char* format) {
  const Row* row = find_row(native_format(format));
  if (row != nullptr) return row;
  return raise(thread, TypeId::kNotImplementedError, "memoryview: format {} not supported", format);
}

}  // namespace

char native_format(const char* format) noexcept {
  if (*format == '@') ++format;
  if (*format == 0 || format[1] != 0) return 0;
  return find_row(*format) != nullptr ? *format : '\0';
}

std::size_t native_size(char format) noexcept {
  const Row* row = find_row(format);
  return row == nullptr ? 0 : row->size;
}

Result<Object*> load_item(Thread& thread, const std::uint8_t* place, const char* format) {
  const Row* row = TRY(row_of(thread, format));
  return row->load(thread, place);
}

Status store_item(Thread& thread, std::uint8_t* place, const char* format, Object* value) {
  const Row* row = TRY(row_of(thread, format));
  return row->store(thread, place, format, value);
}

}  // namespace ouro
