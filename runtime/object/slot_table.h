// The slot table: which dunder method belongs to which slot, both ways.
//
// From a native slot follows the slot wrapper in the type's dict; from a method in a class's dict
// follows the function in the class's slot that calls it.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>

#include "runtime/object/identifier_list.h"
#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

// Any function a slot may hold.
union AnySlot {
  using Get = Result<Object*> (*)(Thread&, Object*, Object*, Object*);
  using Set = Status (*)(Thread&, Object*, Object*, Object*);
  using SetName = Status (*)(Thread&, Object*, Str*, Object*);
  using GetName = Result<Object*> (*)(Thread&, Object*, Str*);
  using Compare = Result<Object*> (*)(Thread&, Object*, Object*, Comparison);
  using Call = Result<Object*> (*)(Thread&, Object*, const Arguments&);
  using Make = Result<Object*> (*)(Thread&, Type*, const Arguments&);
  using Initialise = Status (*)(Thread&, Object*, const Arguments&);
  using Next = Result<Found<Object>> (*)(Thread&, Object*);
  using Number = Result<std::intptr_t> (*)(Thread&, Object*);
  using Truth = Result<bool> (*)(Thread&, Object*);
  using Contains = Result<bool> (*)(Thread&, Object*, Object*);
  using Repeat = Result<Object*> (*)(Thread&, Object*, std::intptr_t);
  using Finalize = Status (*)(Thread&, Object*);

  std::uintptr_t word;
  Unary unary;
  Binary binary;
  Get get;  // Ternary has the same shape
  Set set;
  SetName set_name;
  GetName get_name;
  Compare compare;
  Call call;
  Make make;
  Initialise initialise;
  Next next;
  Number number;
  Truth truth;
  Contains contains;
  Repeat repeat;
  Finalize finalize;

  constexpr AnySlot() : word(0) {}
  constexpr AnySlot(std::nullptr_t) : word(0) {}
  constexpr AnySlot(Unary function) : unary(function) {}
  constexpr AnySlot(Binary function) : binary(function) {}
  constexpr AnySlot(Get function) : get(function) {}
  constexpr AnySlot(Set function) : set(function) {}
  constexpr AnySlot(SetName function) : set_name(function) {}
  constexpr AnySlot(GetName function) : get_name(function) {}
  constexpr AnySlot(Compare function) : compare(function) {}
  constexpr AnySlot(Call function) : call(function) {}
  constexpr AnySlot(Make function) : make(function) {}
  constexpr AnySlot(Initialise function) : initialise(function) {}
  constexpr AnySlot(Next function) : next(function) {}
  constexpr AnySlot(Number function) : number(function) {}
  constexpr AnySlot(Truth function) : truth(function) {}
  constexpr AnySlot(Contains function) : contains(function) {}
  constexpr AnySlot(Repeat function) : repeat(function) {}
  constexpr AnySlot(Finalize function) : finalize(function) {}
};
static_assert(sizeof(AnySlot) == sizeof(void*) && sizeof(Slots) % sizeof(AnySlot) == 0);

inline constexpr std::size_t kSlotWords = sizeof(Slots) / sizeof(AnySlot);

inline std::uintptr_t slot_word(const Slots& slots, std::size_t index) {
  std::uintptr_t word;
  std::memcpy(&word, reinterpret_cast<const std::byte*>(&slots) + index * sizeof word, sizeof word);
  return word;
}
inline void set_slot_word(Slots& slots, std::size_t index, std::uintptr_t word) {
  std::memcpy(reinterpret_cast<std::byte*>(&slots) + index * sizeof word, &word, sizeof word);
}
inline AnySlot load_slot(const Slots& slots, std::size_t index) {
  AnySlot slot;
  slot.word = slot_word(slots, index);
  return slot;
}

enum class SlotRole : std::uint8_t {
  kNormal,     // a native slot gives a wrapper, a method gives the dispatch function
  kHidden,     // never gives a wrapper: another row of the same name or slot does
  kCompanion,  // follows whoever defines the name natively
  kNew,        // __new__: a built-in function instead of a wrapper
};

struct SlotRow {
  Id name;
  std::uint16_t slot;  // word index in Slots
  Result<Object*> (*wrap)(Thread&, const SlotRow&, const Slots&, Object* self, const Arguments&);
  AnySlot
      dispatch;  // what a class's slot holds when the method is not native; null: the slot is empty
  const char* parameters = nullptr;  // "($self, /)"; for __text_signature__
  SlotRole role = SlotRole::kNormal;
  std::uint8_t detail = 0;  // the Comparison or operator of the row
};

std::span<const SlotRow> slot_rows();

struct SlotWrapper : Object {
  const SlotRow* row;
  Type* owner;  // borrowed: the wrapper lives in its dict
};
struct MethodWrapper : Object {
  const SlotRow* row;
  Type* owner;  // owned
  Object* self;
};

Result<Object*> make_slot_wrapper(Interpreter&, const SlotRow&, Type* owner);

// Where `slots` has the default, takes the base's word.
void inherit_slots(Slots& slots, const Slots& base) noexcept;
// Does `slots` have anything to inherit from `base`?
bool would_inherit(const Slots& slots, const Slots& base) noexcept;

// Puts the slot wrappers and __new__ of a native type into its dict.
Status add_slot_wrappers(Thread&, Type*, Dict*);

// Brings own_slots of a class in step with its attributes: all slots, or those of one name (also in
// the subclasses that inherit it).
Status update_all_slots(Thread&, Type*);
Status update_own_slots(Thread&, Type*);
Status update_slots_named(Thread&, Type*, Str* name);

// The dispatch of __new__ for built-in functions: arguments[0] is the class.
Result<Object*> call_new(Thread&, Type* owner, const Arguments&);
extern const NativeMethod kNewMethod;

}  // namespace ouro
