// The sanitizer log parser: a state machine over lines; which line means what stands in tables.
#include "leakcheck/probe/sanitizer_log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ranges>

namespace ouro::leakcheck {
namespace {

using std::string_view;

// Lines that carry nothing a finding needs, by how they begin.
constexpr auto kIgnored = std::to_array<string_view>({
    "Shadow bytes around the buggy address:",
    "Shadow byte legend",
    "=>0x",
    "  0x",
    "  Addressable:",
    "  Partially addressable:",
    "  Heap left redzone:",
    "  Freed heap region:",
    "  Stack left redzone:",
    "  Stack mid redzone:",
    "  Stack right redzone:",
    "  Stack after return:",
    "  Stack use after scope:",
    "  Global redzone:",
    "  Global init order:",
    "  Poisoned by user:",
    "  Container overflow:",
    "  Array cookie:",
    "  Intra object redzone:",
    "  ASan internal:",
    "  Left alloca redzone:",
    "  Right alloca redzone:",
    "  Shadow gap:",
    "AddressSanitizer can not provide additional info.",
    "Objects leaked above:",
    "HINT: ",
    "  This frame has ",
    "    [",
    "    Hint: use TSAN_OPTIONS",
    "ThreadSanitizer: reported ",
    "-----------------------------------------------------",
});

// Of a report's own process-number lines, those that add nothing.
constexpr auto kIgnoredNumbered = std::to_array<string_view>({
    "The signal is caused by ",
    "Hint: ",
    "Register values:",
    "ABORTING",
    "    #",
});

// Lines that name the stack that follows.
constexpr auto kTitles = std::to_array<string_view>({
    "READ of size ",
    "WRITE of size ",
    "ACCESS of size ",
    "freed by thread ",
    "previously allocated by thread ",
    "allocated by thread ",
    "Address 0x",
    "Thread T",
    "0x",  // "0x... is located 3 bytes inside of ..."
    "  Write of size ",
    "  Read of size ",
    "  Previous write of size ",
    "  Previous read of size ",
    "  Atomic write of size ",
    "  Atomic read of size ",
    "  Previous atomic write of size ",
    "  Previous atomic read of size ",
    "  Location is ",
    "  Thread T",
    "  Mutex M",
    "  Cycle in lock order graph:",
    "  As if synchronized via sleep:",
    "  Signal ",
    "  [failed to restore the stack]",
    "  And 1 more similar thread leaks",
    "  And ",  // "And N more similar thread leaks."
});

struct Errors {
  string_view begins;
  string_view tool;
};

// Errors that end the process.
constexpr auto kErrors = std::to_array<Errors>({{"ERROR: AddressSanitizer: ", "asan"},
                                                {"ERROR: ThreadSanitizer: ", "tsan"},
                                                {"ERROR: UndefinedBehaviorSanitizer: ", "ubsan"}});

bool starts_with_any(string_view line, const auto& prefixes) {
  return std::ranges::any_of(prefixes,
                             [line](string_view prefix) { return line.starts_with(prefix); });
}

string_view trimmed(string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == ':')) text.remove_suffix(1);
  return text;
}

// Removes "==123==" and says whether it was there.
bool take_process_number(string_view& line) {
  if (!line.starts_with("==")) return false;
  const std::size_t end = line.find_first_not_of("0123456789", 2);
  if (end == 2 || end == string_view::npos || !line.substr(end).starts_with("==")) return false;
  line.remove_prefix(end + 2);
  return true;
}

bool take(string_view& line, string_view prefix) {
  if (!line.starts_with(prefix)) return false;
  line.remove_prefix(prefix.size());
  return true;
}

std::uint64_t take_number(string_view& text) {
  std::uint64_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<std::size_t>(result.ptr - text.data()));
  return number;
}

string_view take_field(string_view& rest) {
  const std::size_t end = rest.find('|');
  const string_view field = rest.substr(0, end);
  rest = end == string_view::npos ? string_view() : rest.substr(end + 1);
  return field;
}

string_view known(string_view field) { return field == "<null>" ? string_view() : field; }

// "@F|number|module|offset|location|function"; a function may contain a bar, so it is the last.
Frame parse_frame(string_view line) {
  string_view rest = line.substr(3);
  take_field(rest);
  const string_view module = known(take_field(rest));
  const string_view offset = take_field(rest);
  const string_view location = known(take_field(rest));
  Frame frame{std::string(known(rest)), std::string(module), std::string(location)};
  // Without symbols the offset in the module is all that identifies the place.
  if (frame.function.empty()) frame.function = std::string(offset);
  return frame;
}

// "heap-use-after-free on address 0x... at pc ..." -> "heap-use-after-free".
string_view kind_of(string_view message) {
  for (const string_view stop : {" on ", " (", ": ", " in thread"}) {
    message = message.substr(0, message.find(stop));
  }
  return trimmed(message);
}

bool is_register_line(string_view line) {
  return line.find(" = 0x") != string_view::npos && trimmed(line).find(" = 0x") <= 3;
}

class LogParser {
 public:
  explicit LogParser(Evidence& evidence) : evidence_(evidence) {}

  void read(string_view line) {
    if (line.empty()) return end_stack();
    if (line.find_first_not_of('=') == string_view::npos) return end_report();
    if (line.starts_with("@F|")) return add_frame(line);
    if (take_process_number(line)) return read_numbered(line);
    read_plain(line);
  }

  void finish() {
    if (open_) unknown("a report without an end");
  }

 private:
  using Reader = bool (LogParser::*)(string_view);

  void read_numbered(string_view line) {
    if (starts_with_any(line, kIgnoredNumbered)) return;
    if (line == "ERROR: LeakSanitizer: detected memory leaks") return end_report();
    for (const Errors& errors : kErrors) {
      if (take(line, errors.begins)) return begin(errors.tool, kind_of(line), line);
    }
    unknown(line);
  }

  void read_plain(string_view line) {
    static constexpr auto kReaders = std::to_array<Reader>(
        {&LogParser::read_leak, &LogParser::read_race, &LogParser::read_undefined,
         &LogParser::read_summary, &LogParser::read_suppressions, &LogParser::read_ignored,
         &LogParser::read_title});
    for (const Reader reader : kReaders) {
      if ((this->*reader)(line)) return;
    }
    unknown(line);
  }

  // "Direct leak of 48 byte(s) in 1 object(s) allocated from:"
  bool read_leak(string_view line) {
    string_view rest = line;
    const bool direct = take(rest, "Direct leak of ");
    if (!direct && !take(rest, "Indirect leak of ")) return false;
    begin("lsan", direct ? "direct leak" : "indirect leak", trimmed(line));
    report().bytes = take_number(rest);
    if (!take(rest, " byte(s) in ")) return false;
    report().blocks = take_number(rest);
    return rest.starts_with(" object(s) allocated from:");
  }

  bool read_race(string_view line) {
    if (!take(line, "WARNING: ThreadSanitizer: ")) return false;
    begin("tsan", kind_of(line.substr(0, line.rfind(" (pid="))), trimmed(line));
    return true;
  }

  bool read_undefined(string_view line) {
    constexpr string_view kMark = ": runtime error: ";
    const std::size_t mark = line.find(kMark);
    if (mark == string_view::npos) return false;
    const string_view message = line.substr(mark + kMark.size());
    begin("ubsan", undefined_kind(message), message);
    return true;
  }

  // The message holds values and types; its first three words are what stays the same.
  static string_view undefined_kind(string_view message) {
    std::size_t end = 0;
    for (int words = 0; words < 3 && end != string_view::npos; ++words) {
      end = message.find(' ', end + 1);
    }
    const string_view words = message.substr(0, end);
    const std::size_t digit = words.find_first_of("0123456789'");
    return trimmed(words.substr(0, digit));
  }

  bool read_summary(string_view line) {
    if (!line.starts_with("SUMMARY: ")) return false;
    open_ = false;
    return true;
  }

  // A block "Suppressions used:" lists what matched: heading, then "count bytes template" rows.
  bool read_suppressions(string_view line) {
    if (line == "Suppressions used:") return in_suppressions_ = true;
    if (!in_suppressions_) return false;
    const string_view text = trimmed(line);
    return text.starts_with("count ") || (!text.empty() && text[0] >= '0' && text[0] <= '9');
  }

  bool read_ignored(string_view line) {
    return starts_with_any(line, kIgnored) || is_register_line(line);
  }

  bool read_title(string_view line) {
    if (!starts_with_any(line, kTitles) || evidence_.reports.empty() || !open_) return false;
    report().stacks.push_back({.title = std::string(trimmed(line)), .frames = {}});
    in_stack_ = true;
    return true;
  }

  void begin(string_view tool, string_view kind, string_view message) {
    evidence_.reports.push_back(
        {std::string(tool), std::string(kind), std::string(message), 0, 0, {}});
    open_ = tool != "lsan";  // a leak ends where its stack ends
    in_stack_ = in_suppressions_ = false;
  }

  void add_frame(string_view line) {
    if (evidence_.reports.empty()) return unknown(line);
    if (!in_stack_) {
      report().stacks.push_back({});
      in_stack_ = true;
    }
    report().stacks.back().frames.push_back(parse_frame(line));
  }

  void end_stack() { in_stack_ = false; }

  void end_report() { in_stack_ = in_suppressions_ = open_ = false; }

  void unknown(string_view line) {
    evidence_.problems.push_back("unknown sanitizer line: " + std::string(line.substr(0, 160)));
  }

  ToolReport& report() { return evidence_.reports.back(); }

  Evidence& evidence_;
  bool open_ = false;      // a report began and its summary has not come
  bool in_stack_ = false;  // the next frame belongs to the last stack
  bool in_suppressions_ = false;
};

void for_each_line(string_view text, auto visit) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    visit(text.substr(0, end));
    text = end == string_view::npos ? string_view() : text.substr(end + 1);
  }
}

}  // namespace

void parse_sanitizer_log(string_view log, Evidence& evidence) {
  LogParser parser(evidence);
  for_each_line(log, [&](string_view line) { parser.read(line); });
  parser.finish();
}

void check_sanitizer_stderr(string_view text, Evidence& evidence) {
  for_each_line(text, [&](string_view line) {
    if (line.find("Sanitizer") == string_view::npos) return;
    if (line == "AddressSanitizer:DEADLYSIGNAL" || line == "ThreadSanitizer:DEADLYSIGNAL") return;
    evidence.problems.push_back("unknown sanitizer line: " + std::string(line.substr(0, 160)));
  });
}

}  // namespace ouro::leakcheck
