// str_kernel: reaching the characters of a Str in their own width. For the files that implement
// text.
#pragma once

#include <type_traits>

#include "runtime/object/str.h"
#include "runtime/object/text_view.h"

namespace ouro {

// visit(characters) with std::uint8_t*, char16_t* or char32_t*, const as the Str is.
template <typename Text, typename Visit>
decltype(auto) with_characters(Text* text, Visit visit) {
  constexpr bool kConst = std::is_const_v<Text>;
  switch (text->width) {
    case 1:
      return visit(
          static_cast<std::conditional_t<kConst, const std::uint8_t, std::uint8_t>*>(text->data()));
    case 2:
      return visit(
          static_cast<std::conditional_t<kConst, const char16_t, char16_t>*>(text->data()));
    default:
      return visit(
          static_cast<std::conditional_t<kConst, const char32_t, char32_t>*>(text->data()));
  }
}

inline TextView view_of(const Str* text) { return {text->data(), text->length, text->width}; }

// A character that stands for the width of a whole text: the bound of what it contains.
inline char32_t bound_of(const Str* text) {
  return text->ascii ? 0x7f : text->width == 1 ? 0xff : text->width == 2 ? 0xffff : 0x10ffff;
}

// A text that was filled at a width that may be too large: makes it canonical. Adopts it.
Result<Str*> settle(Interpreter&, Str* owned);

// Exactly a str, even if `text` is of a subclass.
inline Result<Str*> plain_str(Interpreter& interpreter, Str* text) {
  return str_slice(interpreter, text, 0, text->length);
}

Result<Str*> str_repeat(Interpreter&, Str* text, std::size_t times);

// Builds a text in two passes: run(put) is called twice and puts the same characters both times.
template <typename Run>
Result<Str*> build_str(Interpreter& interpreter, Run run) {
  std::size_t length = 0;
  char32_t bits = 0, first = 0;
  run([&](char32_t character) {
    if (length++ == 0) first = character;
    bits |= character;
  });
  if (length == 1) return make_character(interpreter, first);
  // The highest bit decides the width, so the union of all bits will do.
  Str* text = TRY(make_str_for(interpreter, length, bits > 0x10ffff ? 0x10ffff : bits));
  if (length == 0) return text;
  with_characters(text, [&](auto* out) {
    using Character = std::remove_reference_t<decltype(*out)>;
    run([&](char32_t character) { *out++ = static_cast<Character>(character); });
  });
  return text;
}

// The target is wide enough.
void copy_characters(Str* target, std::size_t at, const Str* source, std::size_t start,
                     std::size_t count);

// At least as large as the largest character in [start, end); decides the width of a slice exactly.
char32_t largest_character(const Str* text, std::size_t start, std::size_t end);

// Writes at most four bytes; surrogates as WTF-8. Returns the end.
inline char* encode_utf8(char32_t character, char* place) {
  if (character < 0x80) {
    *place++ = static_cast<char>(character);
  } else if (character < 0x800) {
    *place++ = static_cast<char>(0xc0 | (character >> 6));
    *place++ = static_cast<char>(0x80 | (character & 0x3f));
  } else if (character < 0x10000) {
    *place++ = static_cast<char>(0xe0 | (character >> 12));
    *place++ = static_cast<char>(0x80 | ((character >> 6) & 0x3f));
    *place++ = static_cast<char>(0x80 | (character & 0x3f));
  } else {
    *place++ = static_cast<char>(0xf0 | (character >> 18));
    *place++ = static_cast<char>(0x80 | ((character >> 12) & 0x3f));
    *place++ = static_cast<char>(0x80 | ((character >> 6) & 0x3f));
    *place++ = static_cast<char>(0x80 | (character & 0x3f));
  }
  return place;
}

}  // namespace ouro
