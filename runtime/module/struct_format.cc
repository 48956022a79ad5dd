// struct_format: one table of letters; everything else follows from a letter's kind and size.
#include "runtime/module/struct_format.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/int_view.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro::structs {

namespace {

struct Letter {
  char letter;
  Kind kind;
  std::uint8_t native_size;    // its alignment too
  std::uint8_t standard_size;  // 0: only native
};

constexpr Letter kLetters[] = {
    {'x', Kind::kPadding, 1, 1},   {'b', Kind::kSigned, 1, 1},   {'B', Kind::kUnsigned, 1, 1},
    {'c', Kind::kCharacter, 1, 1}, {'s', Kind::kBytes, 1, 1},    {'p', Kind::kPascal, 1, 1},
    {'h', Kind::kSigned, 2, 2},    {'H', Kind::kUnsigned, 2, 2}, {'i', Kind::kSigned, 4, 4},
    {'I', Kind::kUnsigned, 4, 4},  {'l', Kind::kSigned, 8, 4},   {'L', Kind::kUnsigned, 8, 4},
    {'n', Kind::kSigned, 8, 0},    {'N', Kind::kUnsigned, 8, 0}, {'q', Kind::kSigned, 8, 8},
    {'Q', Kind::kUnsigned, 8, 8},  {'?', Kind::kBool, 1, 1},     {'e', Kind::kFloat, 2, 2},
    {'f', Kind::kFloat, 4, 4},     {'d', Kind::kFloat, 8, 8},    {'P', Kind::kPointer, 8, 0},
};

const Letter* find_letter(char letter, bool native) noexcept {
  for (const Letter& known : kLetters) {
    if (known.letter == letter) return native || known.standard_size != 0 ? &known : nullptr;
  }
  return nullptr;
}

enum class Problem : std::uint8_t { kNone, kBadLetter, kNoLetter, kTooLong };

constexpr std::size_t kMostBytes = PTRDIFF_MAX;

constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Goes through a format letter by letter.
class FormatReader {
 public:
  explicit FormatReader(std::string_view format) noexcept : format_(format) {
    if (format_.empty()) return;
    switch (format_[0]) {
      case '<': order(false, false); break;
      case '>':
      case '!': order(true, false); break;
      case '=': order(false, false); break;
      case '@': order(false, true); break;
      default: break;
    }
  }

  // False: the end, or a problem.
  bool next(Item* item) noexcept {
    while (at_ < format_.size() && is_space(format_[at_])) ++at_;
    if (at_ == format_.size()) return false;
    std::size_t repeat = 1;
    if (is_digit(format_[at_]) && !read_count(&repeat)) return false;
    const Letter* letter = find_letter(format_[at_++], native_);
    if (letter == nullptr) return stop(Problem::kBadLetter);
    return place(*letter, repeat, item);
  }

  Problem problem() const { return problem_; }
  std::size_t size() const { return size_; }

 private:
  static_assert(std::endian::native == std::endian::little);

  void order(bool big, bool native) noexcept {
    big_ = big;
    native_ = native;
    at_ = 1;
  }

  bool stop(Problem problem) noexcept {
    problem_ = problem;
    return false;
  }

  bool read_count(std::size_t* count) noexcept {
    *count = 0;
    for (; at_ < format_.size() && is_digit(format_[at_]); ++at_) {
      const auto digit = static_cast<std::size_t>(format_[at_] - '0');
      if (*count > (kMostBytes - digit) / 10) return stop(Problem::kTooLong);
      *count = *count * 10 + digit;
    }
    return at_ < format_.size() || stop(Problem::kNoLetter);
  }

  bool place(const Letter& letter, std::size_t repeat, Item* item) noexcept {
    const std::size_t size = native_ ? letter.native_size : letter.standard_size;
    if (native_) {
      const std::size_t aligned = (size_ + size - 1) / size * size;
      if (aligned > kMostBytes) return stop(Problem::kTooLong);
      size_ = aligned;
    }
    if (repeat > (kMostBytes - size_) / size) return stop(Problem::kTooLong);
    const bool whole = letter.kind == Kind::kBytes || letter.kind == Kind::kPascal;
    const bool padding = letter.kind == Kind::kPadding;
    *item = {size_,       whole ? repeat : size, whole ? 1 : padding ? 0 : repeat,
             letter.kind, letter.letter,         big_,
             native_};
    size_ += repeat * size;
    return true;
  }

  std::string_view format_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  bool big_ = false;
  bool native_ = true;
  Problem problem_ = Problem::kNone;
};

}  // namespace

Failure raise_class(Thread& thread, Type* error, std::string_view format,
                    const FormatArgument* arguments, std::size_t count) {
  Ref<Str> text(TRY(format_message(thread, format, arguments, count)));
  Ref<> made(TRY(call(thread, error, text)));
  return raise_object(thread, static_cast<Exception*>(made.get()));
}

Result<Layout> measure(Thread& thread, Type* error, std::string_view format) {
  if (format.find('\0') != std::string_view::npos) {
    return raise_error(thread, error, "embedded null character");
  }
  constexpr const char* kMessages[] = {nullptr, "bad char in struct format",
                                       "repeat count given without format specifier",
                                       "total struct size too long"};
  FormatReader reader(format);
  Layout layout;
  for (Item item; reader.next(&item);) {
    ++layout.items;
    layout.values += item.repeat;
  }
  if (reader.problem() != Problem::kNone) {
    return raise_error(thread, error, kMessages[static_cast<std::size_t>(reader.problem())]);
  }
  layout.size = reader.size();
  return layout;
}

void fill(std::string_view format, Item* items) noexcept {
  FormatReader reader(format);
  while (reader.next(items)) ++items;
}

// ---- Whole numbers ----------------------------------------------------------------------------

namespace {

void store(const Item& item, std::uint8_t* out, std::uint64_t bits) noexcept {
  for (std::size_t index = 0; index < item.size; ++index) {
    const std::size_t place = item.big ? item.size - 1 - index : index;
    out[place] = static_cast<std::uint8_t>(bits >> (8 * index));
  }
}

std::uint64_t load(const Item& item, const std::uint8_t* data) noexcept {
  std::uint64_t bits = 0;
  for (std::size_t index = 0; index < item.size; ++index) {
    const std::size_t place = item.big ? item.size - 1 - index : index;
    bits |= std::uint64_t{data[place]} << (8 * index);
  }
  return bits;
}

Failure raise_range(Thread& thread, Type* error, const Item& item, std::int64_t least,
                    std::uint64_t most) {
  struct Name {
    char letter;
    const char* name;
  };
  constexpr Name kNames[] = {{'b', "byte"}, {'B', "ubyte"}, {'h', "short"}, {'H', "ushort"}};
  const bool named = item.size == 1 || !item.big;
  for (const Name& name : kNames) {
    if (!named || name.letter != item.letter) continue;
    return raise_error(thread, error, "{} format requires {} <= number <= {}", name.name, least,
                       most);
  }
  return raise_error(thread, error, "'{}' format requires {} <= number <= {}", item.letter, least,
                     most);
}

// What does not even fit into the widest C type of its kind.
Failure raise_too_wide(Thread& thread, Type* error, const Item& item) {
  const bool converted = item.kind == Kind::kPointer || (item.big && item.size == 8);
  return raise_error(thread, error,
                     converted ? "int too large to convert" : "argument out of range");
}

// A value of an int, as it comes out of C's widest types.
struct WideInt {
  std::uint64_t bits;
  bool negative;
  bool fits_signed;
  bool fits_unsigned;
};

WideInt widen(const Int* number) noexcept {
  const IntView view(number);
  const std::uint64_t bits = view.zero() ? 0 : view.magnitude()[0];
  return {view.negative() ? 0 - bits : bits, view.negative(), number->compact(),
          !view.negative() && view.magnitude().size() <= 1};
}

Status pack_signed(Thread& thread, Type* error, const Item& item, std::uint8_t* out,
                   const WideInt& number) {
  if (!number.fits_signed) return raise_too_wide(thread, error, item);
  const auto most = static_cast<std::int64_t>((std::uint64_t{1} << (8 * item.size - 1)) - 1);
  const auto value = static_cast<std::int64_t>(number.bits);
  if (value < -most - 1 || value > most) {
    return raise_range(thread, error, item, -most - 1, static_cast<std::uint64_t>(most));
  }
  store(item, out, number.bits);
  return done;
}

Status pack_unsigned(Thread& thread, Type* error, const Item& item, std::uint8_t* out,
                     const WideInt& number) {
  // Small native types go through a signed C type, so that their negative numbers are out of range.
  const bool through_signed = item.size == 1 || (item.size == 2 && !item.big);
  const bool wide = through_signed ? !number.fits_signed : !number.fits_unsigned;
  if (wide) return raise_too_wide(thread, error, item);
  const std::uint64_t most = ~std::uint64_t{0} >> (64 - 8 * item.size);
  if (number.negative || number.bits > most) return raise_range(thread, error, item, 0, most);
  store(item, out, number.bits);
  return done;
}

Status pack_pointer(Thread& thread, Type* error, const Item& item, std::uint8_t* out,
                    const WideInt& number) {
  if (!number.fits_signed && !number.fits_unsigned) return raise_too_wide(thread, error, item);
  store(item, out, number.bits);
  return done;
}

Status pack_number(Thread& thread, Type* error, const Item& item, std::uint8_t* out,
                   Object* value) {
  if (!is_int(value) && !has_index(value)) {
    return raise_error(thread, error, "required argument is not an integer");
  }
  Ref<> index(TRY(to_index(thread, value)));
  const WideInt number = widen(as_int(index.get()));
  switch (item.kind) {
    case Kind::kSigned: return pack_signed(thread, error, item, out, number);
    case Kind::kUnsigned: return pack_unsigned(thread, error, item, out, number);
    default: return pack_pointer(thread, error, item, out, number);
  }
}

// ---- Floats -----------------------------------------------------------------------------------

constexpr std::uint64_t kHalfInfinity = 0x7c00;

// A double as an IEEE half, rounded half to even; false: too large.
bool to_half(double value, std::uint64_t* bits) noexcept {
  const std::uint64_t sign = std::signbit(value) ? 0x8000u : 0;
  const double size = std::fabs(value);
  if (std::isnan(value)) return *bits = sign | 0x7e00, true;
  if (std::isinf(value)) return *bits = sign | kHalfInfinity, true;
  constexpr int kSmallestExponent = -14;
  int exponent = 0;
  std::frexp(size, &exponent);
  // A normal half is 1.xxxxxxxxxx * 2 ** (exponent - 1); below the smallest one the step stays.
  const int scale = std::max(exponent - 1, kSmallestExponent);
  const double steps = std::nearbyint(std::ldexp(size, 10 - scale));
  auto half = static_cast<std::uint64_t>(steps);
  if (size != 0) half += static_cast<std::uint64_t>(scale - kSmallestExponent) << 10;
  *bits = sign | half;
  return half < kHalfInfinity;
}

double from_half(std::uint64_t bits) noexcept {
  const auto exponent = static_cast<int>(bits >> 10 & 0x1f);
  const auto fraction = static_cast<double>(bits & 0x3ff);
  double value = 0;
  if (exponent == 0x1f) {
    value = fraction == 0 ? std::numeric_limits<double>::infinity()
                          : std::numeric_limits<double>::quiet_NaN();
  } else {
    value = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -value : value;
}

Failure raise_float_range(Thread& thread, char letter) {
  return raise(thread, TypeId::kOverflowError, "float too large to pack with {} format", letter);
}

Status pack_float(Thread& thread, Type* error, const Item& item, std::uint8_t* out,
                  Object* object) {
  const Result<double> converted = to_double(thread, object);
  if (!converted.ok()) {
    if (!pending_matches(thread, TypeId::kTypeError)) return failure;
    clear_pending(thread);
    return raise_error(thread, error, "required argument is not a float");
  }
  const double value = converted.value();
  std::uint64_t bits = std::bit_cast<std::uint64_t>(value);
  if (item.size == 2 && !to_half(value, &bits)) return raise_float_range(thread, item.letter);
  if (item.size == 4) {
    const auto narrow = static_cast<float>(value);
    if (!item.native && std::isinf(narrow) && !std::isinf(value)) {
      return raise_float_range(thread, item.letter);
    }
    bits = std::bit_cast<std::uint32_t>(narrow);
  }
  store(item, out, bits);
  return done;
}

double read_float(const Item& item, std::uint64_t bits) noexcept {
  if (item.size == 2) return from_half(bits);
  if (item.size == 4) return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
  return std::bit_cast<double>(bits);
}

// ---- Bytes ------------------------------------------------------------------------------------

bool octets_of(Thread& thread, Object* value, std::string_view* octets) {
  if (is_bytes(value)) {
    *octets = static_cast<Bytes*>(value)->view();
    return true;
  }
  if (!is_instance_of(value, type_of(thread, TypeId::kByteArray))) return false;
  const auto* bytes = static_cast<ByteArray*>(value);
  *octets = {reinterpret_cast<const char*>(bytes->data), bytes->length};
  return true;
}

Status pack_bytes(Thread& thread, Type* error, const Item& item, std::uint8_t* out, Object* value) {
  constexpr std::size_t kLongestPascal = 255;
  std::string_view octets;
  if (!octets_of(thread, value, &octets)) {
    return raise_error(thread, error, "argument for '{}' must be a bytes object", item.letter);
  }
  if (item.kind == Kind::kBytes) {
    std::copy_n(octets.begin(), std::min(octets.size(), item.size), out);
  } else if (item.size > 0) {
    const std::size_t length = std::min(octets.size(), item.size - 1);
    std::copy_n(octets.begin(), length, out + 1);
    out[0] = static_cast<std::uint8_t>(std::min(length, kLongestPascal));
  }
  return done;
}

Status pack_character(Thread& thread, Type* error, std::uint8_t* out, Object* value) {
  if (!is_bytes(value) || static_cast<Bytes*>(value)->length != 1) {
    return raise_error(thread, error, "char format requires a bytes object of length 1");
  }
  out[0] = static_cast<Bytes*>(value)->data()[0];
  return done;
}

Result<Object*> unpack_pascal(Thread& thread, const Item& item, const std::uint8_t* data) {
  if (item.size == 0) return make_bytes(thread.interpreter(), data, 0);
  const std::size_t length = std::min<std::size_t>(data[0], item.size - 1);
  return make_bytes(thread.interpreter(), data + 1, length);
}

std::int64_t extend_sign(const Item& item, std::uint64_t bits) noexcept {
  const auto unused = static_cast<int>(64 - 8 * item.size);
  return static_cast<std::int64_t>(bits << unused) >> unused;
}

}  // namespace

Status pack(Thread& thread, Type* error, const Item& item, std::uint8_t* out, Object* value) {
  switch (item.kind) {
    case Kind::kSigned:
    case Kind::kUnsigned:
    case Kind::kPointer: return pack_number(thread, error, item, out, value);
    case Kind::kFloat: return pack_float(thread, error, item, out, value);
    case Kind::kBool: out[0] = TRY(is_true(thread, value)) ? 1 : 0; return done;
    case Kind::kCharacter: return pack_character(thread, error, out, value);
    case Kind::kBytes:
    case Kind::kPascal: return pack_bytes(thread, error, item, out, value);
    case Kind::kPadding: break;
  }
  return done;
}

Result<Object*> unpack(Thread& thread, const Item& item, const std::uint8_t* data) {
  Interpreter& interpreter = thread.interpreter();
  switch (item.kind) {
    case Kind::kSigned: return make_int(interpreter, extend_sign(item, load(item, data)));
    case Kind::kUnsigned:
    case Kind::kPointer: return make_int_unsigned(interpreter, load(item, data));
    case Kind::kFloat: return make_float(interpreter, read_float(item, load(item, data)));
    case Kind::kBool: return new_boolean(thread, data[0] != 0);
    case Kind::kPascal: return unpack_pascal(thread, item, data);
    default: return make_bytes(interpreter, data, item.size);
  }
}

}  // namespace ouro::structs
