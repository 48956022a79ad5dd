// Escaping: decodes strictly, keeps what is harmless, and replaces broken bytes by U+FFFD.
#include "leakcheck/report/escape.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace ouro::leakcheck {
namespace {

using std::string_view;

constexpr string_view kReplacement = "\xef\xbf\xbd";

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

constexpr auto kDropped = std::to_array<Range>({{0x00, 0x08},
                                                {0x0b, 0x1f},
                                                {0x7f, 0x9f},
                                                {0x061c, 0x061c},
                                                {0x200e, 0x200f},
                                                {0x202a, 0x202e},
                                                {0x2066, 0x2069},
                                                {0xfffe, 0xffff}});

struct Decoded {
  std::uint32_t code = 0;
  std::size_t bytes = 0;  // 0: broken
};

// The length of a sequence, its first code that needs this length, and the bits of its first byte.
struct Form {
  unsigned char mask, mark;
  std::size_t bytes;
  std::uint32_t least;
};

constexpr auto kForms = std::to_array<Form>(
    {{0x80, 0x00, 1, 0}, {0xe0, 0xc0, 2, 0x80}, {0xf0, 0xe0, 3, 0x800}, {0xf8, 0xf0, 4, 0x10000}});

Decoded decode(string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  for (const Form& form : kForms) {
    if ((first & form.mask) != form.mark) continue;
    if (text.size() < form.bytes) return {};
    std::uint32_t code = first & static_cast<unsigned char>(~form.mask);
    for (std::size_t index = 1; index < form.bytes; ++index) {
      const auto byte = static_cast<unsigned char>(text[index]);
      if ((byte & 0xc0) != 0x80) return {};
      code = code << 6 | (byte & 0x3fu);
    }
    const bool valid = code >= form.least && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return valid ? Decoded{code, form.bytes} : Decoded{};
  }
  return {};
}

bool is_dropped(std::uint32_t code) {
  return std::ranges::any_of(
      kDropped, [code](Range range) { return code >= range.first && code <= range.last; });
}

constexpr auto kEntities = std::to_array<std::pair<char, string_view>>(
    {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}});

}  // namespace

std::string cleaned(string_view text) {
  std::string result;
  while (!text.empty()) {
    const Decoded decoded = decode(text);
    const std::size_t bytes = std::max<std::size_t>(decoded.bytes, 1);
    if (decoded.bytes == 0) {
      result += kReplacement;
    } else if (!is_dropped(decoded.code)) {
      result += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return result;
}

std::string cleaned_line(string_view text) {
  std::string line = cleaned(text);
  std::ranges::replace(line, '\n', ' ');
  std::ranges::replace(line, '\t', ' ');
  return line;
}

std::string escaped(string_view text) {
  std::string result;
  for (const char byte : cleaned(text)) {
    const auto* found = std::ranges::find(kEntities, byte, &std::pair<char, string_view>::first);
    result += found == kEntities.end() ? string_view(&byte, 1) : found->second;
  }
  return result;
}

}  // namespace ouro::leakcheck
