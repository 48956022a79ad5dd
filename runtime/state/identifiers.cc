// Identifiers: made once per interpreter from the list.
#include "runtime/state/identifiers.h"

#include "runtime/interpreter/interpreter.h"

namespace ouro {
namespace {

constexpr std::array<std::string_view, kIdCount> kTexts = {
#define OURO_TEXT(name, text) std::string_view(text),
    OURO_IDENTIFIERS(OURO_TEXT)
#undef OURO_TEXT
};

}  // namespace

Status Identifiers::set_up(Memory&, InternedStrings&) noexcept { return done; }

// Apart from set_up, as making a Str needs its interpreter.
Status Identifiers::fill(Interpreter& interpreter) noexcept {
  for (std::size_t index = 0; index < kIdCount; ++index) {
    strings_[index] = TRY(intern(interpreter, kTexts[index]));
  }
  return done;
}

void Identifiers::clear(Interpreter&) noexcept {
  for (Str*& string : strings_) clear_reference(string);
}

void Identifiers::visit_references(ReferenceVisitor& visitor) const {
  for (Str* string : strings_) visitor.visit_if(string);
}

void Identifiers::tear_down(Memory&) noexcept {}

Residue Identifiers::residue() const noexcept {
  Residue held;
  for (const Str* string : strings_) held.items += string != nullptr;
  return held;
}

}  // namespace ouro
