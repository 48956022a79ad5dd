// MuJS 1 as a target: a state, one script.
#include "leakcheck/target/dynamic_library.h"
#include "leakcheck/target/targets.h"

namespace ouro::leakcheck {
namespace {

class MuJs final : public Language {
 public:
  explicit MuJs(std::span<const std::string> libraries) : library_(libraries) {}

  void* create() override { return create_(nullptr, nullptr, 0); }
  int run(void* state, const Program& program) override {
    return evaluate_(state, source_of(program).c_str()) != 0 ? 1 : 0;
  }
  void finalize(void* state) override { free_(state); }

 private:
  const DynamicLibrary library_;
  void* (*const create_)(void*, void*,
                         int) = library_.function<void*(void*, void*, int)>("js_newstate");
  // Reports errors on stderr by itself.
  int (*const evaluate_)(void*,
                         const char*) = library_.function<int(void*, const char*)>("js_dostring");
  void (*const free_)(void*) = library_.function<void(void*)>("js_freestate");
};

}  // namespace

std::unique_ptr<Language> make_mujs(std::span<const std::string> libraries, Heap) {
  return std::make_unique<MuJs>(libraries);
}

}  // namespace ouro::leakcheck
