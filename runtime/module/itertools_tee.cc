// itertools: tee. Its branches share a chain of items, each of which lives until the last branch
// has passed it.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/itertools.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"

namespace ouro {
namespace {

// One item and the next; the last of a chain has none yet, but the iterator it will come from.
struct TeeItem : Object {
  Object* value;
  TeeItem* next;
  Object* source;
  bool running;  // the source is being asked
};

using ItemReferences = OwnedReferences<TeeItem, &TeeItem::value, &TeeItem::next, &TeeItem::source>;

constexpr TypeDescriptor kItem = {
    .name = "_tee_dataobject",
    .module = "itertools",
    .flags = flag::kCollectable,
    .object_size = sizeof(TeeItem),
    .slots = {.deallocate = ItemReferences::deallocate,
              .traverse = ItemReferences::traverse,
              .clear = ItemReferences::clear,
              .make = nullptr},
};

// A branch: extra = the item it reads next.
TeeItem* item_of(const ToolIterator* branch) { return static_cast<TeeItem*>(branch->extra); }

Result<TeeItem*> make_item(Thread& thread, Type* type, Object* source) {
  auto* item = static_cast<TeeItem*>(TRY(allocate_instance(thread.interpreter(), type)));
  item->source = retain(source);
  return item;
}

// False: the source has ended.
Result<bool> fill(Thread& thread, TeeItem* item) {
  if (item->running)
    return raise(thread, TypeId::kRuntimeError, "cannot re-enter the tee iterator");
  Ref<TeeItem> after(TRY(make_item(thread, item->type, item->source)));
  Ref<> source(retain(item->source));
  item->running = true;
  Result<Found<Object>> found = next(thread, source);
  item->running = false;
  if (!found.ok()) return failure;
  if (!found.value()) return false;
  replace_reference(item->value, found.value().value);
  replace_reference(item->next, after.take());
  clear_reference(item->source);
  return true;
}

Result<Found<Object>> next_of_branch(Thread& thread, Object* self) {
  auto* branch = static_cast<ToolIterator*>(self);
  Ref<TeeItem> item(retain(item_of(branch)));
  if (item->next == nullptr && !TRY(fill(thread, item))) return Found<Object>{};
  Object* value = retain(item->value);
  replace_reference(branch->extra, retain(item->next));
  return Found<Object>{value};
}

Result<Object*> copy_branch(Thread& thread, Object* self, Object* const*) {
  Ref<ToolIterator> copy(TRY(make_tool(thread, self->type)));
  copy->extra = retain(static_cast<ToolIterator*>(self)->extra);
  return copy.take();
}

Result<Object*> make_branch(Thread& thread, Type* type, Object* iterable) {
  if (iterable->type->slots->next == next_of_branch) return copy_branch(thread, iterable, nullptr);
  Ref<ToolIterator> branch(TRY(make_tool(thread, type)));
  Ref<> source(TRY(iterate(thread, iterable)));
  branch->extra = TRY(make_item(thread, type_state<ItertoolsState>(type).item, source));
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

}  // namespace

Status add_tee_types(Thread& thread, Module* module) {
  auto& state = module_state<ItertoolsState>(module);
  state.branch = retain(TRY(module_add_type(thread, module, kBranch)));
  state.item = retain(TRY(module_add_type(thread, module, kItem)));
  return done;
}

// The first branch may be the iterator itself: whatever can be copied is a branch.
Result<Object*> tee(Thread& thread, Object* module, Object* const* arguments) {
  const std::intptr_t count =
      arguments[1] == nullptr ? 2 : TRY(to_index_value(thread, arguments[1]));
  if (count < 0) return raise(thread, TypeId::kValueError, "n must be >= 0");
  Ref<Tuple> branches(TRY(make_tuple(thread.interpreter(), static_cast<std::size_t>(count))));
  if (count == 0) return branches.take();
  Ref<> first(TRY(iterate(thread, arguments[0])));
  Ref<> copy(TRY(get_attribute_if(thread, first, identifier(thread, Id::dunder_copy))).value);
  if (!copy) {
    first.reset(TRY(make_branch(thread, module_state<ItertoolsState>(module).branch, first)));
    copy.reset(TRY(get_attribute(thread, first, identifier(thread, Id::dunder_copy))));
  }
  branches->items()[0] = first.take();
  for (std::intptr_t index = 1; index < count; ++index) {
    branches->items()[index] = TRY(call(thread, copy));
  }
  return branches.take();
}

}  // namespace ouro
