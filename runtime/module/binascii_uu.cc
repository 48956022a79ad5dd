// binascii: lines of uuencoded files.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/binascii.h"
#include "runtime/module/interpreters.h"
#include "runtime/object/protocol.h"

namespace ouro::binascii {
namespace {

constexpr std::size_t kLineMax = 45;

bool is_line_end(std::uint8_t letter) { return letter == '\n' || letter == '\r'; }

// A backquote stands for a space.
bool is_padding(std::uint8_t letter) {
  return letter == ' ' || letter == ' ' + 64 || is_line_end(letter);
}

std::uint8_t letter_of(std::uint32_t digit, bool backquote) {
  return static_cast<std::uint8_t>(digit == 0 && backquote ? '`' : digit + ' ');
}

}  // namespace

// The line says its length; what spaces at its end were lost is read as zeros.
Result<Object*> from_uu(Thread& thread, Object* module, Object* const* arguments) {
  Letters letters(thread);
  TRY(letters.take(arguments[0]));
  const auto [data, length] = letters.octets();
  Type* error = module_state<State>(module).error;
  const std::size_t wanted = ((length == 0 ? 0u : data[0]) - ' ') & 63u;
  Ref<Bytes> result(TRY(make_bytes_for(thread.interpreter(), wanted)));
  std::size_t at = 1;
  std::uint32_t bits = 0;
  unsigned left = 0;
  for (std::size_t done_bytes = 0; done_bytes < wanted; ++at) {
    const bool gone = at >= length || is_line_end(data[at]);
    if (!gone && (data[at] < ' ' || data[at] > ' ' + 64))
      return raise_class(thread, error, "Illegal char");
    bits = (bits << 6 | (gone ? 0 : (data[at] - ' ') & 63u)) & 0xffff;
    left += 6;
    if (left < 8) continue;
    left -= 8;
    result->data()[done_bytes++] = static_cast<std::uint8_t>(bits >> left);
  }
  for (; at < length; ++at) {
    if (!is_padding(data[at])) return raise_class(thread, error, "Trailing garbage");
  }
  return result.take();
}

Result<Object*> to_uu(Thread& thread, Object* module, Object* const* arguments) {
  const bool backquote = arguments[1] != nullptr && TRY(is_true(thread, arguments[1]));
  HeldBuffer held(thread);
  TRY(held.take(arguments[0]));
  const auto [data, length] = held.octets();
  if (length > kLineMax)
    return raise_class(thread, module_state<State>(module).error, "At most 45 bytes at once");
  Ref<Bytes> result(TRY(make_bytes_for(thread.interpreter(), 2 + (length + 2) / 3 * 4)));
  std::uint8_t* out = result->data();
  *out++ = letter_of(static_cast<std::uint32_t>(length), backquote);
  for (std::size_t at = 0; at < length; at += 3) {
    std::uint32_t bits = 0;
    for (std::size_t index = at; index < at + 3; ++index) {
      bits = bits << 8 | (index < length ? data[index] : 0);
    }
    for (int shift = 18; shift >= 0; shift -= 6) *out++ = letter_of(bits >> shift & 63, backquote);
  }
  *out = '\n';
  return result.take();
}

}  // namespace ouro::binascii
