// mruby 3 as a target: a state with its gems, one script.
#include <cstddef>

#include "leakcheck/target/dynamic_library.h"
#include "leakcheck/target/targets.h"

namespace ouro::leakcheck {
namespace {

// An mrb_value is two words at most, whichever boxing the library was built with.
struct Value {
  std::size_t words[2];
};

class MRuby final : public Language {
 public:
  explicit MRuby(std::span<const std::string> libraries) : library_(libraries) {}

  void* create() override { return open_(); }
  int run(void* state, const Program& program) override {
    const std::string source = source_of(program);
    load_(state, source.data(), source.size());
    print_error_(state);  // nothing, if there is none
    return failed_(state) ? 1 : 0;
  }
  void finalize(void* state) override { close_(state); }

 private:
  const DynamicLibrary library_;
  void* (*const open_)() = library_.function<void*()>("mrb_open");
  Value (*const load_)(void*, const char*, std::size_t) =
      library_.function<Value(void*, const char*, std::size_t)>("mrb_load_nstring");
  bool (*const failed_)(void*) = library_.function<bool(void*)>("mrb_check_error");
  void (*const print_error_)(void*) = library_.function<void(void*)>("mrb_print_error");
  void (*const close_)(void*) = library_.function<void(void*)>("mrb_close");
};

}  // namespace

std::unique_ptr<Language> make_mruby(std::span<const std::string> libraries, Heap) {
  return std::make_unique<MRuby>(libraries);
}

}  // namespace ouro::leakcheck
