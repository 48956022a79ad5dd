// NumberText: the text of a number as plain ASCII, with the digits and spaces of all scripts
// replaced.
#pragma once

#include <cstddef>
#include <string_view>

#include "runtime/component/memory.h"
#include "runtime/object/str.h"

namespace ouro {

class NumberText {
 public:
  NumberText(Memory& memory, const Str* text) noexcept;
  NumberText(const NumberText&) = delete;
  NumberText& operator=(const NumberText&) = delete;
  ~NumberText();

  // False: memory was refused.
  bool ok() const { return data_ != nullptr; }
  // What is neither a digit nor a space of some script comes out as '?', which no number contains.
  std::string_view view() const { return {data_, length_}; }

 private:
  Memory& memory_;
  const char* data_;
  std::size_t length_;
  bool owned_ = false;
};

// Takes the underscores between digits out of `text` (of which `out` has room for a copy); false:
// one stands where it may not. The result has *length characters.
bool remove_underscores(char* out, std::size_t* length, std::string_view text) noexcept;

}  // namespace ouro
