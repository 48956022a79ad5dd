// HostFunction: a C function of the host as a callable of the program.
#include "runtime/host/host_function.h"

#include <new>

#include "runtime/execute/call.h"
#include "runtime/host/border.h"
#include "runtime/host/host_call.h"
#include "runtime/object/container.h"
#include "runtime/object/descriptors.h"
#include "runtime/object/exception.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

struct HostFunction : Object {
  ouro_interpreter* session;
  ouro_function function;
  void* user_data;
  void (*release_user_data)(void* user_data);
  Object* name;  // Str
  Object* doc;   // Str or None
  WeakReference* weak_references;
};

HostFunction* function_of(Object* object) { return static_cast<HostFunction*>(object); }

void host_function_deallocate(Interpreter& interpreter, Object* self) noexcept {
  HostFunction* function = function_of(self);
  if (function->release_user_data != nullptr) function->release_user_data(function->user_data);
  clear_reference(function->name);
  clear_reference(function->doc);
  free_instance(interpreter, self);
}

void host_function_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(function_of(self)->name);
  visitor.visit_if(function_of(self)->doc);
}

Result<Object*> host_function_repr(Thread& thread, Object* self) {
  return format_str(thread, "<host function {}>",
                    static_cast<const Object*>(function_of(self)->name));
}

// The arguments of one call as handles and names, which end with it.
class HandedOver {
 public:
  explicit HandedOver(Interpreter& interpreter) : interpreter_(interpreter) {}
  HandedOver(const HandedOver&) = delete;
  HandedOver& operator=(const HandedOver&) = delete;
  ~HandedOver();

  Status fill(const Arguments&);
  ouro_arguments view() const {
    return {positional_, handles_, keywords_, names_, handles_ + positional_};
  }

 private:
  static constexpr std::size_t kFew = 8;

  Status reserve(const Arguments&);
  Status add_names(const Tuple& names);

  Interpreter& interpreter_;
  std::size_t positional_ = 0;
  std::size_t keywords_ = 0;
  std::size_t made_ = 0;        // handles
  std::size_t names_made_ = 0;  // texts, of which there is room for all or none
  ouro_value few_[kFew];
  ouro_value* handles_ = few_;
  Utf8* texts_ = nullptr;
  const char** names_ = nullptr;
};

HandedOver::~HandedOver() {
  HostHandles& handles = interpreter_.get<HostHandles>();
  while (made_ > 0) handles.remove(handles_[--made_]);
  while (names_made_ > 0) texts_[--names_made_].~Utf8();
  Memory& memory = interpreter_.memory();
  if (handles_ != few_) memory.release(handles_, (positional_ + keywords_) * sizeof(ouro_value));
  if (texts_ != nullptr) memory.release(texts_, keywords_ * sizeof(Utf8));
  if (names_ != nullptr) memory.release(names_, keywords_ * sizeof(const char*));
}

Status HandedOver::reserve(const Arguments& arguments) {
  Memory& memory = interpreter_.memory();
  positional_ = arguments.positional;
  keywords_ = arguments.keywords();
  const std::size_t count = positional_ + keywords_;
  if (count > kFew) {
    auto* many = static_cast<ouro_value*>(memory.allocate(count * sizeof(ouro_value)));
    if (many == nullptr) return raise_memory_error(interpreter_);
    handles_ = many;
  }
  if (keywords_ == 0) return done;
  texts_ = static_cast<Utf8*>(memory.allocate(keywords_ * sizeof(Utf8)));
  names_ = static_cast<const char**>(memory.allocate(keywords_ * sizeof(const char*)));
  if (texts_ == nullptr || names_ == nullptr) return raise_memory_error(interpreter_);
  return done;
}

Status HandedOver::add_names(const Tuple& names) {
  for (; names_made_ < keywords_; ++names_made_) {
    auto* text =
        new (texts_ + names_made_) Utf8(interpreter_, static_cast<const Str*>(names[names_made_]));
    names_[names_made_] = text->c_str();
    if (!text->ok()) return ++names_made_, failure;
  }
  return done;
}

Status HandedOver::fill(const Arguments& arguments) {
  TRY(reserve(arguments));
  HostHandles& handles = interpreter_.get<HostHandles>();
  for (; made_ < positional_ + keywords_; ++made_) {
    handles_[made_] = handles.add(interpreter_.memory(), retain(arguments.values[made_]));
    if (handles_[made_] == 0) return raise_memory_error(interpreter_);
  }
  return keywords_ == 0 ? Status(done) : add_names(*arguments.names);
}

Result<Object*> host_function_call(Thread& thread, Object* self, const Arguments& arguments) {
  RecursionGuard guard(thread);
  if (!guard.ok()) return failure;
  Ref<HostFunction> function(retain(function_of(self)));
  HandedOver given(thread.interpreter());
  TRY(given.fill(arguments));
  const ouro_arguments view = given.view();
  HostCall running(thread);
  const ouro_value handle = function->function(function->session, function->user_data, &view);
  return running.take_result(handle, "host function", static_cast<const Object*>(function->name));
}

constexpr NativeMember kMembers[] = {
    {"__name__", OURO_OFFSET(HostFunction, name), MemberKind::kObjectOrNone},
    {"__qualname__", OURO_OFFSET(HostFunction, name), MemberKind::kObjectOrNone},
    {"__doc__", OURO_OFFSET(HostFunction, doc), MemberKind::kObjectOrNone}};

}  // namespace

constinit const TypeDescriptor kHostFunctionDescriptor = {
    .name = "host_function",
    .flags = flag::kCollectable,
    .object_size = sizeof(HostFunction),
    .weak_offset = OURO_OFFSET(HostFunction, weak_references),
    .slots = {.deallocate = host_function_deallocate,
              .traverse = host_function_traverse,
              .repr = host_function_repr,
              .call = host_function_call,
              .make = nullptr},
    .members = kMembers,
};

Result<Object*> make_host_function(Thread& thread, ouro_interpreter* session,
                                   const ouro_function_spec& spec) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Object> name(TRY(decode_utf8(thread, spec.name)));
  Ref<Object> doc(spec.doc == nullptr ? interpreter.new_none()
                                      : TRY(decode_utf8(thread, spec.doc)));
  Type* type = interpreter.type(TypeId::kHostFunction);
  auto* function = static_cast<HostFunction*>(TRY(allocate_instance(interpreter, type)));
  function->session = session;
  function->function = spec.function;
  function->user_data = spec.user_data;
  function->release_user_data = spec.release;
  function->name = name.take();
  function->doc = doc.take();
  return function;
}

}  // namespace ouro
