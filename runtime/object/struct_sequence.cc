// StructSequence: tuples with named places. The hidden items stand behind those the tuple shows.
#include "runtime/object/struct_sequence.h"

#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/function.h"
#include "runtime/object/instance.h"
#include "runtime/object/native_call.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"
#include "runtime/object/type_class.h"

namespace ouro {
namespace {

const StructSequenceDescriptor& descriptor_of(const Type* type) {
  return *static_cast<const StructSequenceDescriptor*>(type->extra);
}

std::size_t visible_fields(const StructSequenceDescriptor& descriptor) {
  return descriptor.visible == 0 ? descriptor.fields.size() : descriptor.visible;
}

Tuple* tuple_of(Object* object) { return static_cast<Tuple*>(object); }

std::size_t all_items(const Object* self) {
  return static_cast<const Tuple*>(self)->size + self->type->hidden_items;
}

void sequence_deallocate(Interpreter& interpreter, Object* self) noexcept {
  for (std::size_t index = 0; index < all_items(self); ++index)
    clear_reference(tuple_of(self)->items()[index]);
  free_instance(interpreter, self);
}

void sequence_traverse(Object* self, ReferenceVisitor& visitor) {
  for (std::size_t index = 0; index < all_items(self); ++index)
    visitor.visit_if(tuple_of(self)->items()[index]);
}

// Values may be missing at the end: they are None.
Result<Object*> make_filled(Thread& thread, Type* type, Object* const* values, std::size_t count) {
  const std::size_t fields = descriptor_of(type).fields.size();
  auto* made = static_cast<Tuple*>(TRY(allocate_instance(thread.interpreter(), type, fields)));
  made->size = fields - type->hidden_items;
  for (std::size_t index = 0; index < fields; ++index) {
    Object* value = index < count ? values[index] : nullptr;
    made->items()[index] = retain(value != nullptr ? value : none(thread));
  }
  return made;
}

Status check_length(Thread& thread, Type* type, std::size_t given) {
  const StructSequenceDescriptor& descriptor = descriptor_of(type);
  const std::size_t least = visible_fields(descriptor), most = descriptor.fields.size();
  if (given >= least && given <= most) return done;
  if (least == most) {
    return raise(thread, TypeId::kTypeError, "{}() takes a {}-sequence ({}-sequence given)",
                 descriptor.name, least, given);
  }
  return raise(thread, TypeId::kTypeError, "{}() takes an at {} {}-sequence ({}-sequence given)",
               descriptor.name, given < least ? "least" : "most", given < least ? least : most,
               given);
}

Result<Object*> sequence_make(Thread& thread, Type* type, const Arguments& arguments) {
  if (type->extra == nullptr || !descriptor_of(type).constructible) {
    return raise(thread, TypeId::kTypeError, "cannot create '{}' instances",
                 static_cast<const Type*>(type));
  }
  BoundArguments bound;
  TRY(bound.bind(thread, "structseq(sequence, dict=None)", arguments));
  if (bound[0]->type->slots->iterate == nullptr && bound[0]->type->slots->get_item == nullptr) {
    return raise(thread, TypeId::kTypeError, "constructor requires a sequence");
  }
  if (bound[1] != nullptr && !is_dict(bound[1])) {
    return raise(thread, TypeId::kTypeError, "{}() takes a dict as second arg, if any",
                 descriptor_of(type).name);
  }
  Ref<Tuple> values(TRY(to_tuple(thread, bound[0])));
  TRY(check_length(thread, type, values->size));
  Ref<> made(TRY(make_filled(thread, type, values->items(), values->size)));
  for (std::size_t index = values->size; bound[1] != nullptr && index < all_items(made); ++index) {
    Ref<Str> name(TRY(intern(thread.interpreter(), descriptor_of(type).fields[index].name)));
    Object* value = find_str_in_dict(thread, static_cast<Dict*>(bound[1]), name);
    if (value != nullptr) replace_reference(tuple_of(made)->items()[index], retain(value));
  }
  return made.take();
}

Status sequence_initialise(Thread&, Object*, const Arguments&) { return done; }

Result<Object*> sequence_repr(Thread& thread, Object* self) {
  const StructSequenceDescriptor& descriptor = descriptor_of(self->type);
  TextBuilder text(thread.interpreter());
  TRY(text.append(descriptor.name));
  TRY(text.append(U'('));
  for (std::size_t index = 0; index < tuple_of(self)->size; ++index) {
    if (index > 0) TRY(text.append(", "));
    TRY(text.append(descriptor.fields[index].name));
    TRY(text.append(U'='));
    TRY(text.append_repr(thread, (*tuple_of(self))[index]));
  }
  TRY(text.append(U')'));
  return text.finish();
}

Result<Object*> sequence_reduce(Thread& thread, Object* self, Object* const*) {
  Interpreter& interpreter = thread.interpreter();
  const Tuple* tuple = tuple_of(self);
  Ref<Tuple> shown(TRY(make_tuple_from(interpreter, tuple->items(), tuple->size)));
  Ref<Dict> hidden(TRY(make_dict(interpreter)));
  for (std::size_t index = tuple->size; index < all_items(self); ++index) {
    TRY(dict_set(thread, hidden, descriptor_of(self->type).fields[index].name, (*tuple)[index]));
  }
  Ref<Tuple> arguments(TRY(pack_tuple(interpreter, static_cast<Object*>(shown.get()),
                                      static_cast<Object*>(hidden.get()))));
  return pack_tuple(interpreter, static_cast<Object*>(self->type),
                    static_cast<Object*>(arguments.get()));
}

constexpr NativeMethod kSequenceMethods[] = {{"__reduce__(self, /)", sequence_reduce}};

// What a type's dict has besides the methods.

Status add_number(Thread& thread, Dict* dict, std::string_view name, std::size_t number) {
  Ref<> value(TRY(make_int_object(thread, static_cast<std::intptr_t>(number))));
  return dict_set(thread, dict, name, value);
}

Status add_fields(Thread& thread, Type* type, const StructSequenceDescriptor& descriptor) {
  for (std::size_t index = 0; index < descriptor.fields.size(); ++index) {
    const StructField& field = descriptor.fields[index];
    const NativeMember member = {field.name, sizeof(Tuple) + index * sizeof(Object*),
                                 MemberKind::kObjectOrNone, false, field.doc};
    Ref<> entry(TRY(make_member_descriptor(thread, member, type)));
    TRY(dict_set(thread, type->dict, field.name, entry));
  }
  return done;
}

Status add_match_args(Thread& thread, Type* type, const StructSequenceDescriptor& descriptor) {
  Ref<Tuple> names(TRY(make_tuple(thread.interpreter(), visible_fields(descriptor))));
  for (std::size_t index = 0; index < names->size; ++index) {
    names->items()[index] = TRY(intern(thread.interpreter(), descriptor.fields[index].name));
  }
  return dict_set(thread, type->dict, identifier(thread, Id::dunder_match_args), names);
}

Status add_names(Thread& thread, Type* type, const StructSequenceDescriptor& descriptor) {
  Interpreter& interpreter = thread.interpreter();
  const std::size_t dot = descriptor.name.rfind('.');
  const bool dotted = dot != std::string_view::npos;
  Ref<Str> module(TRY(intern(interpreter, dotted ? descriptor.name.substr(0, dot) : "builtins")));
  Str* name = TRY(intern(interpreter, dotted ? descriptor.name.substr(dot + 1) : descriptor.name));
  replace_reference(type->name, name);
  TRY(dict_set(thread, type->dict, identifier(thread, Id::dunder_module), module));
  if (type->name_owned)
    interpreter.memory().release(const_cast<char*>(type->name_bytes), type->name_size);
  type->name_owned = false;
  type->name_bytes = descriptor.name.data();
  type->name_size = static_cast<std::uint32_t>(descriptor.name.size());
  return done;
}

}  // namespace

// The base of all of them; never seen by programs.
constinit const TypeDescriptor kStructSequenceDescriptor = {
    .name = "structseq",
    .base = TypeId::kTuple,
    .flags = flag::kCollectable,
    .object_size = sizeof(Tuple),
    .item_size = sizeof(Object*),
    .slots = {.deallocate = sequence_deallocate,
              .traverse = sequence_traverse,
              .repr = sequence_repr,
              .make = sequence_make,
              .initialise = sequence_initialise},
    .methods = kSequenceMethods,
};

Result<Type*> make_struct_sequence_type(Thread& thread, Module* module,
                                        const StructSequenceDescriptor& descriptor) {
  Type* tuple = type_of(thread, TypeId::kTuple);
  Ref<Type> type(TRY(make_native_type(thread, module, kStructSequenceDescriptor, tuple)));
  type->extra = &descriptor;
  type->hidden_items =
      static_cast<std::uint16_t>(descriptor.fields.size() - visible_fields(descriptor));
  TRY(ensure_ready(thread, type));
  TRY(add_names(thread, type, descriptor));
  TRY(add_fields(thread, type, descriptor));
  TRY(add_match_args(thread, type, descriptor));
  TRY(add_number(thread, type->dict, "n_sequence_fields", visible_fields(descriptor)));
  TRY(add_number(thread, type->dict, "n_fields", descriptor.fields.size()));
  TRY(add_number(thread, type->dict, "n_unnamed_fields", 0));
  type_modified(type);
  return type.take();
}

Result<Object*> make_struct_sequence(Thread& thread, Type* type, Object* const* values,
                                     std::size_t count) {
  return make_filled(thread, type, values, count);
}

}  // namespace ouro
