// LeakWatch: a recoverable leak check into a memory file, and the process state before and after.
#include "leakcheck/testing/leak_watch.h"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdint>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/probe/process_state.h"
#include "leakcheck/probe/sanitizer_log.h"

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

}  // namespace

Evidence LeakWatch::ask_sanitizer() {
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

void LeakWatch::begin() { before_ = probe_process_state(); }

std::vector<std::string> LeakWatch::end() {
  Evidence evidence = ask_sanitizer();
  RoundEvidence round;
  round.before = std::move(before_);
  round.after = probe_process_state();
  evidence.rounds.push_back(std::move(round));
  std::vector<std::string> lines = evidence.problems;
  add_fresh(merged(find_in_address_reports(evidence)), lines);
  for (const Finding& finding : merged(find_in_process_state(evidence))) {
    lines.push_back(describe(finding));
  }
  return lines;
}

void LeakWatch::add_fresh(const Findings& findings, std::vector<std::string>& lines) {
  for (const Finding& finding : findings) {
    if (seen_.insert(finding.signature).second) lines.push_back(describe(finding));
  }
}

}  // namespace ouro::leakcheck
