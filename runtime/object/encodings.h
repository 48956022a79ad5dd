// Encodings: bytes to characters and back, strictly. What is wrong is reported as a position, so
// that the codec layer can call its error handlers and go on from there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/object/text_view.h"

namespace ouro::encodings {

// What stands at the front of some bytes: `bytes` of them are `characters` good characters. Behind
// them is the end, or an error of `error_bytes`, or (not final) the start of a character.
struct DecodeScan {
  std::size_t bytes = 0;
  std::size_t characters = 0;
  char32_t largest = 0;
  std::size_t error_bytes = 0;   // 0: no error
  const char* reason = nullptr;  // as in UnicodeDecodeError
};

enum class Surrogates : std::uint8_t { kRefuse, kPass };
enum class ByteOrder : std::uint8_t { kLittle, kBig };

// `final`: an unfinished character at the end is an error.
DecodeScan scan_utf8(std::string_view bytes, Surrogates surrogates = Surrogates::kRefuse,
                     bool final = true) noexcept;
DecodeScan scan_ascii(std::string_view bytes) noexcept;
DecodeScan scan_utf16(std::string_view bytes, ByteOrder order, Surrogates surrogates,
                      bool final) noexcept;
DecodeScan scan_utf32(std::string_view bytes, ByteOrder order, Surrogates surrogates,
                      bool final) noexcept;

// Decode exactly the good bytes of a scan into characters of `width` bytes (as its largest needs).
void decode_utf8(void* out, std::uint8_t width, std::string_view good) noexcept;
void decode_utf16(void* out, std::uint8_t width, std::string_view good, ByteOrder order) noexcept;
void decode_utf32(void* out, std::uint8_t width, std::string_view good, ByteOrder order) noexcept;

// A byte order mark at the front: its length (0: none), and the order it names.
std::size_t utf16_mark(std::string_view bytes, ByteOrder* order) noexcept;
std::size_t utf32_mark(std::string_view bytes, ByteOrder* order) noexcept;

// The other way: `characters` of the text can be encoded to `bytes`; `error_characters` behind them
// cannot (0: the text ends there). Their reason is the encoding's: see kReason... below.
struct EncodeScan {
  std::size_t characters = 0;
  std::size_t bytes = 0;
  std::size_t error_characters = 0;
};
inline constexpr const char* kReasonSurrogates = "surrogates not allowed";
inline constexpr const char* kReasonLatin1 = "ordinal not in range(256)";
inline constexpr const char* kReasonAscii = "ordinal not in range(128)";

EncodeScan scan_to_utf8(const TextView& text, Surrogates surrogates = Surrogates::kRefuse) noexcept;
EncodeScan scan_to_utf16(const TextView& text, Surrogates surrogates) noexcept;
EncodeScan scan_to_utf32(const TextView& text, Surrogates surrogates) noexcept;
// latin-1 with limit 0x100, ASCII with 0x80: one byte each.
EncodeScan scan_to_bytes(const TextView& text, char32_t limit) noexcept;

// Encode exactly the good characters of a scan. The result is the end.
char* encode_utf8(char* out, const TextView& good) noexcept;
char* encode_utf16(char* out, const TextView& good, ByteOrder order) noexcept;
char* encode_utf32(char* out, const TextView& good, ByteOrder order) noexcept;
char* encode_bytes(char* out, const TextView& good) noexcept;

// Plain helpers of the text types.
bool is_ascii(const void* bytes, std::size_t size) noexcept;
char32_t largest_character(const TextView& text) noexcept;
// Into characters of `width` bytes, which is enough for all of them.
void copy_characters(void* out, std::uint8_t width, const TextView& text) noexcept;
constexpr std::uint8_t width_for(char32_t largest) {
  return largest < 0x100 ? 1 : largest < 0x10000 ? 2 : 4;
}

}  // namespace ouro::encodings
