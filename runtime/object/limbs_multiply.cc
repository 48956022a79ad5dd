// Limbs: multiplication (Karatsuba over GMP) and division (Burnikel and Ziegler over GMP).
#include <gmp.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/object/limbs.h"

namespace ouro::limbs {

namespace {

// GMP 6.2 first leaves the stack for scratch at 1030 limbs (unbalanced product) and 2077 (quotient)
// on the build machine, and no supported processor's table brings that below 700.
constexpr std::size_t kLargestLeafProduct = 512;
constexpr std::size_t kLargestLeafDivisor = 256;

constexpr long length(std::size_t size) { return static_cast<long>(size); }

// Scratch of multiply_equal(): halves at every level, so twice the size and a little for rounding.
constexpr std::size_t equal_scratch(std::size_t size) {
  return size <= kLargestLeafProduct ? 0 : 2 * size + 256;
}

// out = |left - right|, right may be one limb shorter; true when left < right.
bool difference(Limb* out, const Limb* left, std::size_t size, const Limb* right,
                std::size_t right_size) noexcept {
  const bool longer = size > right_size && left[size - 1] != 0;
  if (longer || mpn_cmp(left, right, length(right_size)) >= 0) {
    mpn_sub(out, left, length(size), right, length(right_size));
    return false;
  }
  mpn_sub_n(out, right, left, length(right_size));
  if (size > right_size) out[right_size] = 0;
  return true;
}

void multiply_equal(Limb* out, const Limb* left, const Limb* right, std::size_t size,
                    Limb* scratch) noexcept;

// out[half..] += low + high -/+ cross, where low and high already stand in out.
void add_middle(Limb* out, std::size_t size, std::size_t half, Limb* cross, bool add_cross) {
  const std::size_t high = size - half;
  Limb* middle = cross + 2 * half;
  middle[2 * half] = mpn_add(middle, out, length(2 * half), out + 2 * half, length(2 * high));
  if (add_cross) {
    middle[2 * half] += mpn_add_n(middle, middle, cross, length(2 * half));
  } else {
    middle[2 * half] -= mpn_sub_n(middle, middle, cross, length(2 * half));
  }
  const std::size_t room = 2 * size - half;
  const std::size_t used = std::min(room, 2 * half + 1);
  mpn_add(out + half, out + half, length(room), middle, length(used));
}

void square_equal(Limb* out, const Limb* number, std::size_t size, Limb* scratch) noexcept {
  if (size <= kLargestLeafProduct) return mpn_sqr(out, number, length(size));
  const std::size_t half = (size + 1) / 2;
  const std::size_t high = size - half;
  difference(out, number, half, number + half, high);
  square_equal(scratch, out, half, scratch + 2 * half);
  square_equal(out, number, half, scratch + 2 * half);
  square_equal(out + 2 * half, number + half, high, scratch + 2 * half);
  add_middle(out, size, half, scratch, false);
}

void multiply_equal(Limb* out, const Limb* left, const Limb* right, std::size_t size,
                    Limb* scratch) noexcept {
  if (size <= kLargestLeafProduct) return mpn_mul_n(out, left, right, length(size));
  const std::size_t half = (size + 1) / 2;
  const std::size_t high = size - half;
  const bool left_negative = difference(out, left, half, left + half, high);
  const bool right_negative = difference(out + half, right, half, right + half, high);
  multiply_equal(scratch, out, out + half, half, scratch + 2 * half);
  multiply_equal(out, left, right, half, scratch + 2 * half);
  multiply_equal(out + 2 * half, left + half, right + half, high, scratch + 2 * half);
  add_middle(out, size, half, scratch, left_negative != right_negative);
}

// Scratch of multiply_into(): it calls itself as Euclid's algorithm does, on sizes that halve at
// every second step.
constexpr std::size_t nested_scratch(std::size_t shorter) {
  return shorter <= kLargestLeafProduct ? 0 : 8 * shorter + 1024;
}

// left is not shorter than right, and right is not empty. The scratch is
// nested_scratch(right_size).
void multiply_into(Limb* out, const Limb* left, std::size_t left_size, const Limb* right,
                   std::size_t right_size, Limb* scratch) noexcept {
  if (right_size <= kLargestLeafProduct) {
    mpn_mul(out, left, length(left_size), right, length(right_size));
    return;
  }
  multiply_equal(out, left, right, right_size, scratch);
  std::size_t position = right_size;
  while (position < left_size) {
    const std::size_t part = std::min(right_size, left_size - position);
    Limb* partial = scratch;
    if (part == right_size) {
      multiply_equal(partial, left + position, right, part, scratch + 2 * right_size);
    } else {
      multiply_into(partial, right, right_size, left + position, part, scratch + 2 * right_size);
    }
    std::memcpy(out + position + right_size, partial + right_size, part * sizeof(Limb));
    const Limb carry = mpn_add_n(out + position, out + position, partial, length(right_size));
    mpn_add_1(out + position + right_size, out + position + right_size, length(part), carry);
    position += part;
  }
}

}  // namespace

bool multiply(Memory& memory, Limb* product, Limbs left, Limbs right) noexcept {
  if (left.size() < right.size()) std::swap(left, right);
  if (right.empty()) {
    std::fill_n(product, left.size(), 0);
    return true;
  }
  if (right.size() <= kLargestLeafProduct) {
    multiply_into(product, left.data(), left.size(), right.data(), right.size(), nullptr);
    return true;
  }
  Scratch scratch(memory, nested_scratch(right.size()));
  if (!scratch.ok()) return false;
  multiply_into(product, left.data(), left.size(), right.data(), right.size(), scratch.data());
  return true;
}

bool square(Memory& memory, Limb* product, Limbs number) noexcept {
  if (number.empty()) return true;
  if (number.size() <= kLargestLeafProduct) {
    mpn_sqr(product, number.data(), length(number.size()));
    return true;
  }
  Scratch scratch(memory, equal_scratch(number.size()));
  if (!scratch.ok()) return false;
  square_equal(product, number.data(), number.size(), scratch.data());
  return true;
}

// ---- Division ---------------------------------------------------------------------------------

namespace {

void divide_two_by_one(Limb* quotient, Limb* number, const Limb* divisor, std::size_t size,
                       Limb* scratch) noexcept;

// Divides number (3 halves) by divisor (2 halves): the quotient has one half, the remainder
// replaces the lower two halves of number and its highest half becomes 0. number < divisor * 2**(64
// * half).
void divide_three_by_two(Limb* quotient, Limb* number, const Limb* divisor, std::size_t half,
                         Limb* scratch) noexcept {
  if (mpn_cmp(number + 2 * half, divisor + half, length(half)) < 0) {
    divide_two_by_one(quotient, number + half, divisor + half, half, scratch);
  } else {  // the estimate is the largest quotient: subtract divisor_high * (2**(64 * half) - 1)
    std::fill_n(quotient, half, ~Limb{0});
    mpn_sub_n(number + 2 * half, number + 2 * half, divisor + half, length(half));
    mpn_add(number + half, number + half, length(2 * half), divisor + half, length(half));
  }
  Limb* product = scratch;
  multiply_into(product, quotient, half, divisor, half, scratch + 2 * half);
  Limb borrow = mpn_sub(number, number, length(3 * half), product, length(2 * half));
  while (borrow != 0) {
    mpn_sub_1(quotient, quotient, length(half), 1);
    borrow -= mpn_add(number, number, length(3 * half), divisor, length(2 * half));
  }
}

// Divides number (2 * size) by divisor (size, highest bit set); the remainder replaces the lower
// part of number, the upper becomes 0. number < divisor * 2**(64 * size).
void divide_two_by_one(Limb* quotient, Limb* number, const Limb* divisor, std::size_t size,
                       Limb* scratch) noexcept {
  if (size > kLargestLeafDivisor) {
    const std::size_t half = size / 2;
    divide_three_by_two(quotient + half, number + half, divisor, half, scratch);
    divide_three_by_two(quotient, number, divisor, half, scratch);
    return;
  }
  if (size == 1) {
    quotient[0] = 0;
    Limb both[2];
    number[0] = mpn_divrem_1(both, 0, number, 2, divisor[0]);
    quotient[0] = both[0];
  } else {
    mpn_tdiv_qr(scratch, number, 0, number, length(2 * size), divisor, length(size));
    std::memcpy(quotient, scratch, size * sizeof(Limb));
  }
  std::fill_n(number + size, size, 0);
}

// The size to which a divisor is filled up, so that it can be halved down to a leaf.
std::size_t divisible_size(std::size_t size) noexcept {
  std::size_t leaf = size;
  unsigned levels = 0;
  while (leaf > kLargestLeafDivisor) {
    leaf = (leaf + 1) / 2;
    ++levels;
  }
  return leaf << levels;
}

// The work of divide() on operands that are too large for GMP alone.
bool divide_blocks(Memory& memory, Limb* quotient, Limb* remainder, Limbs dividend,
                   Limbs divisor) noexcept {
  const std::size_t size = divisible_size(divisor.size());
  const std::size_t shift = (size - divisor.size()) * kLimbBits +
                            static_cast<std::size_t>(std::countl_zero(divisor.back()));
  const std::size_t blocks = (dividend.size() + size - divisor.size() + 1 + size - 1) / size;
  const std::size_t work = 2 * size + nested_scratch(size) + kLargestLeafDivisor + 8;
  Scratch room(memory, size + 1 + (blocks + 1) * size + 1 + blocks * size + work);
  if (!room.ok()) return false;
  Limb* const scaled_divisor = room.data();
  Limb* const number = scaled_divisor + size + 1;
  Limb* const result = number + (blocks + 1) * size + 1;
  Limb* const scratch = result + blocks * size;
  shift_left(scaled_divisor, divisor, shift);
  const std::size_t used = shift_left(number, dividend, shift);
  std::fill_n(number + used, (blocks + 1) * size - used, 0);
  for (std::size_t block = blocks; block-- > 0;) {
    divide_two_by_one(result + block * size, number + block * size, scaled_divisor, size, scratch);
  }
  const std::size_t wanted = quotient_room(dividend, divisor);
  const std::size_t had = std::min(wanted, blocks * size);
  std::memcpy(quotient, result, had * sizeof(Limb));
  std::fill_n(quotient + had, wanted - had, 0);
  const Limbs rest(number, trimmed(number, size));
  const std::size_t left = shift_right(number, rest, shift);
  std::memcpy(remainder, number, left * sizeof(Limb));
  std::fill_n(remainder + left, divisor.size() - left, 0);
  return true;
}

// Schoolbook division by blocks, of a single block: for quotients much shorter than the divisor.
// The highest limbs give a quotient that is at most 2 too large; what it takes from the rest tells.
bool divide_short_quotient(Memory& memory, Limb* quotient, Limb* remainder, Limbs dividend,
                           Limbs divisor) noexcept {
  const std::size_t size = quotient_room(dividend, divisor);
  const std::size_t top = size + 1;
  const std::size_t low = divisor.size() - top;
  Scratch room(memory, top + size + low);
  if (!room.ok()) return false;
  Limb* const rest = room.data();
  Limb* const product = rest + top;
  if (!divide(memory, quotient, rest, dividend.subspan(low), divisor.subspan(low))) return false;
  if (!multiply(memory, product, divisor.first(low), {quotient, size})) return false;
  std::memmove(remainder, dividend.data(), low * sizeof(Limb));
  std::memcpy(remainder + low, rest, top * sizeof(Limb));
  Limb borrow = mpn_sub(remainder, remainder, length(divisor.size()), product, length(size + low));
  while (borrow != 0) {
    mpn_sub_1(quotient, quotient, length(size), 1);
    borrow -= mpn_add_n(remainder, remainder, divisor.data(), length(divisor.size()));
  }
  return true;
}

}  // namespace

std::size_t quotient_room(Limbs dividend, Limbs divisor) noexcept {
  return dividend.size() < divisor.size() ? 0 : dividend.size() - divisor.size() + 1;
}

bool divide(Memory& memory, Limb* quotient, Limb* remainder, Limbs dividend,
            Limbs divisor) noexcept {
  if (dividend.size() < divisor.size()) {
    if (!dividend.empty()) std::memcpy(remainder, dividend.data(), dividend.size_bytes());
    std::fill_n(remainder + dividend.size(), divisor.size() - dividend.size(), 0);
    return true;
  }
  if (divisor.size() == 1) {
    remainder[0] = divide_by_limb(quotient, dividend, divisor[0]);
    return true;
  }
  if (dividend.size() <= 2 * kLargestLeafDivisor) {
    mpn_tdiv_qr(quotient, remainder, 0, dividend.data(), length(dividend.size()), divisor.data(),
                length(divisor.size()));
    return true;
  }
  const bool short_quotient = 2 * quotient_room(dividend, divisor) < divisor.size();
  return (short_quotient ? divide_short_quotient : divide_blocks)(memory, quotient, remainder,
                                                                  dividend, divisor);
}

}  // namespace ouro::limbs
