// Finalizers: guarded, gated, and never in the way of the exception that is on its way.
#include "runtime/object/finalizer.h"

#include "runtime/component/tools.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/protocol.h"
#include "runtime/object/special.h"

namespace ouro {
namespace {

// User code in a finalizer starts a chain of ends of its own, but for want of stack: then what ends
// waits for the chain that is under way.
class FreshDepth {
 public:
  FreshDepth(Interpreter& interpreter, DeferredReleases& deferred)
      : deferred_(deferred), depth_(deferred.depth) {
    if (!is_stack_short(interpreter)) deferred.depth = 0;
  }
  ~FreshDepth() { deferred_.depth = depth_; }
  FreshDepth(const FreshDepth&) = delete;
  FreshDepth& operator=(const FreshDepth&) = delete;

 private:
  DeferredReleases& deferred_;
  std::uint32_t depth_;
};

bool mark_finalized(Interpreter& interpreter, Object* object) {
  if (has_flag(object, flag::kInlineAttributes)) {
    return !std::exchange(inline_attributes(object)->finalized, true);
  }
  return interpreter.get<DeferredReleases>().mark_finalized(interpreter.memory(), object);
}

bool is_finalized(Interpreter& interpreter, Object* object) {
  if (has_flag(object, flag::kInlineAttributes)) return inline_attributes(object)->finalized;
  return interpreter.get<DeferredReleases>().is_finalized(object);
}

}  // namespace

void run_finalizer(Interpreter& interpreter, Object* object) noexcept {
  Status (*finalize)(Thread&, Object*) = object->type->slots->finalize;
  if (finalize == nullptr) return;
  DeferredReleases& deferred = interpreter.get<DeferredReleases>();
  if (deferred.user_code_forbidden) {
    deferred.finalizers_skipped += finalize != call_del || !is_finalized(interpreter, object);
    return;
  }
  Thread& thread = interpreter.thread();
  Exception* pending = std::exchange(thread.pending, nullptr);
  FreshDepth fresh(interpreter, deferred);
  if (!finalize(thread, object).ok()) write_unraisable(thread, object);
  thread.pending = pending;
}

Status call_del(Thread& thread, Object* object) {
  if (!mark_finalized(thread.interpreter(), object)) return done;
  Special del;
  if (!TRY(find_special(thread, object, Id::dunder_del, del))) return done;
  Result<Object*> result = call_found(thread, del, {});
  if (result.ok()) {
    release(result.value());
  } else {
    write_unraisable(thread, del.callable);
  }
  return done;
}

}  // namespace ouro
