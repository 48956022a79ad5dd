// ArenaVector and ArenaMap: growing tables of the compiler. They live in its Arena and end with it.
//
// Growth leaves the old storage behind in the arena: at most as much again as the table itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "runtime/component/arena.h"
#include "runtime/component/check.h"
#include "runtime/component/result.h"

namespace ouro {

template <typename T>
class ArenaVector {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T* begin() const { return data_; }
  T* end() const { return data_ + size_; }
  T& operator[](std::size_t index) const { return data_[index]; }
  T& back() const { return data_[size_ - 1]; }

  // The failure is "memory refused".
  Status add(Arena& arena, const T& value) {
    const T copy = value;
    if (size_ == capacity_) TRY(grow(arena));
    data_[size_++] = copy;
    return done;
  }
  void take_last() {
    OURO_CHECK(size_ > 0);
    --size_;
  }
  void shrink(std::size_t size) {
    OURO_CHECK(size <= size_);
    size_ = size;
  }

 private:
  Status grow(Arena& arena) {
    const std::size_t capacity = capacity_ == 0 ? 8 : 2 * capacity_;
    void* moved = arena.allocate(capacity * sizeof(T));
    if (moved == nullptr) return failure;
    if (size_ > 0) std::memcpy(moved, static_cast<const void*>(data_), size_ * sizeof(T));
    data_ = static_cast<T*>(moved);
    capacity_ = capacity;
    return done;
  }

  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

inline std::size_t hash_address(const void* pointer) {
  return static_cast<std::size_t>(
      (reinterpret_cast<std::uintptr_t>(pointer) >> 4) * 0x9e3779b97f4a7c15u >> 20);
}

// FNV-1a: the texts are those of one program, and a bad one only slows its own compilation down.
inline std::size_t hash_text(const void* bytes, std::size_t size) {
  std::size_t hash = 0xcbf29ce484222325u;
  for (std::size_t index = 0; index < size; ++index) {
    hash = (hash ^ static_cast<const unsigned char*>(bytes)[index]) * 0x100000001b3u;
  }
  return hash;
}

// Entries are found by hash and a test; Entry{} is never a live entry.
template <typename Entry>
class ArenaMap {
 public:
  std::size_t size() const { return size_; }

  Entry* find(std::size_t hash, auto matches) const {
    if (capacity_ == 0) return nullptr;
    for (std::size_t index = hash & (capacity_ - 1); used_[index];
         index = (index + 1) & (capacity_ - 1)) {
      if (hashes_[index] == hash && matches(entries_[index])) return &entries_[index];
    }
    return nullptr;
  }

  // The caller has looked: no equal entry is there.
  Status add(Arena& arena, std::size_t hash, const Entry& entry) {
    if (2 * (size_ + 1) > capacity_) TRY(grow(arena));
    put(hash, entry);
    ++size_;
    return done;
  }

 private:
  void put(std::size_t hash, const Entry& entry) {
    std::size_t index = hash & (capacity_ - 1);
    while (used_[index]) index = (index + 1) & (capacity_ - 1);
    used_[index] = true;
    hashes_[index] = hash;
    entries_[index] = entry;
  }

  Status grow(Arena& arena) {
    const ArenaMap old = *this;
    capacity_ = capacity_ == 0 ? 8 : 2 * capacity_;
    used_ = arena.make_array<bool>(capacity_);
    hashes_ = arena.make_array<std::size_t>(capacity_);
    entries_ = arena.make_array<Entry>(capacity_);
    if (used_ == nullptr || hashes_ == nullptr || entries_ == nullptr) {
      *this = old;
      return failure;
    }
    for (std::size_t index = 0; index < old.capacity_; ++index) {
      if (old.used_[index]) put(old.hashes_[index], old.entries_[index]);
    }
    return done;
  }

  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  bool* used_ = nullptr;
  std::size_t* hashes_ = nullptr;
  Entry* entries_ = nullptr;
};

// From keys that are pointers to values that are pointers.
template <typename Key, typename Value>
class PointerMap {
 public:
  Value* find(const Key* key) const {
    const Pair* pair = map_.find(hash_address(key), [key](const Pair& p) { return p.key == key; });
    return pair == nullptr ? nullptr : pair->value;
  }
  Status add(Arena& arena, const Key* key, Value* value) {
    return map_.add(arena, hash_address(key), Pair{key, value});
  }

 private:
  struct Pair {
    const Key* key = nullptr;
    Value* value = nullptr;
  };
  ArenaMap<Pair> map_;
};

}  // namespace ouro
