// CPython 3.9 to 3.14 as a target, twice: initialised and finalised whole for each life, and as
// sub-interpreters of one that stays.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>

#include "leakcheck/target/dynamic_library.h"
#include "leakcheck/target/targets.h"

namespace ouro::leakcheck {
namespace {

// A literal of the language; bytes that are no letters or digits as escapes.
std::string quoted(std::string_view text) {
  std::string literal = "b'";
  for (const char byte : text) {
    const auto value = static_cast<unsigned char>(byte);
    literal += value < 0x80 && std::isalnum(value) != 0 ? std::string(1, byte)
                                                        : fmt::format("\\x{:02x}", value);
  }
  return literal + "'";
}

// Runs the program as __main__; an exit that means success does not end the process.
std::string runner_of(const Program& program) {
  return fmt::format(
      "import sys\n"
      "sys.argv = [{0}.decode('utf-8', 'surrogateescape')]\n"
      "try:\n"
      "    exec(compile({1}, sys.argv[0], 'exec'), sys.modules['__main__'].__dict__)\n"
      "except SystemExit as end:\n"
      "    if end.code not in (None, 0):\n"
      "        raise RuntimeError('it exits with ' + str(end.code)) from None\n"
      "finally:\n"
      "    for name in 'stdout', 'stderr':\n"
      "        stream = getattr(sys, name, None)\n"
      "        if stream is not None:\n"
      "            stream.flush()\n",
      quoted(name_of_source(program)), quoted(source_of(program)));
}

// The part that both share: the library, and one initialised runtime.
class CPython {
 public:
  CPython(std::span<const std::string> libraries, Heap heap) : library_(libraries) {
    setenv("PYTHONMALLOC", heap == Heap::kMalloc ? "malloc" : "default", 1);
    // Without site: what it imports is not the runtime's own.
    if (int* flag = library_.variable_if<int>("Py_NoSiteFlag")) *flag = 1;
  }

  void initialize() const {
    initialize_(0);
    if (is_initialized_() == 0) throw std::runtime_error("CPython did not initialise");
  }
  int run(const Program& program) const {
    return run_text_(runner_of(program).c_str(), nullptr) == 0 ? 0 : 1;
  }
  void finalize() const {
    if (finalize_() != 0) std::fputs("cpython: finalize reports an error\n", stderr);
  }

  const DynamicLibrary& library() const { return library_; }

 private:
  const DynamicLibrary library_;
  void (*const initialize_)(int) = library_.function<void(int)>("Py_InitializeEx");
  int (*const is_initialized_)() = library_.function<int()>("Py_IsInitialized");
  int (*const run_text_)(const char*, void*) =
      library_.function<int(const char*, void*)>("PyRun_SimpleStringFlags");
  int (*const finalize_)() = library_.function<int()>("Py_FinalizeEx");
};

class WholeCPython final : public Language {
 public:
  WholeCPython(std::span<const std::string> libraries, Heap heap) : python_(libraries, heap) {}

  void* create() override {
    python_.initialize();
    return this;
  }
  int run(void*, const Program& program) override { return python_.run(program); }
  void finalize(void*) override { python_.finalize(); }

 private:
  const CPython python_;
};

class CPythonChildren final : public Language {
 public:
  CPythonChildren(std::span<const std::string> libraries, Heap heap) : python_(libraries, heap) {}

  void begin() override {
    python_.initialize();
    main_ = release_lock_();
  }

  // A native thread enters the main interpreter first, and leaves it last.
  void* create() override {
    auto* child = new Child{enter_()};
    child->outer = current_();
    child->inner = new_interpreter_();
    if (child->inner == nullptr) {
      leave(child, child->outer);
      return nullptr;
    }
    release_lock_();
    return child;
  }

  int run(void* interpreter, const Program& program) override {
    take_lock_(static_cast<Child*>(interpreter)->inner);
    const int status = python_.run(program);
    release_lock_();
    return status;
  }

  void finalize(void* interpreter) override {
    auto* child = static_cast<Child*>(interpreter);
    take_lock_(child->inner);
    end_interpreter_(child->inner);
    leave(child, child->outer);
  }

  void end() override {
    take_lock_(main_);
    python_.finalize();
  }

 private:
  struct Child {
    int entrance;
    void* outer = nullptr;  // this thread's state in the main interpreter
    void* inner = nullptr;  // and in the child
  };

  void leave(Child* child, void* outer) {
    swap_(outer);
    leave_(child->entrance);
    delete child;
  }

  const CPython python_;
  const DynamicLibrary& library_ = python_.library();
  int (*const enter_)() = library_.function<int()>("PyGILState_Ensure");
  void (*const leave_)(int) = library_.function<void(int)>("PyGILState_Release");
  void* (*const current_)() = library_.function<void*()>("PyThreadState_Get");
  void* (*const swap_)(void*) = library_.function<void*(void*)>("PyThreadState_Swap");
  void* (*const release_lock_)() = library_.function<void*()>("PyEval_SaveThread");
  void (*const take_lock_)(void*) = library_.function<void(void*)>("PyEval_RestoreThread");
  void* (*const new_interpreter_)() = library_.function<void*()>("Py_NewInterpreter");
  void (*const end_interpreter_)(void*) = library_.function<void(void*)>("Py_EndInterpreter");
  void* main_ = nullptr;
};

}  // namespace

std::unique_ptr<Language> make_cpython(std::span<const std::string> libraries, Heap heap) {
  return std::make_unique<WholeCPython>(libraries, heap);
}

std::unique_ptr<Language> make_cpython_children(std::span<const std::string> libraries, Heap heap) {
  return std::make_unique<CPythonChildren>(libraries, heap);
}

}  // namespace ouro::leakcheck
