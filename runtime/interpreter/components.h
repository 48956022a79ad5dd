// The registration: every per-interpreter component, in set-up order.
//
// Adding a component means adding its header and one line below. Set-up order, reverse clear and
// tear-down, the leak census, the fault matrix and the docs all follow from this list.
#pragma once

#include "runtime/collect/collector.h"
#include "runtime/execute/interpreter_lock.h"
#include "runtime/execute/limits.h"
#include "runtime/execute/pending_calls.h"
#include "runtime/execute/threads.h"
#include "runtime/state/children.h"
#include "runtime/state/deferred_releases.h"
#include "runtime/state/free_lists.h"
#include "runtime/state/hash_secret.h"
#include "runtime/state/host_handles.h"
#include "runtime/state/identifiers.h"
#include "runtime/state/interned_strings.h"
#include "runtime/state/memory_errors.h"
#include "runtime/state/open_descriptors.h"
#include "runtime/state/reference_sets.h"
#include "runtime/state/settings.h"
#include "runtime/state/single_objects.h"
#include "runtime/state/singletons.h"
#include "runtime/state/small_ints.h"
#include "runtime/state/tuple_free_list.h"
#include "runtime/state/type_attribute_cache.h"
#include "runtime/state/type_registry.h"

namespace ouro {

using InterpreterComponents =
    TypeList<Settings, OpenDescriptors, HashSecret, InternedStrings, TypeRegistry, Singletons,
             SmallInts, IntFreeList, FloatFreeList, TupleFreeList, ListFreeList, DictFreeList,
             MethodFreeList, DictTableFreeList, SliceFreeList, RangeFreeList, RangeIteratorFreeList,
             ListIteratorFreeList, TupleIteratorFreeList, BuiltinFunctionFreeList, ContextFreeList,
             FrameFreeList, GeneratorFreeList, AsyncGeneratorFreeList, AsyncValueFreeList,
             AsyncStepFreeList, TypeAttributeCache, DeferredReleases, Collector, InterpreterLock,
             PendingCalls, Threads, Limits, SingleCharacters, SingleBytes, EmptyTuple,
             EmptyFrozenSet, Identifiers, MemoryErrors, CodecRegistry, WarningsState, AuditHooks,
             ExitCallbacks, CollectorLists, ImportState, Children, HostHandles, ModuleRegistry>;

}  // namespace ouro
