// itertools: the module, and the life of its iterators.
#include "runtime/module/itertools.h"

#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
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

// tee: all branches read one list of items, each from its own place; what no branch needs is
// dropped only with the last branch. A branch is a ToolIterator: source = the iterator shared in a
// one-item list, pool unused, extra = the List of items seen so far.
struct TeeState {
  Type* branch;  // owned
};

Result<Found<Object>> next_of_branch(Thread& thread, Object* object) {
  auto* branch = static_cast<ToolIterator*>(object);
  auto* seen = static_cast<List*>(branch->extra);
  const auto place = static_cast<std::size_t>(branch->position);
  if (place < seen->size) {
    ++branch->position;
    return Found<Object>{retain(seen->items[place])};
  }
  Ref<> iterator(retain(branch->source));
  Ref<> item(TRY(next(thread, iterator)).value);
  if (!item) return Found<Object>{};
  TRY(list_append(thread.interpreter(), seen, item));
  ++branch->position;
  return Found<Object>{item.take()};
}

Result<Object*> copy_branch(Thread& thread, Object* self, Object* const*) {
  auto* branch = static_cast<ToolIterator*>(self);
  Ref<ToolIterator> copy(TRY(make_tool(thread, self->type)));
  copy->source = retain(branch->source);
  copy->extra = retain(branch->extra);
  copy->position = branch->position;
  return copy.take();
}

Result<ToolIterator*> make_branch(Thread& thread, Type* type, Object* iterable) {
  Ref<ToolIterator> branch(TRY(make_tool(thread, type)));
  branch->source = TRY(iterate(thread, iterable));
  branch->extra = TRY(make_list(thread.interpreter()));
  return branch.take();
}

Result<Object*> make_branch_object(Thread& thread, Type* type, const Arguments& arguments) {
  if (arguments.positional != 1 || arguments.keywords() != 0) {
    return raise(thread, TypeId::kTypeError, "_tee expected 1 argument, got {}",
                 arguments.positional);
  }
  return make_branch(thread, type, arguments.values[0]);
}

constexpr NativeMethod kBranchMethods[] = {{"__copy__(self, /)", copy_branch}};
constexpr TypeDescriptor kBranch =
    tool_descriptor("_tee", make_branch_object, next_of_branch, kBranchMethods);

Result<Object*> tee(Thread& thread, Object* module, Object* const* arguments) {
  const std::intptr_t count =
      arguments[1] == nullptr ? 2 : TRY(to_index_value(thread, arguments[1]));
  if (count < 0) return raise(thread, TypeId::kValueError, "n must be >= 0");
  Ref<Tuple> branches(TRY(make_tuple(thread.interpreter(), static_cast<std::size_t>(count))));
  Type* type = module_state<TeeState>(module).branch;
  for (std::intptr_t index = 0; index < count; ++index) {
    Object* first = index == 0 ? nullptr : (*branches)[0];
    branches->items()[index] =
        first != nullptr ? TRY(copy_branch(thread, first, nullptr))
        : arguments[0]->type == type
            ? TRY(copy_branch(thread, arguments[0], nullptr))
            : static_cast<Object*>(TRY(make_branch(thread, type, arguments[0])));
  }
  return branches.take();
}

constexpr NativeMethod kFunctions[] = {{"tee(module, iterable, n=2, /)", tee}};

Status execute(Thread& thread, Module* module) {
  for (auto types : {kSelectingTools, kCombiningTools}) {
    for (const TypeDescriptor* type : types)
      static_cast<void>(TRY(module_add_type(thread, module, *type)));
  }
  module_state<TeeState>(module).branch = retain(TRY(module_add_type(thread, module, kBranch)));
  return done;
}

void traverse(void* state, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<TeeState*>(state)->branch);
}

void clear(Interpreter&, void* state) noexcept {
  clear_reference(static_cast<TeeState*>(state)->branch);
}

}  // namespace

extern const ModuleDescriptor kItertoolsModule;
const ModuleDescriptor kItertoolsModule = {
    .name = "itertools",
    .doc = "Iterators that select, combine and repeat.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(TeeState),
    .traverse = traverse,
    .clear = clear,
};

}  // namespace ouro
