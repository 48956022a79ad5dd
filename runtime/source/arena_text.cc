// ArenaText: short texts put together in an Arena, and UTF-8 one character at a time.
#include "runtime/source/arena_text.h"

#include <cstring>

namespace ouro::syntax {

std::string_view concatenate(Arena& arena, std::initializer_list<std::string_view> parts) noexcept {
  std::size_t size = 0;
  for (std::string_view part : parts) size += part.size();
  char* place = static_cast<char*>(arena.allocate(size + 1));
  if (place == nullptr) return {};
  char* end = place;
  for (std::string_view part : parts) {
    if (!part.empty()) std::memcpy(end, part.data(), part.size());
    end += part.size();
  }
  *end = '\0';
  return {place, size};
}

NumberText::NumberText(std::uint64_t number, int base, std::size_t least_digits) noexcept {
  char reversed[24];
  std::size_t count = 0;
  do {
    reversed[count++] = "0123456789ABCDEF"[number % static_cast<unsigned>(base)];
    number /= static_cast<unsigned>(base);
  } while (number != 0);
  while (count < least_digits) reversed[count++] = '0';
  while (count != 0) digits_[size_++] = reversed[--count];
}

std::size_t count_characters(std::string_view text) noexcept {
  std::size_t count = 0;
  for (char byte : text) count += (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  return count;
}

std::uint32_t decode_character(std::string_view text, std::size_t& size) noexcept {
  const auto lead = static_cast<unsigned char>(text[0]);
  size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (size == 1) return lead;
  std::uint32_t character = lead & (0x7FU >> size);
  for (std::size_t index = 1; index < size; ++index) {
    character = character << 6 | (static_cast<unsigned char>(text[index]) & 0x3FU);
  }
  return character;
}

std::size_t encode_character(std::uint32_t character, char* place) noexcept {
  if (character < 0x80) {
    place[0] = static_cast<char>(character);
    return 1;
  }
  const std::size_t size = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
  for (std::size_t index = size; --index != 0; character >>= 6) {
    place[index] = static_cast<char>(0x80 | (character & 0x3F));
  }
  place[0] = static_cast<char>((0xF00U >> size) | character);
  return size;
}

}  // namespace ouro::syntax
