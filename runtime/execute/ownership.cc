// Ownership: who runs here, and the last words on what belongs to another.
#include "runtime/execute/ownership.h"

#ifdef OURO_CHECKED

#include <cstdio>

#include "runtime/code/code.h"
#include "runtime/execute/frame.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

constinit thread_local const Interpreter* running = nullptr;

Origin here(void* interpreter) noexcept {
  const Thread* thread = static_cast<Interpreter*>(interpreter)->get<Threads>().current();
  if (thread == nullptr || thread->frame == nullptr) return {};
  return {thread->frame->code, thread->frame->pc};
}

// Objects die: is it still one of this Memory's, and code?
const Code* living_code(const Memory& memory, const void* code) {
  bool found = false;
  for (const BlockKind kind : {BlockKind::kObject, BlockKind::kCollectable}) {
    memory.for_each(kind, [&](const void* block, std::size_t) { found = found || block == code; });
  }
  const auto* object = static_cast<const Object*>(code);
  return found && is_exact(object, TypeId::kCode) ? static_cast<const Code*>(object) : nullptr;
}

void print_text(const Object* text) {
  const auto* str = static_cast<const Str*>(text);
  for (std::size_t index = 0; index < str->length; ++index) {
    const char32_t character = str->at(index);
    std::fputc(character < 0x80 ? static_cast<int>(character) : '?', stderr);
  }
}

void print_origin(const Interpreter& owner, const Object* object) {
  const Origin origin = owner.memory().origin_of(object);
  if (origin.code == nullptr) return;
  const Code* code = living_code(owner.memory(), origin.code);
  if (code == nullptr) return static_cast<void>(std::fputs(", made by code that is gone", stderr));
  std::fputs(", made in ", stderr);
  print_text(code->name);
  std::fputs(" at ", stderr);
  print_text(code->filename);
  Frame frame{};
  frame.code = const_cast<Code*>(code);
  frame.pc = static_cast<Word*>(const_cast<void*>(origin.place));
  if (frame.pc != nullptr) std::fprintf(stderr, ":%d", line_of(frame));
}

}  // namespace

void enter_ownership(const Interpreter* interpreter) noexcept { running = interpreter; }

void note_origins_of(Interpreter& interpreter) noexcept {
  interpreter.memory().note_origins(here, &interpreter);
}

void check_owner(const Object* object) noexcept {
  // A type word can be a queue link only while the count is 0, and nobody may hold it then.
  OURO_CHECK(object->type != nullptr);
  const Interpreter* owner = object->type->interpreter;
  if (running == nullptr || owner == nullptr || owner == running) [[likely]]
    return;
  const std::string_view name = type_name(object->type);
  std::fprintf(stderr, "ouro: interpreter %llu touches an object of interpreter %llu: %.*s",
               static_cast<unsigned long long>(running->id),
               static_cast<unsigned long long>(owner->id), static_cast<int>(name.size()),
               name.data());
  print_origin(*owner, object);
  std::fputc('\n', stderr);
  check_failed("an object is touched by its own interpreter alone", __FILE__, __LINE__);
}

}  // namespace ouro

#endif
