// Specialised operations: what the evaluation loop rewrites base operations into, in place.
//
// X(Name, Base): the same size and operand roles as the base operation. The list belongs to the loop
// (execute/specialise.cc); the compiler never emits these, and co_code and the disassembler show the base.
#pragma once

#define OURO_SPECIALISED_OPERATIONS(X)
