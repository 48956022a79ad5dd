// ReferenceSet: a component that is just a few named references to objects.
//
// Kind names it: kName, and enum class Place {..., kCount}. With kHoldsProgramObjects the
// references are to what the program registered, through which its cycles may go.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "runtime/component/component.h"
#include "runtime/object/object.h"

namespace ouro {

template <typename Kind>
class ReferenceSet {
 public:
  using Place = typename Kind::Place;
  static constexpr std::string_view kName = Kind::kName;
  static constexpr std::string_view kPurpose = Kind::kPurpose;
  static constexpr bool kHoldsProgramObjects = Kind::kHoldsProgramObjects;
  using Needs = TypeList<>;

  Status set_up(Memory&) noexcept { return done; }
  void clear(Interpreter&) noexcept {
    for (Object*& object : objects_) clear_reference(object);
  }
  void visit_references(ReferenceVisitor& visitor) const {
    for (Object* object : objects_) visitor.visit_if(object);
  }
  void tear_down(Memory&) noexcept {}
  // Items: references still held.
  Residue residue() const noexcept {
    Residue held;
    for (Object* object : objects_) held.items += object != nullptr;
    return held;
  }

  // Borrowed; may be null.
  Object* get(Place place) const { return objects_[static_cast<std::size_t>(place)]; }
  template <typename T>
  T* get_as(Place place) const {
    return static_cast<T*>(get(place));
  }
  // Adopts a reference (or null) and releases the old one.
  void set(Place place, Object* owned) noexcept {
    replace_reference(objects_[static_cast<std::size_t>(place)], owned);
  }

 private:
  std::array<Object*, static_cast<std::size_t>(Place::kCount)> objects_{};
};

}  // namespace ouro
