// Call: binding values to the parameters of a Python function, and the messages when they do not
// fit.
#include "runtime/execute/call.h"

#include <algorithm>
#include <cstring>

#include "runtime/execute/loop.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/tuple.h"

namespace ouro {

Failure refuse_frame(Thread& thread) {
  return raise(thread, TypeId::kRecursionError, "maximum recursion depth exceeded");
}

bool has_room_when_open(Thread& thread, Object** window, const Code* code) noexcept {
  return open_stacks(thread) && has_room_now(thread, window, code);
}

namespace {

// Values that were taken off the stack while the parameters are filled. Owns them.
class Kept {
 public:
  explicit Kept(Memory& memory) : memory_(memory) {}
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;
  ~Kept() {
    for (std::size_t index = 0; index < count_; ++index) release_if(items_[index]);
    if (items_ != few_ && items_ != nullptr) memory_.release(items_, count_ * sizeof(Object*));
  }

  bool take(Object** values, std::size_t count) {
    items_ = few_;
    if (count > kFew) items_ = static_cast<Object**>(memory_.allocate(count * sizeof(Object*)));
    if (items_ == nullptr) return false;
    if (count != 0) {
      std::memcpy(items_, values, count * sizeof(Object*));
      std::memset(values, 0, count * sizeof(Object*));
    }
    count_ = count;
    return true;
  }
  Object* take_item(std::size_t index) { return std::exchange(items_[index], nullptr); }
  std::size_t count() const { return count_; }

 private:
  static constexpr std::size_t kFew = 16;
  Memory& memory_;
  Object* few_[kFew];
  Object** items_ = few_;
  std::size_t count_ = 0;
};

class Binder {
 public:
  Binder(Thread& thread, const PlacedCall& call)
      : thread_(thread),
        call_(call),
        code_(*call.function->code),
        named_(memory_of(thread)),
        extra_(memory_of(thread)) {}

  // Takes everything off the stack that is not in its place; before the frame is pushed.
  Status gather();
  // Fills every parameter, or raises.
  Status fill();

 private:
  Object** window() { return call_.window; }
  std::size_t plain_count() const { return code_.argument_count + code_.keyword_only_count; }
  std::size_t variadic_place() const { return plain_count(); }
  std::size_t keyword_place() const {
    return plain_count() + (code_.has(code_flag::kVarArguments) ? 1 : 0);
  }

  Status make_variadic();
  Status place_named();
  Status place_one(Object* name, std::size_t index);
  std::intptr_t find_parameter(const Str* name) const;
  Failure refuse_name(Object* name);
  Result<bool> report_positional_only(Object* name);
  Status check_count();
  Failure refuse_count();
  Status fill_defaults();
  Status fill_keyword_defaults();
  Failure refuse_missing(std::size_t from, std::size_t to, const char* kind);
  Result<Str*> join_names(List* names);

  Thread& thread_;
  const PlacedCall& call_;
  const Code& code_;
  Kept named_;
  Kept extra_;
};

Status Binder::gather() {
  const std::size_t names = call_.names == nullptr ? 0 : call_.names->size;
  const std::size_t in_place = std::min<std::size_t>(call_.positional, code_.argument_count);
  if (!named_.take(window() + call_.positional, names) ||
      !extra_.take(window() + in_place, call_.positional - in_place)) {
    return raise_memory_error(thread_.interpreter());
  }
  return done;
}

Status Binder::fill() {
  Interpreter& interpreter = thread_.interpreter();
  if (code_.has(code_flag::kVarKeywords)) window()[keyword_place()] = TRY(make_dict(interpreter));
  if (code_.has(code_flag::kVarArguments)) TRY(make_variadic());
  if (call_.names != nullptr) TRY(place_named());
  if (!code_.has(code_flag::kVarArguments)) TRY(check_count());
  if (call_.positional < code_.argument_count) TRY(fill_defaults());
  if (code_.keyword_only_count != 0) TRY(fill_keyword_defaults());
  return done;
}

Status Binder::make_variadic() {
  Tuple* tuple = TRY(make_tuple(thread_.interpreter(), extra_.count()));
  for (std::size_t index = 0; index < tuple->size; ++index) {
    tuple->items()[index] = extra_.take_item(index);
  }
  window()[variadic_place()] = tuple;
  return done;
}

std::intptr_t Binder::find_parameter(const Str* name) const {
  const std::size_t first = code_.positional_only_count;
  for (std::size_t index = first; index < plain_count(); ++index) {
    if (code_.local_name_at(static_cast<std::uint32_t>(index)) == name) {
      return static_cast<std::intptr_t>(index);
    }
  }
  for (std::size_t index = first; index < plain_count(); ++index) {
    if (str_equal(code_.local_name_at(static_cast<std::uint32_t>(index)), name)) {
      return static_cast<std::intptr_t>(index);
    }
  }
  return -1;
}

Status Binder::place_named() {
  for (std::size_t index = 0; index < named_.count(); ++index) {
    TRY(place_one((*call_.names)[index], index));
  }
  return done;
}

Status Binder::place_one(Object* name, std::size_t index) {
  if (!is_str(name)) return raise(thread_, TypeId::kTypeError, "keywords must be strings");
  const std::intptr_t place = find_parameter(static_cast<Str*>(name));
  if (place < 0) {
    if (!code_.has(code_flag::kVarKeywords)) return refuse_name(name);
    Ref<> value(named_.take_item(index));
    return dict_set(thread_, static_cast<Dict*>(window()[keyword_place()]), name, value);
  }
  if (window()[place] != nullptr) {
    return raise(thread_, TypeId::kTypeError, "{}() got multiple values for argument '{}'",
                 call_.function->qualified_name, name);
  }
  window()[place] = named_.take_item(index);
  return done;
}

// True: raised the message about all positional-only parameters that were named.
Result<bool> Binder::report_positional_only(Object*) {
  Ref<List> names(TRY(make_list(thread_.interpreter())));
  for (std::uint32_t index = 0; index < code_.positional_only_count; ++index) {
    for (std::size_t given = 0; given < call_.names->size; ++given) {
      if (!str_equal(code_.local_name_at(index), static_cast<Str*>((*call_.names)[given])))
        continue;
      TRY(list_append(thread_.interpreter(), names, code_.local_name_at(index)));
    }
  }
  if (names->size == 0) return false;
  Ref<Str> comma(TRY(make_str(thread_.interpreter(), ", ")));
  Ref<Str> joined(TRY(str_join(thread_, comma, names)));
  return raise(thread_, TypeId::kTypeError,
               "{}() got some positional-only arguments passed as keyword arguments: '{}'",
               call_.function->qualified_name, joined);
}

Failure Binder::refuse_name(Object* name) {
  if (code_.positional_only_count != 0) {
    const Result<bool> reported = report_positional_only(name);
    if (!reported.ok()) return failure;
  }
  return raise(thread_, TypeId::kTypeError, "{}() got an unexpected keyword argument '{}'",
               call_.function->qualified_name, name);
}

Status Binder::check_count() {
  if (extra_.count() == 0) return done;
  return refuse_count();
}

// f() takes 2 positional arguments but 3 were given
Failure Binder::refuse_count() {
  std::size_t keyword_only_given = 0;
  for (std::size_t index = code_.argument_count; index < plain_count(); ++index) {
    keyword_only_given += window()[index] != nullptr;
  }
  const Tuple* defaults = call_.function->defaults;
  const std::size_t default_count = defaults == nullptr ? 0 : defaults->size;
  const std::size_t most = code_.argument_count;
  const bool plural = default_count != 0 || most != 1;
  Ref<Str> takes;
  if (default_count != 0) {
    Result<Str*> text = format_str(thread_, "from {} to {}", most - default_count, most);
    if (!text.ok()) return failure;
    takes.reset(text.value());
  } else {
    Result<Str*> text = format_str(thread_, "{}", most);
    if (!text.ok()) return failure;
    takes.reset(text.value());
  }
  Ref<Str> given;
  if (keyword_only_given != 0) {
    Result<Str*> text = format_str(
        thread_, " positional argument{} (and {} keyword-only argument{})",
        call_.positional != 1 ? "s" : "", keyword_only_given, keyword_only_given != 1 ? "s" : "");
    if (!text.ok()) return failure;
    given.reset(text.value());
  }
  const bool was = call_.positional == 1 && keyword_only_given == 0;
  if (given) {
    return raise(thread_, TypeId::kTypeError,
                 "{}() takes {} positional argument{} but {}{} {} given",
                 call_.function->qualified_name, takes, plural ? "s" : "", call_.positional, given,
                 was ? "was" : "were");
  }
  return raise(thread_, TypeId::kTypeError, "{}() takes {} positional argument{} but {} {} given",
               call_.function->qualified_name, takes, plural ? "s" : "", call_.positional,
               was ? "was" : "were");
}

Status Binder::fill_defaults() {
  Tuple* defaults = call_.function->defaults;
  const std::size_t count = defaults == nullptr ? 0 : defaults->size;
  const std::size_t first =
      code_.argument_count - std::min<std::size_t>(count, code_.argument_count);
  for (std::size_t index = call_.positional; index < first; ++index) {
    if (window()[index] == nullptr) return refuse_missing(0, first, "positional");
  }
  for (std::size_t index = first; index < code_.argument_count; ++index) {
    if (window()[index] != nullptr) continue;
    window()[index] = retain((*defaults)[count - (code_.argument_count - index)]);
  }
  return done;
}

Status Binder::fill_keyword_defaults() {
  Dict* defaults = call_.function->keyword_defaults;
  bool missing = false;
  for (std::size_t index = code_.argument_count; index < plain_count(); ++index) {
    if (window()[index] != nullptr) continue;
    Str* name = code_.local_name_at(static_cast<std::uint32_t>(index));
    Object* value = defaults == nullptr ? nullptr : find_str_in_dict(thread_, defaults, name);
    window()[index] = retain_if(value);
    missing = missing || value == nullptr;
  }
  if (missing) return refuse_missing(code_.argument_count, plain_count(), "keyword-only");
  return done;
}

// 'a', 'b', and 'c'
Result<Str*> Binder::join_names(List* names) {
  const std::size_t count = names->size;
  if (count == 1) return format_str(thread_, "'{}'", names->items[0]);
  if (count == 2) return format_str(thread_, "'{}' and '{}'", names->items[0], names->items[1]);
  Ref<Str> comma(TRY(make_str(thread_.interpreter(), "', '")));
  Ref<List> front(TRY(make_list_from(thread_.interpreter(), names->items, count - 1)));
  Ref<Str> joined(TRY(str_join(thread_, comma, front)));
  return format_str(thread_, "'{}', and '{}'", joined, names->items[count - 1]);
}

Failure Binder::refuse_missing(std::size_t from, std::size_t to, const char* kind) {
  const auto build = [&]() -> Status {
    Ref<List> names(TRY(make_list(thread_.interpreter())));
    for (std::size_t index = from; index < to; ++index) {
      if (window()[index] != nullptr) continue;
      TRY(list_append(thread_.interpreter(), names,
                      code_.local_name_at(static_cast<std::uint32_t>(index))));
    }
    Ref<Str> joined(TRY(join_names(names)));
    return raise(thread_, TypeId::kTypeError, "{}() missing {} required {} argument{}: {}",
                 call_.function->qualified_name, names->size, kind, names->size == 1 ? "" : "s",
                 joined);
  };
  static_cast<void>(build().ok());
  return failure;
}

// The commonest calls without names: all parameters are plain, or *args comes behind plain ones.
// False: nothing has changed, and the Binder has to do it.
bool fill_simply(Thread& thread, const PlacedCall& call) {
  const Code& code = *call.function->code;
  const std::size_t plain = code.argument_count;
  if (code.keyword_only_count != 0 || code.has(code_flag::kVarKeywords)) return false;
  if (code.has(code_flag::kVarArguments)) {
    if (call.positional < plain) return false;
    const std::size_t extra = call.positional - plain;
    const Result<Tuple*> tuple = make_tuple(thread.interpreter(), extra);
    if (!tuple.ok()) return clear_pending(thread), false;
    Object** from = call.window + plain;
    for (std::size_t index = 0; index < extra; ++index) {
      tuple.value()->items()[index] = std::exchange(from[index], nullptr);
    }
    *from = tuple.value();
    return true;
  }
  const Tuple* defaults = call.function->defaults;
  const std::size_t known = defaults == nullptr ? 0 : defaults->size;
  if (call.positional > plain || call.positional + known < plain) return false;
  for (std::size_t index = call.positional; index < plain; ++index) {
    call.window[index] = retain((*defaults)[known - (plain - index)]);
  }
  return true;
}

void release_window(Object** window, std::size_t count) noexcept {
  for (std::size_t index = 0; index < count; ++index) clear_reference(window[index]);
}

}  // namespace

Status push_call(Thread& thread, const PlacedCall& call, FrameKind kind) {
  Code* code = call.function->code;
  const std::size_t named = call.names == nullptr ? 0 : call.names->size;
  if (!has_room_for(thread, call.window, code)) {
    release_window(call.window, call.positional + named);
    return refuse_frame(thread);
  }
  if (named == 0 && fill_simply(thread, call)) {
    push_frame(thread, call.function, call.base, call.window, kind);
    return done;
  }
  Binder binder(thread, call);
  if (!binder.gather().ok()) {
    release_window(call.window, call.positional + named);
    return failure;
  }
  Frame* frame = push_frame(thread, call.function, call.base, call.window, kind);
  const Status filled = binder.fill();
  if (filled.ok()) return done;
  release_window(call.window, code->parameter_count);
  pop_frame(thread, frame);
  return failure;
}

namespace {

// The values of a native call are borrowed: the stack gets references of its own.
void place_values(Object** window, const Arguments& arguments, std::size_t count) {
  for (std::size_t index = 0; index < count; ++index)
    window[index] = retain(arguments.values[index]);
}

}  // namespace

Result<Object*> call_function(Thread& thread, Function* function, const Arguments& arguments) {
  RecursionGuard guard(thread, " while calling a Python object");
  if (!guard.ok()) return failure;
  Object** base = stack_top(thread);
  const std::size_t count = arguments.positional + arguments.keywords();
  if (!has_room_below(thread, base + count + 2)) return refuse_frame(thread);
  base[0] = retain(function);
  place_values(base + 2, arguments, count);
  const PlacedCall call{function, base, base + 2, arguments.positional, arguments.names};
  if (!push_call(thread, call, FrameKind::kEntry).ok()) {
    clear_reference(base[0]);
    return failure;
  }
  return run(thread);
}

Result<Object*> run_body(Thread& thread, Function* function, Object* locals) {
  RecursionGuard guard(thread, "");
  if (!guard.ok()) return failure;
  Object** base = stack_top(thread);
  if (!has_room_for(thread, base + 2, function->code)) return refuse_frame(thread);
  base[0] = retain(function);
  Frame* frame = push_frame(thread, function, base, base + 2, FrameKind::kEntry);
  frame->locals = retain_if(locals);
  return run(thread);
}

}  // namespace ouro
