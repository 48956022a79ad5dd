// Perl 5 as a target: one interpreter, one program given as with -e.
#include <unistd.h>

#include <mutex>

#include "leakcheck/target/dynamic_library.h"
#include "leakcheck/target/targets.h"

namespace ouro::leakcheck {
namespace {

class Perl final : public Language {
 public:
  explicit Perl(std::span<const std::string> libraries) : library_(libraries) {}

  void begin() override { start_system_(&argument_count_, &arguments_, &environment_); }

  // Set-up and parsing write process-wide tables: one at a time, as the documentation demands.
  void* create() override {
    const std::lock_guard guard(mutex_);
    void* interpreter = allocate_();
    if (interpreter == nullptr) return nullptr;
    set_context_(interpreter);
    construct_(interpreter);
    return interpreter;
  }

  int run(void* interpreter, const Program& program) override {
    std::string source = source_of(program), name = "ouro", flag = "-e";
    char* words[] = {name.data(), flag.data(), source.data(), nullptr};
    set_context_(interpreter);
    int status;
    {
      const std::lock_guard guard(mutex_);
      status = parse_(interpreter, nullptr, 3, words, nullptr);
    }
    return status != 0 ? status : run_(interpreter);
  }

  void finalize(void* interpreter) override {
    set_context_(interpreter);
    destruct_(interpreter);
    free_(interpreter);
  }

  void end() override { end_system_(); }

 private:
  const DynamicLibrary library_;
  void (*const start_system_)(int*, char***, char***) =
      library_.function<void(int*, char***, char***)>("Perl_sys_init3");
  void (*const end_system_)() = library_.function<void()>("Perl_sys_term");
  void* (*const allocate_)() = library_.function<void*()>("perl_alloc");
  void (*const set_context_)(void*) = library_.function<void(void*)>("Perl_set_context");
  void (*const construct_)(void*) = library_.function<void(void*)>("perl_construct");
  int (*const parse_)(void*, void (*)(void*), int, char**, char**) =
      library_.function<int(void*, void (*)(void*), int, char**, char**)>("perl_parse");
  int (*const run_)(void*) = library_.function<int(void*)>("perl_run");
  int (*const destruct_)(void*) = library_.function<int(void*)>("perl_destruct");
  void (*const free_)(void*) = library_.function<void(void*)>("perl_free");

  std::mutex mutex_;
  char name_[5] = "ouro";
  char* words_[2] = {name_, nullptr};
  char** arguments_ = words_;
  int argument_count_ = 1;
  char** environment_ = environ;
};

}  // namespace

std::unique_ptr<Language> make_perl(std::span<const std::string> libraries, Heap) {
  return std::make_unique<Perl>(libraries);
}

}  // namespace ouro::leakcheck
