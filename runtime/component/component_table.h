// kTable<Owner>: a component list as data, for code that walks components without naming them.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>

#include "runtime/component/component_set.h"

namespace ouro {

// One row per component: all that finalize/, leakcheck/ and stress/ may know of it.
template <typename Owner>
struct ComponentRow {
  std::string_view name, purpose;
  std::span<const std::string_view> needs;  // names
  Status (*set_up)(Owner&);
  void (*clear)(Owner&) noexcept = nullptr;  // these two are null where no references are held
  void (*visit_references)(const Owner&, ReferenceVisitor&) = nullptr;
  bool holds_program_objects = false;  // cleared while cycles through it can still be collected
  void (*tear_down)(Owner&) noexcept;
  Residue (*residue)(const Owner&) noexcept;
  const void* (*address)(const Owner&) noexcept;      // of the one in use
  const void* (*own_address)(const Owner&) noexcept;  // of the owner's own, also while it borrows
  // Bytes mapped for the next owners; null where none ever are.
  std::size_t (*kept_bytes)(const Owner&) noexcept = nullptr;
#ifdef OURO_FAULTS
  void (*borrow)(Owner& borrower, Owner& lender) noexcept;
#endif
};

namespace detail {

template <typename List>
inline constexpr std::array<std::string_view, 0> kNamesOf;
template <typename... Cs>
inline constexpr std::array<std::string_view, sizeof...(Cs)> kNamesOf<TypeList<Cs...>>{
    Cs::kName...};

template <typename... Needs>
Status set_up_with(auto& component, auto& owner, TypeList<Needs...>) {
  return component.set_up(owner.memory(), owner.template get<Needs>()...);
}

// The life of a component whose turn came without what it needs, or that holds something without
// ever having begun: its state cannot be trusted, so it is left alone, and stays as evidence.
inline constexpr Life kOutOfTurn{3};

// Is there what the component needs, here or in another set that lends it?
template <typename C>
bool is_there(const Slot<C>& slot) noexcept {
  return (slot.life != Life::kNew && slot.life != kOutOfTurn) || &slot.get() != &slot.own;
}

template <typename Owner, typename... Needs>
bool has_needs([[maybe_unused]] const Owner& owner, TypeList<Needs...>) noexcept {
  return (is_there(owner.template slot<Needs>()) && ...);
}

template <typename Owner, typename C>
bool may_end(Owner& owner) noexcept {
  const Slot<C>& slot = owner.template slot<C>();
  if (slot.life == Life::kNew) return slot.own.residue().empty();
  return slot.life != kOutOfTurn && has_needs(owner, typename C::Needs{});
}

// What holds nothing any more becomes as constructed, byte for byte: a witness that reads no table
// then compares the whole block with a fresh one. What still holds something, and a component whose
// clear was left out, stay as evidence. A large one may say that it ends as new by itself
// (kEndsAsNew); the witness checks that.
template <typename Owner, typename C>
void tear_down_and_renew(Owner& owner) noexcept {
  Slot<C>& slot = owner.template slot<C>();
  if (!may_end<Owner, C>(owner)) return static_cast<void>(slot.life = kOutOfTurn);
  slot.own.tear_down(owner.memory());
  if (HoldsReferences<C> && slot.life == Life::kSetUp) return;
  slot.life = Life::kNew;
  if (!slot.own.residue().empty()) return;
  if constexpr (requires { requires C::kEndsAsNew; }) return;
  std::memset(static_cast<void*>(&slot.own), 0, sizeof(C));
  new (&slot.own) C{};
}

template <typename Owner, typename C>
Status set_up_slot(Owner& owner) {
  Slot<C>& slot = owner.template slot<C>();
  slot.life = has_needs(owner, typename C::Needs{}) ? Life::kSetUp : kOutOfTurn;
  if (slot.life == kOutOfTurn) return failure;
  return set_up_with(slot.own, owner, typename C::Needs{});
}

template <typename C>
Residue residue_of(const Slot<C>& slot) noexcept {
  Residue held = slot.own.residue();
  held.items += slot.life != Life::kNew;
  return held;
}

// A borrowed component is its lender's to end, so clear and tear-down work on `own`.
template <typename Owner, Component C>
constexpr ComponentRow<Owner> make_row() {
  ComponentRow<Owner> row{
      .name = C::kName,
      .purpose = C::kPurpose,
      .needs = kNamesOf<typename C::Needs>,
      .set_up = set_up_slot<Owner, C>,
      .tear_down = tear_down_and_renew<Owner, C>,
      .residue = [](const Owner& owner) noexcept { return residue_of(owner.template slot<C>()); },
      .address = [](const Owner& owner) noexcept -> const void* {
        return &owner.template slot<C>().get();
      },
      .own_address = [](const Owner& owner) noexcept -> const void* {
        return &owner.template slot<C>().own;
      },
#ifdef OURO_FAULTS
      .borrow =
          [](Owner& borrower, Owner& lender) noexcept {
            borrower.template slot<C>().active = &lender.template get<C>();
          },
#endif
  };
  if constexpr (requires(const C& pool) { pool.kept_bytes(); }) {
    row.kept_bytes = [](const Owner& owner) noexcept {
      return owner.template slot<C>().own.kept_bytes();
    };
  }
  if constexpr (HoldsReferences<C>) {
    row.holds_program_objects = requires { requires C::kHoldsProgramObjects; };
    row.clear = [](Owner& owner) noexcept {
      owner.template slot<C>().own.clear(owner);
      if (owner.template slot<C>().life == Life::kSetUp)
        owner.template slot<C>().life = Life::kCleared;
    };
    row.visit_references = [](const Owner& owner, ReferenceVisitor& visitor) {
      owner.template slot<C>().own.visit_references(visitor);
    };
  }
  return row;
}

template <typename List, typename C, typename... Needs>
constexpr bool needs_stand_before(TypeList<Needs...>) {
  return ((index_of<Needs>(List{}) < index_of<C>(List{})) && ...);
}

template <typename Owner, typename... Cs>
constexpr auto make_table(TypeList<Cs...>) {
  static_assert((needs_stand_before<TypeList<Cs...>, Cs>(typename Cs::Needs{}) && ...),
                "a component is listed before one it needs");
  return std::array{make_row<Owner, Cs>()...};
}

}  // namespace detail

template <typename Owner>
inline constexpr auto kTable = detail::make_table<Owner>(typename Owner::Components{});

}  // namespace ouro
