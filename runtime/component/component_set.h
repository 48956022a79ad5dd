// ComponentSet: the components of one list, in place, and the Memory they live from.
#pragma once

#include <tuple>

#include "runtime/component/component.h"

namespace ouro {

// How far the life of a component has come. It stands beside the component, so that a step left out
// shows in the bytes of the set, even where the component itself had nothing to give back.
enum class Life : unsigned char { kNew, kSetUp, kCleared };

template <Component C>
struct Slot {
  C own{};
  Life life = Life::kNew;
  // The compiler's would blank all of it first, and so touch what a component leaves untouched.
  Slot() noexcept {}
#ifdef OURO_FAULTS
  C* active = &own;  // another set's while a test shares the component on purpose
  C& get() { return *active; }
  const C& get() const { return *active; }
#else
  C& get() { return own; }
  const C& get() const { return own; }
#endif
};

template <typename List>
class ComponentSet;
template <Component... Cs>
class ComponentSet<TypeList<Cs...>> {
 public:
  using Components = TypeList<Cs...>;

  ComponentSet() = default;
  ComponentSet(const ComponentSet&) = delete;
  ComponentSet& operator=(const ComponentSet&) = delete;

  Memory& memory() { return memory_; }
  const Memory& memory() const { return memory_; }

  template <Component C>
  C& get() {
    return slot<C>().get();
  }
  template <Component C>
  const C& get() const {
    return slot<C>().get();
  }
  template <Component C>
  Slot<C>& slot() {
    return std::get<Slot<C>>(slots_);
  }
  template <Component C>
  const Slot<C>& slot() const {
    return std::get<Slot<C>>(slots_);
  }

 private:
  Memory memory_;
  std::tuple<Slot<Cs>...> slots_;
};

}  // namespace ouro
