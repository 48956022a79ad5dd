// HashTable: open addressing over Memory, for the runtime's own tables of plain entries.
//
// Entry{} marks an empty place. Removing shifts the entries behind it, so there are no tombstones.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>

#include "runtime/component/memory.h"
#include "runtime/component/result.h"

namespace ouro {

template <typename Entry>
class HashTable {
  static_assert(std::is_trivially_copyable_v<Entry>);

 public:
  std::size_t size() const { return size_; }

  // The entry with this hash that `matches`, or null.
  Entry* find(std::size_t hash, auto matches) const {
    if (capacity_ == 0) return nullptr;
    Place& found = search(hash, matches);
    return found.entry == Entry{} ? nullptr : &found.entry;
  }

  // The caller has looked: no equal entry is present.
  Status add(Memory& memory, std::size_t hash, const Entry& entry) {
    TRY(reserve(memory));
    search(hash, no_entry) = {hash, entry};
    ++size_;
    return done;
  }

  // Makes room for one more entry, so that the next add() cannot fail.
  Status reserve(Memory& memory) {
    if (2 * (size_ + 1) <= capacity_) return done;
    return resize(memory, capacity_ == 0 ? 8 : 2 * capacity_);
  }

  // For tables whose size is known: one block instead of many.
  Status presize(Memory& memory, std::size_t entries) {
    std::size_t capacity = 8;
    while (capacity < 2 * (entries + 1)) capacity *= 2;
    return capacity <= capacity_ ? done : resize(memory, capacity);
  }

  // Takes the entry that `matches` out; false when there is none.
  bool remove(std::size_t hash, auto matches) {
    if (capacity_ == 0) return false;
    Place* hole = &search(hash, matches);
    if (hole->entry == Entry{}) return false;
    for (std::size_t index = hole - places_;;) {
      index = (index + 1) & (capacity_ - 1);
      Place& next = places_[index];
      if (next.entry == Entry{}) break;
      const std::size_t home = next.hash & (capacity_ - 1);
      const std::size_t hole_index = hole - places_;
      // May `next` move back to the hole without passing its home?
      if (((index - home) & (capacity_ - 1)) < ((index - hole_index) & (capacity_ - 1))) continue;
      *hole = next;
      hole = &next;
    }
    *hole = Place{};
    --size_;
    return true;
  }

  // `visit` may change an entry, but not what it is found by.
  void for_each(auto visit) const {
    for (std::size_t index = 0; index < capacity_; ++index) {
      if (!(places_[index].entry == Entry{})) visit(places_[index].entry);
    }
  }

  void tear_down(Memory& memory) noexcept {
    if (places_ != nullptr) memory.release(places_, bytes());
    *this = HashTable{};
  }

  Residue residue() const noexcept {
    Residue held;
    if (places_ != nullptr) held.add_block(bytes());
    return held;
  }

 private:
  struct Place {
    std::size_t hash = 0;
    Entry entry{};
  };

  static bool no_entry(const Entry&) { return false; }
  std::size_t bytes() const { return capacity_ * sizeof(Place); }

  Status resize(Memory& memory, std::size_t capacity) {
    HashTable larger;
    larger.capacity_ = capacity;
    void* block = memory.allocate(larger.bytes());
    if (block == nullptr) return failure;
    larger.places_ = static_cast<Place*>(block);
    for (std::size_t index = 0; index < capacity; ++index) new (&larger.places_[index]) Place{};
    for (std::size_t index = 0; index < capacity_; ++index) {
      const Place& place = places_[index];
      if (!(place.entry == Entry{})) larger.search(place.hash, no_entry) = place;
    }
    larger.size_ = size_;
    tear_down(memory);
    *this = larger;
    return done;
  }

  // The place of the entry that `matches`, or the empty one where it would stand.
  Place& search(std::size_t hash, auto matches) const {
    for (std::size_t index = hash & (capacity_ - 1);; index = (index + 1) & (capacity_ - 1)) {
      Place& place = places_[index];
      if (place.entry == Entry{} || (place.hash == hash && matches(place.entry))) return place;
    }
  }

  Place* places_ = nullptr;
  std::size_t capacity_ = 0;  // a power of two, at most half used, so a search always ends
  std::size_t size_ = 0;
};

}  // namespace ouro
