// Duktape 2 as a target: a heap with the built-ins, one script.
#include <cstddef>
#include <cstdint>
#include <cstdio>

#include "leakcheck/target/dynamic_library.h"
#include "leakcheck/target/targets.h"

namespace ouro::leakcheck {
namespace {

// duktape.h, version 2: evaluate, catch errors, no source text of its own, no file name.
constexpr std::uint32_t kEvaluate = 1u << 3, kSafe = 1u << 7, kNoSource = 1u << 9,
                        kNoFileName = 1u << 11;

class Duktape final : public Language {
 public:
  explicit Duktape(std::span<const std::string> libraries) : library_(libraries) {}

  void* create() override { return create_(nullptr, nullptr, nullptr, nullptr, nullptr); }

  int run(void* heap, const Program& program) override {
    const std::string source = source_of(program);
    const int status =
        evaluate_(heap, source.data(), source.size(), kEvaluate | kSafe | kNoSource | kNoFileName);
    if (status != 0) std::fprintf(stderr, "duktape: %s\n", to_text_(heap, -1, nullptr));
    pop_(heap);
    return status != 0 ? 1 : 0;
  }

  void finalize(void* heap) override { destroy_(heap); }

 private:
  const DynamicLibrary library_;
  void* (*const create_)(void*, void*, void*, void*, void*) =
      library_.function<void*(void*, void*, void*, void*, void*)>("duk_create_heap");
  int (*const evaluate_)(void*, const char*, std::size_t, std::uint32_t) =
      library_.function<int(void*, const char*, std::size_t, std::uint32_t)>("duk_eval_raw");
  // Of an error, too, whatever its own conversion does.
  const char* (*const to_text_)(void*, int, std::size_t*) =
      library_.function<const char*(void*, int, std::size_t*)>("duk_safe_to_lstring");
  void (*const pop_)(void*) = library_.function<void(void*)>("duk_pop");
  void (*const destroy_)(void*) = library_.function<void(void*)>("duk_destroy_heap");
};

}  // namespace

std::unique_ptr<Language> make_duktape(std::span<const std::string> libraries, Heap) {
  return std::make_unique<Duktape>(libraries);
}

}  // namespace ouro::leakcheck
