// The process-state probe: one small reader per category, listed in a table.
#include "leakcheck/probe/process_state.h"

#include <dirent.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cfenv>
#include <climits>
#include <clocale>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include <fmt/format.h>

extern "C" {
// Under AddressSanitizer mallinfo2() knows nothing; the sanitizer counts instead.
std::size_t __sanitizer_get_current_allocated_bytes() __attribute__((weak));
}

namespace ouro::leakcheck {
namespace {

using Facts = std::vector<Fact>;

std::string read_link(const std::string& path) {
  std::array<char, PATH_MAX> target{};
  const ssize_t length = readlink(path.c_str(), target.data(), target.size());
  return length < 0 ? std::string() : std::string(target.data(), static_cast<std::size_t>(length));
}

std::vector<std::string> names_in(const char* directory) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(opendir(directory), closedir);
  if (!stream) return names;
  const std::string own = std::to_string(dirfd(stream.get()));
  while (const dirent* entry = readdir(stream.get())) {
    if (entry->d_name[0] != '.' && entry->d_name != own) names.emplace_back(entry->d_name);
  }
  return names;
}

// "pipe:[81231]" -> "pipe": the number differs from run to run.
std::string kind_of_target(const std::string& target) {
  return target.starts_with('/') ? target : target.substr(0, target.find(":["));
}

void add_descriptors(Facts& facts) {
  for (const std::string& name : names_in("/proc/self/fd")) {
    const int number = std::atoi(name.c_str());
    const int flags = fcntl(number, F_GETFL);
    facts.push_back({"descriptor", name,
                     fmt::format("{}{}", kind_of_target(read_link("/proc/self/fd/" + name)),
                                 (flags & O_NONBLOCK) != 0 ? " nonblocking" : "")});
  }
}

void add_threads(Facts& facts) {
  for (const std::string& name : names_in("/proc/self/task")) {
    std::string command;
    std::getline(std::ifstream("/proc/self/task/" + name + "/comm") >> std::ws, command);
    facts.push_back({"thread", name, command});
  }
}

void add_mapped_files(Facts& facts) {
  std::map<std::string, int> files;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    const std::size_t path = line.find('/');
    if (path != std::string::npos) ++files[line.substr(path)];
  }
  for (const auto& [path, count] : files) {
    facts.push_back({"mapping", path, std::to_string(count)});
  }
}

std::string describe(const struct sigaction& action) {
  if (action.sa_handler == SIG_DFL) return "default";
  if (action.sa_handler == SIG_IGN) return "ignored";
  return fmt::format("handler with flags {:#x}", static_cast<unsigned>(action.sa_flags));
}

void add_signals(Facts& facts) {
  sigset_t mask;
  pthread_sigmask(SIG_BLOCK, nullptr, &mask);
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action = {};
    if (sigaction(number, nullptr, &action) != 0) continue;
    facts.push_back({"signal", std::to_string(number), describe(action)});
    if (sigismember(&mask, number) == 1) {
      facts.push_back({"blocked_signal", std::to_string(number), "blocked"});
    }
  }
  stack_t stack = {};
  sigaltstack(nullptr, &stack);
  facts.push_back(
      {"signal_stack", "main", (stack.ss_flags & SS_DISABLE) != 0 ? "none" : "installed"});
}

void add_locale(Facts& facts) {
  constexpr auto kCategories =
      std::to_array<std::pair<int, const char*>>({{LC_CTYPE, "LC_CTYPE"},
                                                  {LC_NUMERIC, "LC_NUMERIC"},
                                                  {LC_TIME, "LC_TIME"},
                                                  {LC_COLLATE, "LC_COLLATE"},
                                                  {LC_MONETARY, "LC_MONETARY"},
                                                  {LC_MESSAGES, "LC_MESSAGES"}});
  for (const auto& [category, name] : kCategories) {
    const char* value = std::setlocale(category, nullptr);
    facts.push_back({"locale", name, value == nullptr ? "" : value});
  }
}

void add_environment(Facts& facts) {
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const char* equals = std::strchr(*entry, '=');
    if (equals == nullptr) continue;
    const std::size_t length = static_cast<std::size_t>(equals - *entry);
    // Values may be secrets, and evidence is written down: a digest is enough to see a change.
    facts.push_back({"environment", std::string(*entry, length),
                     fmt::format("#{:x}", std::hash<std::string_view>()(equals + 1))});
  }
}

void add_directory_and_mask(Facts& facts) {
  std::array<char, PATH_MAX> directory{};
  if (getcwd(directory.data(), directory.size()) == nullptr) directory[0] = '?';
  facts.push_back({"directory", "current", directory.data()});
  // Reading the mask through umask() would change it for a moment.
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("Umask:")) facts.push_back({"umask", "files", line.substr(7)});
  }
}

// A key is free exactly if it can be had: take all that are left, then give them back.
void add_thread_keys(Facts& facts) {
  std::vector<pthread_key_t> mine;
  pthread_key_t key;
  while (pthread_key_create(&key, nullptr) == 0) mine.push_back(key);
  for (unsigned number = 0; number < PTHREAD_KEYS_MAX; ++number) {
    if (std::ranges::find(mine, number) == mine.end()) {
      facts.push_back({"tls_key", std::to_string(number), "in use"});
    }
  }
  for (const pthread_key_t taken : mine) pthread_key_delete(taken);
}

void add_timers(Facts& facts) {
  constexpr auto kTimers = std::to_array<std::pair<__itimer_which, const char*>>(
      {{ITIMER_REAL, "real"}, {ITIMER_VIRTUAL, "virtual"}, {ITIMER_PROF, "profile"}});
  for (const auto& [which, name] : kTimers) {
    itimerval value = {};
    getitimer(which, &value);
    const bool armed = value.it_value.tv_sec != 0 || value.it_value.tv_usec != 0;
    facts.push_back({"interval_timer", name, armed ? "armed" : "off"});
  }
  std::ifstream timers("/proc/self/timers");
  for (std::string line; std::getline(timers, line);) {
    if (line.starts_with("ID: ")) facts.push_back({"timer", line.substr(4), "armed"});
  }
}

void add_arithmetic(Facts& facts) {
  facts.push_back({"rounding", "mode", std::to_string(std::fegetround())});
}

void add_limits(Facts& facts) {
  constexpr auto kLimits = std::to_array<std::pair<__rlimit_resource, const char*>>(
      {{RLIMIT_STACK, "stack"}, {RLIMIT_NOFILE, "files"}, {RLIMIT_CORE, "core"}});
  for (const auto& [which, name] : kLimits) {
    rlimit limit = {};
    getrlimit(which, &limit);
    facts.push_back({"limit", name, fmt::format("{}", limit.rlim_cur)});
  }
}

constexpr auto kReaders = std::to_array<void (*)(Facts&)>(
    {add_descriptors, add_threads, add_mapped_files, add_signals, add_locale, add_environment,
     add_directory_and_mask, add_thread_keys, add_timers, add_arithmetic, add_limits});

}  // namespace

ProcessState probe_process_state() {
  ProcessState state;
  for (const auto reader : kReaders) reader(state.facts);
  std::ranges::sort(state.facts);
  return state;
}

std::uint64_t resident_bytes() {
  std::uint64_t pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

HeapUse probe_heap(std::uint64_t kept) {
  HeapUse use{.kept = kept, .resident = resident_bytes()};
  const struct mallinfo2 heap = mallinfo2();
  use.allocated = __sanitizer_get_current_allocated_bytes != nullptr
                      ? __sanitizer_get_current_allocated_bytes()
                      : heap.uordblks + heap.hblkhd;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    unsigned long begin = 0, end = 0;
    char mode[5] = {};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &begin, &end, mode) != 3) continue;
    const bool anonymous =
        line.find('/') == std::string::npos && line.find('[') == std::string::npos;
    if (anonymous && mode[1] == 'w') use.mapped += end - begin;
  }
  return use;
}

}  // namespace ouro::leakcheck
