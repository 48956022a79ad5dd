// Code attributes: what programs see of a code object; see code_attributes.cc.
#pragma once

#include <cstdint>

#include "runtime/code/code.h"
#include "runtime/object/type.h"

namespace ouro {

inline constexpr std::uint32_t kInstructionWordsMax = 3;

// A copy without caches.
Result<Code*> copy_code(Interpreter&, const Code*);
// The instruction at word `at` as the compiler wrote it, into words[0 .. kInstructionWordsMax).
void base_instruction(const Code*, std::uint32_t at, Word* words) noexcept;
void remove_caches(Code*) noexcept;

void code_traverse(Object*, ReferenceVisitor&);
void code_deallocate(Interpreter&, Object*) noexcept;
Result<Object*> code_compare(Thread&, Object*, Object*, Comparison);
Result<std::intptr_t> code_hash(Thread&, Object*);

}  // namespace ouro
