// HostHandles: the references a host holds, by number. A number of a dead or foreign handle finds
// nothing.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/vector.h"
#include "runtime/object/object.h"

namespace ouro {

class HostHandles {
 public:
  static constexpr std::string_view kName = "host_handles";
  static constexpr std::string_view kPurpose = "references the host holds";
  using Needs = TypeList<>;
  static constexpr bool kHoldsProgramObjects = true;

  Status set_up(Memory&) noexcept { return done; }
  // Objects the host forgot end with the interpreter; its handles stay counted: they are the
  // evidence.
  void clear(Interpreter&) noexcept;
  void visit_references(ReferenceVisitor&) const;
  void tear_down(Memory&) noexcept;
  Residue residue() const noexcept;

  // Adopts the reference, also when memory is refused (then 0).
  std::uint64_t add(Memory&, Object* owned) noexcept;
  // Borrowed; null: no such handle.
  Object* find(std::uint64_t handle) const noexcept;
  // Releases its reference; false: no such handle.
  bool remove(std::uint64_t handle) noexcept;
  std::size_t live() const { return live_; }

 private:
  struct Entry {
    Object* object;            // null: free
    std::uint32_t generation;  // of the handle that stands here, or stood here last
    std::uint32_t next_free;   // index + 1; 0: none
  };

  const Entry* entry_of(std::uint64_t handle) const noexcept;

  Vector<Entry> entries_;
  std::uint32_t first_free_ = 0;  // index + 1
  std::size_t live_ = 0;
};

}  // namespace ouro
