// Tcl 8.6 as a target: an interpreter with its script library, one script.
#include <cstdio>

#include "leakcheck/target/dynamic_library.h"
#include "leakcheck/target/targets.h"

namespace ouro::leakcheck {
namespace {

class Tcl final : public Language {
 public:
  explicit Tcl(std::span<const std::string> libraries) : library_(libraries) {}

  // Finds its encodings; without it the first interpreter crashes.
  void begin() override { find_executable_(nullptr); }

  void* create() override {
    void* interpreter = create_();
    if (interpreter != nullptr && initialize_(interpreter) != 0) report(interpreter);
    return interpreter;
  }

  int run(void* interpreter, const Program& program) override {
    const std::string source = source_of(program);
    if (evaluate_(interpreter, source.data(), static_cast<int>(source.size()), 0) == 0) return 0;
    report(interpreter);
    return 1;
  }

  // A thread that is about to end gives its own part back, too.
  void finalize(void* interpreter) override {
    delete_(interpreter);
    finalize_thread_();
  }

  void end() override { finalize_(); }

 private:
  void report(void* interpreter) const { std::fprintf(stderr, "tcl: %s\n", result_(interpreter)); }

  const DynamicLibrary library_;
  void (*const find_executable_)(const char*) =
      library_.function<void(const char*)>("Tcl_FindExecutable");
  void* (*const create_)() = library_.function<void*()>("Tcl_CreateInterp");
  int (*const initialize_)(void*) = library_.function<int(void*)>("Tcl_Init");
  int (*const evaluate_)(void*, const char*, int,
                         int) = library_.function<int(void*, const char*, int, int)>("Tcl_EvalEx");
  const char* (*const result_)(void*) =
      library_.function<const char*(void*)>("Tcl_GetStringResult");
  void (*const delete_)(void*) = library_.function<void(void*)>("Tcl_DeleteInterp");
  void (*const finalize_thread_)() = library_.function<void()>("Tcl_FinalizeThread");
  void (*const finalize_)() = library_.function<void()>("Tcl_Finalize");
};

}  // namespace

std::unique_ptr<Language> make_tcl(std::span<const std::string> libraries, Heap) {
  return std::make_unique<Tcl>(libraries);
}

}  // namespace ouro::leakcheck
