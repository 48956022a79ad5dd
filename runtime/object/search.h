// Search: finding text in text, in time linear in both, without memory.
#pragma once

#include <algorithm>
#include <cstddef>

#include "runtime/object/text_view.h"

namespace ouro {

inline constexpr std::size_t kNotFound = static_cast<std::size_t>(-1);

// Where `needle` first (last) begins. An empty needle is found at the start (end).
std::size_t find_text(const TextView& text, const TextView& needle) noexcept;
std::size_t find_last_text(const TextView& text, const TextView& needle) noexcept;

std::size_t find_character(const TextView& text, char32_t character) noexcept;
std::size_t find_last_character(const TextView& text, char32_t character) noexcept;

// Matches that do not overlap, at most `limit` of them; an empty needle matches around each
// character.
std::size_t count_text(const TextView& text, const TextView& needle,
                       std::size_t limit = kNotFound) noexcept;

bool same_text(const TextView& left, const TextView& right) noexcept;
bool starts_with(const TextView& text, const TextView& prefix) noexcept;
bool ends_with(const TextView& text, const TextView& suffix) noexcept;

// Calls visit(position) for each match of a needle that is not empty, from left to right.
template <typename Visit>
void for_each_match(const TextView& text, const TextView& needle, std::size_t limit, Visit visit) {
  std::size_t start = 0;
  for (std::size_t found = 0; found < limit; ++found) {
    const std::size_t at = find_text(text.from(start), needle);
    if (at == kNotFound) return;
    visit(start + at);
    start += at + needle.length;
  }
}

// What text.replace(needle, replacement, limit) will need.
struct ReplacePlan {
  std::size_t matches = 0;
  std::size_t length = 0;  // of the result
  bool fits = true;        // is the length below `most`?
};
ReplacePlan plan_replace(const TextView& text, const TextView& needle, std::size_t replacement,
                         std::size_t limit, std::size_t most) noexcept;

}  // namespace ouro
