// NoneType, NotImplementedType and the type of Ellipsis: one instance each, held by Singletons.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/warnings.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/str.h"
#include "runtime/object/union_type.h"

namespace ouro {
namespace {

// Their counts never reach 0: whoever gets here has released one that it did not own.
void never_deallocate(Interpreter&, Object*) noexcept {
  OURO_CHECK(!"a singleton lost its last reference");
}

Status refuse_arguments(Thread& thread, Type* type, const Arguments& arguments) {
  if (arguments.positional == 0 && arguments.keywords() == 0) return done;
  return raise(thread, TypeId::kTypeError, "{} takes no arguments", static_cast<const Type*>(type));
}

template <Object* (Interpreter::*singleton)()>
Result<Object*> make_singleton(Thread& thread, Type* type, const Arguments& arguments) {
  TRY(refuse_arguments(thread, type, arguments));
  return retain((thread.interpreter().*singleton)());
}

Result<Object*> none_repr(Thread& thread, Object*) {
  return make_str(thread.interpreter(), "None");
}
Result<Object*> ellipsis_repr(Thread& thread, Object*) {
  return make_str(thread.interpreter(), "Ellipsis");
}
Result<Object*> not_implemented_repr(Thread& thread, Object*) {
  return make_str(thread.interpreter(), "NotImplemented");
}

// A constant, so that a set with None in it has the same order in every run: the number that
// Debian's python3.11 has.
Result<std::intptr_t> none_hash(Thread&, Object*) { return 611532; }

Result<bool> none_is_true(Thread&, Object*) { return false; }

Result<bool> not_implemented_is_true(Thread& thread, Object*) {
  Ref<Str> text(TRY(
      make_str(thread.interpreter(), "NotImplemented should not be used in a boolean context")));
  TRY(warn(thread, TypeId::kDeprecationWarning, text));
  return true;
}

// Pickled by name.
Result<Object*> ellipsis_reduce(Thread& thread, Object* self, Object* const*) {
  return ellipsis_repr(thread, self);
}
Result<Object*> not_implemented_reduce(Thread& thread, Object* self, Object* const*) {
  return not_implemented_repr(thread, self);
}

constexpr NativeMethod kEllipsisMethods[] = {{"__reduce__(self, /)", ellipsis_reduce}};
constexpr NativeMethod kNotImplementedMethods[] = {{"__reduce__(self, /)", not_implemented_reduce}};

}  // namespace

constinit const TypeDescriptor kNoneTypeDescriptor = {
    .name = "NoneType",
    .slots = {.deallocate = never_deallocate,
              .repr = none_repr,
              .hash = none_hash,
              .make = make_singleton<&Interpreter::none>,
              .initialise = accept_arguments,
              .binary = union_operators(),
              .boolean = none_is_true},
};

constinit const TypeDescriptor kEllipsisTypeDescriptor = {
    .name = "ellipsis",
    .slots = {.deallocate = never_deallocate,
              .repr = ellipsis_repr,
              .make = make_singleton<&Interpreter::ellipsis>,
              .initialise = accept_arguments},
    .methods = kEllipsisMethods,
};

constinit const TypeDescriptor kNotImplementedTypeDescriptor = {
    .name = "NotImplementedType",
    .slots = {.deallocate = never_deallocate,
              .repr = not_implemented_repr,
              .make = make_singleton<&Interpreter::not_implemented>,
              .initialise = accept_arguments,
              .boolean = not_implemented_is_true},
    .methods = kNotImplementedMethods,
};

}  // namespace ouro
