// The components that only hold references: registries and states of single modules.
#pragma once

#include "runtime/state/reference_set.h"

namespace ouro {

// Imported modules and the namespaces that outlive them during finalize.
struct ModuleRegistryKind {
  static constexpr std::string_view kName = "module_registry";
  static constexpr std::string_view kPurpose = "sys.modules, and the dicts of builtins and sys";
  static constexpr bool kHoldsProgramObjects = false;
  enum class Place {
    kModules,
    kBuiltinsDict,
    kSysDict,
    kBuiltinsModule,
    kSysModule,
    kMainModule,
    kCount
  };
};
using ModuleRegistry = ReferenceSet<ModuleRegistryKind>;

// import: the path hooks' caches, and the lock table of modules being imported.
struct ImportStateKind {
  static constexpr std::string_view kName = "import_state";
  static constexpr std::string_view kPurpose = "the import function, caches, modules under way";
  static constexpr bool kHoldsProgramObjects = false;
  enum class Place { kImportFunction, kDirectoryCache, kImporting, kCount };
};
using ImportState = ReferenceSet<ImportStateKind>;

struct CodecRegistryKind {
  static constexpr std::string_view kName = "codec_registry";
  static constexpr std::string_view kPurpose = "codec search functions and their cache";
  static constexpr bool kHoldsProgramObjects = true;
  enum class Place { kSearchPath, kSearchCache, kErrorHandlers, kCount };
};
using CodecRegistry = ReferenceSet<CodecRegistryKind>;

struct WarningsStateKind {
  static constexpr std::string_view kName = "warnings_state";
  static constexpr std::string_view kPurpose = "warning filters and what was shown once";
  static constexpr bool kHoldsProgramObjects = true;
  enum class Place { kFilters, kOnceRegistry, kDefaultAction, kVersion, kCount };
};
using WarningsState = ReferenceSet<WarningsStateKind>;

// atexit: a List of (function, args, kwargs) Tuples, run last first.
struct ExitCallbacksKind {
  static constexpr std::string_view kName = "exit_callbacks";
  static constexpr std::string_view kPurpose = "what atexit registered";
  static constexpr bool kHoldsProgramObjects = true;
  enum class Place { kCallbacks, kCount };
};
using ExitCallbacks = ReferenceSet<ExitCallbacksKind>;

// sys.addaudithook
struct AuditHooksKind {
  static constexpr std::string_view kName = "audit_hooks";
  static constexpr std::string_view kPurpose = "what sys.addaudithook registered";
  static constexpr bool kHoldsProgramObjects = true;
  enum class Place { kHooks, kCount };
};
using AuditHooks = ReferenceSet<AuditHooksKind>;

// gc.garbage and gc.callbacks.
struct CollectorListsKind {
  static constexpr std::string_view kName = "collector_lists";
  static constexpr std::string_view kPurpose = "gc.garbage and gc.callbacks";
  static constexpr bool kHoldsProgramObjects = true;
  enum class Place { kGarbage, kCallbacks, kCount };
};
using CollectorLists = ReferenceSet<CollectorListsKind>;

}  // namespace ouro
