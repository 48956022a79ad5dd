// TextBuilder: puts text together piece by piece; characters widen when a wider one comes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/component/result.h"
#include "runtime/object/str.h"

namespace ouro {

// Short texts stay in the builder itself; longer ones stand in one raw block. Every failure is a
// MemoryError already raised (or what a repr raised).
class TextBuilder {
 public:
  explicit TextBuilder(Interpreter& interpreter) noexcept : interpreter_(interpreter) {}
  ~TextBuilder();
  TextBuilder(const TextBuilder&) = delete;
  TextBuilder& operator=(const TextBuilder&) = delete;

  std::size_t length() const { return length_; }
  Status append(const Str* text);
  Status append(std::string_view ascii);
  Status append_utf8(std::string_view text);  // known to be valid: names, messages
  Status append(char32_t character);
  Status append(const Str* text, std::size_t start, std::size_t end);
  Status append_repeated(char32_t character, std::size_t times);
  // repr(object), str(object).
  Status append_repr(Thread&, Object* object);
  Status append_str(Thread&, Object* object);
  // Takes characters off the end again.
  void shrink(std::size_t length);

  // The whole text; the builder is empty again afterwards.
  Result<Str*> finish();

 private:
  // Room for `more` characters of the width that `largest` needs.
  Status reserve(std::size_t more, char32_t largest);
  Status rebuild(std::size_t capacity, std::uint8_t width);
  void drop();
  void put(std::size_t index, char32_t character);

  static constexpr std::size_t kOwnBytes = 192;

  Interpreter& interpreter_;
  std::size_t length_ = 0;
  std::size_t capacity_ = kOwnBytes;  // in characters
  char32_t largest_ = 0;              // an upper bound: of a class of widths, or ASCII
  std::uint8_t width_ = 1;
  std::uint8_t* data_ = own_;  // own_ or a raw block of capacity_ * width_ bytes
  alignas(8) std::uint8_t own_[kOwnBytes];
};

}  // namespace ouro
