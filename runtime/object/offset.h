// OURO_OFFSET: where a field stands in an object.
//
// Objects derive from Object, so they are not "standard layout"; both compilers define their
// offsets all the same, and descriptors need them.
#pragma once

#include <cstddef>

#pragma GCC diagnostic ignored "-Winvalid-offsetof"

#define OURO_OFFSET(T, field) offsetof(T, field)
