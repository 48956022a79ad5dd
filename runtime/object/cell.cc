// Cell: a variable that a function shares with the functions inside it.
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/native_call.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

Cell* cell_of(Object* object) { return static_cast<Cell*>(object); }

using CellReferences = OwnedReferences<Cell, &Cell::value>;

Result<Object*> cell_make(Thread& thread, Type*, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, "cell(contents=<unrepresentable>, /)", arguments));
  return make_cell(thread.interpreter(), bound[0]);
}

Result<Object*> cell_repr(Thread& thread, Object* self) {
  Object* value = cell_of(self)->value;
  if (value == nullptr) return format_str(thread, "<cell at {}: empty>", address_of(self));
  return format_str(thread, "<cell at {}: {} object at {}>", address_of(self), value->type,
                    address_of(value));
}

// Empty cells come before full ones.
Result<Object*> cell_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  if (!is_exact(left, TypeId::kCell) || !is_exact(right, TypeId::kCell)) {
    return thread.interpreter().new_not_implemented();
  }
  Ref<> ours(retain_if(cell_of(left)->value)), theirs(retain_if(cell_of(right)->value));
  if (ours && theirs) return compare(thread, ours, theirs, comparison);
  const int order =
      static_cast<int>(static_cast<bool>(ours)) - static_cast<int>(static_cast<bool>(theirs));
  const bool answers[] = {order < 0, order <= 0, order == 0, order != 0, order > 0, order >= 0};
  return new_boolean(thread, answers[static_cast<std::size_t>(comparison)]);
}

Result<Object*> get_contents(Thread& thread, Object* self) {
  Object* value = cell_of(self)->value;
  if (value == nullptr) return raise(thread, TypeId::kValueError, "Cell is empty");
  return retain(value);
}

Status set_contents(Thread&, Object* self, Object* value) {
  replace_reference(cell_of(self)->value, retain_if(value));
  return done;
}

constexpr NativeAttribute kCellAttributes[] = {{"cell_contents", get_contents, set_contents}};

}  // namespace

constinit const TypeDescriptor kCellDescriptor = {
    .name = "cell",
    .flags = flag::kCollectable,
    .object_size = sizeof(Cell),
    .slots = {.deallocate = CellReferences::deallocate,
              .traverse = CellReferences::traverse,
              .clear = CellReferences::clear,
              .repr = cell_repr,
              .hash = unhashable,
              .compare = cell_compare,
              .make = cell_make},
    .attributes = kCellAttributes,
};

Result<Cell*> make_cell(Interpreter& interpreter, Object* value_or_null) {
  auto* cell =
      static_cast<Cell*>(TRY(allocate_instance(interpreter, interpreter.type(TypeId::kCell))));
  cell->value = retain_if(value_or_null);
  return cell;
}

}  // namespace ouro
