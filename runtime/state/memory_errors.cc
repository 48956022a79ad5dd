// MemoryErrors: bodies kept ready, and the last resort.
#include "runtime/state/memory_errors.h"

#include <cstring>

#include "runtime/component/memory.h"
#include "runtime/component/planted.h"
#include "runtime/execute/frame.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

void prepare(Exception* body, Type* type) {
  std::memset(static_cast<void*>(body), 0, sizeof *body);
  body->count = 1;
  body->type = type;
}

}  // namespace

Status MemoryErrors::set_up(Memory& memory, TypeRegistry& types) noexcept {
  type_ = types.type(TypeId::kMemoryError);
  prepare(&last_resort_, type_);
  open_ = true;
  while (kept_count_ < kKept) {
    void* block = memory.allocate(sizeof(Exception), BlockKind::kCollectable);
    if (block == nullptr) return failure;
    give_back(static_cast<Exception*>(block));
  }
  return done;
}

Exception* MemoryErrors::take() noexcept {
  if (kept_ != nullptr) {
    Exception* body = kept_;
    kept_ = body->context;
    --kept_count_;
    prepare(body, type_);
    return body;
  }
  // What an earlier use left in it would only mislead.
  clear_reference(last_resort_.context);
  clear_reference(last_resort_.cause);
  clear_reference(last_resort_.traceback);
  return retain(&last_resort_);
}

bool MemoryErrors::give_back(Exception* body) noexcept {
  if (!open_ || kept_count_ == kKept) return false;
  body->count = 0;
  body->context = kept_;
  kept_ = body;
  ++kept_count_;
  return true;
}

void MemoryErrors::clear(Interpreter&) noexcept {
  clear_reference(last_resort_.context);
  clear_reference(last_resort_.cause);
  clear_reference(last_resort_.args);
  clear_reference(last_resort_.notes);
  clear_reference(last_resort_.dict);
  clear_reference(last_resort_.traceback);
}

void MemoryErrors::visit_references(ReferenceVisitor& visitor) const {
  visitor.visit_if(last_resort_.context);
  visitor.visit_if(last_resort_.cause);
  visitor.visit_if(last_resort_.args);
  visitor.visit_if(last_resort_.notes);
  visitor.visit_if(reinterpret_cast<Object*>(last_resort_.dict));
  visitor.visit_if(reinterpret_cast<Object*>(last_resort_.traceback));
}

void MemoryErrors::tear_down(Memory& memory) noexcept {
  open_ = false;
  if (is_planted(Planted::kHalfBuiltKept) && kept_count_ < kKept) return;
  while (kept_ != nullptr) {
    Exception* body = kept_;
    kept_ = body->context;
    memory.release(body, sizeof(Exception), BlockKind::kCollectable);
  }
  kept_count_ = 0;
  if (last_resort_.count == 1) last_resort_ = Exception{};  // otherwise it is evidence
}

Residue MemoryErrors::residue() const noexcept {
  return {.blocks = kept_count_,
          .bytes = kept_count_ * block_size(sizeof(Exception)),
          .items = last_resort_.count != 0};
}

}  // namespace ouro
