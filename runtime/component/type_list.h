// TypeList: a list of types as a value.
#pragma once

#include <cstddef>
#include <type_traits>

namespace ouro {

template <typename... Ts>
struct TypeList {};

template <typename T, typename... Ts>
constexpr std::size_t index_of(TypeList<Ts...>) {
  std::size_t index = 0;
  (void)((std::is_same_v<T, Ts> || (++index, false)) || ...);
  return index;
}

}  // namespace ouro
