// Tool frames: names hold blanks and brackets, paths hold blanks; what separates them is found from
// both ends.
#include "leakcheck/probe/tool_frame.h"

#include <algorithm>
#include <array>
#include <string>

namespace ouro::leakcheck {
namespace {

using std::string_view;

constexpr string_view kUnknown = "???";
constexpr std::size_t kLongestLine = 16384;

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

bool is_hex(char byte) {
  return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

string_view trimmed(string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool take(string_view& text, string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::size_t take_number(string_view& text) {
  std::size_t number = 0;
  for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1)) {
    number = std::min<std::size_t>(number * 10 + static_cast<std::size_t>(text.front() - '0'),
                                   1'000'000);
  }
  return number;
}

bool take_address(string_view& text) {
  if (!take(text, "0x") && !take(text, "0X")) return false;
  while (!text.empty() && is_hex(text.front())) text.remove_prefix(1);
  return true;
}

// "0x1f" at the end of "libfoo.so+0x1f"; npos: there is none.
std::size_t find_offset(string_view text) {
  const std::size_t plus = text.rfind("+0x");
  if (plus == string_view::npos) return plus;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(plus) + 3, text.end(), is_hex)
             ? plus
             : string_view::npos;
}

void take_build_id(string_view& text) {
  const std::size_t at = text.rfind("(BuildId: ");
  if (at != string_view::npos && text.ends_with(')')) text = trimmed(text.substr(0, at));
}

// Removes "(module+0x1f)" from the end; the offset is what names a place without symbols.
void take_module(string_view& text, Frame& frame, std::string& offset) {
  if (!text.ends_with(')')) return;
  std::size_t open = text.find("(/");
  if (open == string_view::npos) open = text.rfind('(');
  if (open == string_view::npos || (open > 0 && text[open - 1] != ' ')) return;
  const string_view inside = text.substr(open + 1, text.size() - open - 2);
  const std::size_t plus = find_offset(inside);
  if (plus == string_view::npos && inside != "<unknown module>") return;
  if (plus != string_view::npos) {
    frame.module = inside.substr(0, plus);
    offset = inside.substr(plus + 1);
  }
  text = trimmed(text.substr(0, open));
}

// "a.cc:3", "a.cc:3:5": one word that ends with a line.
bool is_place(string_view text) {
  const std::size_t colon = text.find(':');
  return text.find(' ') == string_view::npos && colon != string_view::npos && colon > 0 &&
         colon + 1 < text.size() && is_digit(text.back()) && is_digit(text[colon + 1]);
}

// "asan_interceptors.cpp.o": a source without folder and line.
bool is_source(string_view text) {
  static constexpr auto kEndings =
      std::to_array<string_view>({".o", ".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".S", ".rs"});
  return text.find_first_of(" ()<>") == string_view::npos &&
         std::ranges::any_of(kEndings, [&](string_view end) { return text.ends_with(end); });
}

bool begins_location(string_view rest) {
  static constexpr auto kBegins = std::to_array<string_view>({"/", "<null>", "../", "./", "??:"});
  const bool drive = rest.size() > 2 && rest[1] == ':' && (rest[2] == '\\' || rest[2] == '/');
  return drive || is_place(rest) || is_source(rest) ||
         std::ranges::any_of(kBegins, [&](string_view begin) { return rest.starts_with(begin); });
}

// An operator's name is no bracket: "operator<", "operator->", "operator()".
std::size_t skip_operator(string_view text, std::size_t at) {
  constexpr string_view kOperator = "operator";
  if (text.substr(at, kOperator.size()) != kOperator) return at;
  std::size_t end = at + kOperator.size();
  if (text.substr(end, 2) == "()") return end + 2;
  while (end < text.size() && string_view("<>=-").find(text[end]) != string_view::npos) ++end;
  return end;
}

// Where the location begins: behind a blank that is in no brackets. The end: there is none.
std::size_t find_location(string_view text) {
  if (begins_location(text)) return 0;
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t behind = skip_operator(text, at);
    if (behind != at) at = behind;
    if (at >= text.size()) break;
    const char byte = text[at];
    if (byte == '(' || byte == '<' || byte == '[' || byte == '{') ++depth;
    if ((byte == ')' || byte == '>' || byte == ']' || byte == '}') && depth > 0) --depth;
    if (byte == ' ' && depth == 0 && begins_location(text.substr(at + 1))) return at + 1;
  }
  return text.size();
}

string_view known(string_view text) {
  return text == "<null>" || text == "??" || text == "??:0" || text == kUnknown ? string_view()
                                                                                : text;
}

void split_name(string_view text, Frame& frame) {
  constexpr string_view kNameless = "<null> ";
  const std::size_t at = text.starts_with(kNameless) ? kNameless.size() : find_location(text);
  string_view name = known(trimmed(text.substr(0, at)));
  frame.location = known(trimmed(text.substr(at)));
  if (const std::size_t plus = find_offset(name); plus != string_view::npos && plus > 0) {
    name = name.substr(0, plus);
  }
  frame.function = name;
}

bool ends_with_line(string_view text) {
  const std::size_t colon = text.rfind(':');
  return colon != string_view::npos && colon + 1 < text.size() &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(colon) + 1, text.end(), is_digit);
}

}  // namespace

ParsedFrame parse_sanitizer_frame(string_view line) {
  ParsedFrame parsed;
  string_view rest = trimmed(line.substr(0, kLongestLine));
  if (!take(rest, "#") || rest.empty() || !is_digit(rest.front())) return parsed;
  parsed.number = take_number(rest);
  if (!rest.starts_with(' ')) return parsed;
  rest = trimmed(rest);
  parsed.is_frame = true;
  const bool addressed = take_address(rest);
  rest = trimmed(rest);
  const bool named = take(rest, "in ") || !addressed;
  std::string offset;
  take_build_id(rest);
  take_module(rest, parsed.frame, offset);
  if (named) split_name(rest, parsed.frame);
  if (parsed.frame.function.empty()) {
    parsed.frame.function = offset.empty() ? std::string(kUnknown) : offset;
  }
  return parsed;
}

ParsedFrame parse_valgrind_frame(string_view line) {
  ParsedFrame parsed;
  string_view rest = trimmed(line.substr(0, kLongestLine));
  const bool first = take(rest, "at ");
  if ((!first && !take(rest, "by ")) || !take_address(rest) || !take(rest, ": ")) return parsed;
  parsed.is_frame = true;
  parsed.number = first ? 0 : 1;
  std::size_t open = rest.find(" (in ");
  if (open == string_view::npos) open = rest.rfind(" (");
  if (open != string_view::npos && rest.ends_with(')')) {
    string_view inside = rest.substr(open + 2, rest.size() - open - 3);
    const bool module = take(inside, "in ");
    if (module) parsed.frame.module = inside;
    if (!module && ends_with_line(inside)) parsed.frame.location = inside;
    if (module || !parsed.frame.location.empty()) rest = trimmed(rest.substr(0, open));
  }
  parsed.frame.function = rest.empty() ? kUnknown : rest;
  return parsed;
}

}  // namespace ouro::leakcheck
