// Limbs: the linear kernels, and the way between natural numbers, doubles and bytes.
#include "runtime/object/limbs.h"

#include <gmp.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

namespace ouro::limbs {

static_assert(sizeof(mp_limb_t) == sizeof(Limb) && GMP_NAIL_BITS == 0);
static_assert(std::is_same_v<mp_limb_t, Limb>);

std::size_t trimmed(const Limb* number, std::size_t size) noexcept {
  while (size > 0 && number[size - 1] == 0) --size;
  return size;
}

int compare(Limbs left, Limbs right) noexcept {
  if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
  return left.empty() ? 0 : mpn_cmp(left.data(), right.data(), static_cast<long>(left.size()));
}

std::size_t bit_length(Limbs number) noexcept {
  if (number.empty()) return 0;
  return number.size() * kLimbBits - static_cast<std::size_t>(std::countl_zero(number.back()));
}

std::size_t bit_count(Limbs number) noexcept {
  std::size_t count = 0;
  for (const Limb limb : number) count += static_cast<std::size_t>(std::popcount(limb));
  return count;
}

std::size_t trailing_zeros(Limbs number) noexcept {
  std::size_t index = 0;
  while (number[index] == 0) ++index;
  return index * kLimbBits + static_cast<std::size_t>(std::countr_zero(number[index]));
}

bool any_low_bit(Limbs number, std::size_t bits) noexcept {
  return !number.empty() && bits > 0 && trailing_zeros(number) < bits;
}

bool bit_at(Limbs number, std::size_t position) noexcept {
  const std::size_t index = position / kLimbBits;
  return index < number.size() && ((number[index] >> (position % kLimbBits)) & 1) != 0;
}

std::size_t add(Limb* out, Limbs left, Limbs right) noexcept {
  if (left.size() < right.size()) std::swap(left, right);
  if (right.empty()) {
    if (!left.empty()) std::memmove(out, left.data(), left.size_bytes());
    return left.size();
  }
  out[left.size()] = mpn_add(out, left.data(), static_cast<long>(left.size()), right.data(),
                             static_cast<long>(right.size()));
  return left.size() + (out[left.size()] != 0 ? 1 : 0);
}

std::size_t subtract(Limb* out, Limbs left, Limbs right) noexcept {
  if (right.empty()) {
    if (!left.empty()) std::memmove(out, left.data(), left.size_bytes());
    return left.size();
  }
  mpn_sub(out, left.data(), static_cast<long>(left.size()), right.data(),
          static_cast<long>(right.size()));
  return trimmed(out, left.size());
}

std::size_t shift_left_room(Limbs number, std::size_t bits) noexcept {
  return number.empty() ? 0 : number.size() + bits / kLimbBits + 1;
}

std::size_t shift_left(Limb* out, Limbs number, std::size_t bits) noexcept {
  if (number.empty()) return 0;
  const std::size_t whole = bits / kLimbBits;
  const unsigned rest = bits % kLimbBits;
  const std::size_t size = number.size();
  Limb carry = 0;
  if (rest != 0) {
    carry = mpn_lshift(out + whole, number.data(), static_cast<long>(size), rest);
  } else {
    std::memmove(out + whole, number.data(), number.size_bytes());
  }
  std::fill_n(out, whole, 0);
  out[size + whole] = carry;
  return size + whole + (carry != 0 ? 1 : 0);
}

std::size_t shift_right(Limb* out, Limbs number, std::size_t bits) noexcept {
  const std::size_t whole = bits / kLimbBits;
  if (whole >= number.size()) return 0;
  const unsigned rest = bits % kLimbBits;
  const std::size_t size = number.size() - whole;
  if (rest != 0) {
    mpn_rshift(out, number.data() + whole, static_cast<long>(size), rest);
  } else {
    std::memmove(out, number.data() + whole, size * sizeof(Limb));
  }
  return trimmed(out, size);
}

Limb divide_by_limb(Limb* out, Limbs number, Limb divisor) noexcept {
  if (number.empty()) return 0;
  return mpn_divrem_1(out, 0, number.data(), static_cast<long>(number.size()), divisor);
}

Limb remainder_by_limb(Limbs number, Limb divisor) noexcept {
  if (number.empty()) return 0;
  return mpn_mod_1(number.data(), static_cast<long>(number.size()), divisor);
}

// ---- Two's complement -------------------------------------------------------------------------

namespace {

// Reads a sign and magnitude as two's complement, one limb after the other.
class ComplementReader {
 public:
  explicit ComplementReader(Signed number) noexcept
      : number_(number), mask_(number.negative ? ~Limb{0} : 0), carry_(number.negative ? 1 : 0) {}

  Limb next() noexcept {
    const Limb limb = index_ < number_.magnitude.size() ? number_.magnitude[index_] : 0;
    ++index_;
    const Limb result = (limb ^ mask_) + carry_;
    carry_ &= result == 0 ? 1 : 0;
    return result;
  }

 private:
  Signed number_;
  Limb mask_;
  Limb carry_;
  std::size_t index_ = 0;
};

template <typename Operation>
SignedSize combine(Limb* out, Signed left, Signed right, Operation operation) noexcept {
  const std::size_t size = std::max(left.magnitude.size(), right.magnitude.size()) + 1;
  const bool negative = operation(Limb{left.negative}, Limb{right.negative}) != 0;
  ComplementReader left_limbs(left);
  ComplementReader right_limbs(right);
  for (std::size_t index = 0; index < size; ++index) {
    out[index] = operation(left_limbs.next(), right_limbs.next());
  }
  if (negative) mpn_neg(out, out, static_cast<long>(size));
  return {trimmed(out, size), negative};
}

}  // namespace

SignedSize bit_and(Limb* out, Signed left, Signed right) noexcept {
  return combine(out, left, right, [](Limb a, Limb b) { return a & b; });
}

SignedSize bit_or(Limb* out, Signed left, Signed right) noexcept {
  return combine(out, left, right, [](Limb a, Limb b) { return a | b; });
}

SignedSize bit_xor(Limb* out, Signed left, Signed right) noexcept {
  return combine(out, left, right, [](Limb a, Limb b) { return a ^ b; });
}

// ---- double -----------------------------------------------------------------------------------

namespace {

constexpr std::int64_t kLargestExponent = std::numeric_limits<double>::max_exponent;
constexpr std::int64_t kSmallestExponent = std::numeric_limits<double>::min_exponent;
constexpr int kMantissaBits = std::numeric_limits<double>::digits;

// The highest 64 bits of a number, and whether any bit below them is set.
struct Top {
  Limb bits;  // the highest bit is set
  bool sticky;
};

Top top_of(Limbs number) noexcept {
  const std::size_t size = number.size();
  const int shift = std::countl_zero(number.back());
  Limb bits = number.back() << shift;
  Limb below = 0;
  if (size > 1) {
    bits |= shift == 0 ? 0 : number[size - 2] >> (64 - shift);
    below = number[size - 2] << shift;
  }
  return {bits, below != 0 || (size > 2 && any_low_bit(number, (size - 2) * kLimbBits))};
}

// The highest `keep` (below 64) bits of `top`, rounded half to even on all that was cut off.
Limb round_top(Top top, int keep) noexcept {
  if (keep < 0) return 0;
  const int drop = 64 - keep;
  const Limb kept = drop == 64 ? 0 : top.bits >> drop;
  const Limb half = Limb{1} << (drop - 1);
  const Limb rest = drop == 64 ? top.bits : top.bits & ((half << 1) - 1);
  const bool up = rest > half || (rest == half && (top.sticky || (kept & 1) != 0));
  return kept + (up ? 1 : 0);
}

// top * 2**(exponent - 64) as a double, subnormal results included; false: too large.
bool scale(Top top, std::int64_t exponent, double* out) noexcept {
  if (exponent > kLargestExponent) return false;
  const std::int64_t missing = std::max<std::int64_t>(kSmallestExponent - exponent, 0);
  const int keep = static_cast<int>(std::max<std::int64_t>(kMantissaBits - missing, -1));
  *out = std::ldexp(static_cast<double>(round_top(top, keep)), static_cast<int>(exponent - keep));
  return std::isfinite(*out);
}

}  // namespace

bool compose_double(Limb top, bool sticky, std::int64_t exponent, double* out) noexcept {
  return scale({top, sticky}, exponent, out);
}

bool to_double(Limbs number, double* out) noexcept {
  *out = 0;
  if (number.empty()) return true;
  return scale(top_of(number), static_cast<std::int64_t>(bit_length(number)), out);
}

void to_scaled_double(Limbs number, double* mantissa, std::int64_t* exponent) noexcept {
  *exponent = static_cast<std::int64_t>(bit_length(number));
  (void)scale(top_of(number), 0, mantissa);
  if (*mantissa == 1.0) {
    *mantissa = 0.5;
    ++*exponent;
  }
}

std::size_t from_double(Limb* out, double number) noexcept {
  int exponent = 0;
  const double mantissa = std::frexp(std::fabs(number), &exponent);
  if (exponent <= 0) return 0;
  const Limb bits = static_cast<Limb>(std::ldexp(mantissa, 64));
  if (exponent <= 64) {
    out[0] = bits >> (64 - exponent);
    return out[0] != 0 ? 1 : 0;
  }
  return shift_left(out, Limbs(&bits, 1), static_cast<std::size_t>(exponent - 64));
}

Quotient divide_to_double(Memory& memory, double* out, Limbs left, Limbs right) noexcept {
  *out = 0;
  if (left.empty()) return Quotient::kFine;
  const auto difference =
      static_cast<std::int64_t>(bit_length(left)) - static_cast<std::int64_t>(bit_length(right));
  // The quotient gets 66 or 67 bits: two limbs, more than any double keeps.
  const std::int64_t shift = difference - 66;
  if (difference > kLargestExponent + 1) return Quotient::kTooLarge;
  if (difference < kSmallestExponent - kMantissaBits - 2) return Quotient::kFine;
  const auto distance = static_cast<std::size_t>(std::abs(shift));
  Number shifted(memory, std::max(left.size(), right.size()) + distance / kLimbBits + 2);
  Scratch remainder(memory, right.size() + 2);
  if (!shifted.ok() || !remainder.ok()) return Quotient::kNoMemory;
  bool sticky = false;
  if (shift > 0) {
    sticky = any_low_bit(left, distance);
    shifted.size = shift_right(shifted.data(), left, distance);
  } else {
    shifted.size = shift_left(shifted.data(), left, distance);
  }
  Limb quotient[4] = {};
  if (!divide(memory, quotient, remainder.data(), shifted.value(), right)) {
    return Quotient::kNoMemory;
  }
  sticky = sticky || trimmed(remainder.data(), right.size()) != 0;
  const Limbs value(quotient, trimmed(quotient, 4));
  Top top = top_of(value);
  top.sticky = top.sticky || sticky;
  const bool fine = scale(top, static_cast<std::int64_t>(bit_length(value)) + shift, out);
  return fine ? Quotient::kFine : Quotient::kTooLarge;
}

// ---- Bytes ------------------------------------------------------------------------------------

std::size_t from_bytes(Limb* out, std::span<const std::uint8_t> bytes) noexcept {
  const std::size_t size = (bytes.size() + sizeof(Limb) - 1) / sizeof(Limb);
  std::fill_n(out, size, 0);
  for (std::size_t index = 0; index < bytes.size(); ++index) {
    out[index / sizeof(Limb)] |= Limb{bytes[index]} << (index % sizeof(Limb) * 8);
  }
  return trimmed(out, size);
}

void to_bytes(std::span<std::uint8_t> bytes, Limbs number) noexcept {
  for (std::size_t index = 0; index < bytes.size(); ++index) {
    const std::size_t limb = index / sizeof(Limb);
    const Limb value = limb < number.size() ? number[limb] : 0;
    bytes[index] = static_cast<std::uint8_t>(value >> (index % sizeof(Limb) * 8));
  }
}

}  // namespace ouro::limbs
