// Calls of extension modules: the arguments as handles, and the state and data that go with them.
#include <array>

#include "runtime/execute/call.h"
#include "runtime/host/extension.h"
#include "runtime/host/host_call.h"
#include "runtime/host/session.h"
#include "runtime/object/native_call.h"

namespace ouro {
namespace {

// The handles of one call, which end with it.
class CallHandles {
 public:
  explicit CallHandles(Interpreter& interpreter)
      : handles_(interpreter.get<HostHandles>()), memory_(interpreter.memory()) {}
  CallHandles(const CallHandles&) = delete;
  CallHandles& operator=(const CallHandles&) = delete;
  ~CallHandles() {
    while (count_ > 0) handles_.remove(values_[--count_]);
  }

  // Null gives 0. False: memory was refused.
  bool add(Object* object) {
    ouro_value& place = values_[count_++];
    place = object == nullptr ? 0 : handles_.add(memory_, retain(object));
    return object == nullptr || place != 0;
  }
  const ouro_value* values() const { return values_.data(); }

 private:
  HostHandles& handles_;
  Memory& memory_;
  std::size_t count_ = 0;
  std::array<ouro_value, BoundArguments::kSlots + 2> values_;
};

// Where a method stands: its class, if it is of one, and the module either way.
struct Home {
  Type* type;
  Module* module;
  void* data;  // of the object
};

Home find_home(const ForeignMethod& method, Object* self) {
  if (method.type == nullptr) return {nullptr, static_cast<Module*>(self), nullptr};
  const bool has_data = method.binding == Binding::kInstance;
  Type* type = defining_class(method.type, has_data ? self->type : static_cast<Type*>(self));
  void* data = has_data ? reinterpret_cast<std::byte*>(self) + method.type->data_offset : nullptr;
  return {type, static_cast<Module*>(type->module), data};
}

}  // namespace

Result<Object*> call_foreign(Thread& thread, const NativeMethod& native, Object* self,
                             Object* const* values) {
  RecursionGuard guard(thread);
  if (!guard.ok()) return failure;
  const auto& method = static_cast<const ForeignMethod&>(native);
  const Home home = find_home(method, self);
  // The function may drop everything else that keeps its code in memory.
  Ref<Module> held(retain(home.module));
  CallHandles handles(thread.interpreter());
  bool ok = handles.add(self) && handles.add(home.type);
  const std::size_t count = method.signature.slots();
  for (std::size_t index = 0; ok && index < count; ++index) ok = handles.add(values[index]);
  if (!ok) return raise_memory_error(thread.interpreter());
  const ouro_value* given = handles.values();
  const ouro_method_call call = {given[0],  given[1], extension_of(home.module)->state(),
                                 home.data, count,    given + 2};
  HostCall running(thread);
  const ouro_value result = method.call(session_of(thread.interpreter()), &call);
  return running.take_result(result, "function", method.signature.name());
}

}  // namespace ouro
