// Settings: what the host asked for when it created the interpreter. Plain values, fixed
// afterwards.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/memory.h"

namespace ouro {

class InterpreterLock;

// Where the standard streams of an interpreter go: a descriptor that the interpreter does not own.
struct StreamSettings {
  int input = 0;
  int output = 1;
  int error = 2;
};

// A module's source as a host has it; valid until it is given back.
struct HostSource {
  const char* text = nullptr;
  std::size_t length = 0;
  const char* filename = nullptr;  // null: "<host:NAME>"
  bool is_package = false;
  void* owner = nullptr;  // the host's own
};

// What a host does itself instead of the system; null: the system does. Called by the thread that
// holds the interpreter, with `host` as the first argument.
struct HostServices {
  void* host = nullptr;
  // Bytes read into `place`, 0 at the end; negative: -errno.
  std::int64_t (*read_input)(void* host, char* place, std::size_t size) = nullptr;
  // All of it; 0 or errno.
  int (*write_output)(void* host, const char* text, std::size_t length) = nullptr;
  int (*write_error)(void* host, const char* text, std::size_t length) = nullptr;
  // Positive: found, and to be given back. 0: unknown. Negative: it failed.
  int (*find_module)(void* host, const char* name, HostSource& source) = nullptr;
  void (*give_back_module)(void* host, const HostSource& source) = nullptr;
  // Nanoseconds since 1970 or, monotonic, since any moment.
  std::int64_t (*clock)(void* host, bool monotonic) = nullptr;
};

// Which extension modules may be loaded, by what they declare about interpreters.
enum class ExtensionRule : std::uint8_t {
  kStrict,   // one that needs a common lock is in one interpreter at a time
  kTrusted,  // the host keeps its interpreters from running at once
  kNone,
};

// In the place of a descriptor: the host's callbacks. No system gives out such numbers.
namespace host_stream {
inline constexpr int kInput = 0x7fff'fff0;
inline constexpr int kOutput = kInput + 1;
inline constexpr int kError = kInput + 2;
constexpr bool is(int descriptor) { return descriptor >= kInput; }
}  // namespace host_stream

class Settings {
 public:
  static constexpr std::string_view kName = "settings";
  static constexpr std::string_view kPurpose = "limits, streams, paths and flags the host gave";
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
  std::size_t descriptors_max = 0;         // that the program opened and has not closed
  std::int32_t recursion_max = 0;          // no program sets a higher recursion limit
  InterpreterLock* shared_lock = nullptr;  // of an interpreter that ends later; null: only its own
  const char* module_path =
      nullptr;  // ':'-separated; borrowed from the host for the interpreter's life
  const char* library_path =
      nullptr;             // of the pure Python standard library; null: the distribution's
  int argument_count = 0;  // sys.argv
  const char* const* arguments = nullptr;
  const char* program_folder = nullptr;  // sys.path[0]; null: none
  const char* executable = nullptr;      // sys.executable; null: the process is not ours to start
  ExtensionRule extensions = ExtensionRule::kStrict;
  HostServices services;
  HostAllocator allocator;

 private:
  bool live_ = false;
};

}  // namespace ouro
