// Slow operations: one function for each that is not worth a place in the loop itself.
//
// Such a function reads its operands from the frame, writes its destination, and leaves the pc
// alone.
#pragma once

#include "runtime/code/operations.h"
#include "runtime/execute/frame.h"
#include "runtime/execute/thread.h"

// X(Name): Status slow_Name(Operands).
// clang-format off: rows of a table
#define OURO_SLOW_OPERATIONS(X)                                                        \
  X(LoadConstantWide)                                                                  \
  X(StoreGlobal)                                                                       \
  X(DeleteGlobal)                                                                      \
  X(StoreName)                                                                         \
  X(DeleteName)                                                                        \
  X(DeleteLocal)                                                                       \
  X(DeleteCell)                                                                        \
  X(LoadClassFree)                                                                     \
  X(SetupAnnotations) X(LoadBuildClass) X(LoadAssertionError) X(BinaryMatrixMultiply)  \
  X(InplaceMatrixMultiply) X(DeleteAttribute) X(DeleteItem) X(GetSlice) X(BuildSlice)  \
  X(UnpackStarred) X(BuildSet) X(BuildDict) X(BuildDictWithKeys) X(BuildString)        \
  X(ListFromTuple) X(ListExtend) X(ListToTuple) X(SetAdd) X(SetUpdate) X(DictAdd)      \
  X(DictUpdate) X(DictMerge) X(FormatValue) X(MakeFunction) X(Raise) X(MatchGroup)     \
  X(PrepareReraiseStar) X(LoadWith) X(LoadAsyncWith) X(CallExit)                       \
  X(GetYieldFromIterator) X(GetAwaitable) X(GetAsyncIterator)                          \
  X(GetAsyncNext) X(ImportName) X(ImportFrom) X(ImportStar)                            \
  X(GetLength) X(MatchKeys) X(MatchClass) X(DictWithoutKeys)                           \
  X(PrintExpression)
// clang-format on

namespace ouro {

// The operands of one instruction, decoded as they are asked for.
struct Operands {
  Thread& thread;
  Frame& frame;
  Word* at;

  Instruction instruction() const { return at->instruction; }
  std::uint16_t a() const { return at->instruction.a; }
  std::uint16_t b() const { return at->instruction.b; }
  std::uint16_t c() const { return at->instruction.c; }
  std::uint32_t data() const { return static_cast<std::uint32_t>(at[1].jump); }

  Object*& place(std::uint16_t operand) const { return frame.registers[register_of(operand)]; }
  Object** run(std::uint16_t operand) const { return frame.registers + register_of(operand); }
  // Borrowed; raises and gives null when it is an unbound local.
  Result<Object*> read(std::uint16_t operand) const;
  // The end of an operand: releases a temporary, leaves others.
  void consume(std::uint16_t operand) const {
    if (is_temporary(operand)) clear_reference(place(operand));
  }
  void consume_run(std::uint16_t first, std::size_t count) const;
  void put(std::uint16_t destination, Object* owned) const {
    replace_reference(place(destination), owned);
  }
  Str* name(std::uint16_t index) const { return frame.code->name_at(index); }
};

// UnboundLocalError or NameError about register `index`, also for cells.
Failure raise_unbound(Thread&, const Code*, std::uint32_t index);

#define OURO_DECLARE(Name) Status slow_##Name(const Operands&);
OURO_SLOW_OPERATIONS(OURO_DECLARE)
#undef OURO_DECLARE

// Parts of larger operations, out of the loop's way.
Result<Object*> load_global(Thread&, Function*, Str* name);
Result<Object*> load_name(Thread&, Frame&, Str* name);
Status unpack(Thread&, Object* sequence, Object** places, std::size_t count);
// "module.f()" as messages about calls have it: without builtins, or the object itself.
Result<Str*> name_of_callable(Thread&, Object* callable);
Result<bool> matches_handler(Thread&, Object* exception, Object* handler);
// Puts a call with a spread on the stack; `names` (owned) is set when there are keywords.
struct SpreadCall {
  Object** base = nullptr;
  std::size_t positional = 0;
  Tuple* names = nullptr;
};
Result<Object*> spread_call(const Operands&);  // through native code
// For Python functions: lays the values out above the window, and leaves the operands where they
// are. False: not one, use spread_call().
Result<bool> place_spread(const Operands&, SpreadCall&);

}  // namespace ouro
