// Bytes, inside: slots and methods that bytes and bytearray share. Each works on the octets of self
// and makes results of the kind of self.
#pragma once

#include "runtime/object/bytes.h"
#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

struct Slice;

// Slots.
Result<std::intptr_t> octets_length(Thread&, Object* self);
Result<bool> octets_contains(Thread&, Object* self, Object* item);
Result<Object*> slice_of_octets(Thread&, Object* self, const Slice*);
// `name` is the type's: "can't concat int to bytes".
Result<Object*> concatenate_octets(Thread&, Object* left, Object* right, std::string_view name);
Result<Object*> repeat_octets(Thread&, Object* self, std::intptr_t times);
Result<Object*> make_octet_iterator(Interpreter&, Object* self);
// bytes(text, encoding, errors); the last two may be null.
Result<Bytes*> encode_source(Thread&, std::string_view function, Object* source, Object* encoding,
                             Object* errors);
Result<Object*> hex_of(Thread&, const std::uint8_t* data, std::size_t length, Object* separator,
                       Object* group);

namespace octet_methods {

using Method = Result<Object*>(Thread&, Object* self, Object* const* arguments);

// bytes_methods.cc
Method capitalize, isalnum, isalpha, isascii, isdigit, islower, isspace, istitle, isupper, lower;
Method swapcase, title, upper;
Method center, decode, expandtabs, fromhex, hex, join, ljust, maketrans, rjust, translate, zfill;

// bytes_search.cc
Method count, endswith, find, index, lstrip, partition, removeprefix, removesuffix, replace, rfind;
Method rindex, rpartition, rsplit, rstrip, split, splitlines, startswith, strip;

}  // namespace octet_methods

// Rows of both method tables.
#define OURO_OCTET_METHODS                                                                       \
  {"capitalize()", octet_methods::capitalize},                                                   \
      {"center(self, width, fillchar=b' ', /)", octet_methods::center},                          \
      {"count(sub=None, start=None, end=None, /)", octet_methods::count},                        \
      {"decode(self, /, encoding='utf-8', errors='strict')", octet_methods::decode},             \
      {"endswith(suffix=None, start=None, end=None, /)", octet_methods::endswith},               \
      {"expandtabs(self, /, tabsize=8)", octet_methods::expandtabs},                             \
      {"find(sub=None, start=None, end=None, /)", octet_methods::find},                          \
      {"fromhex(type, string, /)", octet_methods::fromhex, Binding::kClass},                     \
      {"hex(self, /, sep=<unrepresentable>, bytes_per_sep=1)", octet_methods::hex},              \
      {"index(sub=None, start=None, end=None, /)", octet_methods::index},                        \
      {"isalnum()", octet_methods::isalnum}, {"isalpha()", octet_methods::isalpha},              \
      {"isascii()", octet_methods::isascii}, {"isdigit()", octet_methods::isdigit},              \
      {"islower()", octet_methods::islower}, {"isspace()", octet_methods::isspace},              \
      {"istitle()", octet_methods::istitle}, {"isupper()", octet_methods::isupper},              \
      {"join(self, iterable_of_bytes, /)", octet_methods::join},                                 \
      {"ljust(self, width, fillchar=b' ', /)", octet_methods::ljust},                            \
      {"lower()", octet_methods::lower}, {"lstrip(self, bytes=None, /)", octet_methods::lstrip}, \
      {"maketrans(frm, to, /)", octet_methods::maketrans, Binding::kStatic},                     \
      {"partition(self, sep, /)", octet_methods::partition},                                     \
      {"removeprefix(self, prefix, /)", octet_methods::removeprefix},                            \
      {"removesuffix(self, suffix, /)", octet_methods::removesuffix},                            \
      {"replace(self, old, new, count=-1, /)", octet_methods::replace},                          \
      {"rfind(sub=None, start=None, end=None, /)", octet_methods::rfind},                        \
      {"rindex(sub=None, start=None, end=None, /)", octet_methods::rindex},                      \
      {"rjust(self, width, fillchar=b' ', /)", octet_methods::rjust},                            \
      {"rpartition(self, sep, /)", octet_methods::rpartition},                                   \
      {"rsplit(self, /, sep=None, maxsplit=-1)", octet_methods::rsplit},                         \
      {"rstrip(self, bytes=None, /)", octet_methods::rstrip},                                    \
      {"split(self, /, sep=None, maxsplit=-1)", octet_methods::split},                           \
      {"splitlines(self, /, keepends=False)", octet_methods::splitlines},                        \
      {"startswith(prefix=None, start=None, end=None, /)", octet_methods::startswith},           \
      {"strip(self, bytes=None, /)", octet_methods::strip},                                      \
      {"swapcase()", octet_methods::swapcase}, {"title()", octet_methods::title},                \
      {"translate(self, table, /, delete=b'')", octet_methods::translate},                       \
      {"upper()", octet_methods::upper}, {                                                       \
    "zfill(self, width, /)", octet_methods::zfill                                                \
  }

}  // namespace ouro
