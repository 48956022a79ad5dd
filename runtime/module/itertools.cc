// itertools: the module, and the life of its iterators.
#include "runtime/module/itertools.h"

#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/protocol.h"

namespace ouro {

void tool_clear(Interpreter&, Object* object) noexcept {
  auto* tool = static_cast<ToolIterator*>(object);
  clear_reference(tool->source);
  clear_reference(tool->function);
  clear_reference(tool->extra);
  clear_reference(tool->pool);
}

void tool_deallocate(Interpreter& interpreter, Object* object) noexcept {
  auto* tool = static_cast<ToolIterator*>(object);
  tool_clear(interpreter, object);
  if (tool->numbers != nullptr) {
    interpreter.memory().release(tool->numbers, tool->number_count * sizeof(*tool->numbers));
  }
  free_instance(interpreter, object);
}

void tool_traverse(Object* object, ReferenceVisitor& visitor) {
  auto* tool = static_cast<ToolIterator*>(object);
  visitor.visit_if(tool->source);
  visitor.visit_if(tool->function);
  visitor.visit_if(tool->extra);
  visitor.visit_if(tool->pool);
}

Result<ToolIterator*> make_tool(Thread& thread, Type* type) {
  return static_cast<ToolIterator*>(TRY(allocate_instance(thread.interpreter(), type)));
}

Status reserve_numbers(Thread& thread, ToolIterator* tool, std::size_t count) {
  if (count == 0) return done;
  const std::size_t bytes = count * sizeof(*tool->numbers);
  void* block = memory_of(thread).allocate(bytes);
  if (block == nullptr) return raise_memory_error(thread.interpreter());
  std::memset(block, 0, bytes);
  tool->numbers = static_cast<std::intptr_t*>(block);
  tool->number_count = count;
  return done;
}

namespace {

constexpr NativeMethod kFunctions[] = {{"tee(module, iterable, n=2, /)", tee}};

Status execute(Thread& thread, Module* module) {
  for (auto types : {kSelectingTools, kCombiningTools}) {
    for (const TypeDescriptor* type : types)
      static_cast<void>(TRY(module_add_type(thread, module, *type)));
  }
  module_state<ItertoolsState>(module).group =
      static_cast<Type*>(TRY(get_attribute(thread, module, "_grouper")));
  return add_tee_types(thread, module);
}

template <typename Action>
void for_each_type(void* place, Action action) {
  auto* state = static_cast<ItertoolsState*>(place);
  for (Type** type : {&state->branch, &state->item, &state->group}) action(*type);
}

void traverse(void* state, ReferenceVisitor& visitor) {
  for_each_type(state, [&](Type* type) { visitor.visit_if(type); });
}

void clear(Interpreter&, void* state) noexcept {
  for_each_type(state, [](Type*& type) { clear_reference(type); });
}

}  // namespace

extern const ModuleDescriptor kItertoolsModule;
const ModuleDescriptor kItertoolsModule = {
    .name = "itertools",
    .doc = "Iterators that select, combine and repeat.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(ItertoolsState),
    .traverse = traverse,
    .clear = clear,
};

}  // namespace ouro
