// Any host as a target: the five functions of ouro_target.h in a shared object.
#include <stdexcept>

#include "leakcheck/target/dynamic_library.h"
#include "leakcheck/target/ouro_target.h"
#include "leakcheck/target/targets.h"

namespace ouro::leakcheck {
namespace {

class Host final : public Language {
 public:
  explicit Host(std::span<const std::string> libraries) : library_(libraries) {}

  void begin() override {
    if (begin_() != 0) throw std::runtime_error("the host did not begin");
  }
  void end() override { end_(); }
  void* create() override { return create_(); }
  int run(void* interpreter, const Program& program) override {
    const std::string source = source_of(program);
    return run_(interpreter, source.c_str(), source.size(), name_of_source(program).c_str());
  }
  void finalize(void* interpreter) override { finalize_(interpreter); }

 private:
  const DynamicLibrary library_;
  decltype(ouro_target_begin)* const begin_ =
      library_.function<decltype(ouro_target_begin)>("ouro_target_begin");
  decltype(ouro_target_create)* const create_ =
      library_.function<decltype(ouro_target_create)>("ouro_target_create");
  decltype(ouro_target_run)* const run_ =
      library_.function<decltype(ouro_target_run)>("ouro_target_run");
  decltype(ouro_target_finalize)* const finalize_ =
      library_.function<decltype(ouro_target_finalize)>("ouro_target_finalize");
  decltype(ouro_target_end)* const end_ =
      library_.function<decltype(ouro_target_end)>("ouro_target_end");
};

}  // namespace

std::unique_ptr<Language> make_host(std::span<const std::string> libraries, Heap) {
  if (libraries.empty()) throw std::runtime_error("which host? --target host:./mine.so");
  return std::make_unique<Host>(libraries);
}

}  // namespace ouro::leakcheck
