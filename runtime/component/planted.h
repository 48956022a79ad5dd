// Planted: mistakes that runtimes have really made, written where they would be made here. One of
// them at a time, if any, is made: a test says which. In release, none.
#pragma once

#include <cstdint>

#ifdef OURO_FAULTS
#include <atomic>
#endif

namespace ouro {

// What each is stands in finalize/planted_faults.h, in the same order.
enum class Planted : std::uint8_t {
  kNone,
  kPoolReset,
  kImmortalName,
  kTextByPointer,
  kStaticCache,
  kSlotsInheritedUpwards,
  kRecordFreedEarly,
  kThreadExit,
  kHeadClearedFirst,
  kSlotsRewritten,
  kOwnerFlagCopied,
  kForeignFilename,
  kSingleRound,
  kStaleTail,
  kSharedBlockKept,
  kUnvisitedType,
  kLateClear,
  kSingletonRemade,
  kUndrainedLength,
  kGlobalTable,
  kStopUnheard,
  kLockKept,
  kLostItemKept,
  kLostWakeUp,
  kUnlockedCount,
  kLocksInverted,
  kUnlockedLook,
  kRelaxedLetGo,
  kHalfBuiltKept,
  kTableForgotten,
  kModuleForgotten,
  kStartForgotten,
  kRecordForgotten,
  kCount,
};

#ifdef OURO_FAULTS
// Of the whole process, as many of these mistakes are; written before anything runs.
inline constinit std::atomic<Planted> planted_mistake{Planted::kNone};

inline void plant(Planted mistake) noexcept {
  planted_mistake.store(mistake, std::memory_order_relaxed);
}
inline bool is_planted(Planted mistake) noexcept {
  return planted_mistake.load(std::memory_order_relaxed) == mistake;
}
#else
constexpr bool is_planted(Planted) noexcept { return false; }
#endif

}  // namespace ouro
