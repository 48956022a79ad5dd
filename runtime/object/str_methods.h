// Str, inside: the methods of the type `str`, which stand in several files, and its iterator.
#pragma once

#include <array>
#include <cstddef>

#include "runtime/object/str.h"
#include "runtime/object/type.h"

namespace ouro {

inline Str* as_str(Object* object) { return static_cast<Str*>(object); }

namespace str_methods {

using Method = Result<Object*>(Thread&, Object* self, Object* const* arguments);

// str_case.cc: classes of characters and case mappings.
Method capitalize, casefold, lower, swapcase, title, upper;
Method isalnum, isalpha, isascii, isdecimal, isdigit, isidentifier, islower, isnumeric, isprintable;
Method isspace, istitle, isupper;

// str_search.cc: finding, replacing, cutting.
Method count, endswith, find, index, rfind, rindex, startswith;
Method partition, removeprefix, removesuffix, replace, rpartition, rsplit, split, splitlines;
Method lstrip, rstrip, strip;

// str_methods.cc: padding, joining, translation.
Method center, encode, expandtabs, join, ljust, rjust, zfill, maketrans, translate;
Method getnewargs, size_of;

// str_format.cc
Method format, format_map, dunder_format;

}  // namespace str_methods

// The method table of the type (str_methods.cc).
inline constexpr std::size_t kStrMethodCount = 50;
extern const std::array<NativeMethod, kStrMethodCount> kStrMethods;

// repr(): quotes and escapes.
Result<Str*> str_repr_text(Interpreter&, const Str* text);

// left % right (str_percent.cc).
Result<Object*> str_percent(Thread&, Object* left, Object* right);

Result<Object*> make_str_iterator(Interpreter&, Str* text);

}  // namespace ouro
