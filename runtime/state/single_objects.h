// Caches of objects made on first use: the empty str and 256 characters, the empty bytes and 256
// single bytes, the empty tuple, the empty frozenset. One component each, one template.
#pragma once

#include <array>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/component/index_set.h"
#include "runtime/object/object.h"

namespace ouro {

template <typename Kind>  // Kind: kName, kCount
class SingleObjects {
 public:
  static constexpr std::string_view kName = Kind::kName;
  static constexpr std::string_view kPurpose = Kind::kPurpose;
  using Needs = TypeList<>;

  // Leaves the places as they are: an interpreter is born in blank memory, of which only the pages
  // that are used count.
  SingleObjects() noexcept {}

  Status set_up(Memory&) noexcept {
    open_ = true;
    return done;
  }
  void clear(Interpreter&) noexcept {
    open_ = false;  // what is made from now on is not kept
    made_.for_each([this](std::size_t index) {
      made_.remove(index);
      clear_reference(objects_[index]);
    });
  }
  void visit_references(ReferenceVisitor& visitor) const {
    made_.for_each([&](std::size_t index) { visitor.visit(*objects_[index]); });
  }
  void tear_down(Memory&) noexcept {}
  Residue residue() const noexcept { return {.items = made_.size()}; }

  // Borrowed; null: not made yet.
  Object* find(std::size_t index) const { return objects_[index]; }
  // Keeps a reference of its own, unless it is closed.
  void keep(std::size_t index, Object* object) noexcept {
    if (!open_) return;
    made_.add(index);
    replace_reference(objects_[index], retain(object));
  }

 private:
  bool open_ = false;
  IndexSet<Kind::kCount> made_;
  std::array<Object*, Kind::kCount> objects_;
};

struct CharacterKind {
  static constexpr std::string_view kName = "single_characters";
  static constexpr std::string_view kPurpose = "the empty str and the 256 first characters";
  static constexpr std::size_t kEmpty = 256, kCount = 257;
};
struct ByteKind {
  static constexpr std::string_view kName = "single_bytes";
  static constexpr std::string_view kPurpose = "the empty bytes and the 256 single ones";
  static constexpr std::size_t kEmpty = 256, kCount = 257;
};
struct EmptyTupleKind {
  static constexpr std::string_view kName = "empty_tuple";
  static constexpr std::string_view kPurpose = "the empty tuple";
  static constexpr std::size_t kCount = 1;
};
struct EmptyFrozenSetKind {
  static constexpr std::string_view kName = "empty_frozen_set";
  static constexpr std::string_view kPurpose = "the empty frozenset";
  static constexpr std::size_t kCount = 1;
};
using SingleCharacters = SingleObjects<CharacterKind>;
using SingleBytes = SingleObjects<ByteKind>;
using EmptyTuple = SingleObjects<EmptyTupleKind>;
using EmptyFrozenSet = SingleObjects<EmptyFrozenSetKind>;

}  // namespace ouro
