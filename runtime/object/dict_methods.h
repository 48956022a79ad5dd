// Dict, inside: what dict.cc, dict_methods.cc, dict_views.cc and the iterators share.
#pragma once

#include "runtime/object/dict.h"
#include "runtime/object/iterators.h"
#include "runtime/object/type.h"

namespace ouro {

// A view of a dict's keys, values or items; alive with the dict.
struct DictView : Object {
  Dict* dict;
};

// Room for so many entries in all.
Status dict_reserve(Interpreter&, Dict*, std::size_t entries);
// What the table of a dict takes.
std::size_t dict_table_bytes(const Dict*) noexcept;
// Takes the entry inserted last out; the caller owns its references. False: the dict is empty.
bool dict_pop_last(Dict*, DictEntry& taken) noexcept;

// The slot of `dict`: a subclass with another one is not read directly.
Result<Object*> dict_iterate(Thread&, Object*);

Result<Object*> make_dict_view(Interpreter&, Dict*, DictPart);
inline bool is_dict_view_with_set_operations(const Object* object) {
  return is_exact(object, TypeId::kDictKeys) || is_exact(object, TypeId::kDictItems);
}

}  // namespace ouro
