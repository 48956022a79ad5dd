// Dict: insertion-ordered hash table of references. Dense entries, sparse index beside them.
//
// keys_version names the present set and order of keys (not the values), so that a cache of
// (keys_version, entry index) finds a value without a lookup; it is 0 until somebody asks for it
// with dict_keys_version(), and 0 again after any insertion of a new key, deletion or resize.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/object/object.h"

namespace ouro {

struct Str;

struct DictEntry {
  std::intptr_t hash;
  Object* key;  // null: deleted
  Object* value;
};

// Bytes of the table of a dict of up to five entries: the index, then the entries.
inline constexpr std::size_t kSmallestDictTable = 8 + 5 * sizeof(DictEntry);

struct Dict : Object {
  std::size_t size;    // live entries
  std::uint32_t used;  // entries_[0, used) are live or deleted
  std::uint32_t keys_version;
  std::uint8_t log2_indices;  // 2^n places in the index; 0: no table yet
  bool only_str_keys;         // all keys are exact str: lookups run no user code
  std::uint32_t capacity;     // entries the table has room for
  DictEntry* entries;         // the entries; the index (1, 2 or 4 bytes a place) stands before them
  std::uint32_t taken;        // entries entered since the table was made, popped ones included
  std::uint64_t mutations;  // grows with every change; iteration checks size, views may check this
};

Result<Dict*> make_dict(Interpreter&, std::size_t expected = 0);
// Borrowed value, or null inside. May run user code (__hash__, __eq__).
Result<Found<Object>> find_in_dict(Thread&, Dict*, Object* key);
Result<Found<Object>> find_in_dict(Thread&, Dict*, Object* key, std::intptr_t hash);
// For exact-str keys in a dict with only_str_keys or not; runs user code only in odd dicts.
Object* find_str_in_dict(Thread&, Dict*, Str* key) noexcept;
// The place of an exact-str key in entries, or -1. Never runs user code (-1 for odd dicts).
std::int32_t find_str_place(Interpreter&, const Dict*, Str* key) noexcept;

Status dict_set(Thread&, Dict*, Object* key, Object* value);
Status dict_set(Thread&, Dict*, Object* key, std::intptr_t hash, Object* value);
Status dict_set(Thread&, Dict*, std::string_view interned_key, Object* value);
// Another value for the entry at this place, which is not a deleted one.
void dict_set_place(Dict*, std::uint32_t place, Object* value) noexcept;
Result<bool> dict_delete(Thread&, Dict*, Object* key);  // false: was not there
// New reference; null inside: not there.
Result<Found<Object>> dict_pop(Thread&, Dict*, Object* key);
// Borrowed: the value present, or `value` newly set.
Result<Object*> dict_set_default(Thread&, Dict*, Object* key, Object* value);
void dict_clear(Interpreter&, Dict*) noexcept;
Result<Dict*> dict_copy(Interpreter&, Dict*);
enum class Merge : std::uint8_t { kOverride, kKeepFirst, kRefuseDuplicates };
Status dict_merge(Thread&, Dict*, Object* mapping, Merge = Merge::kOverride);
std::uint32_t dict_keys_version(Interpreter&, Dict*) noexcept;  // 0: cannot be cached

// for (DictCursor at; dict_next(dict, at);) ... at.key, at.value (borrowed).
struct DictCursor {
  std::size_t place = 0;
  Object* key = nullptr;
  Object* value = nullptr;
  std::intptr_t hash = 0;
};
bool dict_next(const Dict*, DictCursor&) noexcept;

}  // namespace ouro
