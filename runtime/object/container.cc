// Container: argument checks, subscripts and pickling helpers of the container types.
#include "runtime/object/container.h"

#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/tuple.h"

namespace ouro {

Result<Object*> make_zero_body(Interpreter& interpreter, TypeId id, std::size_t bytes) {
  Type* type = interpreter.type(id);
  Memory& memory = interpreter.memory();
  void* block = type->bodies != nullptr ? type->bodies->take(memory)
                                        : memory.allocate(bytes, BlockKind::kCollectable);
  if (block == nullptr) return raise_memory_error(interpreter);
  std::memset(block, 0, bytes);
  auto* body = static_cast<Object*>(block);
  body->type = type;
  body->count = 1;
  return body;
}

void free_body_of(Interpreter& interpreter, Object* body, std::size_t bytes) noexcept {
  BodyList* bodies = body->type->bodies;
  if (bodies != nullptr) return bodies->give_back(interpreter.memory(), body);
  interpreter.memory().release(body, bytes, BlockKind::kCollectable);
}

Result<Object*> new_not_implemented(Thread& thread) {
  return thread.interpreter().new_not_implemented();
}

Status refuse_keywords(Thread& thread, std::string_view name, const Arguments& arguments) {
  if (arguments.keywords() == 0) return done;
  return raise(thread, TypeId::kTypeError, "{}() takes no keyword arguments", name);
}

Status refuse_keywords(Thread& thread, Type* type, TypeId builtin, const Arguments& arguments) {
  Type* exact = type_of(thread, builtin);
  if (type->slots->initialise != exact->slots->initialise) return done;
  return refuse_keywords(thread, type_name(exact), arguments);
}

Status check_positional(Thread& thread, std::string_view name, const Arguments& arguments,
                        std::size_t least, std::size_t most) {
  const std::size_t given = arguments.positional;
  if (given >= least && given <= most) return done;
  const std::size_t wanted = given < least ? least : most;
  const char* bound = least == most ? "" : given < least ? "at least " : "at most ";
  return raise(thread, TypeId::kTypeError, "{} expected {}{} argument{}, got {}", name, bound,
               wanted, wanted == 1 ? "" : "s", given);
}

bool has_index(const Object* object) noexcept { return object->type->slots->to_index != nullptr; }

Result<std::intptr_t> subscript_index(Thread& thread, Object* key) {
  if (is_compact_int(key)) [[likely]]
    return static_cast<Int*>(key)->value;
  Ref<> number(TRY(to_index(thread, key)));
  const auto* integer = static_cast<Int*>(number.get());
  if (integer->compact()) return integer->value;
  return raise(thread, TypeId::kIndexError, "cannot fit '{}' into an index-sized integer",
               type_name(key->type));
}

Result<std::intptr_t> index_argument(Thread& thread, Object* number) {
  Ref<> integer(TRY(to_index(thread, number)));
  const auto* value = static_cast<Int*>(integer.get());
  if (value->compact()) return value->value;
  return raise(thread, TypeId::kOverflowError, "Python int too large to convert to C ssize_t");
}

Result<std::intptr_t> search_bound(Thread& thread, Object* bound, std::intptr_t fallback) {
  if (bound == nullptr) return fallback;
  if (has_index(bound)) return to_slice_index(thread, bound);
  return raise(thread, TypeId::kTypeError,
               "slice indices must be integers or have an __index__ method");
}

Result<int> to_c_int(Thread& thread, Object* number) {
  Ref<> integer(TRY(to_index(thread, number)));
  const auto* value = static_cast<Int*>(integer.get());
  if (value->compact() && value->value == static_cast<int>(value->value)) {
    return static_cast<int>(value->value);
  }
  return raise(thread, TypeId::kOverflowError, "Python int too large to convert to C int");
}

Result<Object*> builtin_named(Thread& thread, std::string_view name) {
  Interpreter& interpreter = thread.interpreter();
  auto* builtins =
      interpreter.get<ModuleRegistry>().get_as<Module>(ModuleRegistry::Place::kBuiltinsModule);
  Ref<Str> key(TRY(intern(interpreter, name)));
  if (builtins != nullptr) {
    const Found<Object> found = TRY(find_in_namespace(thread, builtins, key));
    if (found) return retain(found.value);
  }
  return raise(thread, TypeId::kAttributeError, "{}", name);
}

Result<Object*> reduce_with(Thread& thread, std::string_view name, Object* argument,
                            Object* state) {
  Interpreter& interpreter = thread.interpreter();
  Ref<> function(TRY(builtin_named(thread, name)));
  Ref<Tuple> arguments(TRY(pack_tuple(interpreter, argument)));
  if (state == nullptr) return pack_tuple<Object, Object>(interpreter, function, arguments.get());
  return pack_tuple<Object, Object, Object>(interpreter, function, arguments.get(), state);
}

Result<Object*> make_int_object(Thread& thread, std::intptr_t number) {
  return make_int(thread.interpreter(), number);
}

Result<Object*> class_get_item(Thread& thread, Object* self, Object* const* arguments) {
  Object* alias = type_of(thread, TypeId::kGenericAlias);
  return call(thread, alias, self, arguments[0]);
}

}  // namespace ouro
