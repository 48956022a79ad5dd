// Progress: one line that changes on a terminal, one line per finished run elsewhere; on stderr.
#pragma once

#include <cstddef>
#include <mutex>
#include <string_view>

namespace ouro::leakcheck {

// Colours and redrawing are for terminals, unless NO_COLOR or TERM=dumb ask for neither.
bool is_terminal(int descriptor);
bool wants_color(int descriptor);

class Progress {
 public:
  explicit Progress(std::size_t total);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }

  void begin(std::string_view what);
  void end(std::string_view what, std::string_view outcome, bool good, double seconds);

 private:
  void clear();

  std::mutex mutex_;
  std::size_t total_;
  std::size_t done_ = 0;
  bool redraws_;
  bool color_;
};

}  // namespace ouro::leakcheck
