// Canaries: the mistakes themselves. Volatile and noinline keep an optimiser from repairing them.
#include "leakcheck/probe/canary/canary.h"

#include <sys/mman.h>

#include <algorithm>
#include <barrier>
#include <cstdlib>
#include <thread>

// A name of its own, in no namespace that kAllowedSymbols excuses.
extern "C" {
__attribute__((used)) int ouro_canary_writable_global = 1;
}

namespace ouro::leakcheck {
namespace canary {

const void* writable_global() { return &ouro_canary_writable_global; }

[[gnu::noinline]] void* allocate_canary_block() {
  void* block = std::malloc(77);
  asm volatile("" : "+r"(block) : : "memory");
  return block;
}

// What the dead stack and registers may still hold would keep the block reachable.
[[gnu::noinline]] void overwrite_stack() {
  volatile char bytes[4096];
  for (volatile char& byte : bytes) byte = 0;
}

[[gnu::noinline]] void leak_block() {
  allocate_canary_block();
  overwrite_stack();
}

[[gnu::noinline]] void use_block_after_free() {
  char* freed = static_cast<char*>(allocate_canary_block());
  volatile char* block = freed;
  asm volatile("" : "+r"(block) : : "memory");  // the compiler no longer sees that they are one
  std::free(freed);
  block[3] = static_cast<char>(block[3] + 1);
}

[[gnu::noinline]] void shift_too_far() {
  volatile int width = 40;
  volatile int result = 1 << width;
  (void)result;
}

[[gnu::noinline]] void read_past_end() {
  volatile char* block = static_cast<char*>(allocate_canary_block());
  asm volatile("" : "+r"(block) : : "memory");
  volatile char byte = block[77];
  (void)byte;
  std::free(const_cast<char*>(block));
}

namespace {
int canary_counter;

[[gnu::noinline]] void count_without_lock() {
  for (int turn = 0; turn < 1000; ++turn) {
    canary_counter = canary_counter + 1;
    asm volatile("" : : : "memory");
  }
}
}  // namespace

void race_on_counter() {
  std::barrier start(2);
  const auto run = [&start] {
    start.arrive_and_wait();
    count_without_lock();
  };
  std::thread first(run), second(run);
  first.join();
  second.join();
}

void leave_descriptor_open() { static_cast<void>(memfd_create("ouro_canary", MFD_CLOEXEC)); }

}  // namespace canary

const Canary* find_canary(std::string_view name) {
  const auto found = std::ranges::find(kCanaries, name, &Canary::name);
  return found == kCanaries.end() ? nullptr : &*found;
}

bool is_canary(const Finding& finding) {
  const auto names_it = [](std::string_view text) {
    return text.find("canary") != std::string_view::npos;
  };
  return names_it(finding.subject) || names_it(finding.detail) ||
         std::ranges::any_of(finding.path, names_it);
}

}  // namespace ouro::leakcheck
