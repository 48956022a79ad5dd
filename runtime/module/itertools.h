// itertools: the one body that all of its iterators have.
#pragma once

#include <cstdint>

#include "runtime/object/module.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type.h"

namespace ouro {

// What the fields mean is each type's own business; references are owned and may be null.
struct ToolIterator : Object {
  Object* source;
  Object* function;
  Object* extra;
  Tuple* pool;
  std::intptr_t* numbers;  // a raw block of number_count
  std::size_t number_count;
  std::int64_t position;
  std::int64_t end;
  std::int64_t step;
  bool started;
  bool finished;
};

void tool_deallocate(Interpreter&, Object*) noexcept;
void tool_traverse(Object*, ReferenceVisitor&);
void tool_clear(Interpreter&, Object*) noexcept;

struct ItertoolsState {
  Type* branch;  // all owned: of tee
  Type* item;
  Type* group;  // of groupby
};

// A body with all fields zero.
Result<ToolIterator*> make_tool(Thread&, Type*);
Status reserve_numbers(Thread&, ToolIterator*, std::size_t count);

using ToolNext = Result<Found<Object>> (*)(Thread&, Object*);
using ToolMake = Result<Object*> (*)(Thread&, Type*, const Arguments&);

// What all descriptors of the module have in common.
constexpr Slots tool_slots(ToolMake make, ToolNext next) {
  Slots slots;
  slots.deallocate = tool_deallocate;
  slots.traverse = tool_traverse;
  slots.clear = tool_clear;
  slots.iterate = return_self;
  slots.next = next;
  slots.make = make;
  return slots;
}

constexpr TypeDescriptor tool_descriptor(std::string_view name, ToolMake make, ToolNext next,
                                         std::span<const NativeMethod> methods = {}) {
  return {.name = name,
          .module = "itertools",
          .flags = flag::kCollectable | flag::kBaseType,
          .object_size = sizeof(ToolIterator),
          .slots = tool_slots(make, next),
          .methods = methods};
}

// The types of itertools_tee.cc, which only tee() makes known, and tee().
Status add_tee_types(Thread&, Module*);
Result<Object*> tee(Thread&, Object* module, Object* const* arguments);

// The types of itertools_select.cc and itertools_combine.cc.
extern const std::span<const TypeDescriptor* const> kSelectingTools;
extern const std::span<const TypeDescriptor* const> kCombiningTools;

}  // namespace ouro
