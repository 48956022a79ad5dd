// Process: the few things that all interpreters share, in a second list of the same kind.
//
// Made by the host between runtime begin and end; empty again after the last interpreter. The host
// owns the object, so the runtime itself has no writable process-wide state.
#pragma once

#include "runtime/component/chunk_pool.h"
#include "runtime/component/component_set.h"
#include "runtime/process/channel_table.h"
#include "runtime/process/interpreter_ids.h"
#include "runtime/process/loaded_libraries.h"
#include "runtime/process/native_slots.h"
#include "runtime/process/shared_buffers.h"
#include "runtime/process/stack_pool.h"
#include "runtime/process/time_zone.h"

namespace ouro {

using ProcessComponents = TypeList<ChunkPool, StackPool, NativeSlots, InterpreterIds, SharedBuffers,
                                   ChannelTable, TimeZone, LoadedLibraries>;

class Process : public ComponentSet<ProcessComponents> {};

}  // namespace ouro
