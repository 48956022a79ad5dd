// Log lines: escape sequences are skipped; a prefix is known by a tool's words behind it.
#include "leakcheck/probe/log_lines.h"

#include <algorithm>
#include <array>
#include <vector>

namespace ouro::leakcheck {
namespace {

using std::string_view;

constexpr char kEscape = '\x1b';
constexpr std::size_t kLongestPrefix = 160;

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

// The end of the escape sequence that begins at `at`: "ESC [ ... letter", "ESC ] ... BEL", "ESC x".
std::size_t skip_escape(string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return text.size();
  const char kind = text[at + 1];
  if (kind == '[') {
    const auto is_end = [](char byte) { return byte >= '@' && byte <= '~'; };
    const auto* end =
        std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at) + 2, text.end(), is_end);
    return std::min(static_cast<std::size_t>(end - text.begin()) + 1, text.size());
  }
  if (kind == ']') {
    const std::size_t end = text.find_first_of("\a\n", at);
    return end == string_view::npos ? text.size() : end + (text[end] == '\a' ? 1 : 0);
  }
  return at + 2;
}

// Words with which a tool begins a line that belongs to no other program.
constexpr auto kAnchors = std::to_array<string_view>(
    {"WARNING: ThreadSanitizer: ", "WARNING: MemorySanitizer: ", "ERROR: AddressSanitizer: ",
     "ERROR: LeakSanitizer: ", "SUMMARY: AddressSanitizer: ", "SUMMARY: LeakSanitizer: ",
     "SUMMARY: ThreadSanitizer: ", "SUMMARY: UndefinedBehaviorSanitizer: ", "Direct leak of ",
     "Indirect leak of ",
     "HEAP SUMMARY:", "LEAK SUMMARY:", "ERROR SUMMARY: ", "Memcheck, a memory error detector",
     "Helgrind, a thread error detector", "drd, a thread error detector"});

// Where "==123==" or "==123== " before an anchor begins.
std::size_t before_number(string_view line, std::size_t end) {
  std::size_t at = end;
  if (at > 0 && line[at - 1] == ' ') --at;
  if (at < 2 || line.substr(at - 2, 2) != "==") return end;
  at -= 2;
  while (at > 0 && is_digit(line[at - 1])) --at;
  return at >= 2 && line.substr(at - 2, 2) == "==" ? at - 2 : end;
}

// Digits of a prefix change from line to line, their places do not.
std::string shape_of(string_view prefix) {
  std::string shape(prefix);
  std::ranges::replace_if(shape, is_digit, '0');
  return shape;
}

std::string find_prefix(string_view line) {
  for (const string_view anchor : kAnchors) {
    const std::size_t at = line.substr(0, kLongestPrefix + anchor.size()).find(anchor);
    if (at == string_view::npos) continue;
    return shape_of(line.substr(0, before_number(line, at)));
  }
  return {};
}

// The shape most anchors stand behind; empty: the tool's words begin their lines.
std::string usual_prefix(string_view text) {
  std::vector<std::string> shapes;
  for_each_line(text, [&](string_view line) {
    std::string shape = find_prefix(line);
    const bool markup = shape.find('<') != std::string::npos;  // of Valgrind's XML
    if (!markup && shape.find_first_not_of(' ') != std::string::npos)
      shapes.push_back(std::move(shape));
  });
  std::string best;
  std::ptrdiff_t most = 0;
  std::ranges::sort(shapes);
  for (auto first = shapes.begin(); first != shapes.end();) {
    const auto last = std::upper_bound(first, shapes.end(), *first);
    if (last - first > most) most = last - first, best = *first;
    first = last;
  }
  return best;
}

}  // namespace

std::string without_controls(string_view text) {
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == kEscape) {
      at = skip_escape(text, at);
    } else {
      if (text[at] != '\r') kept += text[at];
      ++at;
    }
  }
  return kept;
}

std::string without_prefixes(string_view text) {
  std::string shape = usual_prefix(text);
  if (shape.empty()) return std::string(text);
  // Of an empty line the last blank of the prefix is often gone, too.
  const std::string bare = shape.substr(0, shape.find_last_not_of(' ') + 1);
  std::string kept;
  kept.reserve(text.size());
  for_each_line(text, [&](string_view line) {
    const bool has_it = shape_of(line.substr(0, shape.size())) == shape;
    if (has_it)
      line.remove_prefix(shape.size());
    else if (shape_of(line) == bare)
      line = {};
    kept.append(line) += '\n';
  });
  return kept;
}

}  // namespace ouro::leakcheck
