// TextView: characters of one, two or four bytes each that someone else owns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ouro {

struct TextView {
  const void* data = nullptr;
  std::size_t length = 0;  // in characters
  std::uint8_t width = 1;  // 1, 2 or 4

  constexpr TextView() = default;
  constexpr TextView(const void* characters, std::size_t count, std::uint8_t bytes)
      : data(characters), length(count), width(bytes) {}
  constexpr TextView(std::string_view latin1) : data(latin1.data()), length(latin1.size()) {}

  const std::uint8_t* narrow() const { return static_cast<const std::uint8_t*>(data); }
  const char16_t* medium() const { return static_cast<const char16_t*>(data); }
  const char32_t* wide() const { return static_cast<const char32_t*>(data); }

  char32_t operator[](std::size_t index) const {
    return width == 1 ? narrow()[index] : width == 2 ? medium()[index] : wide()[index];
  }
  TextView part(std::size_t start, std::size_t count) const {
    return {static_cast<const std::byte*>(data) + start * width, count, width};
  }
  TextView from(std::size_t start) const { return part(start, length - start); }
};

// Calls visit(pointer to the first character) with the pointer's true type.
template <typename Visit>
decltype(auto) visit_text(const TextView& text, Visit visit) {
  switch (text.width) {
    case 1: return visit(text.narrow());
    case 2: return visit(text.medium());
    default: return visit(text.wide());
  }
}

}  // namespace ouro
