// Reload host: loads the shared library, uses it and unloads it, many times in one process, and
// says what the cycles left behind: reload_host LIBRARY CYCLES [PLANT]
//
// PLANT leaves one thing behind in each cycle (descriptor, thread, mapping, key or heap), to show
// that it would be found.
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include "leakcheck/testing/leak_watch.h"
#include "runtime/host/ouro.h"

namespace {

constexpr int kWarmUp = 2;

constexpr std::string_view kProgram = R"(
import threading, os, re
found = []
def work(): found.append(re.sub('a+', lambda m: str(len(m[0])), 'caaandaab'))
threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
with open(os.devnull, 'w') as sink: print(found, file=sink)
class Node: pass
node = Node(); node.self = node
big = 7 ** 5000 % 10 ** 40
try: undefined
except NameError as error: kept = error
)";

int fail(const char* what, const char* why) {
  std::fprintf(stderr, "%s: %s\n", what, why);
  return 1;
}

// ---- planted leaks ----

void leave_descriptor() { static_cast<void>(!open("/dev/null", O_RDONLY | O_CLOEXEC)); }

void leave_thread() {
  pthread_t thread;
  pthread_create(&thread, nullptr, [](void* unused) -> void* { return pause(), unused; }, nullptr);
}

void leave_mapping() {
  mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

void leave_key() {
  pthread_key_t key;
  pthread_key_create(&key, nullptr);
}

void leave_heap() {
  static void* volatile kept;
  kept = std::malloc(100);
  static_cast<void>(kept);
}

struct Plant {
  std::string_view name;
  void (*leave)();
};
constexpr Plant kPlants[] = {{"descriptor", leave_descriptor},
                             {"thread", leave_thread},
                             {"mapping", leave_mapping},
                             {"key", leave_key},
                             {"heap", leave_heap}};

void plant(std::string_view name) {
  for (const Plant& row : kPlants) {
    if (row.name == name) row.leave();
  }
}

// ---- one cycle ----

template <typename Function>
Function* find(void* library, const char* name, Function*) {
  return reinterpret_cast<Function*>(dlsym(library, name));
}
#define FIND(name) find(library, #name, &name)

int use(void* library) {
  ouro_error error;
  std::size_t left = 1;
  ouro_runtime* runtime = FIND(ouro_runtime_begin)();
  ouro_interpreter* interpreter = FIND(ouro_create)(runtime, nullptr, &error);
  if (interpreter == nullptr) return fail("create", error.message);
  if (FIND(ouro_run_source)(interpreter, kProgram.data(), kProgram.size(), "<reload>", &error) !=
      OURO_OK)
    return fail("run", error.traceback);
  ouro_report* report = FIND(ouro_finalize)(interpreter);
  const bool clean = FIND(ouro_report_is_clean)(report) != 0;
  FIND(ouro_report_release)(report);
  FIND(ouro_runtime_end)(runtime, &left);
  return clean && left == 0 ? 0 : fail("finalize", "the report is not clean");
}

bool is_mapped(const std::string& library) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    if (line.ends_with(library)) return true;
  }
  return false;
}

int cycle(const char* path) {
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return fail("dlopen", dlerror());
  const int failed = use(library);
  return dlclose(library) == 0 ? failed : fail("dlclose", dlerror());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return fail("usage", "reload_host LIBRARY CYCLES [PLANT]");
  char* path = realpath(argv[1], nullptr);
  if (path == nullptr) return fail(argv[1], "is missing");
  leakcheck::LeakWatch watch;
  for (int left = kWarmUp; left > 0; --left) {
    if (cycle(path) != 0) return 1;
  }
  watch.begin();
  for (long left = std::atol(argv[2]); left > 0; --left) {
    if (cycle(path) != 0) return 1;
    if (argc > 3) plant(argv[3]);
  }
  std::vector<std::string> lines = watch.end();
  if (is_mapped(path)) lines.emplace_back("the library is still mapped");
  std::free(path);
  for (const std::string& line : lines) std::printf("left: %s\n", line.c_str());
  std::printf("%s cycles, %zu things left\n", argv[2], lines.size());
  return lines.empty() ? 0 : 1;
}
