// Progress: what is on the line is always whole, whoever finishes meanwhile.
#include "leakcheck/tool/progress.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>

#include "leakcheck/report/escape.h"

namespace ouro::leakcheck {
namespace {

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != 0;
}

bool is_dumb() {
  const char* terminal = std::getenv("TERM");
  return terminal == nullptr || std::string_view(terminal) == "dumb";
}

void print(const std::string& text) {
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace

bool is_terminal(int descriptor) { return isatty(descriptor) == 1 && !is_dumb(); }

bool wants_color(int descriptor) { return is_terminal(descriptor) && !is_set("NO_COLOR"); }

Progress::Progress(std::size_t total)
    : total_(total), redraws_(is_terminal(STDERR_FILENO)), color_(wants_color(STDERR_FILENO)) {}

void Progress::begin(std::string_view what) {
  if (!redraws_) return;
  const std::lock_guard lock(mutex_);
  print(fmt::format("\r\033[K[{}/{}] {}", done_, total_, cleaned_line(what)));
}

void Progress::end(std::string_view what, std::string_view outcome, bool good, double seconds) {
  const std::lock_guard lock(mutex_);
  ++done_;
  if (redraws_ && good) return;  // the next begin() shows the new count
  const std::string_view paint = !color_ ? "" : good ? "\033[32m" : "\033[31m";
  print(fmt::format("{}[{}/{}] {} {}{}{} {:.1f} s\n", redraws_ ? "\r\033[K" : "", done_, total_,
                    cleaned_line(what), paint, outcome, color_ ? "\033[0m" : "", seconds));
}

void Progress::clear() {
  if (redraws_) print("\r\033[K");
}

}  // namespace ouro::leakcheck
