// Lua 5.4 as a target: a state, all standard libraries, one chunk.
#include <cstddef>
#include <cstdio>

#include "leakcheck/target/dynamic_library.h"
#include "leakcheck/target/targets.h"

namespace ouro::leakcheck {
namespace {

class Lua final : public Language {
 public:
  explicit Lua(std::span<const std::string> libraries) : library_(libraries) {}

  void* create() override {
    void* state = new_state_();
    if (state != nullptr) open_libraries_(state);
    return state;
  }

  int run(void* state, const Program& program) override {
    const std::string source = source_of(program), name = "@" + name_of_source(program);
    int status = load_(state, source.data(), source.size(), name.c_str(), nullptr);
    if (status == 0) status = call_(state, 0, 0, 0, 0, nullptr);
    if (status == 0) return 0;
    const char* message = to_text_(state, -1, nullptr);
    std::fprintf(stderr, "lua: %s\n", message != nullptr ? message : "an error that is no text");
    set_top_(state, -2);
    return 1;
  }

  void finalize(void* state) override { close_(state); }

 private:
  const DynamicLibrary library_;
  void* (*const new_state_)() = library_.function<void*()>("luaL_newstate");
  void (*const open_libraries_)(void*) = library_.function<void(void*)>("luaL_openlibs");
  int (*const load_)(void*, const char*, std::size_t, const char*, const char*) =
      library_.function<int(void*, const char*, std::size_t, const char*, const char*)>(
          "luaL_loadbufferx");
  int (*const call_)(void*, int, int, int, std::ptrdiff_t, void*) =
      library_.function<int(void*, int, int, int, std::ptrdiff_t, void*)>("lua_pcallk");
  const char* (*const to_text_)(void*, int, std::size_t*) =
      library_.function<const char*(void*, int, std::size_t*)>("lua_tolstring");
  void (*const set_top_)(void*, int) = library_.function<void(void*, int)>("lua_settop");
  void (*const close_)(void*) = library_.function<void(void*)>("lua_close");
};

}  // namespace

std::unique_ptr<Language> make_lua(std::span<const std::string> libraries, Heap) {
  return std::make_unique<Lua>(libraries);
}

}  // namespace ouro::leakcheck
