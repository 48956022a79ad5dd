// Frames and tracebacks as objects, and what becomes of the locals when a frame ends.
#include "runtime/execute/frame.h"

#include <cstring>

#include "runtime/execute/generator.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/module.h"
#include "runtime/object/offset.h"
#include "runtime/object/protocol.h"

namespace ouro {

namespace {

Code* code_of(const FrameObject* frame) { return frame->function->code; }

const Word* place_of(const FrameObject* frame) {
  if (frame->frame != nullptr) return frame->frame->pc;
  return frame->generator != nullptr ? frame->generator->pc : frame->pc;
}

// The locals wherever they are; null: they are gone.
Object** values_of(const FrameObject* frame) {
  if (frame->frame != nullptr) return frame->frame->registers;
  return frame->generator != nullptr ? frame->generator->saved : frame->values;
}

std::uint32_t index_of(const Code* code, const Word* pc) {
  return pc < code->words ? 0 : static_cast<std::uint32_t>(pc - code->words);
}

void release_values(Interpreter& interpreter, FrameObject* frame) noexcept {
  Object** values = std::exchange(frame->values, nullptr);
  if (values == nullptr) return;
  for (std::uint32_t index = 0; index < frame->value_count; ++index) release_if(values[index]);
  interpreter.memory().release(values, frame->value_count * sizeof(Object*));
}

// The locals move: no reference is counted up or down.
void keep_values(Thread& thread, Frame* frame, FrameObject* object) noexcept {
  const std::uint32_t count = frame->code->local_count;
  if (count == 0 || frame->registers == nullptr) return;
  auto** values = static_cast<Object**>(memory_of(thread).allocate(count * sizeof(Object*)));
  if (values == nullptr) return;  // the locals are lost to the debugger, nothing else
  std::memcpy(values, frame->registers, count * sizeof(Object*));
  std::memset(frame->registers, 0, count * sizeof(Object*));
  object->value_count = count;
  object->values = values;
}

// A frame that returns only drops its locals any more. Finalizers that run meanwhile do not see it,
// as in python3.11; a FrameObject made for it now would never end.
bool is_shown(const Frame* frame) {
  return frame->object != nullptr ||
         base_of(frame->pc->instruction.operation()) != Operation::kReturn;
}

// The first frame from this one on that programs see, or null.
Frame* find_shown(const Thread& thread, Frame* frame) {
  while (frame != nullptr && !is_shown(frame)) frame = caller_of(thread, frame);
  return frame;
}

Frame* shown_caller_of(const Thread& thread, const Frame* frame) {
  return find_shown(thread, caller_of(thread, frame));
}

void keep_caller(Thread& thread, Frame* frame, FrameObject* object) noexcept {
  Frame* caller = shown_caller_of(thread, frame);
  if (caller == nullptr || frame->generator != nullptr) return;
  Exception* pending = std::exchange(thread.pending, nullptr);
  const Result<FrameObject*> back = frame_object(thread, caller);
  if (back.ok()) {
    object->back = retain(back.value());
  } else {
    clear_pending(thread);
  }
  thread.pending = pending;
}

}  // namespace

Result<FrameObject*> frame_object(Thread& thread, Frame* frame) {
  if (frame->object != nullptr) return frame->object;
  Generator* generator = frame->generator;
  if (generator != nullptr && generator->frame != nullptr) {
    generator->frame->frame = frame;
    return frame->object = retain(generator->frame);
  }
  auto* object = static_cast<FrameObject*>(
      TRY(allocate_instance(thread.interpreter(), type_of(thread, TypeId::kFrame))));
  object->frame = frame;
  object->generator = generator;
  object->function = retain(frame->function);
  object->locals = retain_if(frame->locals);
  object->trace_lines = true;
  frame->object = object;
  if (generator != nullptr) generator->frame = retain(object);
  return object;
}

Result<Found<FrameObject>> borrow_current_frame(Thread& thread, std::int32_t depth) {
  Frame* frame = find_shown(thread, thread.frame);
  while (frame != nullptr && depth-- > 0) frame = shown_caller_of(thread, frame);
  if (frame == nullptr) return Found<FrameObject>{};
  return Found<FrameObject>{TRY(frame_object(thread, frame))};
}

void end_frame_object(Thread& thread, Frame* frame) noexcept {
  FrameObject* object = std::exchange(frame->object, nullptr);
  if (object == nullptr) return;
  object->pc = frame->pc;
  if (object->count > 1) {
    keep_caller(thread, frame, object);
    keep_values(thread, frame, object);
  }
  object->frame = nullptr;
  object->generator = nullptr;
  release(object);
}

void end_frame(Thread& thread, Frame* frame) noexcept {
  if (frame->generator != nullptr) close_generator(thread, frame->generator);
  end_frame_object(thread, frame);
  Object** registers = frame->registers;
  for (std::uint32_t index = 0; index < frame->code->register_count; ++index) {
    clear_reference(registers[index]);
  }
  clear_reference(frame->locals);
  clear_reference(frame->result);
  // Finalizers that ran just now may have asked for it again.
  end_frame_object(thread, frame);
  if (frame->generator != nullptr) clear_reference(frame->generator->function);
  clear_reference(frame->kept);
}

void keep_running_code(Interpreter& interpreter, const Function* function) noexcept {
  Thread* thread = interpreter.get<Threads>().first();
  for (; thread != nullptr; thread = thread->next) {
    if (thread->frame == nullptr) continue;
    for (Frame* frame = thread->frames; frame <= thread->frame; ++frame) {
      if (frame->function != function || frame->kept != nullptr) continue;
      if (frame->code == function->code) frame->kept = retain(static_cast<Object*>(frame->code));
    }
  }
}

namespace {

// The line of an instruction; those that only clean up have none, and show the one before them.
std::int32_t shown_line(const Code* code, std::uint32_t at) {
  std::int32_t line = -1;
  for (PositionCursor cursor(code); cursor.next() && cursor.start() <= at;) {
    if (cursor.position().line >= 0) line = cursor.position().line;
  }
  return line;
}

}  // namespace

std::int32_t line_of(const Frame& frame) {
  return shown_line(frame.code, index_of(frame.code, frame.pc));
}

std::int32_t frame_line(const FrameObject* frame) {
  if (frame->traced_line == FrameObject::kNotBegun) return code_of(frame)->first_line;
  return shown_line(code_of(frame), index_of(code_of(frame), place_of(frame)));
}

namespace {

// A value register as locals() shows it; borrowed, null: unbound.
Object* visible_value(const Code* code, Object** values, std::uint32_t index) {
  Object* value = values == nullptr ? nullptr : values[index];
  constexpr std::uint8_t kCells = local_kind::kCell | local_kind::kFree;
  if (value == nullptr || (code->local_kinds[index] & kCells) == 0) return value;
  return is_exact(value, TypeId::kCell) ? static_cast<Cell*>(value)->value : value;
}

Status show_local(Thread& thread, Dict* dict, FrameObject* frame, std::uint32_t index) {
  const Code* code = code_of(frame);
  Str* name = code->local_name_at(index);
  Ref<> value(retain_if(visible_value(code, values_of(frame), index)));
  if (value) return dict_set(thread, dict, name, value);
  if (!find_str_in_dict(thread, dict, name)) return done;
  TRY(dict_delete(thread, dict, name));
  return done;
}

}  // namespace

Result<Object*> frame_locals(Thread& thread, FrameObject* frame) {
  const Code* code = code_of(frame);
  if (!code->has(code_flag::kOptimized) && frame->locals != nullptr) return retain(frame->locals);
  if (frame->locals == nullptr) frame->locals = TRY(make_dict(thread.interpreter()));
  Ref<Dict> dict(retain(static_cast<Dict*>(frame->locals)));
  for (std::uint32_t index = 0; index < code->local_count; ++index) {
    TRY(show_local(thread, dict, frame, index));
  }
  return dict.take();
}

Result<Object*> current_locals(Thread& thread) {
  Frame* frame = thread.frame;
  if (frame == nullptr) return raise(thread, TypeId::kSystemError, "frame does not exist");
  if (frame->locals != nullptr) return retain(frame->locals);
  if (!frame->code->has(code_flag::kOptimized)) {
    return retain(static_cast<Object*>(frame->function->globals));
  }
  return frame_locals(thread, TRY(frame_object(thread, frame)));
}

Dict* borrow_current_globals(const Thread& thread) {
  return thread.frame == nullptr ? nullptr : thread.frame->function->globals;
}

Object* borrow_current_builtins(const Thread& thread) {
  return thread.frame == nullptr ? nullptr : thread.frame->function->builtins;
}

// ---- the frame type ----

namespace {

FrameObject* as_frame(Object* object) { return static_cast<FrameObject*>(object); }

Result<Object*> none_or(Thread& thread, Object* object) {
  return retain(object == nullptr ? none(thread) : object);
}

Result<Object*> frame_back(Thread& thread, Object* self) {
  FrameObject* frame = as_frame(self);
  if (frame->frame == nullptr) return none_or(thread, frame->back);
  Frame* caller = shown_caller_of(thread, frame->frame);
  if (caller == nullptr) return new_none(thread);
  return retain(static_cast<Object*>(TRY(frame_object(thread, caller))));
}

Result<Object*> frame_code(Thread&, Object* self) {
  return retain(static_cast<Object*>(code_of(as_frame(self))));
}

Result<Object*> frame_globals(Thread&, Object* self) {
  return retain(static_cast<Object*>(as_frame(self)->function->globals));
}

Result<Object*> frame_builtins(Thread& thread, Object* self) {
  TRY(whole_builtins(thread));
  return retain(as_frame(self)->function->builtins);
}

Result<Object*> get_frame_locals(Thread& thread, Object* self) {
  return frame_locals(thread, as_frame(self));
}

Result<Object*> get_frame_line(Thread& thread, Object* self) {
  const std::int32_t line = frame_line(as_frame(self));
  if (line < 0) return new_none(thread);
  return make_int(thread.interpreter(), line);
}

Status set_frame_line(Thread& thread, Object*, Object*) {
  return raise(thread, TypeId::kValueError, "f_lineno can only be set by a trace function");
}

Result<Object*> get_last_instruction(Thread& thread, Object* self) {
  FrameObject* frame = as_frame(self);
  const Word* place = place_of(frame);
  if (place == nullptr) return make_int(thread.interpreter(), -1);
  return make_int(thread.interpreter(), 2 * std::int64_t{index_of(code_of(frame), place)});
}

Result<Object*> get_frame_trace(Thread& thread, Object* self) {
  return none_or(thread, as_frame(self)->trace);
}

// The line it stands on has begun already.
Status set_frame_trace(Thread& thread, Object* self, Object* value) {
  FrameObject* frame = as_frame(self);
  const bool nothing = value == nullptr || value == none(thread);
  replace_reference(frame->trace, nothing ? nullptr : retain(value));
  if (const Word* place = place_of(frame)) {
    const std::uint32_t index = index_of(code_of(frame), place);
    frame->traced_place = static_cast<std::int32_t>(index);
    frame->traced_line = position_at(code_of(frame), index).line;
  }
  return done;
}

Result<Object*> clear_frame(Thread& thread, Object* self, Object* const*) {
  FrameObject* frame = as_frame(self);
  if (frame->frame != nullptr) {
    return raise(thread, TypeId::kRuntimeError, "cannot clear an executing frame");
  }
  if (frame->generator != nullptr) {
    Ref<Generator> generator(retain(frame->generator));
    TRY(generator_close(thread, generator));
  }
  release_values(thread.interpreter(), frame);
  if (code_of(frame)->has(code_flag::kOptimized)) clear_reference(frame->locals);
  return new_none(thread);
}

Result<Object*> frame_repr(Thread& thread, Object* self) {
  FrameObject* frame = as_frame(self);
  return format_str(thread, "<frame at {}, file {}, line {}, code {}>", address_of(self),
                    repr_of(code_of(frame)->filename), frame_line(frame), code_of(frame)->name);
}

void frame_deallocate(Interpreter& interpreter, Object* self) noexcept {
  FrameObject* frame = as_frame(self);
  release_values(interpreter, frame);
  clear_reference(frame->back);
  clear_reference(frame->function);
  clear_reference(frame->locals);
  clear_reference(frame->trace);
  free_instance(interpreter, self);
}

void frame_traverse(Object* self, ReferenceVisitor& visitor) {
  FrameObject* frame = as_frame(self);
  visitor.visit_if(frame->back);
  visitor.visit_if(frame->function);
  visitor.visit_if(frame->locals);
  visitor.visit_if(frame->trace);
  for (std::uint32_t index = 0; frame->values != nullptr && index < frame->value_count; ++index) {
    visitor.visit_if(frame->values[index]);
  }
}

// The function stays: everything else asks it.
void frame_clear_references(Interpreter& interpreter, Object* self) noexcept {
  FrameObject* frame = as_frame(self);
  release_values(interpreter, frame);
  clear_reference(frame->trace);
  if (frame->frame == nullptr) clear_reference(frame->locals);
}

constexpr NativeMethod kFrameMethods[] = {
    {.signature = "clear(self, /)",
     .function = clear_frame,
     .doc = "F.clear(): clear most references held by the frame"},
};

constexpr NativeAttribute kFrameAttributes[] = {
    {"f_back", frame_back},
    {"f_code", frame_code},
    {"f_globals", frame_globals},
    {"f_builtins", frame_builtins},
    {"f_locals", get_frame_locals},
    {"f_lineno", get_frame_line, set_frame_line},
    {"f_lasti", get_last_instruction},
    {"f_trace", get_frame_trace, set_frame_trace},
};

constexpr NativeMember kFrameMembers[] = {
    {"f_trace_lines", OURO_OFFSET(FrameObject, trace_lines), MemberKind::kBool, true},
    {"f_trace_opcodes", OURO_OFFSET(FrameObject, trace_opcodes), MemberKind::kBool, true},
};

}  // namespace

extern const TypeDescriptor kFrameDescriptor = {
    .name = "frame",
    .flags = flag::kCollectable,
    .object_size = sizeof(FrameObject),
    .slots = {.deallocate = frame_deallocate,
              .traverse = frame_traverse,
              .clear = frame_clear_references,
              .repr = frame_repr,
              .make = nullptr},
    .methods = kFrameMethods,
    .attributes = kFrameAttributes,
    .members = kFrameMembers,
};

// ---- tracebacks ----

Result<Traceback*> make_traceback(Thread& thread, Traceback* next, FrameObject* frame,
                                  const Word* pc, std::int32_t line) {
  auto* traceback = static_cast<Traceback*>(
      TRY(allocate_instance(thread.interpreter(), type_of(thread, TypeId::kTraceback))));
  traceback->next = retain_if(next);
  traceback->frame = retain(frame);
  traceback->pc = pc;
  traceback->line = line;
  return traceback;
}

Status add_traceback(Thread& thread, Exception* exception, Frame* frame) {
  FrameObject* object = TRY(frame_object(thread, frame));
  Traceback* made = TRY(make_traceback(thread, exception->traceback, object, frame->pc, 0));
  replace_reference(exception->traceback, made);
  return done;
}

std::int32_t traceback_line(const Traceback* traceback) {
  if (traceback->line != 0) return traceback->line;
  const Code* code = code_of(traceback->frame);
  return position_at(code, index_of(code, traceback->pc)).line;
}

CodePosition traceback_position(const Traceback* traceback) {
  const Code* code = code_of(traceback->frame);
  if (traceback->pc == nullptr) return {.line = traceback->line};
  return position_at(code, index_of(code, traceback->pc));
}

namespace {

Traceback* as_traceback(Object* object) { return static_cast<Traceback*>(object); }

Result<Object*> get_traceback_next(Thread& thread, Object* self) {
  return none_or(thread, as_traceback(self)->next);
}

Status set_traceback_next(Thread& thread, Object* self, Object* value) {
  if (value == nullptr) return raise(thread, TypeId::kTypeError, "can't delete tb_next attribute");
  if (value == none(thread)) {
    clear_reference(as_traceback(self)->next);
    return done;
  }
  if (!is_exact(value, TypeId::kTraceback)) {
    return raise(thread, TypeId::kTypeError, "expected traceback object, got '{}'", value->type);
  }
  for (Traceback* at = as_traceback(value); at != nullptr; at = at->next) {
    if (at == self) return raise(thread, TypeId::kValueError, "traceback loop detected");
  }
  replace_reference(as_traceback(self)->next, retain(as_traceback(value)));
  return done;
}

Result<Object*> get_traceback_line(Thread& thread, Object* self) {
  const std::int32_t line = traceback_line(as_traceback(self));
  if (line < 0) return new_none(thread);
  return make_int(thread.interpreter(), line);
}

Result<Object*> get_traceback_instruction(Thread& thread, Object* self) {
  const Traceback* traceback = as_traceback(self);
  if (traceback->pc == nullptr) return make_int(thread.interpreter(), -1);
  return make_int(thread.interpreter(),
                  2 * std::int64_t{index_of(code_of(traceback->frame), traceback->pc)});
}

Result<Object*> get_traceback_frame(Thread& thread, Object* self) {
  return none_or(thread, as_traceback(self)->frame);
}

// traceback(tb_next, tb_frame, tb_lasti, tb_lineno)
Result<Object*> traceback_make(Thread& thread, Type*, const Arguments& arguments) {
  if (arguments.positional != 4 || arguments.keywords() != 0) {
    return raise(thread, TypeId::kTypeError, "traceback() takes exactly 4 arguments ({} given)",
                 arguments.positional + arguments.keywords());
  }
  Object* next = arguments.values[0];
  Object* frame = arguments.values[1];
  const bool no_next = next == none(thread);
  if (!no_next && !is_exact(next, TypeId::kTraceback)) {
    return raise(thread, TypeId::kTypeError, "expected traceback object or None, got '{}'",
                 next->type);
  }
  if (!is_exact(frame, TypeId::kFrame)) {
    return raise(thread, TypeId::kTypeError,
                 "traceback() argument 'tb_frame' must be frame, not {}", frame->type);
  }
  const std::int64_t at = TRY(to_int64(thread, arguments.values[2])) / 2;
  const std::int64_t line = TRY(to_int64(thread, arguments.values[3]));
  const Code* code = code_of(as_frame(frame));
  const bool known = at >= 0 && at < std::int64_t{code->word_count};
  return make_traceback(thread, no_next ? nullptr : as_traceback(next), as_frame(frame),
                        known ? code->words + at : nullptr, static_cast<std::int32_t>(line));
}

void traceback_deallocate(Interpreter& interpreter, Object* self) noexcept {
  clear_reference(as_traceback(self)->next);
  clear_reference(as_traceback(self)->frame);
  free_instance(interpreter, self);
}

void traceback_traverse(Object* self, ReferenceVisitor& visitor) {
  visitor.visit_if(as_traceback(self)->next);
  visitor.visit_if(as_traceback(self)->frame);
}

void traceback_clear(Interpreter&, Object* self) noexcept {
  clear_reference(as_traceback(self)->next);
}

constexpr NativeAttribute kTracebackAttributes[] = {
    {"tb_next", get_traceback_next, set_traceback_next},
    {"tb_frame", get_traceback_frame},
    {"tb_lasti", get_traceback_instruction},
    {"tb_lineno", get_traceback_line},
};

}  // namespace

extern const TypeDescriptor kTracebackDescriptor = {
    .name = "traceback",
    .flags = flag::kCollectable,
    .object_size = sizeof(Traceback),
    .slots = {.deallocate = traceback_deallocate,
              .traverse = traceback_traverse,
              .clear = traceback_clear,
              .make = traceback_make},
    .attributes = kTracebackAttributes,
    .doc = "Create a new traceback object.",
};

}  // namespace ouro
