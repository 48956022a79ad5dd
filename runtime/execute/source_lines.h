// Source lines: the line of a traceback entry, and the marks below it that show the part that
// failed.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/code/code.h"
#include "runtime/object/text_builder.h"

namespace ouro {

// Reads files while one traceback is printed, the last one only once.
class SourceLines {
 public:
  explicit SourceLines(Interpreter& interpreter) noexcept : interpreter_(interpreter) {}
  ~SourceLines() { forget(); }
  SourceLines(const SourceLines&) = delete;
  SourceLines& operator=(const SourceLines&) = delete;

  // Without its line end; empty when there is no such line or file. Valid until the next call.
  std::string_view line(Str* filename, std::int32_t number) noexcept;

 private:
  void read(Str* filename) noexcept;
  void decode() noexcept;
  void adopt(std::string_view text) noexcept;
  void forget() noexcept;

  Interpreter& interpreter_;
  Str* filename_ = nullptr;  // borrowed
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

// The source line, stripped, and below it the marks, unless they would mark all of it. `margin`
// stands in front of both.
Status append_source_line(Thread&, TextBuilder&, std::string_view margin, std::string_view line,
                          const CodePosition&);

}  // namespace ouro
