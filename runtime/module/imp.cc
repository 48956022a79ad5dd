// _imp: what importlib asks of the interpreter. Frozen modules do not exist here.
#include "runtime/host/extension.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/module/native_modules.h"
#include "runtime/object/bytes.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/hashes.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/module.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

struct ImpState {
  Object* lock;  // owned; a _thread.RLock for importlib's own tables
};

Result<Object*> acquire_lock(Thread& thread, Object* module, Object* const*) {
  release(TRY(call_method(thread, module_state<ImpState>(module).lock, "acquire")));
  return new_none(thread);
}

Result<Object*> release_lock(Thread& thread, Object* module, Object* const*) {
  const Result<Object*> released =
      call_method(thread, module_state<ImpState>(module).lock, "release");
  if (released.ok()) {
    release(released.value());
    return new_none(thread);
  }
  if (!pending_matches(thread, TypeId::kRuntimeError)) return failure;
  clear_pending(thread);
  return raise(thread, TypeId::kRuntimeError, "not holding the import lock");
}

Result<Object*> lock_held(Thread& thread, Object* module, Object* const*) {
  return call_method(thread, module_state<ImpState>(module).lock, "_is_owned");
}

Result<Object*> answer_false(Thread& thread, Object*, Object* const*) {
  return new_boolean(thread, false);
}
Result<Object*> answer_none(Thread& thread, Object*, Object* const*) { return new_none(thread); }

bool is_native(std::string_view name) {
  return name == "sys" || name == "builtins" || find_native_module(name) != nullptr;
}

Result<Object*> is_builtin(Thread& thread, Object*, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "is_builtin() argument must be str, not {}",
                 static_cast<const Type*>(arguments[0]->type));
  }
  Utf8 name(thread.interpreter(), static_cast<Str*>(arguments[0]));
  if (!name.ok()) return failure;
  return make_int(thread.interpreter(), is_native(name.view()));
}

Result<Object*> extension_suffixes(Thread& thread, Object*, Object* const*) {
  Ref<Str> suffix(TRY(make_str(thread.interpreter(), kExtensionSuffix)));
  Object* item = suffix.get();
  return make_list_from(thread.interpreter(), &item, 1);
}

Failure raise_no_such(Thread& thread, const char* kind, Object* name) {
  return raise(thread, TypeId::kImportError, "No such {} object named {}", kind, repr_of(name));
}

Result<Object*> refuse_frozen(Thread& thread, Object*, Object* const* arguments) {
  return raise_no_such(thread, "frozen", arguments[0]);
}

Result<Str*> text_of_spec(Thread& thread, Object* spec, const char* attribute) {
  Ref<> text(TRY(get_attribute(thread, spec, attribute)));
  if (is_str(text)) return static_cast<Str*>(text.take());
  return raise(thread, TypeId::kTypeError, "spec.{} must be a string", attribute);
}

Result<Object*> create_dynamic(Thread& thread, Object*, Object* const* arguments) {
  Ref<Str> name(TRY(text_of_spec(thread, arguments[0], "name")));
  Ref<Str> file(TRY(text_of_spec(thread, arguments[0], "origin")));
  return create_extension(thread, name, file);
}

Result<Object*> execute_dynamic(Thread& thread, Object*, Object* const* arguments) {
  if (is_instance_of(arguments[0], type_of(thread, TypeId::kModule)))
    TRY(execute_extension(thread, static_cast<Module*>(arguments[0])));
  return make_int(thread.interpreter(), 0);
}

// The module of a spec, made and filled; None: there is none of that name.
Result<Object*> create_builtin(Thread& thread, Object*, Object* const* arguments) {
  Ref<> name(TRY(get_attribute(thread, arguments[0], identifier(thread, Id::name))));
  if (!is_str(name)) return raise(thread, TypeId::kTypeError, "spec.name must be a string");
  Utf8 text(thread.interpreter(), static_cast<Str*>(name.get()));
  if (!text.ok()) return failure;
  if (Object* known = find_imported(thread, text.view())) return retain(known);
  const ModuleDescriptor* descriptor = find_native_module(text.view());
  if (descriptor == nullptr) return new_none(thread);
  return make_native_module(thread, *descriptor);
}

// Making a native module has filled it already.
Result<Object*> execute_builtin(Thread& thread, Object*, Object* const*) {
  return make_int(thread.interpreter(), 0);
}

Result<Object*> source_hash(Thread& thread, Object*, Object* const* arguments) {
  const std::int64_t key = TRY(to_int64(thread, arguments[0]));
  Buffer source;
  TRY(get_buffer(thread, arguments[1], source));
  const HashKey keys{static_cast<std::uint64_t>(key), 0};
  auto hash = static_cast<std::uint64_t>(hash_bytes(keys, source.data, source.length));
  release_buffer(thread.interpreter(), source);
  std::uint8_t bytes[8];
  for (std::uint8_t& byte : bytes) {
    byte = static_cast<std::uint8_t>(hash);
    hash >>= 8;
  }
  return make_bytes(thread.interpreter(), bytes, sizeof bytes);
}

constexpr NativeMethod kFunctions[] = {
    {"lock_held(module, /)", lock_held},
    {"acquire_lock(module, /)", acquire_lock},
    {"release_lock(module, /)", release_lock},
    {"is_builtin(module, name, /)", is_builtin},
    {"is_frozen(module, name, /)", answer_false},
    {"is_frozen_package(module, name, /)", refuse_frozen},
    {"find_frozen(module, name, /, *, withdata=False)", answer_none},
    {"get_frozen_object(module, name, data=None, /)", refuse_frozen},
    {"init_frozen(module, name, /)", answer_none},
    {"extension_suffixes(module, /)", extension_suffixes},
    {"create_builtin(module, spec, /)", create_builtin},
    {"exec_builtin(module, mod, /)", execute_builtin},
    {"create_dynamic(module, spec, file=None, /)", create_dynamic},
    {"exec_dynamic(module, mod, /)", execute_dynamic},
    {"source_hash(module, /, key, source)", source_hash},
    {"_override_frozen_modules_for_tests(module, override, /)", answer_none},
    {"_fix_co_filename(module, code, path, /)", answer_none},
};

Status execute(Thread& thread, Module* module) {
  Ref<> threads(TRY(import_module(thread, "_thread")));
  module_state<ImpState>(module).lock = TRY(call_method(thread, threads, "RLock"));
  Ref<Str> when(TRY(make_str(thread.interpreter(), "default")));
  return module_add(thread, module, "check_hash_based_pycs", when);
}

void traverse(void* state, ReferenceVisitor& visitor) {
  visitor.visit_if(static_cast<ImpState*>(state)->lock);
}
void clear(Interpreter&, void* state) noexcept {
  clear_reference(static_cast<ImpState*>(state)->lock);
}

// marshal: compiled code has no form outside of an interpreter.

Result<Object*> refuse_marshal(Thread& thread, Object*, Object* const*) {
  return raise(thread, TypeId::kNotImplementedError,
               "marshal is not supported: code is never stored");
}

constexpr NativeMethod kMarshalFunctions[] = {
    {"dump(module, value, file, version=4, /)", refuse_marshal},
    {"dumps(module, value, version=4, /)", refuse_marshal},
    {"load(module, file, /)", refuse_marshal},
    {"loads(module, bytes, /)", refuse_marshal},
};

Status execute_marshal(Thread& thread, Module* module) {
  Ref<Int> version(TRY(make_int(thread.interpreter(), 4)));
  return module_add(thread, module, "version", version);
}

}  // namespace

extern const ModuleDescriptor kImpModule;
const ModuleDescriptor kImpModule = {
    .name = "_imp",
    .doc = "What importlib asks of the interpreter.",
    .functions = kFunctions,
    .execute = execute,
    .state_size = sizeof(ImpState),
    .traverse = traverse,
    .clear = clear,
};

extern const ModuleDescriptor kMarshalModule;
const ModuleDescriptor kMarshalModule = {
    .name = "marshal",
    .doc = "Only here for modules that import it: nothing is ever stored.",
    .functions = kMarshalFunctions,
    .execute = execute_marshal,
};

}  // namespace ouro
