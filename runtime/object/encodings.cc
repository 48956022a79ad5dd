// Encodings: UTF-8, UTF-16, UTF-32 and the one-byte encodings. ASCII goes eight bytes at a time.
#include "runtime/object/encodings.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace ouro::encodings {

namespace {

using Bytes = const std::uint8_t*;

constexpr char32_t kLast = 0x10ffff;
constexpr char32_t kSurrogateFirst = 0xd800;
constexpr char32_t kLowSurrogateFirst = 0xdc00;
constexpr char32_t kSurrogateLast = 0xdfff;

constexpr bool is_surrogate(char32_t c) { return c >= kSurrogateFirst && c <= kSurrogateLast; }
constexpr bool is_continuation(std::uint8_t byte) { return (byte & 0xc0) == 0x80; }

Bytes as_bytes(std::string_view text) { return reinterpret_cast<Bytes>(text.data()); }

// How many ASCII bytes stand at the front.
std::size_t ascii_length(Bytes bytes, std::size_t size) noexcept {
  constexpr std::uint64_t kHighBits = 0x8080808080808080u;
  std::size_t at = 0;
  for (; at + 8 <= size; at += 8) {
    std::uint64_t word;
    std::memcpy(&word, bytes + at, 8);
    if (const std::uint64_t high = word & kHighBits; high != 0) {
      return at + static_cast<std::size_t>(std::countr_zero(high)) / 8;
    }
  }
  while (at < size && bytes[at] < 0x80) ++at;
  return at;
}

// One step of decoding: a character of `length` bytes, or an error of `length` bytes with a reason,
// or (length 0) the start of a character at the end.
struct Step {
  char32_t character;
  std::size_t length;
  const char* reason;
};

constexpr const char* kInvalidStart = "invalid start byte";
constexpr const char* kInvalidContinuation = "invalid continuation byte";
constexpr const char* kUnexpectedEnd = "unexpected end of data";

constexpr std::size_t utf8_length(std::uint8_t first) {
  if (first < 0xc2 || first > 0xf4) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

// May this byte follow `first`? Refuses overlong forms, surrogates and what is above the last one.
bool good_second(std::uint8_t first, std::uint8_t second, Surrogates surrogates) noexcept {
  if (!is_continuation(second)) return false;
  switch (first) {
    case 0xe0: return second >= 0xa0;
    case 0xed: return second < 0xa0 || surrogates == Surrogates::kPass;
    case 0xf0: return second >= 0x90;
    case 0xf4: return second < 0x90;
    default: return true;
  }
}

// The first byte is not ASCII.
Step step_utf8(Bytes bytes, std::size_t size, Surrogates surrogates) noexcept {
  const std::size_t length = utf8_length(bytes[0]);
  if (length == 0) return {0, 1, kInvalidStart};
  char32_t character = bytes[0] & (0x7fu >> length);
  for (std::size_t index = 1; index < length; ++index) {
    // Half a surrogate is no surrogate: it is refused at its second byte, whatever may pass.
    const bool half = index == 2 && bytes[0] == 0xed && bytes[1] >= 0xa0;
    if (index == size && !half) return {0, 0, kUnexpectedEnd};
    const bool good = index < size && (index == 1 ? good_second(bytes[0], bytes[1], surrogates)
                                                  : is_continuation(bytes[index]));
    if (!good) return {0, half ? 1 : index, kInvalidContinuation};
    character = character << 6 | (bytes[index] & 0x3fu);
  }
  return {character, length, nullptr};
}

// Runs `step` over the bytes until the end or the first error. An unfinished end reaches to the
// last byte.
template <typename TakeStep>
DecodeScan scan_with(std::string_view bytes, bool final, TakeStep take_step) noexcept {
  DecodeScan scan;
  while (scan.bytes < bytes.size()) {
    const std::size_t left = bytes.size() - scan.bytes;
    const Step step = take_step(as_bytes(bytes) + scan.bytes, left, scan);
    if (step.reason != nullptr) {
      if (step.length == 0 && !final) return scan;
      scan.error_bytes = step.length == 0 ? left : step.length;
      scan.reason = step.reason;
      return scan;
    }
    if (step.length == 0) continue;  // it already counted a run by itself
    scan.bytes += step.length;
    ++scan.characters;
    scan.largest = std::max(scan.largest, step.character);
  }
  return scan;
}

}  // namespace

DecodeScan scan_utf8(std::string_view bytes, Surrogates surrogates, bool final) noexcept {
  return scan_with(bytes, final,
                   [surrogates](Bytes at, std::size_t left, DecodeScan& scan) -> Step {
                     if (at[0] >= 0x80) return step_utf8(at, left, surrogates);
                     const std::size_t run = ascii_length(at, left);
                     scan.bytes += run;
                     scan.characters += run;
                     scan.largest = std::max<char32_t>(scan.largest, 0x7f);
                     return {0, 0, nullptr};
                   });
}

DecodeScan scan_ascii(std::string_view bytes) noexcept {
  const std::size_t good = ascii_length(as_bytes(bytes), bytes.size());
  DecodeScan scan{good, good, 0x7f, 0, nullptr};
  if (good == bytes.size()) return scan;
  scan.error_bytes = 1;
  scan.reason = kReasonAscii;
  return scan;
}

namespace {

template <typename Character>
void decode_utf8_as(Character* out, Bytes at, Bytes end) noexcept {
  while (at < end) {
    const std::size_t run = ascii_length(at, static_cast<std::size_t>(end - at));
    out = std::copy(at, at + run, out);
    at += run;
    while (at < end && *at >= 0x80) {
      const Step step = step_utf8(at, static_cast<std::size_t>(end - at), Surrogates::kPass);
      *out++ = static_cast<Character>(step.character);
      at += step.length;
    }
  }
}

// Calls write(pointer of the true type) for an output of this width.
template <typename Write>
void with_width(void* out, std::uint8_t width, Write write) {
  switch (width) {
    case 1: return write(static_cast<std::uint8_t*>(out));
    case 2: return write(static_cast<char16_t*>(out));
    default: return write(static_cast<char32_t*>(out));
  }
}

std::uint32_t load16(Bytes at, ByteOrder order) noexcept {
  return order == ByteOrder::kLittle ? at[0] | at[1] << 8 : at[1] | at[0] << 8;
}

std::uint32_t load32(Bytes at, ByteOrder order) noexcept {
  return order == ByteOrder::kLittle ? load16(at, order) | load16(at + 2, order) << 16
                                     : load16(at + 2, order) | load16(at, order) << 16;
}

char32_t join_surrogates(char32_t high, char32_t low) {
  return 0x10000 + ((high - kSurrogateFirst) << 10) + (low - kLowSurrogateFirst);
}

Step step_utf16(Bytes at, std::size_t left, ByteOrder order, Surrogates surrogates,
                bool final) noexcept {
  if (left < 2) return {0, 0, "truncated data"};
  const char32_t unit = load16(at, order);
  if (!is_surrogate(unit)) return {unit, 2, nullptr};
  const bool pass = surrogates == Surrogates::kPass;
  if (unit >= kLowSurrogateFirst) return {unit, 2, pass ? nullptr : "illegal encoding"};
  if (left < 4) {
    if (pass && final) return {unit, 2, nullptr};
    return {0, 0, kUnexpectedEnd};
  }
  const char32_t low = load16(at + 2, order);
  if (low >= kLowSurrogateFirst && low <= kSurrogateLast)
    return {join_surrogates(unit, low), 4, nullptr};
  return {unit, 2, pass ? nullptr : "illegal UTF-16 surrogate"};
}

Step step_utf32(Bytes at, std::size_t left, ByteOrder order, Surrogates surrogates) noexcept {
  if (left < 4) return {0, 0, "truncated data"};
  const char32_t character = load32(at, order);
  if (character > kLast) return {0, 4, "code point not in range(0x110000)"};
  if (is_surrogate(character) && surrogates == Surrogates::kRefuse) {
    return {0, 4, "code point in surrogate code point range(0xd800, 0xe000)"};
  }
  return {character, 4, nullptr};
}

}  // namespace

void decode_utf8(void* out, std::uint8_t width, std::string_view good) noexcept {
  with_width(out, width, [good](auto* characters) {
    decode_utf8_as(characters, as_bytes(good), as_bytes(good) + good.size());
  });
}

DecodeScan scan_utf16(std::string_view bytes, ByteOrder order, Surrogates surrogates,
                      bool final) noexcept {
  return scan_with(bytes, final, [=](Bytes at, std::size_t left, DecodeScan&) {
    return step_utf16(at, left, order, surrogates, final);
  });
}

DecodeScan scan_utf32(std::string_view bytes, ByteOrder order, Surrogates surrogates,
                      bool final) noexcept {
  return scan_with(bytes, final, [=](Bytes at, std::size_t left, DecodeScan&) {
    return step_utf32(at, left, order, surrogates);
  });
}

void decode_utf16(void* out, std::uint8_t width, std::string_view good, ByteOrder order) noexcept {
  with_width(out, width, [=](auto* characters) {
    for (std::size_t at = 0; at < good.size();) {
      const Step step =
          step_utf16(as_bytes(good) + at, good.size() - at, order, Surrogates::kPass, true);
      *characters++ = static_cast<std::remove_reference_t<decltype(*characters)>>(step.character);
      at += step.length;
    }
  });
}

void decode_utf32(void* out, std::uint8_t width, std::string_view good, ByteOrder order) noexcept {
  with_width(out, width, [=](auto* characters) {
    for (std::size_t at = 0; at < good.size(); at += 4) {
      *characters++ = static_cast<std::remove_reference_t<decltype(*characters)>>(
          load32(as_bytes(good) + at, order));
    }
  });
}

std::size_t utf16_mark(std::string_view bytes, ByteOrder* order) noexcept {
  const bool little = bytes.starts_with("\xff\xfe");
  if (!little && !bytes.starts_with("\xfe\xff")) return 0;
  *order = little ? ByteOrder::kLittle : ByteOrder::kBig;
  return 2;
}

std::size_t utf32_mark(std::string_view bytes, ByteOrder* order) noexcept {
  constexpr std::string_view kLittleMark("\xff\xfe\0\0", 4);
  constexpr std::string_view kBigMark("\0\0\xfe\xff", 4);
  const bool little = bytes.starts_with(kLittleMark);
  if (!little && !bytes.starts_with(kBigMark)) return 0;
  *order = little ? ByteOrder::kLittle : ByteOrder::kBig;
  return 4;
}

// ---- Encoding ---------------------------------------------------------------------------------

namespace {

constexpr std::size_t utf8_bytes(char32_t character) {
  return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
}

// `bytes_of` gives the bytes of a character; those for which `refused` is true form the error.
template <typename BytesOf, typename Refused>
EncodeScan scan_encoding(const TextView& text, BytesOf bytes_of, Refused refused) noexcept {
  return visit_text(text, [&](auto characters) {
    EncodeScan scan;
    std::size_t at = 0;
    for (; at < text.length && !refused(characters[at]); ++at)
      scan.bytes += bytes_of(characters[at]);
    scan.characters = at;
    while (at < text.length && refused(characters[at])) ++at;
    scan.error_characters = at - scan.characters;
    return scan;
  });
}

template <typename BytesOf>
EncodeScan scan_unicode(const TextView& text, Surrogates surrogates, BytesOf bytes_of) noexcept {
  if (text.width == 1 || surrogates == Surrogates::kPass) {
    return scan_encoding(text, bytes_of, [](char32_t) { return false; });
  }
  return scan_encoding(text, bytes_of, is_surrogate);
}

char* put_utf8(char* out, char32_t character) noexcept {
  constexpr std::uint8_t kFirst[] = {0, 0, 0xc0, 0xe0, 0xf0};
  const std::size_t size = utf8_bytes(character);
  for (std::size_t index = size; index-- > 1;) {
    out[index] = static_cast<char>(0x80 | (character & 0x3f));
    character >>= 6;
  }
  out[0] = static_cast<char>(kFirst[size] | character);
  return out + size;
}

char* put16(char* out, char32_t unit, ByteOrder order) noexcept {
  const bool little = order == ByteOrder::kLittle;
  out[0] = static_cast<char>(little ? unit : unit >> 8);
  out[1] = static_cast<char>(little ? unit >> 8 : unit);
  return out + 2;
}

char* put_utf16(char* out, char32_t character, ByteOrder order) noexcept {
  if (character < 0x10000) return put16(out, character, order);
  const char32_t rest = character - 0x10000;
  out = put16(out, kSurrogateFirst + (rest >> 10), order);
  return put16(out, kLowSurrogateFirst + (rest & 0x3ff), order);
}

char* put_utf32(char* out, char32_t character, ByteOrder order) noexcept {
  const bool little = order == ByteOrder::kLittle;
  out = put16(out, little ? character & 0xffff : character >> 16, order);
  return put16(out, little ? character >> 16 : character & 0xffff, order);
}

template <typename Put>
char* encode_with(char* out, const TextView& text, Put put) noexcept {
  return visit_text(text, [&](auto characters) {
    for (std::size_t at = 0; at < text.length; ++at) out = put(out, characters[at]);
    return out;
  });
}

}  // namespace

EncodeScan scan_to_utf8(const TextView& text, Surrogates surrogates) noexcept {
  if (text.width == 1 && is_ascii(text.data, text.length)) return {text.length, text.length, 0};
  return scan_unicode(text, surrogates, utf8_bytes);
}

EncodeScan scan_to_utf16(const TextView& text, Surrogates surrogates) noexcept {
  return scan_unicode(text, surrogates, [](char32_t character) -> std::size_t {
    return character < 0x10000 ? 2 : 4;
  });
}

EncodeScan scan_to_utf32(const TextView& text, Surrogates surrogates) noexcept {
  return scan_unicode(text, surrogates, [](char32_t) -> std::size_t { return 4; });
}

EncodeScan scan_to_bytes(const TextView& text, char32_t limit) noexcept {
  return scan_encoding(
      text, [](char32_t) -> std::size_t { return 1; },
      [limit](char32_t character) { return character >= limit; });
}

char* encode_utf8(char* out, const TextView& good) noexcept {
  if (good.width == 1 && is_ascii(good.data, good.length)) return encode_bytes(out, good);
  return encode_with(out, good, put_utf8);
}

char* encode_utf16(char* out, const TextView& good, ByteOrder order) noexcept {
  return encode_with(out, good, [order](char* at, char32_t c) { return put_utf16(at, c, order); });
}

char* encode_utf32(char* out, const TextView& good, ByteOrder order) noexcept {
  return encode_with(out, good, [order](char* at, char32_t c) { return put_utf32(at, c, order); });
}

char* encode_bytes(char* out, const TextView& good) noexcept {
  copy_characters(out, 1, good);
  return out + good.length;
}

// ---- Helpers ----------------------------------------------------------------------------------

bool is_ascii(const void* bytes, std::size_t size) noexcept {
  return ascii_length(static_cast<Bytes>(bytes), size) == size;
}

char32_t largest_character(const TextView& text) noexcept {
  return visit_text(text, [&](auto characters) {
    char32_t largest = 0;
    for (std::size_t at = 0; at < text.length; ++at) {
      largest = std::max<char32_t>(largest, characters[at]);
    }
    return largest;
  });
}

void copy_characters(void* out, std::uint8_t width, const TextView& text) noexcept {
  if (text.length == 0) return;
  if (width == text.width) {
    std::memcpy(out, text.data, text.length * width);
    return;
  }
  with_width(out, width, [&text](auto* target) {
    visit_text(text, [&](auto characters) {
      std::transform(characters, characters + text.length, target, [](auto character) {
        return static_cast<std::remove_reference_t<decltype(*target)>>(character);
      });
    });
  });
}

}  // namespace ouro::encodings
