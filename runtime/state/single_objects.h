// Caches of objects made on first use: the empty str and 256 characters, the empty bytes and 256
// single bytes, the empty tuple, the empty frozenset. One component each, one template.
#pragma once

#include <array>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/object/object.h"

namespace ouro {

template <typename Kind>  // Kind: kName, kCount
class SingleObjects {
 public:
  static constexpr std::string_view kName = Kind::kName;
  static constexpr std::string_view kPurpose = Kind::kPurpose;
  using Needs = TypeList<>;

  Status set_up(Memory&) noexcept {
    open_ = true;
    return done;
  }
  void clear(Interpreter&) noexcept {
    open_ = false;  // what is made from now on is not kept
    for (Object*& object : objects_) clear_reference(object);
  }
  void visit_references(ReferenceVisitor& visitor) const {
    for (Object* object : objects_) visitor.visit_if(object);
  }
  void tear_down(Memory&) noexcept {}
  Residue residue() const noexcept {
    Residue held;
    for (const Object* object : objects_) held.items += object != nullptr;
    return held;
  }

  // Borrowed; null: not made yet.
  Object* find(std::size_t index) const { return objects_[index]; }
  // Keeps a reference of its own, unless it is closed.
  void keep(std::size_t index, Object* object) noexcept {
    if (open_) replace_reference(objects_[index], retain(object));
  }

 private:
  std::array<Object*, Kind::kCount> objects_{};
  bool open_ = false;
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
