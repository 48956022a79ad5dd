// LoadedLibraries: opening, counting and closing; and whether the system really unmapped.
#include "runtime/process/loaded_libraries.h"

#include <dlfcn.h>
#include <link.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace ouro {
namespace {

bool is_loaded(const char* path) noexcept {
  void* handle = dlopen(path, RTLD_NOLOAD | RTLD_LAZY | RTLD_LOCAL);
  if (handle != nullptr) dlclose(handle);
  return handle != nullptr;
}

struct Mapping {
  std::uintptr_t base;
  const char* name;
};

int compare_mapping(dl_phdr_info* seen, std::size_t, void* wanted) {
  const auto& mapping = *static_cast<const Mapping*>(wanted);
  return seen->dlpi_addr == mapping.base && std::strcmp(seen->dlpi_name, mapping.name) == 0;
}

}  // namespace

Status LoadedLibraries::set_up(Memory&) noexcept {
  memory_.configure(HeapMode::kMalloc, nullptr);
  mutex_made_ = mutex_.set_up();
  if (!mutex_made_) return failure;
  return done;
}

void LoadedLibraries::tear_down(Memory&) noexcept {
  if (mutex_made_) mutex_.tear_down();
  mutex_made_ = false;
  memory_.give_back();
}

Residue LoadedLibraries::residue() const noexcept {
  return {.items = count_ + stuck_ + mutex_made_};
}

LoadedLibrary* LoadedLibraries::find(const void* handle) noexcept {
  LoadedLibrary* library = first_;
  while (library != nullptr && library->handle != handle) library = library->next;
  return library;
}

LoadedLibrary* LoadedLibraries::add(void* handle, bool lent) noexcept {
  link_map* map = nullptr;
  if (dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0) return nullptr;
  const std::size_t name_bytes = std::strlen(map->l_name) + 1;
  void* block = memory_.allocate(sizeof(LoadedLibrary) + name_bytes);
  if (block == nullptr) return nullptr;
  auto* library = static_cast<LoadedLibrary*>(std::memset(block, 0, sizeof(LoadedLibrary)));
  library->handle = handle;
  library->lent = lent;
  library->base = map->l_addr;
  library->name_bytes = name_bytes;
  std::memcpy(library->name, map->l_name, name_bytes);
  library->next = first_;
  first_ = library;
  ++count_;
  return library;
}

LoadedLibrary* LoadedLibraries::open(const char* path, char* problem, std::size_t size) noexcept {
  MutexGuard guard(mutex_);
  const bool lent = is_loaded(path);
  void* handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    std::snprintf(problem, size, "%s", dlerror());
    return nullptr;
  }
  LoadedLibrary* library = find(handle);
  if (library == nullptr) {
    library = add(handle, lent);
  } else {
    dlclose(handle);  // one for all holders is enough
  }
  if (library == nullptr) {
    dlclose(handle);
    std::snprintf(problem, size, "%s: no memory", path);
    return nullptr;
  }
  ++library->holders;
  return library;
}

bool LoadedLibraries::admit(LoadedLibrary* library, std::uint64_t interpreter,
                            bool alone) noexcept {
  MutexGuard guard(mutex_);
  if (library->interpreter == 0) library->interpreter = interpreter;
  const bool in_several = library->in_several || library->interpreter != interpreter;
  if (alone && in_several) return false;
  library->in_several = in_several;
  return true;
}

void LoadedLibraries::let_go(LoadedLibrary* library) noexcept {
  MutexGuard guard(mutex_);
  if (--library->holders > 0) return;
  LoadedLibrary** link = &first_;
  while (*link != library) link = &(*link)->next;
  *link = library->next;
  --count_;
  close(library);
}

void LoadedLibraries::close(LoadedLibrary* library) noexcept {
  Mapping mapping{library->base, library->name};
  dlclose(library->handle);
  if (!library->lent && dl_iterate_phdr(compare_mapping, &mapping) != 0) ++stuck_;
  memory_.release(library, sizeof(LoadedLibrary) + library->name_bytes);
}

}  // namespace ouro
