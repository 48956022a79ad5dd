// LeakWatch: process state, heap and LeakSanitizer before and after.
#include "leakcheck/testing/leak_watch.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/probe/process_state.h"
#include "leakcheck/probe/sanitizer_log.h"
#include "leakcheck/testing/heap_probe.h"

extern "C" {
int __lsan_do_recoverable_leak_check() __attribute__((weak));
void __sanitizer_set_report_fd(void* descriptor) __attribute__((weak));
}

namespace ouro::leakcheck {
namespace {

std::string read_from_start(int file) {
  std::string text;
  std::array<char, 4096> buffer;
  lseek(file, 0, SEEK_SET);
  for (ssize_t got; (got = read(file, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return text;
}

void* as_sanitizer_descriptor(int number) {
  return reinterpret_cast<void*>(static_cast<std::uintptr_t>(number));
}

std::string describe(const Finding& finding) {
  return finding.rule + ": " + finding.subject + ": " + finding.detail;
}

// What LeakSanitizer reports now; it reports everything again each time.
Evidence ask_sanitizer() {
  Evidence evidence;
  if (__lsan_do_recoverable_leak_check == nullptr || __sanitizer_set_report_fd == nullptr) {
    return evidence;
  }
  const int file = memfd_create("leaks", MFD_CLOEXEC);
  __sanitizer_set_report_fd(as_sanitizer_descriptor(file));
  __lsan_do_recoverable_leak_check();
  __sanitizer_set_report_fd(as_sanitizer_descriptor(STDERR_FILENO));
  parse_sanitizer_log(read_from_start(file), evidence);
  close(file);
  return evidence;
}

Findings find_changes(const ProcessState& before, const ProcessState& after) {
  Evidence evidence;
  evidence.rounds.emplace_back();
  evidence.rounds.back().before = before;
  evidence.rounds.back().after = after;
  return merged(find_in_process_state(evidence));
}

// A thread that was joined may be listed for a moment longer.
Findings find_lasting_changes(const ProcessState& before) {
  constexpr int kLooksMax = 200;
  Findings findings;
  for (int look = 0; look < kLooksMax; ++look) {
    findings = find_changes(before, probe_process_state());
    if (std::ranges::find(findings, "thread", &Finding::subject) == findings.end()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return findings;
}

void add_growth(const char* what, std::uint64_t before, std::uint64_t after, std::uint64_t slack,
                std::vector<std::string>& lines) {
  if (after > before + slack) {
    lines.push_back(fmt::format("{}: {} bytes more than before", what, after - before));
  }
}

void warm_up_once() {
  static std::once_flag done;
  std::call_once(done, warm_up_threads);
}

}  // namespace

struct LeakWatch::State {
  LeakOptions options;
  ProcessState before;
  HeapBytes heap;
  std::set<std::string> seen;  // signatures of LeakSanitizer's findings
  bool began = false;

  // Findings that were not seen before.
  Findings ask_for_fresh() {
    Findings fresh;
    for (Finding& finding : merged(find_in_address_reports(ask_sanitizer()))) {
      if (seen.insert(finding.signature).second) fresh.push_back(std::move(finding));
    }
    return fresh;
  }
};

LeakWatch::LeakWatch(LeakOptions options) : state_(std::make_unique<State>()) {
  state_->options = options;
}

LeakWatch::~LeakWatch() = default;

void LeakWatch::begin() {
  warm_up_once();
  if (!std::exchange(state_->began, true)) static_cast<void>(state_->ask_for_fresh());
  state_->before = probe_process_state();
  state_->heap = measure_heap();  // last: the probe has a heap use of its own
}

std::vector<std::string> LeakWatch::end() {
  const HeapBytes heap = measure_heap();  // first, for the same reason
  std::vector<std::string> lines;
  for (const Finding& finding : state_->ask_for_fresh()) lines.push_back(describe(finding));
  if (state_->options.heap && lines.empty()) {
    const std::uint64_t slack = state_->options.heap_slack;
    add_growth("heap", state_->heap.allocated, heap.allocated, slack, lines);
    add_growth("mapping", state_->heap.mapped, heap.mapped, slack, lines);
  }
  for (const Finding& finding : find_lasting_changes(state_->before)) {
    lines.push_back(describe(finding));
  }
  return lines;
}

bool LeakRegion::again() {
  if (running_) {
    finish();
    if (lines_.empty() || runs_ == kRunsMax) return false;
  } else if (runs_ > 0) {
    return false;
  }
  ++runs_;
  lines_ = {};  // and its memory
  watch_.begin();
  return running_ = true;
}

void LeakRegion::finish() {
  if (std::exchange(running_, false)) lines_ = watch_.end();
}

}  // namespace ouro::leakcheck
