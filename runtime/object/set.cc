// Set: the hash table of sets and frozensets. Open addressing; a few neighbours are tried before
// the next jump. The order of iteration is the order of the table, which programs can see: it
// follows from the growth rules here.
#include "runtime/object/set.h"

#include <algorithm>
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/dict.h"
#include "runtime/object/int.h"
#include "runtime/object/items.h"
#include "runtime/object/protocol.h"
#include "runtime/object/set_operations.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

constexpr std::size_t kSmallestTable = 8;
constexpr std::size_t kNeighbours = 9;
constexpr int kPerturbShift = 5;
constexpr std::size_t kLargeSet = 50000;  // from here on tables double instead of growing fourfold
constexpr std::intptr_t kDeletedHash = -1;

// ---- The table --------------------------------------------------------------------------------

constexpr std::size_t bytes_for(std::size_t places) { return places * sizeof(SetEntry); }

std::size_t places_for(std::size_t entries) {
  std::size_t places = kSmallestTable;
  while (places <= entries) places *= 2;
  return places;
}

bool too_full(std::size_t used, std::size_t mask) { return used * 5 >= mask * 3; }
std::size_t grown(const Set* set) { return set->size > kLargeSet ? set->size * 2 : set->size * 4; }

Result<SetEntry*> new_table(Interpreter& interpreter, std::size_t places) {
  void* block = interpreter.memory().allocate(bytes_for(places));
  if (block == nullptr) return raise_memory_error(interpreter);
  std::memset(block, 0, bytes_for(places));
  return static_cast<SetEntry*>(block);
}

// Walks the places of a hash; `visit` returns true to stop.
template <typename Visit>
[[gnu::always_inline]] inline void walk(std::size_t mask, std::intptr_t hash, Visit visit) {
  auto perturb = static_cast<std::size_t>(hash);
  std::size_t place = perturb & mask;
  while (true) {
    const std::size_t last = place + kNeighbours <= mask ? place + kNeighbours : place;
    for (std::size_t near = place; near <= last; ++near) {
      if (visit(near)) return;
    }
    perturb >>= kPerturbShift;
    place = (place * 5 + 1 + perturb) & mask;
  }
}

// The key is not in the table, and nothing was deleted from it.
void insert_clean(SetEntry* table, std::size_t mask, SetEntry entry) {
  walk(mask, entry.hash, [&](std::size_t place) {
    if (table[place].key != nullptr) return false;
    table[place] = entry;
    return true;
  });
}

Status resize(Interpreter& interpreter, Set* set, std::size_t entries) {
  const std::size_t places = places_for(entries);
  SetEntry* table = TRY(new_table(interpreter, places));
  if (set->table != nullptr) {
    for (std::size_t place = 0; place <= set->mask; ++place) {
      if (set->table[place].key != nullptr) insert_clean(table, places - 1, set->table[place]);
    }
    interpreter.memory().release(set->table, bytes_for(set->mask + 1));
  }
  set->table = table;
  set->mask = places - 1;
  set->used = set->size;
  return done;
}

// Room for `more` entries to come at once.
Status make_room(Interpreter& interpreter, Set* set, std::size_t more) {
  const std::size_t mask = set->table == nullptr ? kSmallestTable - 1 : set->mask;
  if (too_full(set->used + more, mask)) return resize(interpreter, set, (set->size + more) * 2);
  return set->table == nullptr ? resize(interpreter, set, 0) : done;
}

// ---- Searching --------------------------------------------------------------------------------

enum class Match : std::uint8_t { kNo, kYes, kUnknown, kTableChanged };

// The entry's hash fits.
Result<Match> keys_match(Thread& thread, const Set* set, const SetEntry* entry, Object* key) {
  Object* candidate = entry->key;
  if (candidate == key) return Match::kYes;
  const SetEntry* const table = set->table;
  const std::size_t mask = set->mask;
  Ref<> keep(retain(candidate));
  const bool same = TRY(equal(thread, candidate, key));
  // The table may have been replaced: look into it only when it is the same one.
  if (set->table != table || set->mask != mask || entry->key != candidate)
    return Match::kTableChanged;
  return same ? Match::kYes : Match::kNo;
}

// Where a search ended: at the entry of the key or at an empty one; and the last deleted one on the
// way.
struct Spot {
  SetEntry* entry = nullptr;
  SetEntry* deleted = nullptr;
};

// Walks to the key's entry or to an empty one. `same` is asked of each entry whose hash fits;
// whatever it answers but kNo ends the walk.
template <typename Same>
Spot find_spot(const Set* set, std::intptr_t hash, Same same) {
  Spot spot;
  walk(set->mask, hash, [&](std::size_t place) {
    SetEntry* entry = &set->table[place];
    spot.entry = entry;
    if (entry->key != nullptr) return entry->hash == hash && same(entry) != Match::kNo;
    if (entry->hash == 0) return true;
    spot.deleted = entry;
    return false;
  });
  return spot;
}

Match match_int(const Int* key, const Object* candidate) {
  if (candidate == key) return Match::kYes;
  if (!is_compact_int(candidate)) return Match::kUnknown;
  return static_cast<const Int*>(candidate)->value == key->value ? Match::kYes : Match::kNo;
}

Match match_str(const Str* key, const Object* candidate) {
  if (candidate == key) return Match::kYes;
  if (!is_exact(candidate, TypeId::kStr)) return Match::kUnknown;
  return str_equal(static_cast<const Str*>(candidate), key) ? Match::kYes : Match::kNo;
}

// For keys that compare without running user code; false: one that may be equal is of another kind.
template <typename Key, Match (*kMatch)(const Key*, const Object*)>
bool search_plain(const Set* set, const Object* key, std::intptr_t hash, Spot& spot) {
  bool sure = true;
  spot = find_spot(set, hash, [&](const SetEntry* entry) {
    const Match match = kMatch(static_cast<const Key*>(key), entry->key);
    sure = match != Match::kUnknown;
    return match;
  });
  return sure;
}

bool search_plain(const Set* set, const Object* key, std::intptr_t hash, Spot& spot) {
  if (is_compact_int(key)) return search_plain<Int, match_int>(set, key, hash, spot);
  return is_exact(key, TypeId::kStr) && search_plain<Str, match_str>(set, key, hash, spot);
}

// One pass over the table; false: it has changed meanwhile.
Result<bool> try_search(Thread& thread, Set* set, Object* key, std::intptr_t hash, Spot& spot) {
  Result<bool> outcome = true;
  spot = find_spot(set, hash, [&](const SetEntry* entry) {
    const Result<Match> match = keys_match(thread, set, entry, key);
    if (!match.ok()) outcome = failure;
    if (match.ok() && match.value() == Match::kTableChanged) outcome = false;
    return match.ok() ? match.value() : Match::kTableChanged;
  });
  return outcome;
}

Result<Spot> search(Thread& thread, Set* set, Object* key, std::intptr_t hash) {
  while (true) {
    if (set->table == nullptr) TRY(resize(thread.interpreter(), set, 0));
    Spot spot;
    if (search_plain(set, key, hash, spot)) return spot;
    if (TRY(try_search(thread, set, key, hash, spot))) return spot;
  }
}

Status add_entry(Thread& thread, Set* set, Object* key, std::intptr_t hash) {
  // Where nothing ever stood, nothing is to be compared.
  if (set->table != nullptr) [[likely]] {
    SetEntry& first = set->table[static_cast<std::size_t>(hash) & set->mask];
    if (first.key == nullptr && first.hash == 0) {
      first = {retain(key), hash};
      ++set->size;
      ++set->used;
      if (!too_full(set->used, set->mask)) [[likely]]
        return done;
      return resize(thread.interpreter(), set, grown(set));
    }
  }
  const Spot spot = TRY(search(thread, set, key, hash));
  if (spot.entry->key != nullptr) return done;
  ++set->size;
  if (spot.deleted != nullptr) {
    *spot.deleted = {retain(key), hash};
    return done;
  }
  *spot.entry = {retain(key), hash};
  ++set->used;
  if (!too_full(set->used, set->mask)) return done;
  return resize(thread.interpreter(), set, grown(set));
}

Result<bool> contains_entry(Thread& thread, Set* set, Object* key, std::intptr_t hash) {
  if (set->size == 0) return false;
  const SetEntry& first = set->table[static_cast<std::size_t>(hash) & set->mask];
  if (first.key == key && first.hash == hash) return true;
  if (first.key == nullptr && first.hash == 0) return false;
  return TRY(search(thread, set, key, hash)).entry->key != nullptr;
}

// The key taken out (owned), or null inside.
Result<Found<Object>> take_key(Thread& thread, Set* set, Object* key, std::intptr_t hash) {
  if (set->size == 0) return Found<Object>{};
  SetEntry* entry = TRY(search(thread, set, key, hash)).entry;
  if (entry->key == nullptr) return Found<Object>{};
  Object* taken = entry->key;
  *entry = {nullptr, kDeletedHash};
  --set->size;
  return Found<Object>{taken};
}

Result<bool> discard_entry(Thread& thread, Set* set, Object* key, std::intptr_t hash) {
  Object* taken = TRY(take_key(thread, set, key, hash)).value;
  release_if(taken);
  return taken != nullptr;
}

// Calls visit(key, hash) for each entry; the key is kept alive meanwhile. `visit` returns false to
// stop.
template <typename Visit>
Status each_entry(const Set* set, Visit visit) {
  std::size_t place = 0;
  Object* key = nullptr;
  std::intptr_t hash = 0;
  while (set_next(set, place, key, hash)) {
    Ref<> keep(retain(key));
    if (!TRY(visit(key, hash))) return done;
  }
  return done;
}

template <typename Visit>
Status each_item(Thread& thread, Object* iterable, Visit visit) {
  Items items(thread);
  TRY(items.open(iterable));
  while (true) {
    Ref<> item(TRY(items.next()).value);
    if (!item) return done;
    const std::intptr_t item_hash = TRY(hash(thread, item));
    if (!TRY(visit(item.get(), item_hash))) return done;
  }
}

// Over the keys of an exact dict; user code may empty it meanwhile, then the rest is not seen.
template <typename Visit>
Status each_key(const Dict* dict, Visit visit) {
  for (DictCursor at; dict_next(dict, at);) {
    Ref<> keep(retain(at.key));
    if (!TRY(visit(at.key, at.hash))) return done;
  }
  return done;
}

// Whatever it is, by the cheapest way.
template <typename Visit>
Status each_of(Thread& thread, Object* source, Visit visit) {
  if (is_any_set(source)) return each_entry(static_cast<Set*>(source), visit);
  if (is_exact(source, TypeId::kDict)) return each_key(static_cast<Dict*>(source), visit);
  return each_item(thread, source, visit);
}

// ---- Merging ----------------------------------------------------------------------------------

// Into a set that never held anything.
void copy_table(Set* set, const Set* source) {
  const bool same_shape = set->mask == source->mask && source->used == source->size;
  for (std::size_t place = 0; place <= source->mask; ++place) {
    const SetEntry& entry = source->table[place];
    if (entry.key == nullptr) continue;
    retain(entry.key);
    if (same_shape) {
      set->table[place] = entry;
    } else {
      insert_clean(set->table, set->mask, entry);
    }
  }
  set->used = set->size = source->size;
}

Status merge_set(Thread& thread, Set* set, Set* source) {
  if (source == set || source->size == 0) return done;
  TRY(make_room(thread.interpreter(), set, source->size));
  if (set->used == 0) {
    copy_table(set, source);
    return done;
  }
  return each_entry(source, [&](Object* key, std::intptr_t hash) -> Result<bool> {
    TRY(add_entry(thread, set, key, hash));
    return true;
  });
}

}  // namespace

// ---- Making and ending ------------------------------------------------------------------------

Result<Set*> make_set_of(Thread& thread, Type* type, Object* iterable) {
  Interpreter& interpreter = thread.interpreter();
  const bool exact = type->id == TypeId::kSet || type->id == TypeId::kFrozenSet;
  Object* body = exact ? TRY(make_body<Set>(interpreter, type->id))
                       : TRY(allocate_instance(interpreter, type));
  Ref<Set> set(static_cast<Set*>(body));
  set->hash = -1;
  if (iterable != nullptr) TRY(set_update(thread, set, iterable));
  return set.take();
}

Result<Set*> make_set_like(Thread& thread, const Set* like, Object* iterable) {
  const bool frozen = is_instance_of(like, type_of(thread, TypeId::kFrozenSet));
  return make_set_of(thread, type_of(thread, frozen ? TypeId::kFrozenSet : TypeId::kSet), iterable);
}

Result<Set*> make_set(Thread& thread, Object* iterable) {
  return make_set_of(thread, type_of(thread, TypeId::kSet), iterable);
}

Result<Set*> make_frozen_set(Thread& thread, Object* iterable) {
  return make_set_of(thread, type_of(thread, TypeId::kFrozenSet), iterable);
}

std::size_t set_table_bytes(const Set* set) noexcept {
  return set->table == nullptr ? 0 : bytes_for(set->mask + 1);
}

void set_clear(Interpreter& interpreter, Set* set) noexcept {
  SetEntry* table = set->table;
  if (table == nullptr) return;
  const std::size_t mask = set->mask;
  set->table = nullptr;
  set->size = set->used = set->mask = 0;
  for (std::size_t place = 0; place <= mask; ++place) release_if(table[place].key);
  interpreter.memory().release(table, bytes_for(mask + 1));
}

void swap_contents(Set* left, Set* right) noexcept {
  std::swap(left->size, right->size);
  std::swap(left->used, right->used);
  std::swap(left->mask, right->mask);
  std::swap(left->table, right->table);
}

// ---- Single keys ------------------------------------------------------------------------------

bool set_next(const Set* set, std::size_t& place, Object*& key, std::intptr_t& hash) noexcept {
  for (; set->table != nullptr && place <= set->mask; ++place) {
    if (set->table[place].key == nullptr) continue;
    key = set->table[place].key;
    hash = set->table[place].hash;
    ++place;
    return true;
  }
  return false;
}

Status set_add(Thread& thread, Set* set, Object* key) {
  return add_entry(thread, set, key, TRY(hash(thread, key)));
}

namespace {

// The hash of a key that is looked for: a set is looked for as a frozenset of the same items.
struct SoughtKey {
  Ref<> key;
  std::intptr_t hash = 0;
};

Status seek(Thread& thread, Object* key, SoughtKey& sought) {
  Result<std::intptr_t> own = hash(thread, key);
  sought.key.reset(retain(key));
  if (own.ok()) {
    sought.hash = own.value();
    return done;
  }
  if (!is_any_set(key) || !pending_matches(thread, TypeId::kTypeError)) return failure;
  clear_pending(thread);
  sought.key.reset(TRY(make_frozen_set(thread, key)));
  sought.hash = TRY(hash(thread, sought.key));
  return done;
}

}  // namespace

Result<bool> set_contains(Thread& thread, Set* set, Object* key) {
  SoughtKey sought;
  TRY(seek(thread, key, sought));
  return contains_entry(thread, set, sought.key, sought.hash);
}

Result<bool> set_discard(Thread& thread, Set* set, Object* key) {
  SoughtKey sought;
  TRY(seek(thread, key, sought));
  return discard_entry(thread, set, sought.key, sought.hash);
}

Object* set_pop(Set* set) noexcept {
  if (set->size == 0) return nullptr;
  std::size_t place = set->finger & set->mask;
  while (set->table[place].key == nullptr) place = place == set->mask ? 0 : place + 1;
  Object* key = set->table[place].key;
  set->table[place] = {nullptr, kDeletedHash};
  --set->size;
  set->finger = place + 1;
  return key;
}

// ---- Algebra ----------------------------------------------------------------------------------

Status set_update(Thread& thread, Set* set, Object* iterable) {
  if (is_any_set(iterable)) return merge_set(thread, set, static_cast<Set*>(iterable));
  if (is_exact(iterable, TypeId::kDict)) {
    TRY(make_room(thread.interpreter(), set, static_cast<Dict*>(iterable)->size));
  }
  return each_of(thread, iterable, [&](Object* key, std::intptr_t hash) -> Result<bool> {
    TRY(add_entry(thread, set, key, hash));
    return true;
  });
}

Result<Set*> set_intersection(Thread& thread, Set* set, Object* other) {
  if (set == other) return make_set_like(thread, set, set);
  Ref<Set> result(TRY(make_set_like(thread, set, nullptr)));
  // The smaller of two sets is walked.
  if (is_any_set(other) && static_cast<Set*>(other)->size > set->size) {
    Object* larger = other;
    other = set;
    set = static_cast<Set*>(larger);
  }
  const auto visit = [&](Object* key, std::intptr_t hash) -> Result<bool> {
    if (TRY(contains_entry(thread, set, key, hash))) TRY(add_entry(thread, result, key, hash));
    return true;
  };
  TRY(is_any_set(other) ? each_entry(static_cast<Set*>(other), visit)
                        : each_item(thread, other, visit));
  return result.take();
}

namespace {

Result<Set*> copy_and_subtract(Thread& thread, Set* set, Object* other) {
  Ref<Set> result(TRY(make_set_like(thread, set, set)));
  TRY(set_difference_update(thread, result, other));
  return result.take();
}

Result<bool> in_set_or_dict(Thread& thread, Object* container, Object* key, std::intptr_t hash) {
  if (is_any_set(container)) return contains_entry(thread, static_cast<Set*>(container), key, hash);
  return TRY(find_in_dict(thread, static_cast<Dict*>(container), key, hash)).value != nullptr;
}

}  // namespace

Result<Set*> set_difference(Thread& thread, Set* set, Object* other) {
  const bool searchable = is_any_set(other) || is_exact(other, TypeId::kDict);
  if (!searchable) return copy_and_subtract(thread, set, other);
  const std::size_t size =
      is_any_set(other) ? static_cast<Set*>(other)->size : static_cast<Dict*>(other)->size;
  if (set->size / 4 > size) return copy_and_subtract(thread, set, other);
  Ref<Set> result(TRY(make_set_like(thread, set, nullptr)));
  TRY(each_entry(set, [&](Object* key, std::intptr_t hash) -> Result<bool> {
    if (!TRY(in_set_or_dict(thread, other, key, hash))) TRY(add_entry(thread, result, key, hash));
    return true;
  }));
  return result.take();
}

Result<Set*> set_symmetric_difference(Thread& thread, Set* set, Object* other) {
  Ref<Set> result(TRY(make_set_like(thread, set, other)));
  TRY(set_symmetric_difference_update(thread, result, set));
  return result.take();
}

Status set_intersection_update(Thread& thread, Set* set, Object* other) {
  Ref<Set> common(TRY(set_intersection(thread, set, other)));
  swap_contents(set, common);
  return done;
}

Status set_difference_update(Thread& thread, Set* set, Object* other) {
  Interpreter& interpreter = thread.interpreter();
  if (set == other) {
    set_clear(interpreter, set);
    return done;
  }
  Ref<> source(retain(other));
  // Of a much larger set, only what is here too matters.
  if (is_any_set(other) && static_cast<Set*>(other)->size / 8 > set->size) {
    source.reset(TRY(set_intersection(thread, set, other)));
  }
  const auto visit = [&](Object* key, std::intptr_t hash) -> Result<bool> {
    TRY(discard_entry(thread, set, key, hash));
    return true;
  };
  TRY(is_any_set(source) ? each_entry(static_cast<Set*>(source.get()), visit)
                         : each_item(thread, source, visit));
  const bool wasteful = set->used - set->size > set->mask / 4;
  return wasteful ? resize(interpreter, set, grown(set)) : done;
}

Status set_symmetric_difference_update(Thread& thread, Set* set, Object* other) {
  if (set == other) {
    set_clear(thread.interpreter(), set);
    return done;
  }
  Ref<> source(retain(other));
  // An iterable may name a key twice, which must count once.
  if (!is_any_set(other) && !is_exact(other, TypeId::kDict)) {
    source.reset(TRY(make_set_like(thread, set, other)));
  }
  return each_of(thread, source, [&](Object* key, std::intptr_t hash) -> Result<bool> {
    if (!TRY(discard_entry(thread, set, key, hash))) TRY(add_entry(thread, set, key, hash));
    return true;
  });
}

// ---- Questions --------------------------------------------------------------------------------

Result<bool> set_is_subset(Thread& thread, Set* set, Object* other) {
  Ref<Set> keep;
  if (!is_any_set(other)) {
    keep.reset(TRY(make_set(thread, other)));
    other = keep;
  }
  auto* larger = static_cast<Set*>(other);
  if (set->size > larger->size) return false;
  bool all = true;
  TRY(each_entry(set, [&](Object* key, std::intptr_t hash) -> Result<bool> {
    return all = TRY(contains_entry(thread, larger, key, hash));
  }));
  return all;
}

Result<bool> set_is_superset(Thread& thread, Set* set, Object* other) {
  if (is_any_set(other)) return set_is_subset(thread, static_cast<Set*>(other), set);
  bool all = true;
  TRY(each_item(thread, other, [&](Object* key, std::intptr_t hash) -> Result<bool> {
    return all = TRY(contains_entry(thread, set, key, hash));
  }));
  return all;
}

Result<bool> set_is_disjoint(Thread& thread, Set* set, Object* other) {
  if (set == other) return set->size == 0;
  if (is_any_set(other) && static_cast<Set*>(other)->size > set->size) {
    Object* larger = other;
    other = set;
    set = static_cast<Set*>(larger);
  }
  bool disjoint = true;
  const auto visit = [&](Object* key, std::intptr_t hash) -> Result<bool> {
    return disjoint = !TRY(contains_entry(thread, set, key, hash));
  };
  TRY(is_any_set(other) ? each_entry(static_cast<Set*>(other), visit)
                        : each_item(thread, other, visit));
  return disjoint;
}

}  // namespace ouro
