// LoadedLibraries: the shared objects that extension modules come from, each counted by what still
// needs its code, in any interpreter, and closed after the last of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/memory.h"
#include "runtime/component/mutex.h"

namespace ouro {

struct LoadedLibrary {
  void* handle;  // of dlopen()
  std::size_t holders;
  std::uint64_t interpreter;  // the first that was admitted; 0: none was
  bool in_several;            // others were admitted, too
  bool lent;                  // the process had it before: its life is not ours
  LoadedLibrary* next;
  std::uintptr_t base;  // where it is mapped
  std::size_t name_bytes;
  char name[];  // as the system calls it
};

class LoadedLibraries {
 public:
  static constexpr std::string_view kName = "loaded_libraries";
  static constexpr std::string_view kPurpose = "libraries of extension modules in use";
  using Needs = TypeList<>;

  Status set_up(Memory&) noexcept;
  void tear_down(Memory&) noexcept;
  // Items: libraries that are held, those that the system would not unmap, and the mutex.
  Residue residue() const noexcept;

  // One more holder; null: `problem` says why, cut to its size.
  [[nodiscard]] LoadedLibrary* open(const char* path, char* problem, std::size_t size) noexcept;
  void let_go(LoadedLibrary* library) noexcept;
  // May this interpreter, which holds it, use it? `alone`: not beside another one.
  bool admit(LoadedLibrary* library, std::uint64_t interpreter, bool alone) noexcept;

  // Closed, and mapped all the same.
  std::size_t stuck() const noexcept { return stuck_; }

 private:
  LoadedLibrary* find(const void* handle) noexcept;
  LoadedLibrary* add(void* handle, bool lent) noexcept;
  void close(LoadedLibrary* library) noexcept;

  mutable Mutex mutex_;
  bool mutex_made_ = false;
  Memory memory_;  // of the records; under the mutex
  LoadedLibrary* first_ = nullptr;
  std::size_t count_ = 0;
  std::size_t stuck_ = 0;
};

}  // namespace ouro
