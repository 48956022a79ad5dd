// The process-state probe: everything a runtime could leave changed that is not memory.
#pragma once

#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

// Sorted facts about descriptors, threads, mapped files, signals, locale, environment ... of this
// process.
ProcessState probe_process_state();

// Of this process, now in memory.
std::uint64_t resident_bytes();

// What the C heap has handed out, and private anonymous mappings, of which the target keeps `kept`
// bytes on purpose.
HeapUse probe_heap(std::uint64_t kept = 0);

}  // namespace ouro::leakcheck
