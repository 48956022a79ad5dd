// interpreters: isolated interpreters made by programs, and what crosses between them - only
// copies.
#include "runtime/module/interpreters.h"

#include "runtime/object/exception.h"
#include "runtime/object/hashes.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/native_call.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

Failure raise_class(Thread& thread, Object* class_, std::string_view format,
                    const FormatArgument& argument) {
  const auto raise_instance = [&]() -> Status {
    Ref<Str> text(TRY(format_message(thread, format, &argument, 1)));
    Ref<> exception(TRY(call(thread, class_, text)));
    return raise_object(thread, static_cast<Exception*>(exception.get()));
  };
  static_cast<void>(raise_instance().ok());
  return failure;
}

namespace {

// Interpreter: a number by which this interpreter finds a child, itself or the main one.

struct InterpreterObject : Object {
  std::uint64_t id;
};

std::uint64_t id_of(const Object* object) {
  return static_cast<const InterpreterObject*>(object)->id;
}

Result<Object*> make_object(Thread& thread, Type* type, std::uint64_t id) {
  Object* made = TRY(allocate_instance(thread.interpreter(), type));
  static_cast<InterpreterObject*>(made)->id = id;
  return made;
}

std::uint64_t main_id(Thread& thread) {
  const std::uint64_t id = thread.interpreter().get<Children>().main_id;
  return id != 0 ? id : thread.interpreter().id;
}

Failure raise_unknown(Thread& thread, std::uint64_t id) {
  return raise(thread, TypeId::kRuntimeError, "unrecognized interpreter ID {}", id);
}

bool is_known(Thread& thread, std::uint64_t id) {
  return id == thread.interpreter().id || id == main_id(thread) ||
         find_child(thread, id) != nullptr;
}

Result<Object*> make_interpreter_object(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, Signature("Interpreter(id)"), arguments));
  const std::int64_t id = TRY(to_index_value(thread, bound[0]));
  if (id < 0 || !is_known(thread, static_cast<std::uint64_t>(id))) {
    return raise(thread, TypeId::kRuntimeError, "unrecognized interpreter ID {}", id);
  }
  return make_object(thread, type, static_cast<std::uint64_t>(id));
}

Status initialise_interpreter(Thread&, Object*, const Arguments&) { return done; }

// The child that this stands for; an error for all other interpreters.
Result<Child*> child_of(Thread& thread, Object* self) {
  const std::uint64_t id = id_of(self);
  if (Child* child = find_child(thread, id)) return child;
  if (id == thread.interpreter().id)
    return raise(thread, TypeId::kRuntimeError, "interpreter already running");
  if (id != main_id(thread)) return raise_unknown(thread, id);
  return raise(thread, TypeId::kRuntimeError, "interpreter {} was not made by this one", id);
}

Result<Object*> execute(Thread& thread, Object* self, Object* const* arguments) {
  Child* child = TRY(child_of(thread, self));
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "exec() argument 1 must be str, not {}",
                 static_cast<const Type*>(arguments[0]->type));
  }
  Object* shared = arguments[1] == none(thread) ? nullptr : arguments[1];
  if (shared != nullptr && !is_exact(shared, TypeId::kDict)) {
    return raise(thread, TypeId::kTypeError, "exec() argument 2 must be dict, not {}",
                 static_cast<const Type*>(shared->type));
  }
  const auto& state = type_state<InterpretersState>(native_base(self->type));
  Ref<> failed(retain(state.failed)), not_shareable(retain(state.not_shareable));
  Outcome outcome;
  TRY(run_in_child(thread, child, static_cast<Str*>(arguments[0]), static_cast<Dict*>(shared),
                   not_shareable, outcome));
  if (outcome.ok) return new_none(thread);
  const char* const separator = outcome.message[0] == '\0' ? "" : ": ";
  Ref<Str> text(TRY(format_str(thread, "{}{}{}", static_cast<const char*>(outcome.type), separator,
                               static_cast<const char*>(outcome.message))));
  return raise_class(thread, failed, "{}", static_cast<const Object*>(text.get()));
}

Result<Object*> close(Thread& thread, Object* self, Object* const*) {
  Child* child = TRY(child_of(thread, self));
  if (is_running(child)) return raise(thread, TypeId::kRuntimeError, "interpreter running");
  if (end_child(thread, child)) return new_none(thread);
  return raise(thread, TypeId::kRuntimeError, "interpreter {} left something behind", id_of(self));
}

Result<Object*> is_running_method(Thread& thread, Object* self, Object* const*) {
  if (const Child* child = find_child(thread, id_of(self)))
    return new_boolean(thread, is_running(child));
  if (is_known(thread, id_of(self))) return new_boolean(thread, true);
  return raise_unknown(thread, id_of(self));
}

Result<Object*> get_id(Thread& thread, Object* self) {
  return make_int_unsigned(thread.interpreter(), id_of(self));
}
Result<Object*> get_isolated(Thread& thread, Object*) { return new_boolean(thread, true); }

Result<Object*> repr_of_interpreter(Thread& thread, Object* self) {
  return format_str(thread, "Interpreter(id={})", id_of(self));
}

Result<Object*> compare_interpreters(Thread& thread, Object* left, Object* right,
                                     Comparison comparison) {
  const bool decides = comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
  if (!decides || left->type != right->type) return thread.interpreter().new_not_implemented();
  return new_boolean(thread, (id_of(left) == id_of(right)) == (comparison == Comparison::kEqual));
}

Result<std::intptr_t> hash_interpreter(Thread&, Object* self) {
  return hash_int64(static_cast<std::int64_t>(id_of(self)));
}

constexpr NativeMethod kMethods[] = {
    {"exec(self, code, shared=None, /)", execute, Binding::kInstance,
     "Run source text in the interpreter."},
    {"run(self, code, shared=None, /)", execute, Binding::kInstance,
     "Run source text in the interpreter."},
    {"close(self, /)", close, Binding::kInstance,
     "End the interpreter; RuntimeError if it left anything behind."},
    {"is_running(self, /)", is_running_method},
};
constexpr NativeAttribute kAttributes[] = {{"id", get_id}, {"isolated", get_isolated}};

constexpr Slots interpreter_slots() {
  Slots slots;
  slots.make = make_interpreter_object;
  slots.initialise = initialise_interpreter;
  slots.repr = repr_of_interpreter;
  slots.compare = compare_interpreters;
  slots.hash = hash_interpreter;
  return slots;
}

// create()

struct BoolOption {
  std::string_view name;
  bool Settings::* field;
};
constexpr BoolOption kBoolOptions[] = {
    {"allow_threads", &Settings::allow_threads},
    {"allow_daemon_threads", &Settings::allow_daemon_threads},
    {"allow_fork", &Settings::allow_fork},
    {"allow_exec", &Settings::allow_exec},
};
struct NumberOption {
  std::string_view name;
  std::uint64_t Settings::* field;
};
constexpr NumberOption kNumberOptions[] = {
    {"instructions_max", &Settings::instructions_max},
    {"milliseconds_max", &Settings::milliseconds_max},
};

Result<bool> take_option(Thread& thread, ChildOptions& options, Str* name, Object* value) {
  for (const BoolOption& option : kBoolOptions) {
    if (!str_equal(name, option.name)) continue;
    options.settings.*option.field = TRY(is_true(thread, value));
    return true;
  }
  const bool is_memory = str_equal(name, "memory_bytes_max"),
             is_threads = str_equal(name, "threads_max");
  for (const NumberOption& option : kNumberOptions) {
    if (str_equal(name, option.name)) {
      options.settings.*option.field =
          static_cast<std::uint64_t>(TRY(to_index_value(thread, value)));
      return true;
    }
  }
  if (is_threads)
    options.settings.threads_max = static_cast<std::size_t>(TRY(to_index_value(thread, value)));
  if (is_memory) options.memory_max = static_cast<std::size_t>(TRY(to_index_value(thread, value)));
  options.has_memory_max = options.has_memory_max || is_memory;
  return is_memory || is_threads;
}

Status take_options(Thread& thread, ChildOptions& options, Object* config) {
  if (config == nullptr || config == none(thread)) return done;
  if (!is_dict(config)) {
    return raise(thread, TypeId::kTypeError, "create() config must be dict or None, not {}",
                 static_cast<const Type*>(config->type));
  }
  for (DictCursor at; dict_next(static_cast<Dict*>(config), at);) {
    Ref<> name(retain(at.key)), value(retain(at.value));
    const bool known =
        is_str(name) && TRY(take_option(thread, options, static_cast<Str*>(name.get()), value));
    if (!known) return raise(thread, TypeId::kValueError, "unknown option {}", repr_of(name));
  }
  return done;
}

Result<Object*> create(Thread& thread, Object* module, Object* const* arguments) {
  ChildOptions options;
  options.settings = thread.interpreter().get<Settings>();
  TRY(take_options(thread, options, arguments[0]));
  const Child* child = TRY(make_child(thread, options));
  return make_object(thread, module_state<InterpretersState>(module).interpreter, child_id(child));
}

Result<Object*> get_current(Thread& thread, Object* module, Object* const*) {
  return make_object(thread, module_state<InterpretersState>(module).interpreter,
                     thread.interpreter().id);
}

Result<Object*> get_main(Thread& thread, Object* module, Object* const*) {
  return make_object(thread, module_state<InterpretersState>(module).interpreter, main_id(thread));
}

// Itself and its children, oldest first.
Result<Object*> list_all(Thread& thread, Object* module, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  Type* type = module_state<InterpretersState>(module).interpreter;
  Ref<List> all(TRY(make_list(interpreter)));
  TRY(list_append_owned(interpreter, all, TRY(make_object(thread, type, interpreter.id))));
  for (const Child* child = interpreter.get<Children>().first; child != nullptr;
       child = next_child(child)) {
    Ref<> object(TRY(make_object(thread, type, child_id(child))));
    TRY(list_insert(interpreter, all, 1, object));
  }
  return all.take();
}

Result<Object*> create_channel(Thread& thread, Object* module, Object* const*) {
  return make_channel_pair(thread, module_state<InterpretersState>(module));
}

Result<Object*> is_shareable(Thread& thread, Object* module, Object* const* arguments) {
  const Result<std::size_t> size =
      copy_size(thread, arguments[0], module_state<InterpretersState>(module).not_shareable);
  if (!size.ok() && !pending_matches(thread, TypeId::kTypeError)) return failure;
  if (!size.ok()) clear_pending(thread);
  return new_boolean(thread, size.ok());
}

constexpr NativeMethod kFunctions[] = {
    {"create(module, config=None, /)", create, Binding::kInstance,
     "Make a new interpreter, isolated from this one."},
    {"list_all(module, /)", list_all, Binding::kInstance,
     "This interpreter and those it has made."},
    {"get_current(module, /)", get_current},
    {"get_main(module, /)", get_main},
    {"create_channel(module, /)", create_channel, Binding::kInstance,
     "Return (recv, send) for a new channel."},
    {"is_shareable(module, obj, /)", is_shareable},
};

// class NAME(BASE)
Result<Object*> add_exception(Thread& thread, Module* module, std::string_view name, Object* base) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Str> class_name(TRY(intern(interpreter, name)));
  Ref<Str> module_name(TRY(intern(interpreter, "interpreters")));
  Ref<Tuple> bases(TRY(pack_tuple(interpreter, base)));
  Ref<Dict> names(TRY(make_dict(interpreter)));
  TRY(dict_set(thread, names, identifier(thread, Id::dunder_module), module_name));
  Ref<> class_(TRY(Result<Object*>(
      make_class(thread, type_of(thread, TypeId::kType), class_name, bases, names))));
  TRY(module_add(thread, module, name, class_));
  return class_.take();
}

Status add_exceptions(Thread& thread, Module* module, InterpretersState& state) {
  Object* runtime_error = type_of(thread, TypeId::kRuntimeError);
  state.failed = TRY(add_exception(thread, module, "RunFailedError", runtime_error));
  TRY(module_add(thread, module, "ExecutionFailed", state.failed));
  state.not_shareable =
      TRY(add_exception(thread, module, "NotShareableError", type_of(thread, TypeId::kTypeError)));
  state.channel_error = TRY(add_exception(thread, module, "ChannelError", runtime_error));
  state.channel_not_found =
      TRY(add_exception(thread, module, "ChannelNotFoundError", state.channel_error));
  state.channel_closed =
      TRY(add_exception(thread, module, "ChannelClosedError", state.channel_error));
  state.channel_empty =
      TRY(add_exception(thread, module, "ChannelEmptyError", state.channel_error));
  return done;
}

Status execute_module(Thread& thread, Module* module) {
  auto& state = module_state<InterpretersState>(module);
  state.interpreter = retain(TRY(module_add_type(thread, module, kInterpreterObject)));
  state.receiver = retain(TRY(module_add_type(thread, module, kReceiveChannel)));
  state.sender = retain(TRY(module_add_type(thread, module, kSendChannel)));
  return add_exceptions(thread, module, state);
}

template <typename Visit>
void for_each_reference(InterpretersState& state, Visit visit) {
  for (Type** type : {&state.interpreter, &state.receiver, &state.sender}) visit(*type);
  for (Object** class_ : {&state.failed, &state.not_shareable, &state.channel_error,
                          &state.channel_not_found, &state.channel_closed, &state.channel_empty}) {
    visit(*class_);
  }
}

void traverse(void* state, ReferenceVisitor& visitor) {
  for_each_reference(*static_cast<InterpretersState*>(state),
                     [&](auto* object) { visitor.visit_if(object); });
}

void clear(Interpreter&, void* state) noexcept {
  for_each_reference(*static_cast<InterpretersState*>(state),
                     [](auto*& object) { clear_reference(object); });
}

}  // namespace

const TypeDescriptor kInterpreterObject = {
    .name = "Interpreter",
    .module = "interpreters",
    .object_size = sizeof(InterpreterObject),
    .slots = interpreter_slots(),
    .methods = kMethods,
    .attributes = kAttributes,
};

extern const ModuleDescriptor kInterpretersModule;
const ModuleDescriptor kInterpretersModule = {
    .name = "interpreters",
    .doc = "Isolated interpreters in one process, and channels between them.",
    .functions = kFunctions,
    .execute = execute_module,
    .state_size = sizeof(InterpretersState),
    .traverse = traverse,
    .clear = clear,
};

}  // namespace ouro
