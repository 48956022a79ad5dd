// Int: an integer of any size. What fits into 63 bits and a sign is compact; the rest has limbs.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

struct Str;
struct Float;

// Canonical: a value that fits into std::int64_t is compact, so equal values have equal forms.
struct Int : Object {
  std::int64_t size;   // 0: compact; otherwise +-(number of limbs)
  std::int64_t value;  // compact value; otherwise the first limb stands here and the rest behind

  bool compact() const { return size == 0; }
  bool negative() const { return compact() ? value < 0 : size < 0; }
  std::size_t limb_count() const { return static_cast<std::size_t>(size < 0 ? -size : size); }
  std::uint64_t* limbs() { return reinterpret_cast<std::uint64_t*>(&value); }
  const std::uint64_t* limbs() const { return reinterpret_cast<const std::uint64_t*>(&value); }
};

using Bool = Int;  // True and False are compact Ints of type bool

// Small values come from the small int cache.
Result<Int*> make_int(Interpreter&, std::int64_t value);
Result<Int*> make_int_unsigned(Interpreter&, std::uint64_t value);
// Copies; leading zero limbs are dropped.
Result<Int*> make_int_from_limbs(Interpreter&, const std::uint64_t* limbs, std::size_t count,
                                 bool negative);
// Truncates; OverflowError / ValueError for infinities and NaN.
Result<Int*> make_int_from_double(Thread&, double value);
Result<Int*> make_int_from_text(Thread&, std::string_view digits, int base);

// The value of an int or bool object; OverflowError("Python int too large to convert to C ...").
Result<std::int64_t> to_int64(Thread&, Object* number);
// Through __index__; the same, with TypeError for what is no integer.
Result<std::intptr_t> to_index_value(Thread&, Object* number);
// Like to_index_value, but clamps instead of overflowing: for slices.
Result<std::intptr_t> to_slice_index(Thread&, Object* number);
// Correctly rounded; OverflowError("int too large to convert to float").
Result<double> int_to_double(Thread&, const Int* number);
Result<Str*> int_to_decimal(Thread&, const Int* number);
// "-0x1f": sign, prefix, digits in base 2, 8, 10 or 16. No digit limit but for base 10.
Result<Str*> int_to_text(Thread&, const Int* number, int base, std::string_view prefix);
int int_compare(const Int* left, const Int* right) noexcept;
Result<Object*> int_binary(Thread&, BinaryOperator, Int* left, Int* right);  // both are ints
std::intptr_t int_hash(const Int* number) noexcept;

}  // namespace ouro
