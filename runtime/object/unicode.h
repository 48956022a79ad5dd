// Unicode: character classes, case mappings and normal forms of Unicode 14, as the language sees
// them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/component/memory.h"
#include "runtime/object/text_view.h"

namespace ouro::unicode {

inline constexpr char32_t kLast = 0x10ffff;

// Classes: what the str methods of these names ask of each character.
bool is_alpha(char32_t character) noexcept;
bool is_decimal(char32_t character) noexcept;
bool is_digit(char32_t character) noexcept;
bool is_numeric(char32_t character) noexcept;
bool is_alphanumeric(char32_t character) noexcept;
bool is_space(char32_t character) noexcept;
bool is_printable(char32_t character) noexcept;
bool is_identifier_start(char32_t character) noexcept;  // '_' included
bool is_identifier_continue(char32_t character) noexcept;
bool is_lower(char32_t character) noexcept;
bool is_upper(char32_t character) noexcept;
bool is_title(char32_t character) noexcept;  // the mixed-case letters only
bool is_cased(char32_t character) noexcept;
bool is_case_ignorable(char32_t character) noexcept;
bool is_line_break(char32_t character) noexcept;  // where splitlines() splits
constexpr bool is_surrogate(char32_t character) { return (character & ~0x7ffu) == 0xd800; }

// -1: none.
int decimal_value(char32_t character) noexcept;
int digit_value(char32_t character) noexcept;

// A case mapping gives one to three characters.
struct Mapped {
  std::array<char32_t, 3> characters;
  std::size_t count;
};
Mapped to_upper(char32_t character) noexcept;
Mapped to_lower(char32_t character) noexcept;
Mapped to_title(char32_t character) noexcept;
Mapped to_casefold(char32_t character) noexcept;

// Does a capital sigma at this place end a word (and so becomes a final one in lower case)?
bool is_final_sigma(const TextView& text, std::size_t position) noexcept;

// Whole texts. Each calls put(character) for the characters of the result, in order.
template <typename Put>
void put_mapped(const Mapped& mapped, Put& put) {
  for (std::size_t index = 0; index < mapped.count; ++index) put(mapped.characters[index]);
}

inline constexpr char32_t kCapitalSigma = 0x3a3;
inline constexpr char32_t kFinalSigma = 0x3c2;

template <typename Put>
void put_lower(const TextView& text, std::size_t position, Put& put) {
  const char32_t character = text[position];
  if (character == kCapitalSigma && is_final_sigma(text, position)) {
    put(kFinalSigma);
  } else {
    put_mapped(to_lower(character), put);
  }
}

template <typename Put>
void lower(const TextView& text, Put put) {
  for (std::size_t at = 0; at < text.length; ++at) put_lower(text, at, put);
}

template <typename Put>
void upper(const TextView& text, Put put) {
  for (std::size_t at = 0; at < text.length; ++at) put_mapped(to_upper(text[at]), put);
}

template <typename Put>
void casefold(const TextView& text, Put put) {
  for (std::size_t at = 0; at < text.length; ++at) put_mapped(to_casefold(text[at]), put);
}

template <typename Put>
void swap_case(const TextView& text, Put put) {
  for (std::size_t at = 0; at < text.length; ++at) {
    const char32_t character = text[at];
    if (is_upper(character)) {
      put_lower(text, at, put);
    } else if (is_lower(character)) {
      put_mapped(to_upper(character), put);
    } else {
      put(character);
    }
  }
}

template <typename Put>
void capitalize(const TextView& text, Put put) {
  for (std::size_t at = 0; at < text.length; ++at) {
    if (at == 0) {
      put_mapped(to_title(text[0]), put);
    } else {
      put_lower(text, at, put);
    }
  }
}

template <typename Put>
void title(const TextView& text, Put put) {
  bool inside = false;
  for (std::size_t at = 0; at < text.length; ++at) {
    if (inside) {
      put_lower(text, at, put);
    } else {
      put_mapped(to_title(text[at]), put);
    }
    inside = is_cased(text[at]);
  }
}

// The str methods isupper, islower, istitle, isidentifier.
bool is_upper_text(const TextView& text) noexcept;
bool is_lower_text(const TextView& text) noexcept;
bool is_title_text(const TextView& text) noexcept;
bool is_identifier_text(const TextView& text) noexcept;

enum class NormalForm : std::uint8_t { kC, kD, kKc, kKd };

// The result of normalize(): characters in a Memory, given back when it goes.
class Normalized {
 public:
  explicit Normalized(Memory& memory) noexcept : memory_(memory) {}
  Normalized(const Normalized&) = delete;
  Normalized& operator=(const Normalized&) = delete;
  ~Normalized() {
    if (characters_ != nullptr) memory_.release(characters_, capacity_ * sizeof(char32_t));
  }

  // False: memory was refused.
  [[nodiscard]] bool normalize(const TextView& text, NormalForm form) noexcept;
  std::span<const char32_t> characters() const noexcept { return {characters_, length_}; }

 private:
  bool decompose(const TextView& text, int options) noexcept;
  bool reserve(std::size_t more) noexcept;
  void order_short_run(std::size_t start, std::size_t end) noexcept;
  bool order_long_run(std::size_t start, std::size_t end) noexcept;
  bool put_in_order() noexcept;
  void compose() noexcept;

  Memory& memory_;
  char32_t* characters_ = nullptr;
  std::size_t length_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace ouro::unicode
