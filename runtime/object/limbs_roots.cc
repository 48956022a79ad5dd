// Limbs: powers, roots, divisors: what is built from multiplication and division.
#include <gmp.h>

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <utility>

#include "runtime/object/limbs.h"

namespace ouro::limbs {

namespace {

// GMP takes heap scratch for gcd above 1677 and for roots above 3491 limbs; see limbs_multiply.cc.
constexpr std::size_t kLargestLeafDivisor = 512;
constexpr std::size_t kLargestLeafRoot = 512;

constexpr long length(std::size_t size) { return static_cast<long>(size); }

bool assign(Number& target, Limbs value) noexcept {
  std::copy(value.begin(), value.end(), target.data());
  target.size = value.size();
  return true;
}

}  // namespace

// ---- Powers -----------------------------------------------------------------------------------

std::size_t power_room(Limbs base, std::uint64_t exponent) noexcept {
  if (base.empty() || exponent == 0) return 1;
  const auto bits = static_cast<unsigned __int128>(bit_length(base)) * exponent;
  const unsigned __int128 size = bits / kLimbBits + 3;
  const bool possible = size < std::numeric_limits<std::size_t>::max() / 64;
  return possible ? static_cast<std::size_t>(size) : 0;
}

bool power(Memory& memory, Limb* out, std::size_t* size, Limbs base,
           std::uint64_t exponent) noexcept {
  out[0] = 1;
  *size = exponent == 0 ? 1 : 0;
  if (exponent == 0 || base.empty()) return true;
  const std::size_t room = power_room(base, exponent);
  Number result(memory, room);
  Number next(memory, room);
  if (!result.ok() || !next.ok()) return false;
  Limb* current = result.data();
  Limb* other = next.data();
  std::ranges::copy(base, current);
  std::size_t used = base.size();
  for (int bit = 62 - std::countl_zero(exponent); bit >= 0; --bit) {
    if (!square(memory, other, {current, used})) return false;
    used = trimmed(other, 2 * used);
    std::swap(current, other);
    if ((exponent >> bit & 1) == 0) continue;
    if (!multiply(memory, other, {current, used}, base)) return false;
    used = trimmed(other, used + base.size());
    std::swap(current, other);
  }
  std::copy_n(current, used, out);
  *size = used;
  return true;
}

namespace {

// Computes with numbers below a modulus of several limbs.
class ModularPower {
 public:
  ModularPower(Memory& memory, Limbs modulus) noexcept
      : memory_(memory),
        modulus_(modulus),
        result_(memory, modulus.size()),
        product_(memory, 2 * modulus.size() + 1),
        quotient_(memory, modulus.size() + 2),
        table_(memory, kTable * modulus.size()) {}

  bool ok() const noexcept {
    return result_.ok() && product_.ok() && quotient_.ok() && table_.ok();
  }

  bool compute(Limbs base, Limbs exponent) noexcept {
    if (!fill_table(base)) return false;
    result_.data()[0] = 1;
    result_.size = 1;
    const std::size_t windows = (bit_length(exponent) + kWindow - 1) / kWindow;
    for (std::size_t window = windows; window-- > 0;) {
      if (!step(exponent, window, window + 1 == windows)) return false;
    }
    return true;
  }

  Limbs result() noexcept { return result_.value(); }

 private:
  static constexpr std::size_t kWindow = 4;
  static constexpr std::size_t kTable = std::size_t{1} << kWindow;

  bool reduce() noexcept {
    Limb* rest = result_.data();
    if (!divide(memory_, quotient_.data(), rest, product_.value(), modulus_)) return false;
    result_.size = trimmed(rest, modulus_.size());
    return true;
  }

  bool square_result() noexcept {
    if (!square(memory_, product_.data(), result_.value())) return false;
    product_.size = trimmed(product_.data(), 2 * result_.size);
    return reduce();
  }

  bool multiply_result(Limbs factor) noexcept {
    if (!multiply(memory_, product_.data(), result_.value(), factor)) return false;
    product_.size = trimmed(product_.data(), result_.size + factor.size());
    return reduce();
  }

  Limbs entry(std::size_t index) noexcept {
    return {table_.data() + index * modulus_.size(), sizes_[index]};
  }

  bool fill_table(Limbs base) noexcept {
    Scratch unused(memory_, quotient_room(base, modulus_) + 1);
    if (!unused.ok()) return false;
    if (!divide(memory_, unused.data(), result_.data(), base, modulus_)) return false;
    result_.size = trimmed(result_.data(), modulus_.size());
    for (std::size_t index = 1; index < kTable; ++index) {
      std::copy_n(result_.data(), result_.size, table_.data() + index * modulus_.size());
      sizes_[index] = result_.size;
      if (!multiply_result(entry(1))) return false;
    }
    return true;
  }

  bool step(Limbs exponent, std::size_t window, bool first) noexcept {
    for (std::size_t bit = 0; bit < kWindow && !first; ++bit) {
      if (!square_result()) return false;
    }
    std::size_t index = 0;
    for (std::size_t bit = kWindow; bit-- > 0;) {
      index = 2 * index + (bit_at(exponent, window * kWindow + bit) ? 1 : 0);
    }
    return index == 0 || multiply_result(entry(index));
  }

  Memory& memory_;
  Limbs modulus_;
  Number result_;
  Number product_;
  Number quotient_;
  Number table_;
  std::array<std::size_t, kTable> sizes_{};
};

// The same for a modulus of one limb; Wide holds the product of two numbers below it.
template <typename Wide>
Limb power_modulo_word(Limbs base, Limbs exponent, Limb modulus) noexcept {
  Limb factor = 0;
  for (std::size_t index = base.size(); index-- > 0;) {
    const auto above = static_cast<unsigned __int128>(factor) << kLimbBits;
    factor = static_cast<Limb>((above | base[index]) % modulus);
  }
  Limb result = 1 % modulus;
  for (std::size_t bit = bit_length(exponent); bit-- > 0;) {
    result = static_cast<Limb>(static_cast<Wide>(result) * result % modulus);
    if (bit_at(exponent, bit))
      result = static_cast<Limb>(static_cast<Wide>(result) * factor % modulus);
  }
  return result;
}

}  // namespace

bool power_modulo(Memory& memory, Limb* out, std::size_t* size, Limbs base, Limbs exponent,
                  Limbs modulus) noexcept {
  if (modulus.size() == 1) {
    const Limb word = modulus[0];
    out[0] = word >> 32 == 0 ? power_modulo_word<std::uint64_t>(base, exponent, word)
                             : power_modulo_word<unsigned __int128>(base, exponent, word);
    *size = out[0] != 0;
    return true;
  }
  ModularPower power(memory, modulus);
  if (!power.ok() || !power.compute(base, exponent)) return false;
  std::ranges::copy(power.result(), out);
  *size = power.result().size();
  return true;
}

// ---- Divisors ---------------------------------------------------------------------------------

namespace {

// Two cofactors of one step of Euclid's algorithm on the highest bits, after Lehmer.
struct Cosequence {
  std::int64_t a = 1, b = 0, c = 0, d = 1;
  bool empty() const { return b == 0; }
};

// The highest 64 bits of `number` when its longer partner has `size` limbs, shifted left by
// `shift`.
Limb aligned_top(Limbs number, std::size_t size, int shift) noexcept {
  if (number.size() + 1 < size) return 0;
  const Limb high = number.size() < size ? 0 : number[size - 1];
  const Limb low = number.size() + 1 < size ? 0 : number[size - 2];
  return shift == 0 ? high : (high << shift) | (low >> (64 - shift));
}

Cosequence lehmer_step(Limbs larger, Limbs smaller) noexcept {
  constexpr std::int64_t kLimit = std::int64_t{1} << 31;
  const int shift = std::countl_zero(larger.back());
  // Two bits less, so that the sums below cannot overflow.
  auto x = static_cast<std::int64_t>(aligned_top(larger, larger.size(), shift) >> 2);
  auto y = static_cast<std::int64_t>(aligned_top(smaller, larger.size(), shift) >> 2);
  Cosequence now;
  while (y + now.c != 0 && y + now.d != 0) {
    const std::int64_t quotient = (x + now.a) / (y + now.c);
    if (quotient != (x + now.b) / (y + now.d) || quotient >= kLimit) break;
    const Cosequence next{now.c, now.d, now.a - quotient * now.c, now.b - quotient * now.d};
    if (std::abs(next.c) >= kLimit || std::abs(next.d) >= kLimit) break;
    now = next;
    x = std::exchange(y, x - quotient * y);
  }
  return now;
}

// out = left * p + right * q, where one factor is negative (or 0) and the sum is not.
std::size_t combine(Limb* out, Limbs left, std::int64_t p, Limbs right, std::int64_t q) noexcept {
  if (p <= 0) {
    std::swap(left, right);
    std::swap(p, q);
  }
  const std::size_t size = std::max(left.size(), right.size());
  std::fill_n(out, size + 1, 0);
  out[left.size()] = mpn_mul_1(out, left.data(), length(left.size()), static_cast<Limb>(p));
  if (q != 0 && !right.empty()) {
    const Limb borrow =
        mpn_submul_1(out, right.data(), length(right.size()), static_cast<Limb>(-q));
    mpn_sub_1(out + right.size(), out + right.size(), length(size + 1 - right.size()), borrow);
  }
  return trimmed(out, size + 1);
}

// gcd for numbers that GMP can do on its stack; both are destroyed and not 0.
std::size_t small_divisor(Limb* out, Limb* left, std::size_t left_size, Limb* right,
                          std::size_t right_size) noexcept {
  const std::size_t left_zeros = trailing_zeros({left, left_size});
  const std::size_t right_zeros = trailing_zeros({right, right_size});
  left_size = shift_right(left, {left, left_size}, left_zeros);
  right_size = shift_right(right, {right, right_size}, right_zeros);
  if (compare({left, left_size}, {right, right_size}) < 0) {
    std::swap(left, right);
    std::swap(left_size, right_size);
  }
  const auto size =
      static_cast<std::size_t>(mpn_gcd(out, left, length(left_size), right, length(right_size)));
  const std::size_t zeros = std::min(left_zeros, right_zeros);
  const Limbs odd(out, size);
  if (bit_length(odd) + zeros <= size * kLimbBits) {
    if (zeros != 0) mpn_lshift(out, out, length(size), static_cast<unsigned>(zeros));
    return size;
  }
  return shift_left(out, odd, zeros);
}

class Euclid {
 public:
  Euclid(Memory& memory, std::size_t room) noexcept
      : memory_(memory),
        larger_(memory, room),
        smaller_(memory, room),
        next_(memory, room),
        other_(memory, room) {}

  bool ok() const noexcept { return larger_.ok() && smaller_.ok() && next_.ok() && other_.ok(); }

  bool compute(Limbs left, Limbs right) noexcept {
    if (compare(left, right) < 0) std::swap(left, right);
    assign(larger_, left);
    assign(smaller_, right);
    while (smaller_.size > 0 && larger_.size > kLargestLeafDivisor) {
      if (!step()) return false;
    }
    if (smaller_.size == 0) return assign(next_, larger_.value());
    next_.size =
        small_divisor(next_.data(), larger_.data(), larger_.size, smaller_.data(), smaller_.size);
    return true;
  }

  Limbs result() noexcept { return next_.value(); }

 private:
  bool step() noexcept {
    const Cosequence matrix = lehmer_step(larger_.value(), smaller_.value());
    if (matrix.empty()) return divide_step();
    next_.size = combine(next_.data(), larger_.value(), matrix.a, smaller_.value(), matrix.b);
    other_.size = combine(other_.data(), larger_.value(), matrix.c, smaller_.value(), matrix.d);
    return assign(larger_, next_.value()) && assign(smaller_, other_.value());
  }

  bool divide_step() noexcept {
    const Limbs divisor = smaller_.value();
    if (!divide(memory_, other_.data(), next_.data(), larger_.value(), divisor)) return false;
    next_.size = trimmed(next_.data(), divisor.size());
    return assign(larger_, divisor) && assign(smaller_, next_.value());
  }

  Memory& memory_;
  Number larger_;
  Number smaller_;
  Number next_;
  Number other_;
};

}  // namespace

bool greatest_common_divisor(Memory& memory, Limb* out, std::size_t* size, Limbs left,
                             Limbs right) noexcept {
  Euclid euclid(memory, std::max(left.size(), right.size()) + 2);
  if (!euclid.ok() || !euclid.compute(left, right)) return false;
  std::ranges::copy(euclid.result(), out);
  *size = euclid.result().size();
  return true;
}

namespace {

// Euclid's algorithm with one cofactor: row = (remainder, coefficient of the number, its sign).
class Inverse {
 public:
  Inverse(Memory& memory, std::size_t room) noexcept
      : memory_(memory),
        remainders_{{memory, room}, {memory, room}, {memory, room}},
        factors_{{memory, room}, {memory, room}, {memory, room}},
        quotient_(memory, room),
        product_(memory, 2 * room) {}

  bool ok() const noexcept {
    for (int row = 0; row < 3; ++row) {
      if (!remainders_[row].ok() || !factors_[row].ok()) return false;
    }
    return quotient_.ok() && product_.ok();
  }

  // number < modulus. After it, the rows with `now` hold the divisor and the factor's magnitude.
  bool compute(Limbs number, Limbs modulus) noexcept {
    assign(remainders_[before_], modulus);
    assign(remainders_[now_], number);
    factors_[before_].size = 0;
    factors_[now_].size = 1;
    factors_[now_].data()[0] = 1;
    while (remainders_[now_].size != 0) {
      if (!step()) return false;
    }
    return true;
  }

  bool is_one() noexcept { return remainders_[before_].size == 1 && divisor()[0] == 1; }
  Limbs divisor() noexcept { return remainders_[before_].value(); }
  Limbs factor() noexcept { return factors_[before_].value(); }
  bool negative() const noexcept { return odd_; }

 private:
  bool step() noexcept {
    Number& next = remainders_[next_];
    const Limbs dividend = remainders_[before_].value();
    const Limbs divisor = remainders_[now_].value();
    if (!divide(memory_, quotient_.data(), next.data(), dividend, divisor)) return false;
    quotient_.size = trimmed(quotient_.data(), quotient_room(dividend, divisor));
    next.size = trimmed(next.data(), divisor.size());
    if (!next_factor()) return false;
    odd_ = !odd_;
    std::swap(before_, now_);
    std::swap(now_, next_);
    return true;
  }

  // The signs alternate, so magnitudes only ever add up.
  bool next_factor() noexcept {
    const Limbs factor = factors_[now_].value();
    if (!multiply(memory_, product_.data(), quotient_.value(), factor)) return false;
    product_.size = trimmed(product_.data(), quotient_.size + factor.size());
    Number& next = factors_[next_];
    next.size = add(next.data(), product_.value(), factors_[before_].value());
    return true;
  }

  Memory& memory_;
  Number remainders_[3];
  Number factors_[3];
  Number quotient_;
  Number product_;
  int before_ = 0, now_ = 1, next_ = 2;
  bool odd_ = true;  // is the factor of `before_` negative?
};

}  // namespace

bool inverse(Memory& memory, Limb* out, std::size_t* size, bool* exists, Limbs number,
             Limbs modulus) noexcept {
  Number reduced(memory, std::max(modulus.size(), number.size()) + 1);
  Scratch quotient(memory, quotient_room(number, modulus) + 1);
  Inverse rows(memory, modulus.size() + 2);
  if (!reduced.ok() || !quotient.ok() || !rows.ok()) return false;
  if (!divide(memory, quotient.data(), reduced.data(), number, modulus)) return false;
  reduced.size = trimmed(reduced.data(), modulus.size());
  if (!rows.compute(reduced.value(), modulus)) return false;
  *exists = rows.is_one();
  *size = 0;
  if (!*exists) return true;
  if (rows.negative()) {
    *size = subtract(out, modulus, rows.factor());
  } else {
    std::ranges::copy(rows.factor(), out);
    *size = rows.factor().size();
  }
  return true;
}

// ---- Roots ------------------------------------------------------------------------------------

namespace {

// Doubles the correct bits of a root at each step: root is within one of the square root of
// number >> 2 * (all - known).
class Root {
 public:
  Root(Memory& memory, Limbs number) noexcept
      : memory_(memory),
        number_(number),
        root_(memory, number.size() + 4),
        shifted_(memory, number.size() + 4),
        quotient_(memory, number.size() + 4),
        rest_(memory, number.size() + 4) {}

  bool ok() const noexcept { return root_.ok() && shifted_.ok() && quotient_.ok() && rest_.ok(); }

  bool compute() noexcept {
    const std::size_t all = (bit_length(number_) - 1) / 2;
    std::size_t level = static_cast<std::size_t>(std::bit_width(all));
    while (level > 0 && bits_at(all, level - 1) * 2 < kLargestLeafRoot * kLimbBits - 128) --level;
    std::size_t known = bits_at(all, level);
    first_root(all, known);
    while (level > 0) {
      const std::size_t wanted = all >> --level;
      if (!refine(all, known, wanted)) return false;
      known = wanted;
    }
    return correct();
  }

  Limbs result() noexcept { return root_.value(); }

 private:
  static std::size_t bits_at(std::size_t all, std::size_t level) {
    return level >= kLimbBits ? 0 : all >> level;
  }

  void first_root(std::size_t all, std::size_t known) noexcept {
    shifted_.size = shift_right(shifted_.data(), number_, 2 * (all - known));
    mpn_sqrtrem(root_.data(), nullptr, shifted_.data(), length(shifted_.size));
    root_.size = trimmed(root_.data(), (shifted_.size + 1) / 2);
  }

  // root = (root << (wanted - known - 1)) + (number >> (2 * all - known - wanted + 1)) / root
  bool refine(std::size_t all, std::size_t known, std::size_t wanted) noexcept {
    shifted_.size = shift_right(shifted_.data(), number_, 2 * all - known - wanted + 1);
    if (!divide(memory_, quotient_.data(), rest_.data(), shifted_.value(), root_.value())) {
      return false;
    }
    quotient_.size = trimmed(quotient_.data(), quotient_room(shifted_.value(), root_.value()));
    rest_.size = shift_left(rest_.data(), root_.value(), wanted - known - 1);
    root_.size = add(root_.data(), rest_.value(), quotient_.value());
    return true;
  }

  // One too large is possible.
  bool correct() noexcept {
    if (!square(memory_, shifted_.data(), root_.value())) return false;
    shifted_.size = trimmed(shifted_.data(), 2 * root_.size);
    if (compare(shifted_.value(), number_) > 0) {
      const Limb one = 1;
      root_.size = subtract(root_.data(), root_.value(), {&one, 1});
    }
    return true;
  }

  Memory& memory_;
  Limbs number_;
  Number root_;
  Number shifted_;
  Number quotient_;
  Number rest_;
};

}  // namespace

bool square_root(Memory& memory, Limb* out, std::size_t* size, Limbs number) noexcept {
  *size = 0;
  if (number.empty()) return true;
  if (number.size() <= kLargestLeafRoot) {
    mpn_sqrtrem(out, nullptr, number.data(), length(number.size()));
    *size = trimmed(out, (number.size() + 1) / 2);
    return true;
  }
  Root root(memory, number);
  if (!root.ok() || !root.compute()) return false;
  std::ranges::copy(root.result(), out);
  *size = root.result().size();
  return true;
}

}  // namespace ouro::limbs
