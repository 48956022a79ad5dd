// Ownership: in checked builds, the first touch of another interpreter's object ends the process,
// with a word on whose it is, what it is, and where it was made. Elsewhere, nothing.
#pragma once

namespace ouro {

class Interpreter;

#ifdef OURO_CHECKED
// What this native thread touches from now on belongs to that interpreter. Null: to nobody.
void enter_ownership(const Interpreter* interpreter) noexcept;
// Its Memory notes from now on where objects are made.
void note_origins_of(Interpreter&) noexcept;
#else
inline void enter_ownership(const Interpreter*) noexcept {}
inline void note_origins_of(Interpreter&) noexcept {}
#endif

}  // namespace ouro
