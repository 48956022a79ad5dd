// Origins: where each live object was made. Checked builds only: for the last words of a process.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ouro {

// Whoever runs when an object is made says what it stands at; Memory does not look inside.
struct Origin {
  const void* code = nullptr;   // null: not known
  const void* place = nullptr;  // in it
};

// A hash table by address. What finds no room is not known: it never fails.
class Origins {
 public:
  void note(const void* block, Origin origin) noexcept;
  void forget(const void* block) noexcept;
  Origin find(const void* block) const noexcept;
  void clear() noexcept;

 private:
  struct Entry {
    const void* block;  // null: never used
    Origin origin;
  };

  Entry* spot(const void* block) const noexcept;
  bool grow() noexcept;

  Entry* entries_ = nullptr;
  std::size_t capacity_ = 0;  // a power of two
  std::size_t taken_ = 0;
};

}  // namespace ouro
