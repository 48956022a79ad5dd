// Component: one piece of state with one life, and the hooks through which it is lived.
//
// set_up() runs in list order and may stop half-way. Then, both in reverse order, every clear()
// runs before any tear_down(): giving up a reference may use another component, giving back raw
// storage may not. Both accept a half-built component, so a failed set_up() needs no second way
// out.
#pragma once

#include <concepts>
#include <string_view>
#include <type_traits>

#include "runtime/component/memory.h"
#include "runtime/component/result.h"
#include "runtime/component/type_list.h"

namespace ouro {

class Interpreter;
class ReferenceVisitor;
struct Object;

namespace detail {
template <typename C, typename Needs>
inline constexpr bool kTakesItsNeeds = false;
template <typename C, typename... Needs>
inline constexpr bool kTakesItsNeeds<C, TypeList<Needs...>> =
    requires(C component, Memory& memory, Needs&... needs) {
      { component.set_up(memory, needs...) } -> std::same_as<Status>;
    };
}  // namespace detail

// A component with counted references to objects can drop them and can show them.
template <typename C>
concept HoldsReferences =
    requires(C component, const C& view, Interpreter& interpreter, ReferenceVisitor& visitor) {
      { component.clear(interpreter) } noexcept -> std::same_as<void>;
      { view.visit_references(visitor) } -> std::same_as<void>;
    };

// Half a pair, or a signature nobody would call, must not pass for "holds none".
template <typename C>
concept HoldsNoReferences = !requires { &C::clear; } && !requires { &C::visit_references; };

template <typename C>
concept Component =
    // A destructor would release memory behind the table's back and hide a skipped tear-down.
    std::is_trivially_destructible_v<C> &&
    // Needs is how a component is handed its collaborators, so it cannot lie.
    detail::kTakesItsNeeds<C, typename C::Needs> && (HoldsReferences<C> || HoldsNoReferences<C>) &&
    requires(C component, const C& view, Memory& memory) {
      { C::kName } -> std::convertible_to<std::string_view>;
      { C::kPurpose } -> std::convertible_to<std::string_view>;
      { component.tear_down(memory) } noexcept -> std::same_as<void>;
      { view.residue() } noexcept -> std::same_as<Residue>;
    };

}  // namespace ouro
