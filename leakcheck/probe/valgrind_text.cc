// The parser of Valgrind's text: one reader for each process; what begins an error stands in a
// table.
#include "leakcheck/probe/valgrind_text.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "leakcheck/probe/log_lines.h"
#include "leakcheck/probe/tool_frame.h"
#include "leakcheck/probe/valgrind_xml.h"

namespace ouro::leakcheck {
namespace {

using std::string_view;

struct Named {
  string_view words;
  string_view name;
};

constexpr auto kHeaders = std::to_array<Named>({{"Memcheck, a memory error detector", "memcheck"},
                                                {"Helgrind, a thread error detector", "helgrind"},
                                                {"drd, a thread error detector", "drd"}});

// Words of an error's first line, and the kind it has in the XML. An asterisk: what follows stands
// anywhere in the line.
constexpr auto kKinds = std::to_array<Named>({
    {"Invalid read of size ", "InvalidRead"},
    {"Invalid write of size ", "InvalidWrite"},
    {"Invalid free()", "InvalidFree"},
    {"Mismatched free()", "MismatchedFree"},
    {"Mismatched new", "MismatchedAllocateDeallocateSize"},
    {"Invalid alignment value", "BadAlign"},
    {"Jump to the invalid address", "InvalidJump"},
    {"Conditional jump or move depends on uninitialised", "UninitCondition"},
    {"Use of uninitialised value", "UninitValue"},
    {"Syscall param ", "SyscallParam"},
    {"Uninitialised byte(s) found", "ClientCheck"},
    {"Unaddressable byte(s) found", "ClientCheck"},
    {"Source and destination overlap in ", "Overlap"},
    {"Illegal memory pool address", "InvalidMemPool"},
    {"*has a fishy (possibly negative) value", "FishyValue"},
    {"realloc() with size 0", "ReallocSizeZero"},
    {"File descriptor ", "FdBadUse"},
    {"Open file descriptor ", "FdNotClosed"},
    {"Open AF_", "FdNotClosed"},
    {"* definitely lost in loss record ", "Leak_DefinitelyLost"},
    {"* indirectly lost in loss record ", "Leak_IndirectlyLost"},
    {"* possibly lost in loss record ", "Leak_PossiblyLost"},
    {"* still reachable in loss record ", "Leak_StillReachable"},
    {"Process terminating with default action of signal ", "Signal"},
    {"Possible data race during ", "Race"},
    {"*: lock order \"", "LockOrder"},
    {"* unlocked a not-locked lock ", "UnlockUnlocked"},
    {"* unlocked lock at ", "UnlockForeign"},
    {"* unlocked an invalid lock ", "UnlockBogus"},
    {"*'s call to pthread_", "PthAPIerror"},
    {"*: Exiting thread still holds ", "Misc"},
    {"*: pthread_", "Misc"},
    {"*: sem_", "Misc"},
    {"Conflicting load by thread ", "ConflictingAccess"},
    {"Conflicting store by thread ", "ConflictingAccess"},
    {"Mutex ", "MutexErr"},
    {"Recursive locking not allowed", "MutexErr"},
    {"Destroying locked mutex", "MutexErr"},
    {"Destruction of mutex in unlocked state", "MutexErr"},
    {"Probably a race condition: condition variable", "CondRaceErr"},
    {"Condition variable", "CondErr"},
    {"Destruction of condition variable", "CondDestrErr"},
    {"Destruction of a condition variable", "CondDestrErr"},
    {"Semaphore ", "SemaphoreErr"},
    {"Invalid semaphore", "SemaphoreErr"},
    {"Destruction of semaphore", "SemaphoreErr"},
    {"Barrier ", "BarrierErr"},
    {"Destruction of barrier", "BarrierErr"},
    {"Destruction of a barrier", "BarrierErr"},
    {"Reader-writer lock", "RwlockErr"},
    {"Destruction of locked rwlock", "RwlockErr"},
    {"Attempt to use ", "Misc"},
    {"Acquired at:", "HoldtimeErr"},
});

struct Trouble {
  string_view words;
  string_view advice;
};

constexpr auto kTroubles = std::to_array<Trouble>({
    {"More than 1000 different errors detected", "run with --error-limit=no"},
    {"More than 10000000 total errors detected", "run with --error-limit=no"},
    {"the 'impossible' happened", "Valgrind itself failed"},
    {"valgrind: Fatal error at startup", "Valgrind could not start: it names a missing package"},
    {"valgrind: failed to start tool", "Valgrind could not start: its tool is missing"},
    {"Assertion '", "Valgrind itself failed"},
    {"disInstr", "the program uses an instruction that Valgrind does not know"},
    {"Exit program on first error", "run without --exit-on-first-error to see all of them"},
});

// A summary's own lines: losses it counts although no record may list them.
constexpr auto kLosses = std::to_array<Named>({{"definitely lost: ", "Leak_DefinitelyLost"},
                                               {"indirectly lost: ", "Leak_IndirectlyLost"},
                                               {"possibly lost: ", "Leak_PossiblyLost"}});

string_view trimmed(string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == ':')) text.remove_suffix(1);
  return text;
}

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

// "1,234" -> 1234.
std::uint64_t take_number(string_view& text) {
  std::uint64_t number = 0;
  for (; !text.empty() && (is_digit(text.front()) || text.front() == ','); text.remove_prefix(1)) {
    if (text.front() != ',') number = number * 10 + static_cast<std::uint64_t>(text.front() - '0');
  }
  return number;
}

std::uint64_t number_after(string_view text, string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == string_view::npos) return 0;
  text.remove_prefix(at + mark.size());
  return take_number(text);
}

// Removes "==12== " or "==00:00:01.2 12== "; the number, or nothing.
string_view take_process(string_view& line) {
  if (!line.starts_with("==")) return {};
  const std::size_t end = line.find("==", 2);
  if (end == string_view::npos || end == 2 || end > 40) return {};
  string_view number = line.substr(2, end - 2);
  if (number.find_first_not_of("0123456789:. ") != string_view::npos) return {};
  number = number.substr(number.rfind(' ') + 1);
  string_view rest = line.substr(end + 2);
  if (number.empty() || (!rest.empty() && rest.front() != ' ')) return {};
  line = rest.empty() ? rest : rest.substr(1);
  return number;
}

string_view kind_of(string_view line) {
  for (const Named& row : kKinds) {
    const bool anywhere = row.words.front() == '*';
    const string_view words = row.words.substr(anywhere ? 1 : 0);
    if (anywhere ? line.find(words) != string_view::npos : line.starts_with(words)) {
      return row.name;
    }
  }
  return {};
}

// Of a log without a header.
string_view tool_of(string_view kind) {
  static constexpr auto kHelgrind = std::to_array<string_view>(
      {"Race", "LockOrder", "UnlockUnlocked", "UnlockForeign", "UnlockBogus", "PthAPIerror"});
  if (std::ranges::find(kHelgrind, kind) != kHelgrind.end()) return "helgrind";
  return kind == "ConflictingAccess" || kind.ends_with("Err") ? "drd" : "memcheck";
}

class Process {
 public:
  Process(std::string number, Evidence& evidence)
      : number_(std::move(number)), evidence_(evidence) {}

  void read(string_view line) {
    if (read_trouble(line) || read_header(line) || read_summary(line) || read_again(line)) return;
    if (const ParsedFrame frame = parse_valgrind_frame(line); frame.is_frame) {
      return add_frame(frame);
    }
    if (line.starts_with("---")) return close();
    if (!trimmed(line).empty()) read_words(line);
  }

  void finish() {
    close();
    if (hidden_ != 0) evidence_.suppressed.push_back({tool_, "(unnamed)", hidden_});
    if (ended_) compare();
    // A forked child has no header; with -q nobody has one, nor a summary.
    const bool loud = headed_ || (counted_ != 0 && !evidence_.tools.empty());
    if (!ended_ && loud) {
      problem("Valgrind's log of process " + number_ +
              " has no ERROR SUMMARY: the log was cut, or the tool was killed");
    }
  }

  void problem(std::string text) { evidence_.problems.push_back(std::move(text)); }

 private:
  bool read_trouble(string_view line) {
    for (const Trouble& trouble : kTroubles) {
      if (line.find(trouble.words) == string_view::npos) continue;
      troubled_ = true;
      problem(std::string(line.substr(0, 160)) + ": " + std::string(trouble.advice));
      return true;
    }
    return false;
  }

  bool read_header(string_view line) {
    for (const Named& header : kHeaders) {
      if (!line.starts_with(header.words)) continue;
      close();
      if (ended_) compare();
      counted_ = leaks_ = 0;
      headed_ = true;
      ended_ = in_losses_ = troubled_ = false;  // the number may have been another process's
      tool_ = header.name;
      evidence_.tools.emplace_back(tool_);
      return true;
    }
    return false;
  }

  bool read_summary(string_view line) {
    if (line.starts_with("ERROR SUMMARY: ")) return end(line), true;
    if (line.starts_with("LEAK SUMMARY:")) return close(), in_losses_ = true;
    return in_losses_ && read_loss(trimmed(line));
  }

  // With --leak-check=summary this is all there is; indirect losses hang on definite ones.
  bool read_loss(string_view line) {
    for (const Named& loss : kLosses) {
      if (!line.starts_with(loss.words)) continue;
      const std::uint64_t bytes = number_after(line, ": ");
      const std::uint64_t blocks = number_after(line, " in ");
      if (blocks != 0 && !listed(loss.name) && loss.name != "Leak_IndirectlyLost") {
        begin(loss.name, std::string(line) + "; run with --leak-check=full to see where");
        pending_.bytes = bytes;
        pending_.blocks = blocks;
        close();
      }
      return true;
    }
    return line.starts_with("still reachable: ") || line.starts_with("suppressed: ");
  }

  bool listed(string_view kind) const {
    return std::ranges::any_of(evidence_.reports, [&](const ToolReport& report) {
      return report.kind == kind && report.process == number_;
    });
  }

  // "ERROR SUMMARY: 7 errors from 5 contexts (suppressed: 3 from 2)"
  void end(string_view line) {
    close();
    ended_ = true;
    again_ = in_losses_ = false;
    contexts_ = number_after(line, "errors from ");
    hidden_ = number_after(line, "suppressed: ");
  }

  // "2 errors in context 1 of 7:", after the summary: -s shows every error a second time.
  bool read_again(string_view line) {
    if (ended_ && line.find(" errors in context ") != string_view::npos) again_ = true;
    return again_;
  }

  // Which kinds of leaks count as errors is an option: the number lies between the two extremes.
  void compare() {
    if (troubled_ || (contexts_ >= counted_ - leaks_ && contexts_ <= counted_)) return;
    problem("Valgrind's ERROR SUMMARY counts " + std::to_string(contexts_) +
            " contexts, but its log lists " + std::to_string(counted_) + " errors");
  }

  void read_words(string_view line) {
    if (line.starts_with("Locks held: ")) return;
    if (is_announcement(line)) {
      close();
      announcing_ = true;
      return;
    }
    // Descriptors that were open from the start.
    if (line.find("<inherited from parent>") != string_view::npos) open_ = nullptr;
    const string_view kind = line.front() == ' ' ? string_view() : kind_of(line);
    if (!kind.empty()) return begin(kind, line);
    title_ = trimmed(line);
    if (announcing_ || open_ == nullptr) return;
    if (!is_detail(title_)) return;
    open_->stacks.push_back({.title = std::exchange(title_, {}), .frames = {}});
  }

  // What says something of its own, whether frames follow or not.
  static bool is_detail(string_view text) {
    return text.starts_with("Address ") || text.starts_with("Location ") ||
           text.find("data symbol") != string_view::npos ||
           text.starts_with("Allocation context: ");
  }

  static bool is_announcement(string_view line) {
    return line.starts_with("Thread #") &&
           (line.ends_with(" was created") || line.ends_with("root thread"));
  }

  void begin(string_view kind, string_view message) {
    close();
    announcing_ = false;
    open_ = &pending_;
    if (tool_.empty()) tool_ = evidence_.tools.empty() ? tool_of(kind) : evidence_.tools.back();
    pending_ = {.tool = std::string(tool_),
                .kind = std::string(kind),
                .message = std::string(trimmed(message)),
                .bytes = 0,
                .blocks = 0,
                .stacks = {}};
    pending_.process = number_;
    if (kind == "Signal") name_signal();
    if (kind == "FdNotClosed") ++leaks_;  // not every version counts them
    if (!kind.starts_with("Leak_")) return;
    ++leaks_;
    pending_.bytes = direct_bytes(message);
    pending_.blocks = number_after(message, " bytes in ");
    if (pending_.bytes == 0) pending_.bytes = take_number(message);
  }

  // "... of signal 11 (SIGSEGV)" is no error that Valgrind counts.
  void name_signal() {
    const std::size_t at = pending_.message.rfind("(SIG");
    if (at != std::string::npos) {
      pending_.kind = pending_.message.substr(at + 1, pending_.message.find(')', at) - at - 1);
    }
    signal_ = true;
  }

  void add_frame(const ParsedFrame& frame) {
    if (announcing_) return;
    if (open_ == nullptr) {
      if (title_.empty() || frame.number != 0) return;
      begin("Other", std::exchange(title_, {}));
    }
    std::vector<Stack>& stacks = open_->stacks;
    const bool titled = !stacks.empty() && stacks.back().frames.empty() && title_.empty();
    if (!titled && (frame.number == 0 || stacks.empty())) {
      stacks.push_back({.title = std::exchange(title_, {}), .frames = {}});
    }
    stacks.back().frames.push_back(frame.frame);
  }

  void close() {
    title_.clear();
    if (open_ == nullptr) return;
    open_ = nullptr;
    if (!std::exchange(signal_, false)) ++counted_;
    evidence_.reports.push_back(std::exchange(pending_, {}));
  }

  const std::string number_;
  Evidence& evidence_;
  std::string tool_;
  ToolReport pending_;
  ToolReport* open_ = nullptr;  // the error whose lines come
  std::string title_;
  std::uint64_t counted_ = 0;
  std::uint64_t leaks_ = 0;
  std::uint64_t contexts_ = 0;  // as the summary counts
  std::uint64_t hidden_ = 0;
  bool headed_ = false;
  bool ended_ = false;
  bool again_ = false;
  bool in_losses_ = false;
  bool announcing_ = false;
  bool troubled_ = false;
  bool signal_ = false;
};

}  // namespace

void parse_valgrind_text(string_view log, Evidence& evidence) {
  std::map<std::string, Process> processes;
  const auto process = [&](const std::string& number) -> Process& {
    return processes.try_emplace(number, number, evidence).first->second;
  };
  for_each_line(log, [&](string_view line) {
    if (line.starts_with("valgrind: ")) {
      return process("").problem(std::string(line.substr(0, 160)));
    }
    const string_view number = take_process(line);
    if (!number.empty()) process(std::string(number)).read(line);
  });
  for (auto& [number, each] : processes) each.finish();
}

}  // namespace ouro::leakcheck
