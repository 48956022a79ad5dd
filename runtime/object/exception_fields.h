// Exception fields: what the files of the exception hierarchy share.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "runtime/object/exception.h"
#include "runtime/object/offset.h"
#include "runtime/object/type.h"

namespace ouro {

// The exception's traceback as an object; borrowed, may be null.
Object* traceback_object(const Exception*) noexcept;

// The base class's slots, which all others build on.
Result<Object*> exception_make(Thread&, Type*, const Arguments&);
Status exception_initialise(Thread&, Object*, const Arguments&);
Result<Object*> exception_str(Thread&, Object*);
Result<Object*> exception_repr(Thread&, Object*);
Result<Object*> exception_reduce(Thread&, Object* self, Object* const*);
Status exception_refuse_keywords(Thread&, Object* self, const Arguments&);
Status exception_set_args(Thread&, Object* self, const Arguments&);

void exception_clear_base(Exception*) noexcept;
void exception_traverse_base(Exception*, ReferenceVisitor&);
void exception_free(Interpreter&, Exception*) noexcept;

// The reference fields that a layout adds: their offsets, in order.
template <typename Layout>
struct ReferenceFields {
  static constexpr std::array<std::size_t, 0> kOffsets = {};
};
#define OURO_REFERENCE_FIELDS(Layout, ...)                   \
  template <>                                                \
  struct ReferenceFields<Layout> {                           \
    static constexpr std::size_t kOffsets[] = {__VA_ARGS__}; \
  };
#define OURO_AT(field) OURO_OFFSET(OURO_LAYOUT, field)
#define OURO_LAYOUT StopIterationException
OURO_REFERENCE_FIELDS(OURO_LAYOUT, OURO_AT(value))
#undef OURO_LAYOUT
#define OURO_LAYOUT SystemExitException
OURO_REFERENCE_FIELDS(OURO_LAYOUT, OURO_AT(code))
#undef OURO_LAYOUT
#define OURO_LAYOUT AttributeErrorException
OURO_REFERENCE_FIELDS(OURO_LAYOUT, OURO_AT(object), OURO_AT(name))
#undef OURO_LAYOUT
#define OURO_LAYOUT NameErrorException
OURO_REFERENCE_FIELDS(OURO_LAYOUT, OURO_AT(name))
#undef OURO_LAYOUT
#define OURO_LAYOUT ImportErrorException
OURO_REFERENCE_FIELDS(OURO_LAYOUT, OURO_AT(message), OURO_AT(name), OURO_AT(path))
#undef OURO_LAYOUT
#define OURO_LAYOUT OSErrorException
OURO_REFERENCE_FIELDS(OURO_LAYOUT, OURO_AT(error_number), OURO_AT(message), OURO_AT(filename),
                      OURO_AT(filename2))
#undef OURO_LAYOUT
#define OURO_LAYOUT SyntaxErrorException
OURO_REFERENCE_FIELDS(OURO_LAYOUT, OURO_AT(message), OURO_AT(filename), OURO_AT(line),
                      OURO_AT(column), OURO_AT(end_line), OURO_AT(end_column), OURO_AT(text),
                      OURO_AT(print_file_and_line))
#undef OURO_LAYOUT
#define OURO_LAYOUT UnicodeErrorException
OURO_REFERENCE_FIELDS(OURO_LAYOUT, OURO_AT(encoding), OURO_AT(object), OURO_AT(reason))
#undef OURO_LAYOUT
#define OURO_LAYOUT ExceptionGroupException
OURO_REFERENCE_FIELDS(OURO_LAYOUT, OURO_AT(message), OURO_AT(exceptions))
#undef OURO_LAYOUT
#undef OURO_AT

inline Object*& reference_at(Object* object, std::size_t offset) {
  return *reinterpret_cast<Object**>(reinterpret_cast<std::byte*>(object) + offset);
}

template <typename Layout>
void layout_clear(Interpreter&, Object* self) noexcept {
  for (const std::size_t offset : ReferenceFields<Layout>::kOffsets)
    clear_reference(reference_at(self, offset));
  exception_clear_base(static_cast<Exception*>(self));
}

template <typename Layout>
void layout_traverse(Object* self, ReferenceVisitor& visitor) {
  for (const std::size_t offset : ReferenceFields<Layout>::kOffsets) {
    visitor.visit_if(reference_at(self, offset));
  }
  exception_traverse_base(static_cast<Exception*>(self), visitor);
}

template <typename Layout>
void layout_deallocate(Interpreter& interpreter, Object* self) noexcept {
  layout_clear<Layout>(interpreter, self);
  exception_free(interpreter, static_cast<Exception*>(self));
}

// What the specific exceptions add (exception_types.cc, exception_group.cc).
struct ExceptionFeatures {
  Result<Object*> (*make)(Thread&, Type*, const Arguments&) = exception_make;
  Status (*initialise)(Thread&, Object*, const Arguments&) = exception_initialise;
  Result<Object*> (*str)(Thread&, Object*) = exception_str;
  std::span<const NativeMethod> methods = {};
  std::span<const NativeAttribute> attributes = {};
  std::span<const NativeMember> members = {};
};

Result<Object*> os_error_make(Thread&, Type*, const Arguments&);
Status os_error_initialise(Thread&, Object*, const Arguments&);
Result<Object*> os_error_str(Thread&, Object*);
Result<Object*> os_error_reduce(Thread&, Object* self, Object* const*);
Result<Object*> get_characters_written(Thread&, Object*);
Status set_characters_written(Thread&, Object*, Object*);
inline constexpr NativeMethod kOSErrorMethods[] = {{"__reduce__(self, /)", os_error_reduce}};
inline constexpr NativeAttribute kOSErrorAttributes[] = {
    {"characters_written", get_characters_written, set_characters_written}};
inline constexpr NativeMember kOSErrorMembers[] = {
    {"errno", OURO_OFFSET(OSErrorException, error_number), MemberKind::kObjectOrNone, true},
    {"strerror", OURO_OFFSET(OSErrorException, message), MemberKind::kObjectOrNone, true},
    {"filename", OURO_OFFSET(OSErrorException, filename), MemberKind::kObjectOrNone, true},
    {"filename2", OURO_OFFSET(OSErrorException, filename2), MemberKind::kObjectOrNone, true}};

Status decode_error_initialise(Thread&, Object*, const Arguments&);
Status encode_error_initialise(Thread&, Object*, const Arguments&);
Status translate_error_initialise(Thread&, Object*, const Arguments&);
Result<Object*> decode_error_str(Thread&, Object*);
Result<Object*> encode_error_str(Thread&, Object*);
Result<Object*> translate_error_str(Thread&, Object*);
inline constexpr NativeMember kUnicodeErrorMembers[] = {
    {"encoding", OURO_OFFSET(UnicodeErrorException, encoding), MemberKind::kObjectOrNone, true},
    {"object", OURO_OFFSET(UnicodeErrorException, object), MemberKind::kObjectOrNone, true},
    {"start", OURO_OFFSET(UnicodeErrorException, start), MemberKind::kIntptr, true},
    {"end", OURO_OFFSET(UnicodeErrorException, end), MemberKind::kIntptr, true},
    {"reason", OURO_OFFSET(UnicodeErrorException, reason), MemberKind::kObjectOrNone, true}};

Result<Object*> group_make(Thread&, Type*, const Arguments&);
Status group_initialise(Thread&, Object*, const Arguments&);
Result<Object*> group_str(Thread&, Object*);
Result<Object*> group_derive(Thread&, Object* self, Object* const*);
Result<Object*> group_split(Thread&, Object* self, Object* const*);
Result<Object*> group_subgroup(Thread&, Object* self, Object* const*);
Result<Object*> class_get_item(Thread&, Object* self, Object* const*);
inline constexpr NativeMethod kGroupMethods[] = {
    {"derive(self, excs, /)", group_derive},
    {"split(self, matcher_value, /)", group_split},
    {"subgroup(self, matcher_value, /)", group_subgroup},
    {"__class_getitem__(type, item, /)", class_get_item, Binding::kClass}};
inline constexpr NativeMember kGroupMembers[] = {
    {"message", OURO_OFFSET(ExceptionGroupException, message)},
    {"exceptions", OURO_OFFSET(ExceptionGroupException, exceptions)}};

}  // namespace ouro
