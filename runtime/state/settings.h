// Settings: what the host asked for when it created the interpreter. Plain values, fixed
// afterwards.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"

namespace ouro {

// Where the standard streams of an interpreter go: a descriptor that the interpreter does not own.
struct StreamSettings {
  int input = 0;
  int output = 1;
  int error = 2;
};

class Settings {
 public:
  static constexpr std::string_view kName = "settings";
  using Needs = TypeList<>;

  Status set_up(Memory&) noexcept {
    live_ = true;
    return done;
  }
  void tear_down(Memory&) noexcept { *this = Settings{}; }
  Residue residue() const noexcept { return {.items = live_}; }

  // Takes the host's wishes over.
  void adopt(const Settings& wishes) noexcept {
    *this = wishes;
    live_ = true;
  }

  StreamSettings streams;
  bool allow_threads = true;
  bool allow_daemon_threads = true;
  bool allow_fork = false;
  bool allow_exec = true;
  std::uint64_t instructions_max = 0;  // 0: no limit
  std::uint64_t milliseconds_max = 0;
  std::size_t threads_max = 0;
  const char* module_path =
      nullptr;  // ':'-separated; borrowed from the host for the interpreter's life
  const char* library_path =
      nullptr;             // of the pure Python standard library; null: the distribution's
  int argument_count = 0;  // sys.argv
  const char* const* arguments = nullptr;
  const char* program_folder = nullptr;  // sys.path[0]; null: none

 private:
  bool live_ = false;
};

}  // namespace ouro
