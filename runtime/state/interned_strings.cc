// InternedStrings: finding, adding, forgetting.
#include "runtime/state/interned_strings.h"

#include "runtime/component/planted.h"

namespace ouro {

Status InternedStrings::set_up(Memory& memory, HashSecret&) noexcept {
  constexpr std::size_t kNamesOfSmallPrograms = 63;  // one block instead of many
  return strings_.presize(memory, kNamesOfSmallPrograms);
}

void InternedStrings::tear_down(Memory& memory) noexcept {
  strings_.tear_down(memory);  // those still alive stay counted: they are the evidence
}

Residue InternedStrings::residue() const noexcept {
  Residue held = strings_.residue();
  held.items = living_;
  return held;
}

Str* InternedStrings::find(const Str* text, std::intptr_t hash) const noexcept {
  if (closed_) return nullptr;
  Str** found = strings_.find(static_cast<std::size_t>(hash),
                              [text](const Str* other) { return str_equal(text, other); });
  return found == nullptr ? nullptr : *found;
}

Str* InternedStrings::find_ascii(std::string_view text, std::intptr_t hash) const noexcept {
  if (closed_) return nullptr;
  Str** found = strings_.find(static_cast<std::size_t>(hash),
                              [text](const Str* other) { return str_equal(other, text); });
  return found == nullptr ? nullptr : *found;
}

Status InternedStrings::add(Memory& memory, Str* text) noexcept {
  if (closed_) return done;
  TRY(strings_.add(memory, static_cast<std::size_t>(text->hash), text));
  text->interned = true;
  if (is_planted(Planted::kImmortalName)) ++text->count;
  ++living_;
  return done;
}

void InternedStrings::forget(const Str* text) noexcept {
  --living_;
  if (closed_) return;
  strings_.remove(static_cast<std::size_t>(text->hash),
                  [text](const Str* other) { return other == text; });
}

}  // namespace ouro
