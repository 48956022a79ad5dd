// DynamicLibrary: dlopen and dlsym, with errors that say what to do.
#include "leakcheck/target/dynamic_library.h"

#include <dlfcn.h>
#include <valgrind/valgrind.h>

#include <stdexcept>

#include <fmt/format.h>

namespace ouro::leakcheck {

DynamicLibrary::DynamicLibrary(std::span<const std::string> candidates) {
  std::string reasons;
  for (const std::string& candidate : candidates) {
    // Global: extension modules of some languages take its functions from the process.
    handle_ = dlopen(candidate.c_str(), RTLD_NOW | RTLD_GLOBAL);
    if (handle_ != nullptr) {
      name_ = candidate;
      return;
    }
    reasons += fmt::format("{}{}", reasons.empty() ? "" : "; ", dlerror());
  }
  throw std::runtime_error("the target's library cannot be opened: " + reasons);
}

DynamicLibrary::~DynamicLibrary() {
  if (RUNNING_ON_VALGRIND != 0) dlclose(handle_);
}

void* DynamicLibrary::address_of(const char* name, bool needed) const {
  void* address = dlsym(handle_, name);
  if (address == nullptr && needed)
    throw std::runtime_error(fmt::format("{} has no function {}", name_, name));
  return address;
}

}  // namespace ouro::leakcheck
