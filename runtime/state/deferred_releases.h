// DeferredReleases: objects whose end waits until the ones before it are through, and who was
// finalized.
//
// The end of a long chain would nest as deep as the chain is long. Beyond a depth the object is
// queued instead, without memory: its own type word links the queue of its type, and types with a
// queue are linked too. It also is the gate that finalize closes when no user code may run any
// more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/hash_table.h"
#include "runtime/object/object.h"

namespace ouro {

class DeferredReleases {
 public:
  static constexpr std::string_view kName = "deferred_releases";
  static constexpr std::string_view kPurpose = "ends of deep chains that wait for their turn";
  using Needs = TypeList<>;
  static constexpr std::uint32_t kDepthMax = 40;

  Status set_up(Memory&) noexcept { return done; }
  void tear_down(Memory& memory) noexcept { finalized_.tear_down(memory); }
  // Items: objects still queued, or marked as finalized and still alive.
  Residue residue() const noexcept;

  // Depth of ends in progress. User code starts again from 0 and restores it.
  std::uint32_t depth = 0;

  void queue(Object* object) noexcept;
  Object* take() noexcept;  // null: none waits
  bool empty() const noexcept { return queued_ == 0; }

  // False: it was marked before. Refused memory counts as not marked before.
  bool mark_finalized(Memory&, Object*) noexcept;
  void forget_finalized(Object*) noexcept;
  bool is_finalized(const Object*) const noexcept;

  bool user_code_forbidden = false;
  std::size_t finalizers_skipped = 0;

 private:
  struct Marked {
    Object* object = nullptr;
    friend bool operator==(const Marked&, const Marked&) = default;
  };
  HashTable<Marked> finalized_;
  Type* first_ = nullptr;  // types with queued objects
  std::size_t queued_ = 0;
};

}  // namespace ouro
