// DynamicLibrary: a runtime under test, opened by name; its functions by theirs.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ouro::leakcheck {

class DynamicLibrary {
 public:
  // The first of them that the system finds. Throws std::runtime_error that says why each failed.
  explicit DynamicLibrary(std::span<const std::string> candidates);
  DynamicLibrary(const DynamicLibrary&) = delete;
  // Stays open for what it left behind - but under Valgrind, which would count the loader's own
  // blocks as the library's, and remembers its names.
  ~DynamicLibrary();

  const std::string& name() const { return name_; }

  // Throws std::runtime_error when the library has no such function.
  template <typename Function>
  Function* function(const char* name) const {
    return reinterpret_cast<Function*>(address_of(name, true));
  }
  // Null when it has no such symbol.
  template <typename Function>
  Function* function_if(const char* name) const {
    return reinterpret_cast<Function*>(address_of(name, false));
  }
  template <typename Value>
  Value* variable_if(const char* name) const {
    return static_cast<Value*>(address_of(name, false));
  }

 private:
  void* address_of(const char* name, bool needed) const;

  void* handle_ = nullptr;
  std::string name_;
};

}  // namespace ouro::leakcheck
