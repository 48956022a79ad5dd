// Sanitizer words: how the lines of a sanitizer's log begin, and what they mean for the parser.
#pragma once

#include <array>
#include <string_view>

namespace ouro::leakcheck::sanitizer {

using std::string_view;

// Lines that carry nothing a finding needs, by how they begin.
inline constexpr auto kIgnored = std::to_array<string_view>({
    "Shadow bytes around the buggy address:",
    "Shadow byte legend",
    "=>0x",
    "  0x",
    "  Addressable:",
    "  Partially addressable:",
    "  Heap left redzone:",
    "  Freed heap region:",
    "  Stack left redzone:",
    "  Stack mid redzone:",
    "  Stack right redzone:",
    "  Stack after return:",
    "  Stack use after scope:",
    "  Global redzone:",
    "  Global init order:",
    "  Poisoned by user:",
    "  Container overflow:",
    "  Array cookie:",
    "  Intra object redzone:",
    "  ASan internal:",
    "  Left alloca redzone:",
    "  Right alloca redzone:",
    "  Shadow gap:",
    "AddressSanitizer can not provide additional info.",
    "Objects leaked above:",
    "HINT: ",
    "  This frame has ",
    "    [",
    "    Hint: use TSAN_OPTIONS",
    "ThreadSanitizer: reported ",
    "-----------------------------------------------------",
});

// Of a report's own process-number lines, those that add nothing.
inline constexpr auto kIgnoredNumbered = std::to_array<string_view>({
    "The signal is caused by ",
    "Hint: ",
    "Register values:",
    "ABORTING",
    "    #",
});

// Lines that name the stack that follows.
inline constexpr auto kTitles = std::to_array<string_view>({
    "READ of size ",
    "WRITE of size ",
    "ACCESS of size ",
    "freed by thread ",
    "previously allocated by thread ",
    "allocated by thread ",
    "Address 0x",
    "Thread T",
    "0x",  // "0x... is located 3 bytes inside of ..."
    "  Write of size ",
    "  Read of size ",
    "  Previous write of size ",
    "  Previous read of size ",
    "  Atomic write of size ",
    "  Atomic read of size ",
    "  Previous atomic write of size ",
    "  Previous atomic read of size ",
    "  Location is ",
    "  Thread T",
    "  Mutex M",
    "  Cycle in lock order graph:",
    "  As if synchronized via sleep:",
    "  Signal ",
    "  [failed to restore the stack]",
    "  And 1 more similar thread leaks",
    "  And ",  // "And N more similar thread leaks."
});

struct Errors {
  string_view begins;
  string_view tool;
};

// How errors begin.
inline constexpr auto kErrors =
    std::to_array<Errors>({{"ERROR: AddressSanitizer: ", "asan"},
                           {"ERROR: ThreadSanitizer: ", "tsan"},
                           {"ERROR: UndefinedBehaviorSanitizer: ", "ubsan"},
                           {"ERROR: HWAddressSanitizer: ", "hwasan"},
                           {"ERROR: MemorySanitizer: ", "msan"},
                           {"WARNING: MemorySanitizer: ", "msan"}});

// What UndefinedBehaviorSanitizer's messages are about; they hold values and types.
struct Undefined {
  string_view words;
  string_view kind;
};

inline constexpr auto kUndefined = std::to_array<Undefined>({
    {"shift exponent", "shift exponent"},
    {"left shift of", "left shift"},
    {"signed integer overflow", "signed integer overflow"},
    {"unsigned integer overflow", "unsigned integer overflow"},
    {"division by zero", "division by zero"},
    {"null pointer passed", "null argument"},
    {"null pointer returned", "null result"},
    {"pointer index expression", "pointer overflow"},
    {"unsigned offset", "pointer overflow"},
    {"non-zero offset", "pointer overflow"},
    {"null pointer", "null pointer"},
    {"misaligned address", "misaligned access"},
    {"insufficient space", "insufficient space"},
    {"not a valid value", "invalid value"},
    {"out of bounds", "index out of bounds"},
    {"unreachable program point", "unreachable code"},
    {"without returning a value", "missing return"},
    {"non-positive value", "array bound"},
    {"incorrect function type", "function type"},
    {"does not point to an object", "dynamic type"},
    {"outside the range of representable", "float conversion"},
    {"negation of", "negation overflow"},
    {"cannot be represented in type", "overflow"},
    {"implicit conversion", "implicit conversion"},
});

// Words of a tool that could not do its work, wherever they stand in a line, and what helps.
struct Trouble {
  string_view words;
  string_view advice;
};

inline constexpr auto kTroubles = std::to_array<Trouble>({
    {"LeakSanitizer does not work under ptrace",
     "run without a debugger or strace, and in a container with --cap-add=SYS_PTRACE"},
    {"LeakSanitizer has encountered a fatal error",
     "it looked for no leaks: run without a debugger or strace, and in a container with "
     "--cap-add=SYS_PTRACE"},
    {"unexpected memory mapping", "run under `setarch -R`, or lower vm.mmap_rnd_bits to 28"},
    {"Too many leaks!",
     "LeakSanitizer lists no more than 5000 stacks, and its sums are too small: mend or suppress "
     "some, and run again"},
    {" more leak(s).", "set LSAN_OPTIONS=max_leaks=0 to see all of them"},
    {"external symbolizer", "set the sanitizer's external_symbolizer_path to llvm-symbolizer"},
    {"read from symbolizer at fd", "the symbolizer died: check external_symbolizer_path"},
    {"write to symbolizer at fd", "the symbolizer died: check external_symbolizer_path"},
    {"Sanitizer CHECK failed", "the sanitizer itself failed: what it did before counts, no more"},
    {"Sanitizer: CHECK failed", "the sanitizer itself failed: what it did before counts, no more"},
    {"Sanitizer: nested bug in the same thread",
     "the sanitizer died in its own report: run again under a debugger"},
    {"Shadow memory range interleaves", "run under `setarch -R`, without other preloaded tools"},
    {"ReserveShadowMemoryRange failed", "lift the limit of address space (ulimit -v unlimited)"},
    {"runtime does not come first in initial library list",
     "preload the sanitizer's runtime before any other library"},
    {"incompatible ASan runtimes", "link all parts with one compiler's runtime"},
    {"hard rss limit exhausted", "raise hard_rss_limit_mb"},
    {"Sanitizer failed to allocate", "there was too little memory for the sanitizer itself"},
    {"ERROR: Failed to mmap", "there was too little address space for the sanitizer itself"},
    {"was not suspended. False leaks are possible",
     "threads could not be stopped for the leak check: run again with fewer"},
    {"Failed suspending threads", "threads could not be stopped for the leak check"},
    {"Could not attach to thread", "threads could not be stopped for the leak check"},
});

}  // namespace ouro::leakcheck::sanitizer
