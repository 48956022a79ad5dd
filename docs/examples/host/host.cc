// The smallest complete host in C++: values and errors have owners, and finalize is asked.
#include <cstdio>

#include <ouro/ouro.hpp>

namespace {

bool run_once(ouro::host::Runtime& runtime) {
  ouro::host::Interpreter interpreter(runtime);
  interpreter.run("def twice(x): return x + x");
  bool right = interpreter.call(interpreter.global("twice"), interpreter.make(21)).to_int64() == 42;
  try {
    interpreter.run("twice()");
    right = false;
  } catch (const ouro::host::Error& error) {
    right = right && std::string_view(error.details().type) == "TypeError";
  }
  return interpreter.finalize().clean() && right;
}

}  // namespace

int main() {
  ouro::host::Runtime runtime;
  int failed = 0;
  for (int cycle = 0; cycle < 100; ++cycle) failed += run_once(runtime) ? 0 : 1;
  std::printf("ouro %s: %d failed\n", ouro_version(), failed);
  return failed != 0;
}
