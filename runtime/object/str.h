// Str: immutable text, one, two or four bytes a character, the narrowest that fits.
//
// Always canonical: a string with only characters < 0x100 has width 1. Characters are followed by
// one zero character. An interned string is the only one of its text in its interpreter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "runtime/object/object.h"

namespace ouro {

struct Str : Object {
  std::size_t length;  // in characters
  std::intptr_t hash;  // -1: not computed yet
  std::uint8_t width;  // 1, 2 or 4
  bool ascii;          // only characters < 0x80
  bool interned;
  std::uint32_t spare;  // bytes behind the final zero that str_append() may fill; 0 in subclasses

  void* data() { return this + 1; }
  const void* data() const { return this + 1; }
  const std::uint8_t* narrow() const { return reinterpret_cast<const std::uint8_t*>(this + 1); }
  char32_t at(std::size_t index) const {
    switch (width) {
      case 1: return narrow()[index];
      case 2: return reinterpret_cast<const char16_t*>(this + 1)[index];
      default: return reinterpret_cast<const char32_t*>(this + 1)[index];
    }
  }
  // The text of an ASCII string, which is its UTF-8 too.
  std::string_view ascii_view() const { return {reinterpret_cast<const char*>(this + 1), length}; }
  // Of the whole block, as allocated.
  std::size_t bytes() const { return sizeof(Str) + (length + 1) * width + spare; }
};

// Uninitialised characters; `largest` decides the width. The caller fills all of them.
Result<Str*> make_str_for(Interpreter&, std::size_t length, char32_t largest);
// UTF-8 that is known to be valid (lone surrogates allowed as WTF-8): source text, literals,
// messages.
Result<Str*> make_str(Interpreter&, std::string_view utf8);
Result<Str*> make_str_from_latin1(Interpreter&, const std::uint8_t* characters, std::size_t length);
// Finds the narrowest width itself.
Result<Str*> make_str_from_wide(Interpreter&, const char16_t* characters, std::size_t length);
Result<Str*> make_str_from_wide(Interpreter&, const char32_t* characters, std::size_t length);
Result<Str*> make_character(Interpreter&, char32_t character);
// UnicodeDecodeError, unless `errors` names a handler that can go on.
Result<Str*> decode_utf8(Thread&, std::string_view bytes, const char* errors = nullptr);

// The one Str of this text.
Result<Str*> intern(Interpreter&, std::string_view utf8);
Result<Str*> intern(Interpreter&, Str* text);

std::intptr_t str_hash(Interpreter&, Str* text) noexcept;  // computes once
bool str_equal(const Str* left, const Str* right) noexcept;
bool str_equal(const Str* left, std::string_view ascii) noexcept;
int str_compare(const Str* left, const Str* right) noexcept;
Result<Str*> str_concatenate(Interpreter&, Str* left, Str* right);
// left += right, in place when nobody else holds `left` and it has room; grown texts get room for
// more, so that repeated appending costs constant time a character. Adopts `left`, also when it
// fails; it is an exact str.
Result<Str*> str_append(Interpreter&, Str* owned_left, Str* right);
Result<Str*> str_slice(Interpreter&, Str* text, std::size_t start, std::size_t end);
Result<Str*> str_join(Thread&, Str* separator, Object* iterable);

// The UTF-8 of a string for as long as this lives: its own bytes when ASCII, else a buffer from
// Memory. Check ok(): memory may be refused. Lone surrogates come out as WTF-8.
class Utf8 {
 public:
  Utf8(Interpreter&, const Str* text) noexcept;
  ~Utf8();
  Utf8(const Utf8&) = delete;
  Utf8& operator=(const Utf8&) = delete;
  bool ok() const { return ok_; }
  std::string_view view() const { return {data_, size_}; }
  const char* c_str() const { return data_; }  // zero-terminated

 private:
  Memory* memory_ = nullptr;
  const char* data_ = "";
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  bool ok_ = true;
};

}  // namespace ouro
