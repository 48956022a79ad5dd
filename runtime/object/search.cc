// Search: memchr and compare while that goes well, the two-way algorithm of Crochemore and Perrin
// when it does not.
#include "runtime/object/search.h"

#include <cstring>
#include <iterator>

namespace ouro {

namespace {

// Where the needle is cut, and its period; see Crochemore and Perrin, "Two-way string-matching".
struct Cut {
  std::size_t position;
  std::size_t period;
};

// The largest suffix of the needle under one order of the characters.
template <typename Needle, typename Less>
Cut largest_suffix(Needle needle, std::size_t size, Less less) noexcept {
  std::size_t suffix = 0;  // start of the best one so far
  std::size_t candidate = 1;
  std::size_t offset = 0;
  std::size_t period = 1;
  while (candidate + offset < size) {
    const auto challenger = needle[candidate + offset];
    const auto champion = needle[suffix + offset];
    if (less(challenger, champion)) {
      candidate += offset + 1;
      offset = 0;
      period = candidate - suffix;
    } else if (challenger == champion) {
      const bool whole = offset + 1 == period;
      candidate += whole ? period : 0;
      offset = whole ? 0 : offset + 1;
    } else {
      suffix = candidate++;
      offset = 0;
      period = 1;
    }
  }
  return {suffix, period};
}

template <typename Needle>
Cut critical_cut(Needle needle, std::size_t size) noexcept {
  const Cut down = largest_suffix(needle, size, [](auto a, auto b) { return a < b; });
  const Cut up = largest_suffix(needle, size, [](auto a, auto b) { return a > b; });
  return down.position > up.position ? down : up;
}

template <typename Left, typename Right>
std::size_t common_prefix(Left left, Right right, std::size_t from, std::size_t size) noexcept {
  while (from < size && left[from] == right[from]) ++from;
  return from;
}

// The needle repeats itself with the cut's period: remember how much of it is known to match.
template <typename Text, typename Needle>
std::size_t find_periodic(Text text, std::size_t length, Needle needle, std::size_t size,
                          Cut cut) noexcept {
  std::size_t known = 0;
  for (std::size_t at = 0; at + size <= length;) {
    const std::size_t right = common_prefix(text + at, needle, std::max(cut.position, known), size);
    if (right < size) {
      at += right - cut.position + 1;
      known = 0;
      continue;
    }
    std::size_t left = cut.position;
    while (left > known && text[at + left - 1] == needle[left - 1]) --left;
    if (left <= known) return at;
    at += cut.period;
    known = size - cut.period;
  }
  return kNotFound;
}

template <typename Text, typename Needle>
std::size_t find_aperiodic(Text text, std::size_t length, Needle needle, std::size_t size,
                           Cut cut) noexcept {
  const std::size_t shift = std::max(cut.position, size - cut.position) + 1;
  for (std::size_t at = 0; at + size <= length;) {
    const std::size_t right = common_prefix(text + at, needle, cut.position, size);
    if (right < size) {
      at += right - cut.position + 1;
      continue;
    }
    if (common_prefix(text + at, needle, 0, cut.position) == cut.position) return at;
    at += shift;
  }
  return kNotFound;
}

template <typename Text, typename Needle>
std::size_t find_two_way(Text text, std::size_t length, Needle needle, std::size_t size) noexcept {
  const Cut cut = critical_cut(needle, size);
  const bool periodic = cut.position * 2 < size &&
                        common_prefix(needle, needle + cut.period, 0, cut.position) == cut.position;
  return periodic ? find_periodic(text, length, needle, size, cut)
                  : find_aperiodic(text, length, needle, size, cut);
}

std::size_t find_one(const std::uint8_t* text, std::size_t length, char32_t character) noexcept {
  if (character > 0xff || length == 0) return length;
  const void* place = std::memchr(text, static_cast<int>(character), length);
  if (place == nullptr) return length;
  return static_cast<std::size_t>(static_cast<const std::uint8_t*>(place) - text);
}

template <typename Text>
std::size_t find_one(Text text, std::size_t length, char32_t character) noexcept {
  return static_cast<std::size_t>(std::find(text, text + length, character) - text);
}

// `size` is at least 1. Looks for the first character and compares; when comparisons cost more
// than they are worth, the rest is left to the two-way search.
template <typename Text, typename Needle>
std::size_t find_in(Text text, std::size_t length, Needle needle, std::size_t size) noexcept {
  constexpr std::size_t kPatience = 512;
  if (size > length) return kNotFound;
  std::size_t work = 0;
  const std::size_t last = length - size;
  for (std::size_t at = 0; at <= last; ++at) {
    at += find_one(text + at, last - at + 1, needle[0]);
    if (at > last) break;
    const std::size_t same = common_prefix(text + at, needle, 1, size);
    if (same == size) return at;
    work += same + 4;
    if (work > kPatience + 8 * at) {
      const std::size_t found = find_two_way(text + at, length - at, needle, size);
      return found == kNotFound ? kNotFound : at + found;
    }
  }
  return kNotFound;
}

template <typename Pointer>
auto reversed(Pointer first, std::size_t length) {
  return std::make_reverse_iterator(first + length);
}

}  // namespace

std::size_t find_character(const TextView& text, char32_t character) noexcept {
  return visit_text(text, [&](auto first) {
    const std::size_t at = find_one(first, text.length, character);
    return at == text.length ? kNotFound : at;
  });
}

std::size_t find_last_character(const TextView& text, char32_t character) noexcept {
  return visit_text(text, [&](auto first) {
    const std::size_t at = find_one(reversed(first, text.length), text.length, character);
    return at == text.length ? kNotFound : text.length - 1 - at;
  });
}

std::size_t find_text(const TextView& text, const TextView& needle) noexcept {
  if (needle.length == 0) return 0;
  if (needle.length == 1) return find_character(text, needle[0]);
  return visit_text(text, [&](auto first) {
    return visit_text(
        needle, [&](auto second) { return find_in(first, text.length, second, needle.length); });
  });
}

std::size_t find_last_text(const TextView& text, const TextView& needle) noexcept {
  if (needle.length == 0) return text.length;
  if (needle.length == 1) return find_last_character(text, needle[0]);
  const std::size_t at = visit_text(text, [&](auto first) {
    return visit_text(needle, [&](auto second) {
      return find_in(reversed(first, text.length), text.length, reversed(second, needle.length),
                     needle.length);
    });
  });
  return at == kNotFound ? kNotFound : text.length - at - needle.length;
}

std::size_t count_text(const TextView& text, const TextView& needle, std::size_t limit) noexcept {
  if (needle.length == 0) return std::min(text.length + 1, limit);
  std::size_t count = 0;
  for_each_match(text, needle, limit, [&count](std::size_t) { ++count; });
  return count;
}

bool same_text(const TextView& left, const TextView& right) noexcept {
  if (left.length != right.length) return false;
  if (left.length == 0) return true;
  if (left.width == right.width) {
    return std::memcmp(left.data, right.data, left.length * left.width) == 0;
  }
  return visit_text(left, [&](auto first) {
    return visit_text(right, [&](auto second) {
      return common_prefix(first, second, 0, left.length) == left.length;
    });
  });
}

bool starts_with(const TextView& text, const TextView& prefix) noexcept {
  return prefix.length <= text.length && same_text(text.part(0, prefix.length), prefix);
}

bool ends_with(const TextView& text, const TextView& suffix) noexcept {
  return suffix.length <= text.length && same_text(text.from(text.length - suffix.length), suffix);
}

ReplacePlan plan_replace(const TextView& text, const TextView& needle, std::size_t replacement,
                         std::size_t limit, std::size_t most) noexcept {
  const std::size_t matches = count_text(text, needle, limit);
  const unsigned __int128 rest = text.length - matches * needle.length;
  const unsigned __int128 length = rest + static_cast<unsigned __int128>(matches) * replacement;
  return {matches, static_cast<std::size_t>(length), length <= most};
}

}  // namespace ouro
