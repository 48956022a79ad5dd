// Literals: the contents of string tokens, decoded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/component/arena.h"
#include "runtime/source/lexer.h"

namespace ouro::syntax {

// Bytes that grow on an Arena.
class TextBuffer {
 public:
  explicit TextBuffer(Arena& arena) noexcept : arena_(arena) {}

  bool append(std::string_view text) noexcept;
  bool append_character(std::uint32_t character) noexcept;
  std::size_t size() const noexcept { return size_; }
  // What there is; it stays where it is when the buffer starts over.
  std::string_view take() noexcept;

 private:
  bool grow(std::size_t wanted) noexcept;

  Arena& arena_;
  char* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

// A string token taken apart.
struct StringToken {
  bool is_raw = false;
  bool is_bytes = false;
  bool is_format = false;
  bool is_u = false;  // a small u
  std::string_view body{};
};

StringToken take_apart(std::string_view token) noexcept;

// Decodes the escapes of a body into a buffer.
class EscapeDecoder {
 public:
  EscapeDecoder(Arena& arena, TextBuffer& out) noexcept : arena_(arena), out_(out) {}

  // False: see message(), which is without data when memory was refused.
  bool decode_text(std::string_view body) noexcept;
  bool decode_bytes(std::string_view body) noexcept;
  std::string_view message() const noexcept { return message_; }
  // The first escape that means nothing (a view of its character), or empty.
  std::string_view unknown_escape() const noexcept { return unknown_escape_; }

 private:
  bool text_escape() noexcept;
  bool bytes_escape() noexcept;
  bool simple_escape(char letter, bool& done) noexcept;
  bool hexadecimal(std::size_t digits, std::string_view complaint) noexcept;
  bool named_character() noexcept;
  bool add_code(std::uint32_t character) noexcept;
  std::uint32_t octal() noexcept;
  void note_unknown(std::size_t place) noexcept;
  bool fail_text(std::size_t begin, std::size_t end, std::string_view reason) noexcept;
  std::size_t counted_place(std::size_t place) const noexcept;

  Arena& arena_;
  TextBuffer& out_;
  std::string_view body_{};
  std::size_t place_ = 0;
  std::string_view message_{};
  std::string_view unknown_escape_{};
};

}  // namespace ouro::syntax
