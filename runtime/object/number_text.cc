// NumberText: reading digits of any script.
#include "runtime/object/number_text.h"

#include "runtime/object/unicode.h"

namespace ouro {

namespace {

char plain(char32_t character) noexcept {
  if (character < 0x7f) return static_cast<char>(character);
  if (unicode::is_space(character)) return ' ';
  const int digit = unicode::decimal_value(character);
  return digit < 0 ? '?' : static_cast<char>('0' + digit);
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

NumberText::NumberText(Memory& memory, const Str* text) noexcept
    : memory_(memory), data_(text->ascii_view().data()), length_(text->length) {
  if (text->ascii) return;
  auto* out = static_cast<char*>(memory.allocate(length_));
  data_ = out;
  if (out == nullptr) return;
  owned_ = true;
  for (std::size_t index = 0; index < length_; ++index) out[index] = plain(text->at(index));
}

NumberText::~NumberText() {
  if (owned_) memory_.release(const_cast<char*>(data_), length_);
}

bool remove_underscores(char* out, std::size_t* length, std::string_view text) noexcept {
  char previous = 0;
  char* end = out;
  for (const char c : text) {
    if (c == '_' ? !is_digit(previous) : previous == '_' && !is_digit(c)) return false;
    if (c != '_') *end++ = c;
    previous = c;
  }
  *length = static_cast<std::size_t>(end - out);
  return previous != '_';
}

}  // namespace ouro
