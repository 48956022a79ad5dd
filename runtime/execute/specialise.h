// Specialise: looks at what an instruction just met, and rewrites it for the next time.
//
// Each function may replace `at->instruction.op` and fill the cache words; the specialised handler
// checks its guard and falls back to the base operation, which may specialise anew.
#pragma once

#include "runtime/code/operations.h"
#include "runtime/execute/frame.h"
#include "runtime/execute/thread.h"

namespace ouro {

// How often a base operation runs before it is looked at again after a guard failed.
inline constexpr std::uint32_t kBackOff = 64;

void specialise_get_attribute(Thread&, Word* at, Object* object, Str* name) noexcept;
void specialise_load_method(Thread&, Word* at, Object* object, Str* name) noexcept;
void specialise_set_attribute(Thread&, Word* at, Object* object, Str* name) noexcept;
void specialise_load_global(Thread&, Word* at, Function*, Str* name) noexcept;
void specialise_load_name(Thread&, Word* at, const Frame&, Str* name) noexcept;
// What LoadMethod does: `method` and `self` are owned; self is null when nothing was left unbound.
Status load_method(Thread&, Object* object, Str* name, Object*& method, Object*& self);
// The __init__ to call after making an instance of `type`, when that is all there is to it;
// borrowed.
Function* find_simple_initialiser(Thread&, Type* type) noexcept;

// A row of eight operations, one for each pair of operand kinds, in the order of
// OURO_OPERAND_KINDS. -1: both are constants.
inline int kind_index(std::uint16_t b, std::uint16_t c) {
  constexpr int kIndex[4][4] = {
      // c: local, temporary, constant, constant (more than 0x3fff)
      {0, 2, 1, 1},
      {3, 5, 4, 4},
      {6, 7, -1, -1},
      {6, 7, -1, -1},
  };
  return kIndex[b >> 14][c >> 14];
}
inline void specialise_kinds(Word* at, Operation first) {
  const int index = kind_index(at->instruction.b, at->instruction.c);
  if (index < 0) return;
  at->instruction.op = static_cast<std::uint16_t>(static_cast<std::uint16_t>(first) + index);
}

}  // namespace ouro
