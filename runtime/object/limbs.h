// Limbs: arithmetic on natural numbers of any size, the kernels below the int type.
//
// GMP's mpn kernels do the work below measured sizes; above them mpn would take its scratch from a
// process-wide allocator that aborts when memory is out, so the large algorithms are ours, with
// scratch from the caller's Memory. A `bool` result that is false always means: memory was refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/component/memory.h"

namespace ouro::limbs {

using Limb = std::uint64_t;
using Limbs = std::span<const Limb>;  // least significant first; an argument never ends in 0

inline constexpr std::size_t kLimbBits = 64;

// Limbs from a Memory for the time of a computation.
class Scratch {
 public:
  Scratch(Memory& memory, std::size_t count) noexcept
      : memory_(memory),
        count_(count),
        limbs_(count > kMost ? nullptr
                             : static_cast<Limb*>(memory.allocate(count * sizeof(Limb)))) {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    if (limbs_ != nullptr) memory_.release(limbs_, count_ * sizeof(Limb));
  }
  bool ok() const noexcept { return limbs_ != nullptr; }
  Limb* data() noexcept { return limbs_; }
  std::size_t count() const noexcept { return count_; }

 private:
  static constexpr std::size_t kMost = static_cast<std::size_t>(-1) / 64;

  Memory& memory_;
  std::size_t count_;
  Limb* limbs_;
};

// A number in the making: room from a Memory, and how much of it is used.
class Number {
 public:
  Number(Memory& memory, std::size_t capacity) noexcept : room_(memory, capacity) {}
  bool ok() const noexcept { return room_.ok(); }
  Limb* data() noexcept { return room_.data(); }
  std::size_t capacity() const noexcept { return room_.count(); }
  Limbs value() noexcept { return {room_.data(), size}; }

  std::size_t size = 0;

 private:
  Scratch room_;
};

// ---- Size and order -------------------------------------------------------------------------

// `size` without leading zero limbs.
std::size_t trimmed(const Limb* number, std::size_t size) noexcept;
int compare(Limbs left, Limbs right) noexcept;
std::size_t bit_length(Limbs number) noexcept;
std::size_t bit_count(Limbs number) noexcept;
// Of a number that is not 0.
std::size_t trailing_zeros(Limbs number) noexcept;
// Is any of the lowest `bits` bits set?
bool any_low_bit(Limbs number, std::size_t bits) noexcept;
bool bit_at(Limbs number, std::size_t position) noexcept;

// ---- Linear kernels. The result is the trimmed size; `out` may be an operand ------------------

// `out`: the larger size + 1.
std::size_t add(Limb* out, Limbs left, Limbs right) noexcept;
// left >= right. `out`: the size of left.
std::size_t subtract(Limb* out, Limbs left, Limbs right) noexcept;
std::size_t shift_left_room(Limbs number, std::size_t bits) noexcept;
std::size_t shift_left(Limb* out, Limbs number, std::size_t bits) noexcept;
// Rounds down. `out`: the size of number (less what is shifted out).
std::size_t shift_right(Limb* out, Limbs number, std::size_t bits) noexcept;
// `out`: the size of number. The result is the remainder.
Limb divide_by_limb(Limb* out, Limbs number, Limb divisor) noexcept;
Limb remainder_by_limb(Limbs number, Limb divisor) noexcept;

// A sign and a magnitude, for the operations that see numbers as endless two's complement.
struct Signed {
  Limbs magnitude;
  bool negative = false;
};
struct SignedSize {
  std::size_t size;
  bool negative;
};
// `out`: the larger size + 1; not an operand.
SignedSize bit_and(Limb* out, Signed left, Signed right) noexcept;
SignedSize bit_or(Limb* out, Signed left, Signed right) noexcept;
SignedSize bit_xor(Limb* out, Signed left, Signed right) noexcept;

// ---- Multiplication and division --------------------------------------------------------------

// `product`: left.size() + right.size() limbs, all written; not an operand.
[[nodiscard]] bool multiply(Memory& memory, Limb* product, Limbs left, Limbs right) noexcept;
[[nodiscard]] bool square(Memory& memory, Limb* product, Limbs number) noexcept;

// The divisor is not 0. `quotient`: max(dividend.size() - divisor.size() + 1, 0) limbs;
// `remainder`: divisor.size() limbs; all written, neither is an operand.
[[nodiscard]] bool divide(Memory& memory, Limb* quotient, Limb* remainder, Limbs dividend,
                          Limbs divisor) noexcept;
std::size_t quotient_room(Limbs dividend, Limbs divisor) noexcept;

// ---- Powers, roots, divisors ------------------------------------------------------------------

// 0 when the result cannot be stored at all.
std::size_t power_room(Limbs base, std::uint64_t exponent) noexcept;
[[nodiscard]] bool power(Memory& memory, Limb* out, std::size_t* size, Limbs base,
                         std::uint64_t exponent) noexcept;
// base ** exponent % modulus. `out`: modulus.size() limbs.
[[nodiscard]] bool power_modulo(Memory& memory, Limb* out, std::size_t* size, Limbs base,
                                Limbs exponent, Limbs modulus) noexcept;
// The inverse of number modulo modulus in `out` (modulus.size() limbs); *exists is false without
// one.
[[nodiscard]] bool inverse(Memory& memory, Limb* out, std::size_t* size, bool* exists, Limbs number,
                           Limbs modulus) noexcept;
// `out`: the larger size.
[[nodiscard]] bool greatest_common_divisor(Memory& memory, Limb* out, std::size_t* size, Limbs left,
                                           Limbs right) noexcept;
// `out`: (number.size() + 1) / 2 limbs.
[[nodiscard]] bool square_root(Memory& memory, Limb* out, std::size_t* size, Limbs number) noexcept;

// ---- double -----------------------------------------------------------------------------------

// Rounded half to even; false when it is too large for a double.
bool to_double(Limbs number, double* out) noexcept;
// number = *mantissa * 2***exponent, 0.5 <= *mantissa < 1, rounded half to even. number is not 0.
void to_scaled_double(Limbs number, double* mantissa, std::int64_t* exponent) noexcept;
// The integral part of a finite number's magnitude; `out`: kDoubleLimbs.
inline constexpr std::size_t kDoubleLimbs = 17;
std::size_t from_double(Limb* out, double number) noexcept;
// top * 2**(exponent - 64) rounded half to even, where the highest bit of top is set and `sticky`
// stands for any bits below it; subnormal results included. False: too large.
bool compose_double(Limb top, bool sticky, std::int64_t exponent, double* out) noexcept;
enum class Quotient { kFine, kTooLarge, kNoMemory };
// left / right rounded half to even; right is not 0.
[[nodiscard]] Quotient divide_to_double(Memory& memory, double* out, Limbs left,
                                        Limbs right) noexcept;

// ---- Text -------------------------------------------------------------------------------------

// Digits of the largest limb.
inline constexpr std::size_t kDecimalRoom = 20;
// Writes the digits before `end`, and returns the place of the first.
char* write_decimal(char* end, Limb value) noexcept;
// Characters that to_text() may need for it, at least 1.
std::size_t text_room(Limbs number, unsigned radix) noexcept;
// Digits 0-9a-z without sign or prefix; the radix is 2 to 36. The number is left alone.
[[nodiscard]] bool to_text(Memory& memory, char* text, std::size_t* length, Limbs number,
                           unsigned radix) noexcept;
std::size_t from_text_room(std::size_t digits, unsigned radix) noexcept;
// `digits` are values below radix, most significant first.
[[nodiscard]] bool from_text(Memory& memory, Limb* out, std::size_t* size,
                             std::span<const std::uint8_t> digits, unsigned radix) noexcept;

// ---- Bytes (least significant first; two's complement is the caller's business) ---------------

std::size_t from_bytes(Limb* out, std::span<const std::uint8_t> bytes) noexcept;
void to_bytes(std::span<std::uint8_t> bytes, Limbs number) noexcept;

}  // namespace ouro::limbs
