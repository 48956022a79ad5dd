// binascii: base64.
#include <array>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/binascii.h"
#include "runtime/module/interpreters.h"
#include "runtime/object/protocol.h"

namespace ouro::binascii {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kPad = '=';
constexpr std::uint8_t kNoDigit = 64;

constexpr auto kDigits = [] {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (std::uint8_t value = 0; value < kAlphabet.size(); ++value) {
    digits[static_cast<std::uint8_t>(kAlphabet[value])] = value;
  }
  return digits;
}();

// Reads letters one after another; a message of step() or end() is an error.
class Reader {
 public:
  Reader(std::uint8_t* out, bool strict) : begin_(out), out_(out), strict_(strict) {}

  bool ended() const { return ended_; }
  std::size_t size() const { return static_cast<std::size_t>(out_ - begin_); }
  std::size_t digits() const { return size() / 3 * 4 + 1; }
  bool lone_digit() const { return !ended_ && place_ == 1; }

  const char* step(std::uint8_t letter, bool last) {
    if (letter == kPad) return pad(last);
    const std::uint8_t digit = kDigits[letter];
    if (digit == kNoDigit) return strict_ ? "Only base64 data is allowed" : nullptr;
    if (strict_ && padded_) return "Discontinuous padding not allowed";
    pads_ = 0;
    put(digit);
    return nullptr;
  }

  const char* end() const { return ended_ || place_ == 0 ? nullptr : "Incorrect padding"; }

 private:
  const char* pad(bool last) {
    padded_ = true;
    if (place_ < 2 || place_ + ++pads_ < 4) return nullptr;
    ended_ = true;
    return strict_ && !last ? "Excess data after padding" : nullptr;
  }

  void put(std::uint32_t digit) {
    bits_ = (bits_ << 6 | digit) & 0xfff;
    if (place_ > 0) *out_++ = static_cast<std::uint8_t>(bits_ >> (6 - 2 * place_));
    place_ = (place_ + 1) % 4;
  }

  std::uint8_t* begin_;
  std::uint8_t* out_;
  std::uint32_t bits_ = 0;
  unsigned place_ = 0;  // of the next digit in its group of four
  unsigned pads_ = 0;
  bool strict_;
  bool padded_ = false;
  bool ended_ = false;
};

}  // namespace

Result<Object*> from_base64(Thread& thread, Object* module, Object* const* arguments) {
  const bool strict = arguments[1] != nullptr && TRY(is_true(thread, arguments[1]));
  Letters letters(thread);
  TRY(letters.take(arguments[0]));
  const auto [data, length] = letters.octets();
  Type* error = module_state<State>(module).error;
  if (strict && length > 0 && data[0] == kPad)
    return raise_class(thread, error, "Leading padding not allowed");
  Ref<Bytes> room(TRY(make_bytes_for(thread.interpreter(), (length + 3) / 4 * 3)));
  Reader reader(room->data(), strict);
  for (std::size_t at = 0; at < length && !reader.ended(); ++at) {
    if (const char* message = reader.step(data[at], at + 1 == length))
      return raise_class(thread, error, message);
  }
  if (reader.lone_digit())
    return raise_class(thread, error,
                       "Invalid base64-encoded string: number of data characters ({}) cannot be 1 "
                       "more than a multiple of 4",
                       reader.digits());
  if (const char* message = reader.end()) return raise_class(thread, error, message);
  return make_bytes(thread.interpreter(), room->data(), reader.size());
}

Result<Object*> to_base64(Thread& thread, Object*, Object* const* arguments) {
  const bool newline = arguments[1] == nullptr || TRY(is_true(thread, arguments[1]));
  HeldBuffer held(thread);
  TRY(held.take(arguments[0]));
  const auto [data, length] = held.octets();
  const std::size_t groups = (length + 2) / 3;
  Ref<Bytes> result(TRY(make_bytes_for(thread.interpreter(), groups * 4 + newline)));
  std::uint8_t* out = result->data();
  for (std::size_t at = 0; at < length; at += 3) {
    const std::size_t given = std::min<std::size_t>(3, length - at);
    std::uint32_t bits = 0;
    for (std::size_t index = 0; index < 3; ++index) {
      bits = bits << 8 | (index < given ? data[at + index] : 0);
    }
    for (std::size_t index = 0; index < 4; ++index) {
      const std::uint32_t digit = bits >> (18 - 6 * index) & 63;
      *out++ = index <= given ? static_cast<std::uint8_t>(kAlphabet[digit]) : kPad;
    }
  }
  if (newline) *out = '\n';
  return result.take();
}

}  // namespace ouro::binascii
