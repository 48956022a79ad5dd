// Log lines: the text of a log as its tool wrote it, whatever a terminal or a CI system added.
#pragma once

#include <string>
#include <string_view>

namespace ouro::leakcheck {

// Calls visit(line) for each line, without its end.
void for_each_line(std::string_view text, auto visit) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    visit(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
}

// Without escape sequences and carriage returns.
std::string without_controls(std::string_view text);

// Without what stands before the tool's words on each line: "12: " of ctest, a time stamp.
std::string without_prefixes(std::string_view text);

}  // namespace ouro::leakcheck
