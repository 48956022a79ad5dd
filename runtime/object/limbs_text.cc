// Limbs: digits in any radix. Both ways split at powers of the radix, so they cost what
// multiplication and division cost.
#include <gmp.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "runtime/object/limbs.h"

namespace ouro::limbs {

namespace {

constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
// "00" to "99": two digits for one division.
constexpr auto kDigitPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t value = 0; value < 100; ++value) {
    pairs[2 * value] = kDigits[value / 10];
    pairs[2 * value + 1] = kDigits[value % 10];
  }
  return pairs;
}();
constexpr std::size_t kLeafChunks = 24;
constexpr std::size_t kMostLevels = 48;

// How many digits of a radix one limb holds, and the radix to that power.
struct Chunk {
  unsigned digits;
  Limb power;
};

constexpr Chunk chunk_of(unsigned radix) {
  Chunk chunk{0, 1};
  while (chunk.power <= ~Limb{0} / radix) {
    chunk.power *= radix;
    ++chunk.digits;
  }
  return chunk;
}

constexpr auto kChunks = [] {
  std::array<Chunk, 37> chunks{};
  for (unsigned radix = 2; radix < chunks.size(); ++radix) chunks[radix] = chunk_of(radix);
  return chunks;
}();

// The splitting points: level 0 is radix ** (kLeafChunks * digits of a limb), each next one the
// square of the one before.
class Powers {
 public:
  Powers(Memory& memory, unsigned radix) noexcept : memory_(memory), chunk_(kChunks[radix]) {}
  Powers(const Powers&) = delete;
  Powers& operator=(const Powers&) = delete;
  ~Powers() {
    for (std::size_t level = 0; level < levels_; ++level) {
      memory_.release(powers_[level].limbs, powers_[level].room * sizeof(Limb));
    }
  }

  const Chunk& chunk() const { return chunk_; }
  std::size_t levels() const { return levels_; }
  std::size_t digits(std::size_t level) const { return (chunk_.digits * kLeafChunks) << level; }
  Limbs power(std::size_t level) const { return {powers_[level].limbs, powers_[level].size}; }

  bool add_level() noexcept {
    const std::size_t room = levels_ == 0 ? kLeafChunks + 1 : 2 * powers_[levels_ - 1].size;
    Limb* limbs = static_cast<Limb*>(memory_.allocate(room * sizeof(Limb)));
    if (limbs == nullptr) return false;
    powers_[levels_++] = {limbs, room, 0};
    return levels_ == 1 ? fill_first() : fill_next();
  }

 private:
  struct Power {
    Limb* limbs;
    std::size_t room;
    std::size_t size;
  };

  bool fill_first() noexcept {
    Power& first = powers_[0];
    first.limbs[0] = 1;
    first.size = 1;
    for (std::size_t index = 0; index < kLeafChunks; ++index) {
      const Limb carry =
          mpn_mul_1(first.limbs, first.limbs, static_cast<long>(first.size), chunk_.power);
      if (carry != 0) first.limbs[first.size++] = carry;
    }
    return true;
  }

  bool fill_next() noexcept {
    Power& next = powers_[levels_ - 1];
    if (!square(memory_, next.limbs, power(levels_ - 2))) return false;
    next.size = trimmed(next.limbs, next.room);
    return true;
  }

  Memory& memory_;
  Chunk chunk_;
  std::size_t levels_ = 0;
  std::array<Power, kMostLevels> powers_;
};

// Writes digits from the right end to the left.
class BackwardWriter {
 public:
  explicit BackwardWriter(char* end) noexcept : next_(end) {}
  char* position() const { return next_; }

  void put(Limb value, unsigned radix, unsigned digits) noexcept {
    for (unsigned index = 0; index < digits; ++index) {
      *--next_ = kDigits[value % radix];
      value /= radix;
    }
  }

  void put_rest(Limb value, unsigned radix) noexcept {
    for (; value != 0; value /= radix) *--next_ = kDigits[value % radix];
  }

 private:
  char* next_;
};

class TextWriter {
 public:
  TextWriter(Memory& memory, unsigned radix, char* text) noexcept
      : memory_(memory), powers_(memory, radix), radix_(radix), next_(text) {}

  bool prepare(Limbs number) noexcept {
    if (number.size() <= kLeafChunks) return true;
    do {
      if (!powers_.add_level()) return false;
    } while (2 * powers_.power(powers_.levels() - 1).size() <= number.size() + 1);
    return true;
  }

  // `width` 0: no leading zeros; otherwise exactly so many digits.
  bool write(Limbs number, std::size_t level, std::size_t width) noexcept {
    if (level == 0) return write_leaf(number, width);
    const Limbs power = powers_.power(level - 1);
    if (width == 0 && compare(number, power) < 0) return write(number, level - 1, 0);
    Scratch room(memory_, quotient_room(number, power) + power.size());
    if (!room.ok()) return false;
    Limb* remainder = room.data();
    Limb* quotient = remainder + power.size();
    if (!divide(memory_, quotient, remainder, number, power)) return false;
    const std::size_t low_digits = powers_.digits(level - 1);
    const Limbs high(quotient, trimmed(quotient, quotient_room(number, power)));
    const Limbs low(remainder, trimmed(remainder, power.size()));
    return write(high, level - 1, width == 0 ? 0 : width - low_digits) &&
           write(low, level - 1, low_digits);
  }

  std::size_t levels() const { return powers_.levels(); }
  char* position() const { return next_; }

 private:
  static constexpr std::size_t kLeafText = (kLeafChunks + 2) * kLimbBits;

  bool write_leaf(Limbs number, std::size_t width) noexcept {
    std::array<Limb, kLeafChunks + 1> limbs;
    std::array<char, kLeafText> text;
    std::copy(number.begin(), number.end(), limbs.begin());
    BackwardWriter writer(text.data() + text.size());
    std::size_t size = number.size();
    while (size > 1) {
      const Limb chunk = mpn_divrem_1(limbs.data(), 0, limbs.data(), static_cast<long>(size),
                                      powers_.chunk().power);
      writer.put(chunk, radix_, powers_.chunk().digits);
      size = trimmed(limbs.data(), size);
    }
    if (size == 1) writer.put_rest(limbs[0], radix_);
    const char* first = writer.position();
    const auto length = static_cast<std::size_t>(text.data() + text.size() - first);
    if (length < width) next_ = std::fill_n(next_, width - length, '0');
    next_ = std::copy_n(first, length, next_);
    return true;
  }

  Memory& memory_;
  Powers powers_;
  unsigned radix_;
  char* next_;
};

std::size_t write_power_of_two(char* text, Limbs number, unsigned radix) noexcept {
  const auto bits = static_cast<std::size_t>(std::countr_zero(radix));
  const std::size_t length = (bit_length(number) + bits - 1) / bits;
  for (std::size_t digit = 0; digit < length; ++digit) {
    const std::size_t position = digit * bits;
    const std::size_t index = position / kLimbBits;
    const std::size_t shift = position % kLimbBits;
    Limb value = number[index] >> shift;
    if (shift + bits > kLimbBits && index + 1 < number.size()) {
      value |= number[index + 1] << (kLimbBits - shift);
    }
    text[length - 1 - digit] = kDigits[value & (radix - 1)];
  }
  return length;
}

}  // namespace

std::size_t text_room(Limbs number, unsigned radix) noexcept {
  if (number.empty()) return 1;
  // A digit holds at least floor(log2(radix) * 1024) / 1024 bits.
  constexpr std::array<std::uint16_t, 37> kBits1024 = {
      0,    0,    1024, 1623, 2048, 2377, 2647, 2874, 3072, 3246, 3401, 3542, 3671,
      3789, 3898, 4000, 4096, 4185, 4270, 4349, 4425, 4497, 4566, 4632, 4695, 4755,
      4813, 4869, 4922, 4974, 5024, 5072, 5120, 5165, 5209, 5252, 5294};
  const auto bits = static_cast<unsigned __int128>(bit_length(number));
  return static_cast<std::size_t>(bits * 1024 / kBits1024[radix]) + 2;
}

char* write_decimal(char* end, Limb value) noexcept {
  while (value >= 100) {
    end -= 2;
    std::memcpy(end, &kDigitPairs[value % 100 * 2], 2);
    value /= 100;
  }
  if (value < 10) return *--end = static_cast<char>('0' + value), end;
  end -= 2;
  std::memcpy(end, &kDigitPairs[value * 2], 2);
  return end;
}

bool to_text(Memory& memory, char* text, std::size_t* length, Limbs number,
             unsigned radix) noexcept {
  if (number.empty()) {
    text[0] = '0';
    *length = 1;
    return true;
  }
  if (radix == 10 && number.size() == 1) {
    char digits[kDecimalRoom];
    const char* first = write_decimal(digits + kDecimalRoom, number[0]);
    *length = static_cast<std::size_t>(digits + kDecimalRoom - first);
    std::memcpy(text, first, *length);
    return true;
  }
  if (std::has_single_bit(radix)) {
    *length = write_power_of_two(text, number, radix);
    return true;
  }
  TextWriter writer(memory, radix, text);
  if (!writer.prepare(number) || !writer.write(number, writer.levels(), 0)) return false;
  *length = static_cast<std::size_t>(writer.position() - text);
  return true;
}

// ---- Reading ----------------------------------------------------------------------------------

namespace {

using Digits = std::span<const std::uint8_t>;

std::size_t read_power_of_two(Limb* out, Digits digits, unsigned radix) noexcept {
  const auto bits = static_cast<std::size_t>(std::countr_zero(radix));
  const std::size_t size = (digits.size() * bits + kLimbBits - 1) / kLimbBits;
  std::fill_n(out, size, 0);
  std::size_t position = 0;
  for (std::size_t index = digits.size(); index-- > 0; position += bits) {
    const std::size_t shift = position % kLimbBits;
    const Limb value = digits[index];
    out[position / kLimbBits] |= value << shift;
    if (shift + bits > kLimbBits && position / kLimbBits + 1 < size) {
      out[position / kLimbBits + 1] |= value >> (kLimbBits - shift);
    }
  }
  return trimmed(out, size);
}

Limb read_chunk(Digits digits, unsigned radix) noexcept {
  Limb value = 0;
  for (const std::uint8_t digit : digits) value = value * radix + digit;
  return value;
}

// At most kLeafChunks chunks.
std::size_t read_leaf(Limb* out, Digits digits, unsigned radix) noexcept {
  const Chunk& chunk = kChunks[radix];
  std::size_t size = 0;
  std::size_t part = digits.size() % chunk.digits;
  if (part == 0) part = chunk.digits;
  for (std::size_t start = 0; start < digits.size(); start += part, part = chunk.digits) {
    Limb carry = read_chunk(digits.subspan(start, part), radix);
    if (start != 0 && size != 0) {
      const long used = static_cast<long>(size);
      const Limb high = mpn_mul_1(out, out, used, chunk.power);
      carry = high + mpn_add_1(out, out, used, carry);
    }
    if (carry != 0) out[size++] = carry;
  }
  return size;
}

class TextReader {
 public:
  TextReader(Memory& memory, unsigned radix) noexcept
      : memory_(memory), powers_(memory, radix), radix_(radix) {}

  bool prepare(std::size_t digits) noexcept {
    while (powers_.digits(powers_.levels()) < digits) {
      if (!powers_.add_level()) return false;
    }
    return true;
  }
  std::size_t levels() const { return powers_.levels(); }

  // At most powers_.digits(level) digits; `out` has from_text_room() limbs.
  bool read(Limb* out, std::size_t* size, Digits digits, std::size_t level) noexcept {
    while (level > 0 && digits.size() <= powers_.digits(level - 1)) --level;
    if (level == 0) {
      *size = read_leaf(out, digits, radix_);
      return true;
    }
    const std::size_t low_digits = powers_.digits(level - 1);
    const Digits high_part = digits.first(digits.size() - low_digits);
    Number high(memory_, from_text_room(high_part.size(), radix_));
    Number low(memory_, from_text_room(low_digits, radix_));
    if (!high.ok() || !low.ok()) return false;
    return read(high.data(), &high.size, high_part, level - 1) &&
           read(low.data(), &low.size, digits.last(low_digits), level - 1) &&
           join(out, size, high.value(), low.value(), powers_.power(level - 1));
  }

 private:
  bool join(Limb* out, std::size_t* size, Limbs high, Limbs low, Limbs power) noexcept {
    Number product(memory_, high.size() + power.size() + 1);
    if (!product.ok() || !multiply(memory_, product.data(), high, power)) return false;
    product.size = trimmed(product.data(), high.size() + power.size());
    product.size = add(product.data(), product.value(), low);
    std::copy_n(product.data(), product.size, out);
    *size = product.size;
    return true;
  }

  Memory& memory_;
  Powers powers_;
  unsigned radix_;
};

}  // namespace

std::size_t from_text_room(std::size_t digits, unsigned radix) noexcept {
  return digits / kChunks[radix].digits + 2;
}

bool from_text(Memory& memory, Limb* out, std::size_t* size, Digits digits,
               unsigned radix) noexcept {
  while (!digits.empty() && digits.front() == 0) digits = digits.subspan(1);
  if (std::has_single_bit(radix)) {
    *size = read_power_of_two(out, digits, radix);
    return true;
  }
  TextReader reader(memory, radix);
  return reader.prepare(digits.size()) && reader.read(out, size, digits, reader.levels());
}

}  // namespace ouro::limbs
