// check(): a broken invariant ends the process at once, in release too.
#pragma once

namespace ouro {

// Does this build check what costs time: whose objects are touched, and whose blocks given back?
#ifdef OURO_CHECKED
inline constexpr bool kChecked = true;
#else
inline constexpr bool kChecked = false;
#endif

// Prints the broken invariant and where it stands to stderr, then traps. Allocates nothing.
[[noreturn]] void check_failed(const char* invariant, const char* file, int line) noexcept;

}  // namespace ouro

#define OURO_CHECK(invariant)                           \
  (__builtin_expect(static_cast<bool>(invariant), true) \
       ? static_cast<void>(0)                           \
       : ::ouro::check_failed(#invariant, __FILE__, __LINE__))
