// HostHandles: the references a host or an extension module holds, by number. A number of a dead or
// foreign handle finds nothing.
#pragma once

#include <array>
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
  // The object of a handle that ends, with its reference; null: no such handle.
  Object* take(std::uint64_t handle) noexcept;
  std::size_t live() const { return live_; }

  // Where a handle was made: the innermost calls inside the extension module, or the host.
  struct Origin {
    std::uint64_t serial = 0;               // of the handle: the how manieth it is; 0: none
    std::array<char, 240> file{};           // that holds the code; empty: it was never made
    std::array<std::uintptr_t, 8> calls{};  // places in the file, innermost first; then zeros
  };
  void watch(std::uint64_t serial) noexcept { origin_.serial = serial; }
  const Origin& origin() const { return origin_; }

  // visit(object, serial) of each.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (const Entry& entry : entries_) {
      if (entry.object != nullptr) visit(entry.object, entry.serial);
    }
  }

 private:
  struct Entry {
    Object* object;            // null: free
    std::uint32_t generation;  // of the handle that stands here, or stood here last
    std::uint32_t next_free;   // index + 1; 0: none
    std::uint64_t serial;
  };

  const Entry* entry_of(std::uint64_t handle) const noexcept;
  std::uint64_t next_serial() noexcept;

  Vector<Entry> entries_;
  std::uint32_t first_free_ = 0;  // index + 1
  std::size_t live_ = 0;
  std::uint64_t last_serial_ = 0;
  Origin origin_;
};

}  // namespace ouro
