// BaseException: what all exceptions have, and the descriptors of the whole hierarchy.
#include <algorithm>
#include <type_traits>

#include "runtime/execute/frame.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception_fields.h"
#include "runtime/object/instance.h"
#include "runtime/object/list.h"
#include "runtime/object/native_call.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

Object* traceback_object(const Exception* exception) noexcept { return exception->traceback; }

namespace {

Exception* exception_of(Object* object) { return static_cast<Exception*>(object); }

// The part behind the last dot: messages say "zlib.error", a repr only "error".
std::string_view short_name(const Type* type) {
  const std::string_view name = type_name(type);
  return name.substr(name.rfind('.') + 1);
}

Result<Tuple*> args_of(Thread& thread, Object* self) {
  Tuple* args = exception_of(self)->args;
  return args == nullptr ? make_tuple(thread.interpreter(), 0) : Result<Tuple*>(retain(args));
}

}  // namespace

void exception_clear_base(Exception* exception) noexcept {
  clear_reference(exception->dict);
  clear_reference(exception->args);
  clear_reference(exception->notes);
  clear_reference(exception->traceback);
  clear_reference(exception->context);
  clear_reference(exception->cause);
}

void exception_traverse_base(Exception* exception, ReferenceVisitor& visitor) {
  visitor.visit_if(exception->dict);
  visitor.visit_if(exception->args);
  visitor.visit_if(exception->notes);
  visitor.visit_if(exception->traceback);
  visitor.visit_if(exception->context);
  visitor.visit_if(exception->cause);
}

void exception_free(Interpreter& interpreter, Exception* exception) noexcept {
  if (exception->type == interpreter.type(TypeId::kMemoryError) &&
      interpreter.get<MemoryErrors>().give_back(exception)) {
    return;
  }
  free_instance(interpreter, exception);
}

// Slots.

Status exception_refuse_keywords(Thread& thread, Object* self, const Arguments& arguments) {
  if (arguments.keywords() == 0) return done;
  return raise(thread, TypeId::kTypeError, "{}() takes no keyword arguments", self->type);
}

Status exception_set_args(Thread& thread, Object* self, const Arguments& arguments) {
  Tuple* args = TRY(make_tuple_from(thread.interpreter(), arguments.values, arguments.positional));
  replace_reference(exception_of(self)->args, args);
  return done;
}

Result<Object*> exception_make(Thread& thread, Type* type, const Arguments& arguments) {
  Ref<> self(TRY(allocate_instance(thread.interpreter(), type)));
  TRY(exception_set_args(thread, self, arguments));
  return self.take();
}

Status exception_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  TRY(exception_refuse_keywords(thread, self, arguments));
  return exception_set_args(thread, self, arguments);
}

Result<Object*> exception_str(Thread& thread, Object* self) {
  Ref<Tuple> args(TRY(args_of(thread, self)));
  if (args->size == 0) return make_str(thread.interpreter(), "");
  if (args->size == 1) return str(thread, (*args)[0]);
  return str(thread, args);
}

Result<Object*> exception_repr(Thread& thread, Object* self) {
  Ref<Tuple> args(TRY(args_of(thread, self)));
  const std::string_view name = short_name(self->type);
  if (args->size == 1) return format_str(thread, "{}({})", name, repr_of((*args)[0]));
  return format_str(thread, "{}{}", name, repr_of(args.get()));
}

// Methods.

namespace {

// Attributes for pickling, notes among them; null inside: there are none.
Result<Found<Dict>> copy_state(Thread& thread, const Exception* exception) {
  if (exception->dict == nullptr) return Found<Dict>{};
  return Found{TRY(dict_copy(thread.interpreter(), exception->dict))};
}

}  // namespace

Result<Object*> exception_reduce(Thread& thread, Object* self, Object* const*) {
  Ref<Tuple> args(TRY(args_of(thread, self)));
  Object* type = self->type;
  Ref<Dict> state(TRY(copy_state(thread, exception_of(self))).value);
  if (!state) return pack_tuple(thread.interpreter(), type, static_cast<Object*>(args.get()));
  return pack_tuple(thread.interpreter(), type, static_cast<Object*>(args.get()),
                    static_cast<Object*>(state.get()));
}

namespace {

Result<Object*> set_state(Thread& thread, Object* self, Object* const* arguments) {
  if (arguments[0] == none(thread)) return new_none(thread);
  if (!is_dict(arguments[0])) return raise(thread, TypeId::kTypeError, "state is not a dictionary");
  Ref<Dict> state(retain(static_cast<Dict*>(arguments[0])));
  for (DictCursor at; dict_next(state, at);) {
    if (!is_str(at.key)) {
      return raise(thread, TypeId::kTypeError, "attribute name must be string, not '{}'",
                   at.key->type);
    }
    Ref<Str> name(retain(static_cast<Str*>(at.key)));
    Ref<> value(retain(at.value));
    TRY(set_attribute(thread, self, name.get(), value));
  }
  return new_none(thread);
}

Status set_traceback(Thread& thread, Object* self, Object* value) {
  if (value == nullptr)
    return raise(thread, TypeId::kTypeError, "__traceback__ may not be deleted");
  if (value != none(thread) && !is_exact(value, TypeId::kTraceback)) {
    return raise(thread, TypeId::kTypeError, "__traceback__ must be a traceback or None");
  }
  auto* traceback = value == none(thread) ? nullptr : static_cast<Traceback*>(value);
  replace_reference(exception_of(self)->traceback, retain_if(traceback));
  return done;
}

Result<Object*> with_traceback(Thread& thread, Object* self, Object* const* arguments) {
  TRY(set_traceback(thread, self, arguments[0]));
  return retain(self);
}

Result<Object*> add_note(Thread& thread, Object* self, Object* const* arguments) {
  if (!is_str(arguments[0])) {
    return raise(thread, TypeId::kTypeError, "note must be a str, not '{}'", arguments[0]->type);
  }
  Str* name = identifier(thread, Id::dunder_notes);
  Ref<> notes(TRY(get_attribute_if(thread, self, name)).value);
  if (!notes) {
    notes.reset(TRY(Result<Object*>(make_list(thread.interpreter()))));
    TRY(set_attribute(thread, self, name, notes));
  }
  if (!is_list(notes))
    return raise(thread, TypeId::kTypeError, "Cannot add note: __notes__ is not a list");
  TRY(list_append(thread.interpreter(), static_cast<List*>(notes.get()), arguments[0]));
  return new_none(thread);
}

Result<Object*> get_args(Thread& thread, Object* self) { return args_of(thread, self); }

Status set_args(Thread& thread, Object* self, Object* value) {
  if (value == nullptr) return raise(thread, TypeId::kTypeError, "args may not be deleted");
  Tuple* args = TRY(to_tuple(thread, value));
  replace_reference(exception_of(self)->args, args);
  return done;
}

Result<Object*> object_or_none(Thread& thread, Object* object) {
  return object == nullptr ? new_none(thread) : retain(object);
}

Result<Object*> get_traceback(Thread& thread, Object* self) {
  return object_or_none(thread, exception_of(self)->traceback);
}
Result<Object*> get_context(Thread& thread, Object* self) {
  return object_or_none(thread, exception_of(self)->context);
}
Result<Object*> get_cause(Thread& thread, Object* self) {
  return object_or_none(thread, exception_of(self)->cause);
}

// The exception given, or null for None.
Status check_linked(Thread& thread, Object* value, const char* what, Exception*& linked) {
  if (value == nullptr) return raise(thread, TypeId::kTypeError, "__{}__ may not be deleted", what);
  linked = nullptr;
  if (value == none(thread)) return done;
  if (!is_exception(value)) {
    return raise(thread, TypeId::kTypeError,
                 "exception {} must be None or derive from BaseException", what);
  }
  linked = exception_of(value);
  return done;
}

Status set_context(Thread& thread, Object* self, Object* value) {
  Exception* context;
  TRY(check_linked(thread, value, "context", context));
  replace_reference(exception_of(self)->context, retain_if(context));
  return done;
}

Status set_cause(Thread& thread, Object* self, Object* value) {
  Exception* cause;
  TRY(check_linked(thread, value, "cause", cause));
  replace_reference(exception_of(self)->cause, retain_if(cause));
  exception_of(self)->suppress_context = true;
  return done;
}

// Notes stand among the attributes, where programs look, and in a field, for whoever prints them.
Result<Object*> get_notes(Thread& thread, Object* self) {
  Str* name = identifier(thread, Id::dunder_notes);
  const Found<Object> notes = TRY(find_in_instance(thread, self, name));
  return notes ? Result<Object*>(retain(notes.value)) : raise_attribute_error(thread, self, name);
}

Status set_notes(Thread& thread, Object* self, Object* value) {
  Str* name = identifier(thread, Id::dunder_notes);
  if (!TRY(set_in_instance(thread, self, name, value)))
    return raise_attribute_error(thread, self, name);
  replace_reference(exception_of(self)->notes, retain_if(value));
  return done;
}

constexpr NativeMethod kBaseMethods[] = {
    {"__reduce__(self, /)", exception_reduce},
    {"__setstate__(self, state, /)", set_state},
    {"with_traceback(self, traceback, /)", with_traceback, Binding::kInstance,
     "Sets __traceback__ and gives the exception back."},
    {"add_note(self, note, /)", add_note, Binding::kInstance,
     "Adds a line to what is shown of it."}};
constexpr NativeAttribute kBaseAttributes[] = {{"__dict__", get_dict_attribute, set_dict_attribute},
                                               {"args", get_args, set_args},
                                               {"__traceback__", get_traceback, set_traceback},
                                               {"__context__", get_context, set_context},
                                               {"__cause__", get_cause, set_cause},
                                               {"__notes__", get_notes, set_notes}};
constexpr NativeMember kBaseMembers[] = {
    {"__suppress_context__", OURO_OFFSET(Exception, suppress_context), MemberKind::kBool, true}};

}  // namespace

// The specific ones that need little.

namespace {

Status stop_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  TRY(exception_initialise(thread, self, arguments));
  Object* value = arguments.positional == 0 ? none(thread) : arguments.values[0];
  replace_reference(static_cast<StopIterationException*>(self)->value, retain(value));
  return done;
}

Status exit_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  TRY(exception_initialise(thread, self, arguments));
  auto* exit = static_cast<SystemExitException*>(self);
  if (arguments.positional == 0) return done;
  Object* code = arguments.positional == 1 ? arguments.values[0] : static_cast<Object*>(exit->args);
  replace_reference(exit->code, retain(code));
  return done;
}

// Keywords of the constructor that go into fields; all others are refused.
struct KeywordField {
  std::string_view name;
  std::size_t offset;
};

Status take_keyword(Thread& thread, Object* self, std::span<const KeywordField> fields,
                    std::string_view type, Object* key, Object* value) {
  for (const KeywordField& field : fields) {
    if (!str_equal(static_cast<Str*>(key), field.name)) continue;
    replace_reference(reference_at(self, field.offset), retain(value));
    return done;
  }
  return raise(thread, TypeId::kTypeError, "'{}' is an invalid keyword argument for {}()", key,
               type);
}

Status initialise_with(Thread& thread, Object* self, const Arguments& arguments,
                       std::string_view type, std::span<const KeywordField> fields) {
  TRY(exception_set_args(thread, self, arguments));
  for (const KeywordField& field : fields) clear_reference(reference_at(self, field.offset));
  for (std::size_t index = 0; index < arguments.keywords(); ++index) {
    TRY(take_keyword(thread, self, fields, type, (*arguments.names)[index],
                     arguments.values[arguments.positional + index]));
  }
  return done;
}

constexpr KeywordField kAttributeErrorKeywords[] = {
    {"name", OURO_OFFSET(AttributeErrorException, name)},
    {"obj", OURO_OFFSET(AttributeErrorException, object)}};
Status attribute_error_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  return initialise_with(thread, self, arguments, "AttributeError", kAttributeErrorKeywords);
}

constexpr KeywordField kNameErrorKeywords[] = {{"name", OURO_OFFSET(NameErrorException, name)}};
Status name_error_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  return initialise_with(thread, self, arguments, "NameError", kNameErrorKeywords);
}

constexpr KeywordField kImportErrorKeywords[] = {{"name", OURO_OFFSET(ImportErrorException, name)},
                                                 {"path", OURO_OFFSET(ImportErrorException, path)}};
Status import_error_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  TRY(initialise_with(thread, self, arguments, "ImportError", kImportErrorKeywords));
  Object* message = arguments.positional == 1 ? arguments.values[0] : nullptr;
  replace_reference(static_cast<ImportErrorException*>(self)->message, retain_if(message));
  return done;
}

Result<Object*> import_error_str(Thread& thread, Object* self) {
  Object* message = static_cast<ImportErrorException*>(self)->message;
  if (message != nullptr && is_exact(message, TypeId::kStr)) return retain(message);
  return exception_str(thread, self);
}

Result<Object*> import_error_reduce(Thread& thread, Object* self, Object* const*) {
  auto* error = static_cast<ImportErrorException*>(self);
  Ref<Tuple> args(TRY(args_of(thread, self)));
  Object* type = self->type;
  Object* arguments = args;
  if (error->name == nullptr && error->path == nullptr) {
    if (error->dict == nullptr) return pack_tuple(thread.interpreter(), type, arguments);
    return pack_tuple(thread.interpreter(), type, arguments, static_cast<Object*>(error->dict));
  }
  Ref<Dict> state(error->dict != nullptr ? TRY(dict_copy(thread.interpreter(), error->dict))
                                         : TRY(make_dict(thread.interpreter())));
  if (error->name != nullptr) TRY(dict_set(thread, state, "name", error->name));
  if (error->path != nullptr) TRY(dict_set(thread, state, "path", error->path));
  return pack_tuple(thread.interpreter(), type, arguments, static_cast<Object*>(state.get()));
}

// A key may be an empty or blank string, so it is shown as it would be written.
Result<Object*> key_error_str(Thread& thread, Object* self) {
  Ref<Tuple> args(TRY(args_of(thread, self)));
  if (args->size == 1) return repr(thread, (*args)[0]);
  return exception_str(thread, self);
}

// SyntaxError.

constexpr std::size_t kSyntaxFields[] = {
    OURO_OFFSET(SyntaxErrorException, filename), OURO_OFFSET(SyntaxErrorException, line),
    OURO_OFFSET(SyntaxErrorException, column),   OURO_OFFSET(SyntaxErrorException, text),
    OURO_OFFSET(SyntaxErrorException, end_line), OURO_OFFSET(SyntaxErrorException, end_column)};

Status take_syntax_details(Thread& thread, Object* self, Object* details) {
  Ref<Tuple> fields(TRY(to_tuple(thread, details)));
  if (fields->size < 4 || fields->size > 6) {
    return raise(thread, TypeId::kTypeError, "function takes at {} arguments ({} given)",
                 fields->size < 4 ? "least 4" : "most 6", fields->size);
  }
  for (std::size_t index = 0; index < 6; ++index) {
    Object* value = index < fields->size ? (*fields)[index] : nullptr;
    replace_reference(reference_at(self, kSyntaxFields[index]), retain_if(value));
  }
  if (fields->size != 5) return done;
  return raise(thread, TypeId::kTypeError,
               "end_offset must be provided when end_lineno is provided");
}

Status syntax_initialise(Thread& thread, Object* self, const Arguments& arguments) {
  TRY(exception_initialise(thread, self, arguments));
  if (arguments.positional >= 1) {
    replace_reference(static_cast<SyntaxErrorException*>(self)->message,
                      retain(arguments.values[0]));
  }
  return arguments.positional == 2 ? take_syntax_details(thread, self, arguments.values[1]) : done;
}

Result<Str*> base_name(Thread& thread, Str* path) {
  std::size_t start = path->length;
  while (start > 0 && path->at(start - 1) != '/') --start;
  return str_slice(thread.interpreter(), path, start, path->length);
}

Result<Object*> syntax_str(Thread& thread, Object* self) {
  auto* error = static_cast<SyntaxErrorException*>(self);
  Ref<> message(retain(error->message != nullptr ? error->message : none(thread)));
  Ref<> line(error->line != nullptr && is_exact(error->line, TypeId::kInt) ? retain(error->line)
                                                                           : nullptr);
  if (error->filename == nullptr || !is_str(error->filename)) {
    if (line) return format_str(thread, "{} (line {})", message, line);
    return str(thread, message);
  }
  Ref<Str> file(TRY(base_name(thread, static_cast<Str*>(error->filename))));
  if (line) return format_str(thread, "{} ({}, line {})", message, file, line);
  return format_str(thread, "{} ({})", message, file);
}

}  // namespace

// Descriptors.

namespace {

template <TypeId id>
struct LayoutOf {
  using Layout = Exception;
};
template <TypeId id>
inline constexpr TypeId kBaseOf = TypeId::kObject;
#define OURO_LAYOUT_OF(Name, Base, Layout_) \
  template <>                               \
  struct LayoutOf<TypeId::k##Name> {        \
    using Layout = Layout_;                 \
  };                                        \
  template <>                               \
  inline constexpr TypeId kBaseOf<TypeId::k##Name> = TypeId::k##Base;
OURO_EXCEPTION_TYPES(OURO_LAYOUT_OF)
#undef OURO_LAYOUT_OF

constexpr MemberKind kOrNone = MemberKind::kObjectOrNone;
#define OURO_FIELD(name, Layout, field) {name, OURO_OFFSET(Layout, field), kOrNone, true}
constexpr NativeMember kStopMembers[] = {OURO_FIELD("value", StopIterationException, value)};
constexpr NativeMember kExitMembers[] = {OURO_FIELD("code", SystemExitException, code)};
constexpr NativeMember kAttributeErrorMembers[] = {
    OURO_FIELD("name", AttributeErrorException, name),
    OURO_FIELD("obj", AttributeErrorException, object)};
constexpr NativeMember kNameErrorMembers[] = {OURO_FIELD("name", NameErrorException, name)};
constexpr NativeMember kImportErrorMembers[] = {OURO_FIELD("msg", ImportErrorException, message),
                                                OURO_FIELD("name", ImportErrorException, name),
                                                OURO_FIELD("path", ImportErrorException, path)};
constexpr NativeMember kSyntaxMembers[] = {
    OURO_FIELD("msg", SyntaxErrorException, message),
    OURO_FIELD("filename", SyntaxErrorException, filename),
    OURO_FIELD("lineno", SyntaxErrorException, line),
    OURO_FIELD("offset", SyntaxErrorException, column),
    OURO_FIELD("text", SyntaxErrorException, text),
    OURO_FIELD("end_lineno", SyntaxErrorException, end_line),
    OURO_FIELD("end_offset", SyntaxErrorException, end_column),
    OURO_FIELD("print_file_and_line", SyntaxErrorException, print_file_and_line)};
#undef OURO_FIELD
constexpr NativeMethod kImportErrorMethods[] = {{"__reduce__(self, /)", import_error_reduce}};

// Subclasses of those with a feature inherit it through their base here, at build time: so no slot
// is merged when an interpreter starts.
template <TypeId id>
constexpr ExceptionFeatures features() {
  if constexpr (id == TypeId::kBaseException) {
    return {.methods = kBaseMethods, .attributes = kBaseAttributes, .members = kBaseMembers};
  } else if constexpr (id == TypeId::kStopIteration) {
    return {.initialise = stop_initialise, .members = kStopMembers};
  } else if constexpr (id == TypeId::kSystemExit) {
    return {.initialise = exit_initialise, .members = kExitMembers};
  } else if constexpr (id == TypeId::kAttributeError) {
    return {.initialise = attribute_error_initialise, .members = kAttributeErrorMembers};
  } else if constexpr (id == TypeId::kNameError) {
    return {.initialise = name_error_initialise, .members = kNameErrorMembers};
  } else if constexpr (id == TypeId::kImportError) {
    return {.initialise = import_error_initialise,
            .str = import_error_str,
            .methods = kImportErrorMethods,
            .members = kImportErrorMembers};
  } else if constexpr (id == TypeId::kKeyError) {
    return {.str = key_error_str};
  } else if constexpr (id == TypeId::kSyntaxError) {
    return {.initialise = syntax_initialise, .str = syntax_str, .members = kSyntaxMembers};
  } else if constexpr (id == TypeId::kOSError) {
    return {.make = os_error_make,
            .initialise = os_error_initialise,
            .str = os_error_str,
            .methods = kOSErrorMethods,
            .attributes = kOSErrorAttributes,
            .members = kOSErrorMembers};
  } else if constexpr (id == TypeId::kUnicodeDecodeError) {
    return {.initialise = decode_error_initialise,
            .str = decode_error_str,
            .members = kUnicodeErrorMembers};
  } else if constexpr (id == TypeId::kUnicodeEncodeError) {
    return {.initialise = encode_error_initialise,
            .str = encode_error_str,
            .members = kUnicodeErrorMembers};
  } else if constexpr (id == TypeId::kUnicodeTranslateError) {
    return {.initialise = translate_error_initialise,
            .str = translate_error_str,
            .members = kUnicodeErrorMembers};
  } else if constexpr (id == TypeId::kBaseExceptionGroup) {
    return {.make = group_make,
            .initialise = group_initialise,
            .str = group_str,
            .methods = kGroupMethods,
            .members = kGroupMembers};
  } else if constexpr (kBaseOf<id> != TypeId::kObject) {
    ExceptionFeatures inherited = features<kBaseOf<id>>();
    inherited.methods = {};
    inherited.attributes = {};
    inherited.members = {};
    return inherited;
  } else {
    return {};
  }
}

template <TypeId id>
constexpr TypeDescriptor describe(std::string_view name) {
  using Layout = typename LayoutOf<id>::Layout;
  constexpr ExceptionFeatures kFeatures = features<id>();
  return {.name = name,
          .base = kBaseOf<id>,
          .flags = flag::kCollectable | flag::kBaseType,
          .object_size = sizeof(Layout),
          .dict_offset = OURO_OFFSET(Exception, dict),
          .slots = {.deallocate = layout_deallocate<Layout>,
                    .traverse = layout_traverse<Layout>,
                    .clear = layout_clear<Layout>,
                    .repr = exception_repr,
                    .str = kFeatures.str,
                    .make = kFeatures.make,
                    .initialise = kFeatures.initialise},
          .methods = kFeatures.methods,
          .attributes = kFeatures.attributes,
          .members = kFeatures.members,
          .second_base = id == TypeId::kExceptionGroup ? TypeId::kException : TypeId::kNone};
}

}  // namespace

#define OURO_DESCRIBE(Name, Base, Layout) \
  constinit const TypeDescriptor k##Name##Descriptor = describe<TypeId::k##Name>(#Name);
OURO_EXCEPTION_TYPES(OURO_DESCRIBE)
#undef OURO_DESCRIBE

}  // namespace ouro
