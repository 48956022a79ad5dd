// Dict: the hash table. Entries stand densely in the order of their insertion; the index beside
// them holds entry numbers of one, two or four bytes and is searched by open addressing.
//
// Whatever compares keys may run user code, which may change the dict: after each such comparison
// the table is looked at anew, and the search starts over when it changed. Nothing is changed
// before the search is over, so every change is made at once.
#include "runtime/object/dict.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "runtime/component/planted.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/dict_methods.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

// ---- The table --------------------------------------------------------------------------------

constexpr int kPerturbShift = 5;
constexpr std::uint8_t kSmallestLog2 = 3;
constexpr std::uint8_t kLargestLog2 = 31;

// The last two numbers of an index type mark places.
template <typename Number>
constexpr Number kEmpty = std::numeric_limits<Number>::max();
template <typename Number>
constexpr Number kDeleted = std::numeric_limits<Number>::max() - 1;

constexpr std::int64_t kNowhere = -1;  // the place was never used: a search ends here
constexpr std::int64_t kDeletedPlace = -2;

constexpr std::size_t places(std::uint8_t log2) { return std::size_t{1} << log2; }
// At most two thirds are used, so a search always ends.
constexpr std::size_t usable(std::uint8_t log2) { return places(log2) * 2 / 3; }
constexpr std::size_t index_width(std::uint8_t log2) { return log2 <= 8 ? 1 : log2 <= 16 ? 2 : 4; }
constexpr std::size_t index_bytes(std::uint8_t log2) { return places(log2) * index_width(log2); }
constexpr std::size_t block_bytes(std::uint8_t log2, std::size_t capacity) {
  return index_bytes(log2) + capacity * sizeof(DictEntry);
}

static_assert(block_bytes(kSmallestLog2, usable(kSmallestLog2)) == kSmallestDictTable);

// The smallest table for so many entries.
std::uint8_t log2_for(std::size_t entries) {
  std::uint8_t log2 = kSmallestLog2;
  while (log2 <= kLargestLog2 && usable(log2) < entries) ++log2;
  return log2;
}

std::byte* block_of(const Dict* dict) {
  return reinterpret_cast<std::byte*>(dict->entries) - index_bytes(dict->log2_indices);
}

template <typename Number>
Number* index_of(const Dict* dict) {
  return reinterpret_cast<Number*>(block_of(dict));
}

// Calls `use` with the index as an array of its type.
template <typename Use>
auto with_index(const Dict* dict, Use use) {
  switch (index_width(dict->log2_indices)) {
    case 1: return use(index_of<std::uint8_t>(dict));
    case 2: return use(index_of<std::uint16_t>(dict));
    default: return use(index_of<std::uint32_t>(dict));
  }
}

// The places to try for a hash, one after the other.
class Probe {
 public:
  Probe(const Dict* dict, std::intptr_t hash)
      : mask_(places(dict->log2_indices) - 1),
        perturb_(static_cast<std::size_t>(hash)),
        slot_(perturb_ & mask_) {}
  std::size_t slot() const { return slot_; }
  void advance() {
    perturb_ >>= kPerturbShift;
    slot_ = (slot_ * 5 + perturb_ + 1) & mask_;
  }

 private:
  std::size_t mask_;
  std::size_t perturb_;
  std::size_t slot_;
};

std::int64_t read_index(const Dict* dict, std::size_t slot) {
  return with_index(dict, [slot]<typename Number>(const Number* index) -> std::int64_t {
    const Number number = index[slot];
    if (number < kDeleted<Number>) return number;
    return number == kEmpty<Number> ? kNowhere : kDeletedPlace;
  });
}

void write_index(Dict* dict, std::size_t slot, std::size_t place) {
  with_index(dict, [slot, place]<typename Number>(Number* index) {
    index[slot] = static_cast<Number>(place);
  });
}

void mark_deleted(Dict* dict, std::size_t slot) {
  with_index(dict, [slot]<typename Number>(Number* index) { index[slot] = kDeleted<Number>; });
}

// Where a key that is not in the table may be entered.
std::size_t free_slot(const Dict* dict, std::intptr_t hash) {
  Probe probe(dict, hash);
  while (read_index(dict, probe.slot()) >= 0) probe.advance();
  return probe.slot();
}

void changed_keys(Dict* dict) {
  dict->keys_version = 0;
  ++dict->mutations;
}

void release_block(Interpreter& interpreter, std::byte* block, std::uint8_t log2,
                   std::size_t capacity) {
  Memory& memory = interpreter.memory();
  const std::size_t bytes = block_bytes(log2, capacity);
  if (bytes == kSmallestDictTable)
    return interpreter.get<DictTableFreeList>().give_back(memory, block);
  memory.release(block, bytes);
}

std::byte* allocate_block(Interpreter& interpreter, std::size_t bytes) {
  Memory& memory = interpreter.memory();
  return static_cast<std::byte*>(bytes == kSmallestDictTable
                                     ? interpreter.get<DictTableFreeList>().take(memory)
                                     : memory.allocate(bytes));
}

// An empty table; the one before is the caller's to give back.
Status new_table(Interpreter& interpreter, Dict* dict, std::uint8_t log2) {
  if (log2 > kLargestLog2) return raise_memory_error(interpreter);
  const std::size_t capacity = usable(log2);
  std::byte* block = allocate_block(interpreter, block_bytes(log2, capacity));
  if (block == nullptr) return raise_memory_error(interpreter);
  std::memset(block, 0xff, index_bytes(log2));
  dict->entries = reinterpret_cast<DictEntry*>(block + index_bytes(log2));
  dict->log2_indices = log2;
  dict->capacity = static_cast<std::uint32_t>(capacity);
  dict->used = dict->taken = 0;
  return done;
}

// Enters all entries into an index that is empty.
void build_index(Dict* dict) {
  with_index(dict, [dict]<typename Number>(Number* index) {
    for (std::uint32_t place = 0; place < dict->used; ++place) {
      Probe probe(dict, dict->entries[place].hash);
      while (index[probe.slot()] != kEmpty<Number>) probe.advance();
      index[probe.slot()] = static_cast<Number>(place);
    }
  });
}

// Planted: the old table is gone before the new one is there.
void forget_table(Dict* dict) {
  dict->entries = nullptr;
  dict->log2_indices = 0;
  dict->capacity = dict->used = dict->taken = 0;
  dict->size = 0;
}

// Moves to a table of another size, without the deleted entries.
Status resize(Interpreter& interpreter, Dict* dict, std::uint8_t log2) {
  const Dict old = *dict;
  if (const Status made = new_table(interpreter, dict, log2); !made.ok()) {
    if (is_planted(Planted::kTableForgotten)) forget_table(dict);
    return failure;
  }
  DictEntry* to = dict->entries;
  for (std::uint32_t place = 0; place < old.used; ++place) {
    if (old.entries[place].key != nullptr) *to++ = old.entries[place];
  }
  dict->used = dict->taken = static_cast<std::uint32_t>(to - dict->entries);
  build_index(dict);
  if (old.log2_indices != 0) {
    release_block(interpreter, block_of(&old), old.log2_indices, old.capacity);
  }
  dict->keys_version = 0;
  return done;
}

Status make_room(Interpreter& interpreter, Dict* dict) {
  // Every entry takes a place of the index, and a search ends only where one is empty.
  if (dict->taken < dict->capacity) [[likely]]
    return done;
  std::uint8_t log2 = kSmallestLog2;
  while (log2 <= kLargestLog2 && places(log2) < dict->size * 3) ++log2;
  return resize(interpreter, dict, log2);
}

// The key is known not to be there.
Status insert_new(Interpreter& interpreter, Dict* dict, Object* key, std::intptr_t hash,
                  Object* value) {
  TRY(make_room(interpreter, dict));
  write_index(dict, free_slot(dict, hash), dict->used);
  dict->entries[dict->used++] = {hash, retain(key), retain(value)};
  ++dict->size;
  ++dict->taken;
  if (!is_exact(key, TypeId::kStr)) dict->only_str_keys = false;
  changed_keys(dict);
  return done;
}

// ---- Searching --------------------------------------------------------------------------------

// An entry and its place in the index.
struct Spot {
  std::int64_t place = kNowhere;
  std::size_t slot = 0;
};

template <typename Number>
Spot search_str(const Dict* dict, const Number* index, const Str* key, std::intptr_t hash) {
  for (Probe probe(dict, hash);; probe.advance()) {
    const Number number = index[probe.slot()];
    if (number < kDeleted<Number>) {
      const DictEntry& entry = dict->entries[number];
      if (entry.key == key ||
          (entry.hash == hash && str_equal(static_cast<const Str*>(entry.key), key))) {
        return {number, probe.slot()};
      }
    } else if (number == kEmpty<Number>) {
      return {};
    }
  }
}

// All keys are exact str, and so is this one.
Spot find_str_spot(const Dict* dict, const Str* key, std::intptr_t hash) {
  if (dict->size == 0) return {};
  return with_index(dict, [=](const auto* index) { return search_str(dict, index, key, hash); });
}

enum class Match : std::uint8_t { kNo, kYes, kTableChanged };

// Does the entry, whose hash fits and whose key is another object, have an equal key?
Result<Match> keys_match(Thread& thread, const Dict* dict, std::int64_t place, Object* key) {
  Object* candidate = dict->entries[place].key;
  const DictEntry* const entries = dict->entries;
  const std::uint8_t log2 = dict->log2_indices;
  Ref<> keep(retain(candidate));
  const bool same = TRY(equal(thread, candidate, key));
  const bool unchanged = dict->entries == entries && dict->log2_indices == log2 &&
                         place < dict->used && entries[place].key == candidate;
  if (!unchanged) return Match::kTableChanged;
  return same ? Match::kYes : Match::kNo;
}

// An int of one word. `unsure`: a key that is none has the same hash, and may be equal.
template <typename Number>
Spot search_int(const Dict* dict, const Number* index, const Int* key, std::intptr_t hash,
                bool& unsure) {
  for (Probe probe(dict, hash);; probe.advance()) {
    const Number number = index[probe.slot()];
    if (number == kEmpty<Number>) return {};
    if (number == kDeleted<Number> || dict->entries[number].hash != hash) continue;
    const Object* candidate = dict->entries[number].key;
    if (!is_compact_int(candidate)) return unsure = true, Spot{};
    if (static_cast<const Int*>(candidate)->value == key->value) return {number, probe.slot()};
  }
}

template <typename Number>
Result<Spot> search_any(Thread& thread, const Dict* dict, const Number* index, Object* key,
                        std::intptr_t hash, bool& restart) {
  for (Probe probe(dict, hash);; probe.advance()) {
    const Number number = index[probe.slot()];
    if (number == kEmpty<Number>) return Spot{};
    if (number == kDeleted<Number>) continue;
    if (dict->entries[number].key == key) return Spot{number, probe.slot()};
    if (dict->entries[number].hash != hash) continue;
    switch (TRY(keys_match(thread, dict, number, key))) {
      case Match::kNo: break;
      case Match::kYes: return Spot{number, probe.slot()};
      case Match::kTableChanged: restart = true; return Spot{};
    }
  }
}

Result<Spot> find_spot(Thread& thread, const Dict* dict, Object* key, std::intptr_t hash) {
  if (dict->only_str_keys && is_exact(key, TypeId::kStr)) [[likely]] {
    return find_str_spot(dict, static_cast<Str*>(key), hash);
  }
  if (dict->size > 0 && is_compact_int(key)) {
    bool unsure = false;
    const Spot spot = with_index(dict, [&](const auto* index) {
      return search_int(dict, index, static_cast<Int*>(key), hash, unsure);
    });
    if (!unsure) return spot;
  }
  while (dict->size > 0) {
    bool restart = false;
    const Spot spot = TRY(with_index(dict, [&](const auto* index) {
      return search_any(thread, dict, index, key, hash, restart);
    }));
    if (!restart) return spot;
  }
  return Spot{};
}

Result<std::intptr_t> key_hash(Thread& thread, Object* key) {
  if (is_exact(key, TypeId::kStr)) [[likely]] {
    return str_hash(thread.interpreter(), static_cast<Str*>(key));
  }
  return hash(thread, key);
}

// Takes an entry out; its references are the caller's from then on.
DictEntry take_entry(Dict* dict, const Spot& spot) {
  const DictEntry taken = dict->entries[spot.place];
  mark_deleted(dict, spot.slot);
  dict->entries[spot.place] = {0, nullptr, nullptr};
  --dict->size;
  changed_keys(dict);
  return taken;
}

}  // namespace

// ---- Making and ending ------------------------------------------------------------------------

Result<Dict*> make_dict(Interpreter& interpreter, std::size_t expected) {
  void* block = interpreter.get<DictFreeList>().take(interpreter.memory());
  if (block == nullptr) return raise_memory_error(interpreter);
  std::memset(block, 0, sizeof(Dict));
  auto* dict = static_cast<Dict*>(block);
  dict->type = interpreter.type(TypeId::kDict);
  dict->only_str_keys = true;
  dict->count = 1;
  Ref<Dict> owner(dict);
  if (expected > 0) TRY(dict_reserve(interpreter, dict, expected));
  return owner.take();
}

Status dict_reserve(Interpreter& interpreter, Dict* dict, std::size_t entries) {
  if (entries <= dict->capacity) return done;
  return resize(interpreter, dict, log2_for(entries));
}

std::size_t dict_table_bytes(const Dict* dict) noexcept {
  return dict->log2_indices == 0 ? 0 : block_bytes(dict->log2_indices, dict->capacity);
}

void dict_clear(Interpreter& interpreter, Dict* dict) noexcept {
  if (dict->log2_indices == 0) return;
  const Dict old = *dict;
  dict->size = 0;
  dict->used = dict->taken = dict->capacity = 0;
  dict->log2_indices = 0;
  dict->only_str_keys = true;
  dict->entries = nullptr;
  changed_keys(dict);
  for (std::uint32_t place = 0; place < old.used; ++place) {
    release_if(old.entries[place].key);
    release_if(old.entries[place].value);
  }
  release_block(interpreter, block_of(&old), old.log2_indices, old.capacity);
}

namespace {

// Few enough deleted entries to be copied along.
bool dense(const Dict* dict) { return dict->used - dict->size <= dict->size / 2; }

// The empty `target` takes a copy of the whole table.
Status clone_table(Interpreter& interpreter, Dict* target, const Dict* source) {
  const std::size_t bytes = block_bytes(source->log2_indices, source->capacity);
  std::byte* block = allocate_block(interpreter, bytes);
  if (block == nullptr) return raise_memory_error(interpreter);
  const std::size_t written = index_bytes(source->log2_indices) + source->used * sizeof(DictEntry);
  std::memcpy(block, block_of(source), written);
  if (target->log2_indices != 0) {
    release_block(interpreter, block_of(target), target->log2_indices, target->capacity);
  }
  target->entries = reinterpret_cast<DictEntry*>(block + index_bytes(source->log2_indices));
  target->log2_indices = source->log2_indices;
  target->capacity = source->capacity;
  target->used = source->used;
  target->taken = source->taken;
  target->size = source->size;
  target->only_str_keys = source->only_str_keys;
  changed_keys(target);
  for (std::uint32_t place = 0; place < source->used; ++place) {
    retain_if(source->entries[place].key);
    retain_if(source->entries[place].value);
  }
  return done;
}

Status copy_entries(Interpreter& interpreter, Dict* target, const Dict* source) {
  if (source->size == 0) return done;
  if (dense(source)) return clone_table(interpreter, target, source);
  TRY(dict_reserve(interpreter, target, source->size));
  for (DictCursor at; dict_next(source, at);) {
    TRY(insert_new(interpreter, target, at.key, at.hash, at.value));
  }
  return done;
}

}  // namespace

Result<Dict*> dict_copy(Interpreter& interpreter, Dict* source) {
  Ref<Dict> copy(TRY(make_dict(interpreter)));
  TRY(copy_entries(interpreter, copy, source));
  return copy.take();
}

// ---- Finding ----------------------------------------------------------------------------------

Result<Found<Object>> find_in_dict(Thread& thread, Dict* dict, Object* key, std::intptr_t hash) {
  const Spot spot = TRY(find_spot(thread, dict, key, hash));
  return Found<Object>{spot.place < 0 ? nullptr : dict->entries[spot.place].value};
}

Result<Found<Object>> find_in_dict(Thread& thread, Dict* dict, Object* key) {
  if (dict->only_str_keys && is_exact(key, TypeId::kStr)) [[likely]] {
    auto* text = static_cast<Str*>(key);
    const Spot spot = find_str_spot(dict, text, str_hash(thread.interpreter(), text));
    return Found<Object>{spot.place < 0 ? nullptr : dict->entries[spot.place].value};
  }
  return find_in_dict(thread, dict, key, TRY(key_hash(thread, key)));
}

Object* find_str_in_dict(Thread& thread, Dict* dict, Str* key) noexcept {
  const std::intptr_t hash = str_hash(thread.interpreter(), key);
  if (dict->only_str_keys) [[likely]] {
    const Spot spot = find_str_spot(dict, key, hash);
    return spot.place < 0 ? nullptr : dict->entries[spot.place].value;
  }
  Exception* before = thread.pending == nullptr ? nullptr : take_pending(thread);
  const Result<Found<Object>> found = find_in_dict(thread, dict, key, hash);
  if (!found.ok()) clear_pending(thread);
  if (before != nullptr) restore_pending(thread, before);
  return found.ok() ? found.value().value : nullptr;
}

std::int32_t find_str_place(Interpreter& interpreter, const Dict* dict, Str* key) noexcept {
  if (!dict->only_str_keys) return -1;
  const Spot spot = find_str_spot(dict, key, str_hash(interpreter, key));
  return spot.place > INT32_MAX ? -1 : static_cast<std::int32_t>(spot.place);
}

std::uint32_t dict_keys_version(Interpreter& interpreter, Dict* dict) noexcept {
  if (dict->keys_version == 0) {
    dict->keys_version = interpreter.get<TypeRegistry>().next_version();
  }
  return dict->keys_version;
}

bool dict_next(const Dict* dict, DictCursor& at) noexcept {
  while (at.place < dict->used) {
    const DictEntry& entry = dict->entries[at.place++];
    if (entry.key == nullptr) continue;
    at.key = entry.key;
    at.value = entry.value;
    at.hash = entry.hash;
    return true;
  }
  return false;
}

// ---- Changing ---------------------------------------------------------------------------------

Status dict_set(Thread& thread, Dict* dict, Object* key, std::intptr_t hash, Object* value) {
  const Spot spot = TRY(find_spot(thread, dict, key, hash));
  if (spot.place < 0) return insert_new(thread.interpreter(), dict, key, hash, value);
  dict_set_place(dict, static_cast<std::uint32_t>(spot.place), value);
  return done;
}

void dict_set_place(Dict* dict, std::uint32_t place, Object* value) noexcept {
  ++dict->mutations;
  replace_reference(dict->entries[place].value, retain(value));
}

Status dict_set(Thread& thread, Dict* dict, Object* key, Object* value) {
  return dict_set(thread, dict, key, TRY(key_hash(thread, key)), value);
}

Status dict_set(Thread& thread, Dict* dict, std::string_view interned_key, Object* value) {
  Ref<Str> key(TRY(intern(thread.interpreter(), interned_key)));
  return dict_set(thread, dict, key, value);
}

Result<Found<Object>> dict_pop(Thread& thread, Dict* dict, Object* key) {
  if (dict->size == 0) return Found<Object>{};
  const Spot spot = TRY(find_spot(thread, dict, key, TRY(key_hash(thread, key))));
  if (spot.place < 0) return Found<Object>{};
  const DictEntry taken = take_entry(dict, spot);
  release(taken.key);
  return Found<Object>{taken.value};
}

Result<bool> dict_delete(Thread& thread, Dict* dict, Object* key) {
  const Spot spot = TRY(find_spot(thread, dict, key, TRY(key_hash(thread, key))));
  if (spot.place < 0) return false;
  const DictEntry taken = take_entry(dict, spot);
  release(taken.key);
  release(taken.value);
  return true;
}

bool dict_pop_last(Dict* dict, DictEntry& taken) noexcept {
  if (dict->size == 0) return false;
  std::uint32_t place = dict->used - 1;
  while (dict->entries[place].key == nullptr) --place;
  Probe probe(dict, dict->entries[place].hash);
  while (read_index(dict, probe.slot()) != place) probe.advance();
  taken = take_entry(dict, {place, probe.slot()});
  dict->used = place;
  return true;
}

Result<Object*> dict_set_default(Thread& thread, Dict* dict, Object* key, Object* value) {
  const std::intptr_t hash = TRY(key_hash(thread, key));
  const Spot spot = TRY(find_spot(thread, dict, key, hash));
  if (spot.place >= 0) return dict->entries[spot.place].value;
  TRY(insert_new(thread.interpreter(), dict, key, hash, value));
  return value;
}

// ---- Merging ----------------------------------------------------------------------------------

namespace {

Status merge_entry(Thread& thread, Dict* dict, Object* key, std::intptr_t hash, Object* value,
                   Merge mode) {
  if (mode == Merge::kOverride) return dict_set(thread, dict, key, hash, value);
  const Spot spot = TRY(find_spot(thread, dict, key, hash));
  if (spot.place < 0) return insert_new(thread.interpreter(), dict, key, hash, value);
  if (mode == Merge::kKeepFirst) return done;
  return raise_value(thread, TypeId::kKeyError, key);
}

Status merge_dict(Thread& thread, Dict* dict, Dict* source, Merge mode) {
  if (source == dict || source->size == 0) return done;
  Interpreter& interpreter = thread.interpreter();
  if (dict->size == 0) {
    if (dict->used == 0 && dense(source)) return clone_table(interpreter, dict, source);
    TRY(dict_reserve(interpreter, dict, source->size));
  }
  const std::size_t size = source->size;
  for (DictCursor at; dict_next(source, at);) {
    Ref<> key(retain(at.key));
    Ref<> value(retain(at.value));
    TRY(merge_entry(thread, dict, key, at.hash, value, mode));
    if (source->size != size) {
      return raise(thread, TypeId::kRuntimeError, "dict mutated during update");
    }
  }
  return done;
}

Status merge_mapping(Thread& thread, Dict* dict, Object* mapping, Merge mode) {
  Ref<> keys(TRY(call_method(thread, mapping, identifier(thread, Id::keys))));
  Ref<> iterator(TRY(iterate(thread, keys)));
  while (true) {
    Ref<> key(TRY(next(thread, iterator)).value);
    if (!key) return done;
    const std::intptr_t hash = TRY(key_hash(thread, key));
    if (mode != Merge::kOverride) {
      const bool present = TRY(find_spot(thread, dict, key, hash)).place >= 0;
      if (present && mode == Merge::kKeepFirst) continue;
      if (present) return raise_value(thread, TypeId::kKeyError, key);
    }
    Ref<> value(TRY(get_item(thread, mapping, key)));
    TRY(dict_set(thread, dict, key, hash, value));
  }
}

}  // namespace

Status dict_merge(Thread& thread, Dict* dict, Object* mapping, Merge mode) {
  if (is_dict(mapping) && mapping->type->slots->iterate == dict_iterate) {
    return merge_dict(thread, dict, static_cast<Dict*>(mapping), mode);
  }
  return merge_mapping(thread, dict, mapping, mode);
}

}  // namespace ouro
