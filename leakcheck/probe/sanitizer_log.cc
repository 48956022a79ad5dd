// The sanitizer log parser: a state machine over lines; which line means what stands in tables.
#include "leakcheck/probe/sanitizer_log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ranges>

#include "leakcheck/probe/log_lines.h"
#include "leakcheck/probe/sanitizer_words.h"
#include "leakcheck/probe/tool_frame.h"

namespace ouro::leakcheck {
namespace {

using std::string_view;
using namespace sanitizer;

constexpr std::size_t kShownLine = 160;
constexpr std::size_t kLongestLine = 16384;  // what is longer is no sanitizer's

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
Frame parse_own_frame(string_view line) {
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
  for (const string_view stop : {" on ", " (", ": ", " in thread", " 0x"}) {
    message = message.substr(0, message.find(stop));
  }
  return trimmed(message);
}

// The digits of "==123==" and of "(pid=123)".
string_view process_of(string_view line) {
  const std::size_t pid = line.rfind("(pid=");
  if (pid == string_view::npos && !line.starts_with("==")) return {};
  const string_view digits = line.substr(pid == string_view::npos ? 2 : pid + 5);
  return digits.substr(0, digits.find_first_not_of("0123456789"));
}

// "a.cc:3:5", "(a.out+0x12)", "<unknown>": a program's own words end otherwise.
bool is_place(string_view text) {
  return !text.empty() &&
         (text.back() == ')' || text.back() == '>' || (text.back() >= '0' && text.back() <= '9'));
}

bool is_register_line(string_view line) {
  return line.find(" = 0x") != string_view::npos && trimmed(line).find(" = 0x") <= 3;
}

class LogParser {
 public:
  LogParser(Evidence& evidence, bool foreign) : evidence_(evidence), foreign_(foreign) {}

  void read(string_view line) {
    line = line.substr(0, kLongestLine);
    if (line.empty()) return end_stack();
    if (is_separator(line)) return read_separator();
    if (read_frame(line)) return;
    if (!is_note(line)) end_undefined();
    if (read_trouble(line)) return;
    const string_view whole = line;
    if (take_process_number(line)) return read_numbered(line, whole);
    read_plain(line);
  }

  void finish() {
    end_undefined();
    require_end();
    if (deadly_) problem("a deadly signal without its report: the log was cut, or the tool died");
  }

 private:
  using Reader = bool (LogParser::*)(string_view);

  bool is_separator(string_view line) const {
    return line.find_first_not_of('=') == string_view::npos && (!foreign_ || line.size() >= 10);
  }

  // The bytes around a pointer, which stand before the stack.
  static bool is_note(string_view line) {
    return line.starts_with(' ') || line.find(": note: ") != string_view::npos;
  }

  // Before every report of AddressSanitizer, but after one of ThreadSanitizer, too.
  void read_separator() {
    const bool before = foreign_ && open_ && report().tool != "tsan";
    if (!before) end_report();
  }

  bool read_frame(string_view line) {
    if (line.starts_with("@F|")) {
      string_view rest = line.substr(3);
      add_frame(line, {true, take_number(rest), parse_own_frame(line)});
      return true;
    }
    ParsedFrame frame = parse_sanitizer_frame(line);
    if (!frame.is_frame || (foreign_ && !active_)) return false;
    add_frame(line, std::move(frame));
    return true;
  }

  // A tool's own runs know no trouble that is no problem; a problem needs no advice twice.
  bool read_trouble(string_view line) {
    if (!foreign_) return false;
    const auto* found = std::ranges::find_if(kTroubles, [line](const Trouble& trouble) {
      return line.find(trouble.words) != string_view::npos;
    });
    if (found == kTroubles.end()) return false;
    troubled_ = true;
    problem(std::string(line.substr(0, kShownLine)) + ": " + std::string(found->advice));
    return true;
  }

  void read_numbered(string_view line, string_view whole) {
    if (starts_with_any(line, kIgnoredNumbered)) return;
    if (line.starts_with("ABORTING")) return end_report();
    while (take(line, " ")) {
    }
    process_ = process_of(whole);
    if (line == "ERROR: LeakSanitizer: detected memory leaks") return begin_check();
    for (const Errors& errors : kErrors) {
      if (take(line, errors.begins)) return begin(errors.tool, kind_of(line), line);
    }
    if (!foreign_ || is_complaint(line)) unknown(line);
  }

  // An error of a sanitizer that this parser does not know.
  static bool is_complaint(string_view line) {
    return line.find("Sanitizer") != string_view::npos &&
           (line.starts_with("ERROR: ") || line.starts_with("FATAL: ") ||
            line.find(" failed") != string_view::npos);
  }

  void read_plain(string_view line) {
    static constexpr auto kReaders = std::to_array<Reader>(
        {&LogParser::read_leak, &LogParser::read_race, &LogParser::read_undefined,
         &LogParser::read_summary, &LogParser::read_suppressions, &LogParser::read_count,
         &LogParser::read_signal, &LogParser::read_ignored, &LogParser::read_title});
    for (const Reader reader : kReaders) {
      if ((this->*reader)(line)) return;
    }
    if (!foreign_ || line.starts_with("FATAL: ThreadSanitizer: ")) unknown(line);
  }

  // "Direct leak of 48 byte(s) in 1 object(s) allocated from:"
  bool read_leak(string_view line) {
    string_view rest = line;
    const bool direct = take(rest, "Direct leak of ");
    if (!direct && !take(rest, "Indirect leak of ")) return false;
    const std::uint64_t bytes = take_number(rest);
    if (!take(rest, " byte(s) in ")) return false;
    const std::uint64_t blocks = take_number(rest);
    if (!rest.starts_with(" object(s) allocated from:")) return false;
    begin("lsan", direct ? "direct leak" : "indirect leak", trimmed(line));
    report().bytes = bytes;
    report().blocks = blocks;
    seen_bytes_ += bytes;
    seen_blocks_ += blocks;
    return true;
  }

  bool read_race(string_view line) {
    if (!take(line, "WARNING: ThreadSanitizer: ")) return false;
    process_ = process_of(line);
    begin("tsan", kind_of(line.substr(0, line.rfind(" (pid="))), trimmed(line));
    ++uncounted_;
    return true;
  }

  bool read_undefined(string_view line) {
    constexpr string_view kMark = ": runtime error: ";
    const std::size_t mark = line.find(kMark);
    if (mark == string_view::npos || !is_place(line.substr(0, mark))) return false;
    const string_view message = line.substr(mark + kMark.size());
    begin("ubsan", undefined_kind(message), message);
    undefined_place_ = line.substr(0, mark);
    open_ = !foreign_;  // not every build prints a summary
    return true;
  }

  static string_view undefined_kind(string_view message) {
    for (const Undefined& row : kUndefined) {
      if (message.find(row.words) != string_view::npos) return row.kind;
    }
    return first_words(message);
  }

  // The message holds values and types; its first three words are what stays the same.
  static string_view first_words(string_view message) {
    std::size_t end = 0;
    for (int words = 0; words < 3 && end != string_view::npos; ++words) {
      end = message.find(' ', end + 1);
    }
    const string_view words = message.substr(0, end);
    const std::size_t digit = words.find_first_of("0123456789'");
    return trimmed(words.substr(0, digit));
  }

  bool read_summary(string_view line) {
    if (!take(line, "SUMMARY: ")) return false;
    if (in_check_ && line.find(" leaked in ") != string_view::npos) compare_sums(line);
    open_ = in_check_ = false;
    if (foreign_) active_ = false;
    return true;
  }

  // "AddressSanitizer: 196 byte(s) leaked in 3 allocation(s)."
  void compare_sums(string_view line) {
    take_to(line, ": ");
    const std::uint64_t bytes = take_number(line);
    take_to(line, " leaked in ");
    const std::uint64_t blocks = take_number(line);
    const bool agrees = blocks != 0 && bytes == seen_bytes_ && blocks == seen_blocks_;
    if (troubled_ || agrees) return;
    problem("the leaks do not add up to LeakSanitizer's summary of " + std::to_string(bytes) +
            " bytes in " + std::to_string(blocks) + " allocations: some are missing");
  }

  static void take_to(string_view& line, string_view mark) {
    const std::size_t at = line.find(mark);
    line = at == string_view::npos ? string_view() : line.substr(at + mark.size());
  }

  // "Suppressions used:", a heading, rows "count bytes template"; or "ThreadSanitizer: Matched 3
  // suppressions (pid=1):", rows "count template". Only a check that ended prints them.
  bool read_suppressions(string_view line) {
    const bool leaks = line == "Suppressions used:";
    if (leaks || line.starts_with("ThreadSanitizer: Matched ")) {
      suppressing_ = leaks ? "lsan" : "tsan";
      return true;
    }
    if (suppressing_.empty()) return false;
    string_view text = trimmed(line);
    if (text.starts_with("count ")) return true;
    if (text.empty() || text[0] < '0' || text[0] > '9') return false;
    const std::uint64_t count = take_number(text);
    if (suppressing_ == "lsan") take_number(text = trimmed(text));
    evidence_.suppressed.push_back({std::string(suppressing_), std::string(trimmed(text)), count});
    return true;
  }

  // "ThreadSanitizer: reported 3 warnings": that many of this process's came before.
  bool read_count(string_view line) {
    if (!take(line, "ThreadSanitizer: reported ")) return false;
    const std::uint64_t count = take_number(line);
    if (count > uncounted_) problem("ThreadSanitizer reported more than this log holds");
    uncounted_ -= std::min(count, uncounted_);
    return true;
  }

  bool read_signal(string_view line) {
    if (!line.ends_with("Sanitizer:DEADLYSIGNAL")) return false;
    return deadly_ = true;
  }

  bool read_ignored(string_view line) {
    return starts_with_any(line, kIgnored) || is_register_line(line);
  }

  bool read_title(string_view line) {
    if (!(foreign_ ? active_ : open_)) return false;
    if (!starts_with_any(line, kTitles)) return keep_title(line);
    report().stacks.push_back({.title = std::string(trimmed(line)), .frames = {}});
    in_stack_ = true;
    title_.clear();
    return true;
  }

  // A line nobody knows may be the title of the stack that follows.
  bool keep_title(string_view line) {
    if (!foreign_) return false;
    in_stack_ = false;
    title_ = line.ends_with(':') ? trimmed(line) : string_view();
    return true;
  }

  void begin_check() {
    require_end();
    end_report();
    ++check_;
    seen_bytes_ = seen_blocks_ = 0;
    in_check_ = true;
    deadly_ = false;
    add_tool("lsan");
  }

  void begin(string_view tool, string_view kind, string_view message) {
    if (tool != "lsan") require_end();
    ToolReport fresh{.tool = std::string(tool),
                     .kind = std::string(kind),
                     .message = std::string(message),
                     .bytes = 0,
                     .blocks = 0,
                     .stacks = {}};
    fresh.process = process_;
    fresh.check = tool == "lsan" ? check_ : ++check_;
    evidence_.reports.push_back(std::move(fresh));
    open_ = tool != "lsan";  // a leak ends where its stack ends
    active_ = true;
    in_stack_ = deadly_ = false;
    suppressing_ = {};
    title_.clear();
    add_tool(tool);
  }

  void add_tool(string_view tool) {
    if (std::ranges::find(evidence_.tools, tool) == evidence_.tools.end()) {
      evidence_.tools.emplace_back(tool);
    }
  }

  void add_frame(string_view line, ParsedFrame frame) {
    if (evidence_.reports.empty()) return unknown(line);
    undefined_place_.clear();
    std::vector<Stack>& stacks = report().stacks;
    const bool first = frame.number == 0 && !(in_stack_ && stacks.back().frames.empty());
    if (stacks.empty() || first || (!in_stack_ && !foreign_)) {
      stacks.push_back({.title = std::move(title_), .frames = {}});
      title_.clear();
    }
    in_stack_ = true;
    stacks.back().frames.push_back(std::move(frame.frame));
  }

  // Without stacks, the place is all that says where it happened.
  void end_undefined() {
    if (undefined_place_.empty()) return;
    report().stacks.push_back({.title = {}, .frames = {{{}, {}, undefined_place_}}});
    undefined_place_.clear();
    if (foreign_) active_ = false;
  }

  void end_stack() {
    end_undefined();
    in_stack_ = false;
    if (foreign_ && !open_) active_ = false;
  }

  void end_report() {
    end_undefined();
    in_stack_ = open_ = active_ = false;
    suppressing_ = {};
  }

  void require_end() {
    if (open_ || in_check_) unknown("a report without an end");
    open_ = in_check_ = false;
  }

  void unknown(string_view line) {
    problem("unknown sanitizer line: " + std::string(line.substr(0, kShownLine)));
  }

  void problem(std::string text) { evidence_.problems.push_back(std::move(text)); }

  ToolReport& report() { return evidence_.reports.back(); }

  Evidence& evidence_;
  const bool foreign_;
  bool open_ = false;      // a report began and its summary has not come
  bool active_ = false;    // frames and titles belong to the last report
  bool in_stack_ = false;  // the next frame belongs to the last stack
  bool in_check_ = false;  // a leak check began and its summary has not come
  bool troubled_ = false;  // sums cannot agree any more
  bool deadly_ = false;    // a signal was announced and its report has not come
  string_view suppressing_;
  std::string title_;
  std::string process_;
  std::string undefined_place_;
  unsigned check_ = 0;
  std::uint64_t seen_bytes_ = 0;
  std::uint64_t seen_blocks_ = 0;
  std::uint64_t uncounted_ = 0;
};

void parse(string_view log, Evidence& evidence, bool foreign) {
  LogParser parser(evidence, foreign);
  for_each_line(log, [&](string_view line) { parser.read(line); });
  parser.finish();
}

}  // namespace

void parse_sanitizer_log(string_view log, Evidence& evidence) { parse(log, evidence, false); }

void parse_foreign_log(string_view log, Evidence& evidence) { parse(log, evidence, true); }

void check_sanitizer_stderr(string_view text, Evidence& evidence) {
  for_each_line(text, [&](string_view line) {
    if (line.find("Sanitizer") == string_view::npos) return;
    if (line == "AddressSanitizer:DEADLYSIGNAL" || line == "ThreadSanitizer:DEADLYSIGNAL") return;
    evidence.problems.push_back("unknown sanitizer line: " + std::string(line.substr(0, 160)));
  });
}

}  // namespace ouro::leakcheck
