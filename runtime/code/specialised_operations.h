// Specialised operations: what the evaluation loop rewrites base operations into, in place.
//
// X(Name, Base): the same size and operand roles as the base operation. The list belongs to the
// loop (execute/specialise.cc); the compiler never emits these, and co_code and the disassembler
// show the base.
#pragma once

// Operand kinds, as the last letters of a name: L local, T temporary, K constant.
// clang-format off: rows of tables
#define OURO_OPERAND_KINDS(Y, X, Name, Base)                                                  \
  Y(X, Name, Base, L, L)                                                                      \
  Y(X, Name, Base, L, K) Y(X, Name, Base, L, T) Y(X, Name, Base, T, L) Y(X, Name, Base, T, K) \
      Y(X, Name, Base, T, T) Y(X, Name, Base, K, L) Y(X, Name, Base, K, T)

#define OURO_KIND_ROW(X, Name, Base, b, c) X(Name##b##c, Base)
#define OURO_WITH_KINDS(X, Name, Base) OURO_OPERAND_KINDS(OURO_KIND_ROW, X, Name, Base)

// In-place operators have rows of their own only because each row knows its base.
#define OURO_ARITHMETIC_ROWS(X, Name, Operator) \
  OURO_WITH_KINDS(X, Name, Binary##Operator)    \
  OURO_WITH_KINDS(X, Inplace##Name, Inplace##Operator)

#define OURO_SPECIALISED_OPERATIONS(X)              \
  OURO_ARITHMETIC_ROWS(X, AddInt, Add)              \
  OURO_ARITHMETIC_ROWS(X, SubtractInt, Subtract)    \
  OURO_ARITHMETIC_ROWS(X, MultiplyInt, Multiply)    \
  OURO_ARITHMETIC_ROWS(X, AddFloat, Add)            \
  OURO_ARITHMETIC_ROWS(X, SubtractFloat, Subtract)  \
  OURO_ARITHMETIC_ROWS(X, MultiplyFloat, Multiply)  \
  OURO_ARITHMETIC_ROWS(X, DivideFloat, TrueDivide)  \
  OURO_WITH_KINDS(X, CompareJumpInt, CompareJump)   \
  OURO_WITH_KINDS(X, CompareJumpFloat, CompareJump) \
  X(LoadGlobalModule, LoadGlobal)                   \
  X(LoadGlobalBuiltin, LoadGlobal)                  \
  X(LoadNameGlobal, LoadName)                       \
  X(LoadNameBuiltin, LoadName)                      \
  X(GetAttributeInlineL, GetAttribute)              \
  X(GetAttributeInlineT, GetAttribute)              \
  X(GetAttributeDict, GetAttribute)                 \
  X(GetAttributeSlot, GetAttribute)                 \
  X(GetAttributeModule, GetAttribute)               \
  X(GetAttributeClass, GetAttribute)                \
  X(GetAttributeType, GetAttribute)                 \
  X(GetAttributeProperty, GetAttribute)             \
  X(SetAttributeInline, SetAttribute)               \
  X(SetAttributeDict, SetAttribute)                 \
  X(SetAttributeSlot, SetAttribute)                 \
  X(LoadMethodCached, LoadMethod)                   \
  X(LoadMethodModule, LoadMethod)                   \
  X(LoadMethodType, LoadMethod)                     \
  X(GetItemListInt, GetItem)                        \
  X(GetItemTupleInt, GetItem)                       \
  X(GetItemDict, GetItem)                           \
  X(SetItemListInt, SetItem)                        \
  X(SetItemDict, SetItem)                           \
  X(ForIterList, ForIter)                           \
  X(ForIterTuple, ForIter)                          \
  X(ForIterRange, ForIter)                          \
  X(ForIterGenerator, ForIter)                      \
  X(CallFunction, Call)                             \
  X(CallBuiltin, Call)                              \
  X(CallClass, Call)
// clang-format on
