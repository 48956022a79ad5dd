// Traceback text: the structure of what is printed - chains, groups, entries, the last line, notes.
#include "runtime/execute/traceback_text.h"

#include <algorithm>

#include "runtime/component/vector.h"
#include "runtime/execute/source_lines.h"
#include "runtime/execute/suggestions.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/import.h"
#include "runtime/module/streams.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/text_builder.h"
#include "runtime/object/tuple.h"

namespace ouro {

namespace {

constexpr std::int32_t kRepeatsShown = 3;
constexpr std::int64_t kEntriesMax = 1000;
constexpr std::size_t kGroupWidthMax = 15;
constexpr std::size_t kGroupDepthMax = 10;

class Printer {
 public:
  explicit Printer(Thread& thread)
      : thread_(thread), text_(thread.interpreter()), sources_(thread.interpreter()) {}
  ~Printer() { seen_.tear_down(memory_of(thread_)); }
  Printer(const Printer&) = delete;
  Printer& operator=(const Printer&) = delete;

  Status add(Exception*);
  Status add_unraisable(Exception*, Object* where, Object* message);
  Result<Str*> finish() { return text_.finish(); }

 private:
  Status add_chain(Exception*);
  Status add_linked(Exception* linked, std::string_view message);
  Status add_group(Exception*);
  Status add_group_member(const Tuple* members, std::size_t index, bool last);
  Status add_one(Exception*);
  Status add_traceback(Exception*);
  Status add_entries(const Traceback*);
  Status add_entry(const Traceback*, std::int32_t line);
  Status add_repeated(std::int32_t count);
  Result<bool> add_place_of_syntax_error(Exception*);
  Status add_syntax_text(const SyntaxErrorException*);
  Status add_last_line(Exception*, Object* value);
  Status add_type_name(Exception*);
  Status add_suggestion(Exception*);
  Status add_notes(Exception*);
  Status add_note(Object* note);
  Status add_indent() { return text_.append_repeated(' ', 2 * depth_); }
  Status add_margin();
  Status add_indented(std::string_view ascii);
  Status add_text_of(Object* object, std::string_view otherwise);
  std::int64_t entries_max();
  bool is_group(const Exception* exception) {
    return is_instance_of(exception, type_of(thread_, TypeId::kBaseExceptionGroup));
  }
  bool was_seen(const Exception*);

  Thread& thread_;
  TextBuilder text_;
  SourceLines sources_;
  Vector<const Exception*> seen_;
  std::size_t depth_ = 0;  // of exception groups
  bool need_close_ = false;
};

Status Printer::add_margin() {
  TRY(add_indent());
  return depth_ == 0 ? done : text_.append("| ");
}

Status Printer::add_indented(std::string_view ascii) {
  TRY(add_indent());
  return text_.append(ascii);
}

bool Printer::was_seen(const Exception* exception) {
  return std::find(seen_.begin(), seen_.end(), exception) != seen_.end();
}

// str(object); what fails is not worth failing for.
Status Printer::add_text_of(Object* object, std::string_view otherwise) {
  const Result<Str*> shown = str(thread_, object);
  if (!shown.ok()) {
    clear_pending(thread_);
    return text_.append(otherwise);
  }
  Ref<Str> owned(shown.value());
  return text_.append(owned.get());
}

// ---- chains and groups ----

Status Printer::add(Exception* exception) {
  RecursionGuard guard(thread_, " in print_exception_recursive");
  if (!guard.ok()) return failure;
  TRY(add_chain(exception));
  return is_group(exception) ? add_group(exception) : add_one(exception);
}

Status Printer::add_chain(Exception* exception) {
  TRY(seen_.add(memory_of(thread_), exception));
  if (exception->cause != nullptr) {
    return add_linked(exception->cause,
                      "The above exception was the direct cause of the following exception:\n");
  }
  if (exception->context != nullptr && !exception->suppress_context) {
    return add_linked(exception->context,
                      "During handling of the above exception, another exception occurred:\n");
  }
  return done;
}

Status Printer::add_linked(Exception* linked, std::string_view message) {
  if (was_seen(linked)) return done;
  const bool close = std::exchange(need_close_, false);
  Ref<Exception> kept(retain(linked));
  TRY(add(linked));
  need_close_ = close;
  TRY(add_margin());
  TRY(text_.append("\n"));
  TRY(add_margin());
  TRY(text_.append(message));
  TRY(add_margin());
  return text_.append("\n");
}

Status Printer::add_group(Exception* exception) {
  if (depth_ > kGroupDepthMax) {
    TRY(add_margin());
    return text_.append("... (max_group_depth is 10)\n");
  }
  if (depth_ == 0) depth_ = 1;
  TRY(add_one(exception));
  Ref<> members(retain_if(static_cast<ExceptionGroupException*>(exception)->exceptions));
  const std::size_t size =
      members && is_tuple(members) ? static_cast<Tuple*>(members.get())->size : 0;
  const std::size_t shown = std::min(size, kGroupWidthMax + 1);
  need_close_ = false;
  for (std::size_t index = 0; index < shown; ++index) {
    TRY(add_group_member(static_cast<Tuple*>(members.get()), index, index + 1 == shown));
  }
  if (depth_ == 1) depth_ = 0;
  return done;
}

Status Printer::add_group_member(const Tuple* members, std::size_t index, bool last) {
  if (last) need_close_ = true;
  const bool cut = index >= kGroupWidthMax;
  TRY(add_indented(index == 0 ? "+-" : "  "));
  Ref<Str> number(cut ? TRY(make_str(thread_.interpreter(), "..."))
                      : TRY(format_str(thread_, "{}", index + 1)));
  TRY(text_.append("+---------------- "));
  TRY(text_.append(number.get()));
  TRY(text_.append(" ----------------\n"));
  ++depth_;
  if (cut) {
    const std::size_t more = members->size - kGroupWidthMax;
    Ref<Str> line(TRY(format_str(thread_, "and {} more exception{}\n", more, more > 1 ? "s" : "")));
    TRY(add_margin());
    TRY(text_.append(line.get()));
  } else if (is_exception((*members)[index])) {
    TRY(add(static_cast<Exception*>((*members)[index])));
  }
  if (last && need_close_) {
    TRY(add_indented("+------------------------------------\n"));
    need_close_ = false;
  }
  --depth_;
  return done;
}

Status Printer::add_one(Exception* exception) {
  TRY(add_traceback(exception));
  TRY(add_margin());
  Object* value = exception;
  if (is_instance_of(exception, type_of(thread_, TypeId::kSyntaxError))) {
    auto* error = static_cast<SyntaxErrorException*>(exception);
    if (TRY(add_place_of_syntax_error(exception))) value = error->message;
  }
  TRY(add_last_line(exception, value));
  TRY(add_suggestion(exception));
  TRY(text_.append("\n"));
  return add_notes(exception);
}

// ---- the traceback ----

Status Printer::add_traceback(Exception* exception) {
  if (exception->traceback == nullptr) return done;
  const bool group = is_group(exception);
  TRY(add_indent());
  if (depth_ != 0) TRY(text_.append(group && depth_ == 1 ? "+ " : "| "));
  if (group) TRY(text_.append("Exception Group "));
  TRY(text_.append("Traceback (most recent call last):\n"));
  Ref<Traceback> kept(retain(exception->traceback));
  return add_entries(kept);
}

// sys.tracebacklimit
std::int64_t Printer::entries_max() {
  Object* sys = find_imported(thread_, "sys");
  if (sys == nullptr) return kEntriesMax;
  const auto limit = get_attribute_if(thread_, sys, "tracebacklimit");
  if (!limit.ok()) {
    clear_pending(thread_);
    return kEntriesMax;
  }
  Ref<> owned(limit.value().value);
  if (!owned || !is_int(owned) || !static_cast<Int*>(owned.get())->compact()) return kEntriesMax;
  return std::max<std::int64_t>(0, static_cast<Int*>(owned.get())->value);
}

Status Printer::add_entries(const Traceback* traceback) {
  std::int64_t count = 0;
  for (const Traceback* at = traceback; at != nullptr; at = at->next) ++count;
  for (const std::int64_t most = entries_max(); count > most; --count) traceback = traceback->next;
  const Code* last_code = nullptr;
  std::int32_t last_line = -1;
  std::int32_t same = 0;
  for (; traceback != nullptr; traceback = traceback->next) {
    const Code* code = traceback->frame->function->code;
    const std::int32_t line = traceback_line(traceback);
    const bool repeats = last_code != nullptr && code->filename == last_code->filename &&
                         code->name == last_code->name && line == last_line;
    if (!repeats) {
      TRY(add_repeated(same));
      same = 0;
    }
    last_code = code;
    last_line = line;
    if (++same <= kRepeatsShown) TRY(add_entry(traceback, line));
  }
  return add_repeated(same);
}

Status Printer::add_repeated(std::int32_t count) {
  if (count <= kRepeatsShown) return done;
  const std::int32_t more = count - kRepeatsShown;
  Ref<Str> line(TRY(format_str(thread_, "  [Previous line repeated {} more time{}]\n", more,
                               more > 1 ? "s" : "")));
  TRY(add_margin());
  return text_.append(line.get());
}

Status Printer::add_entry(const Traceback* traceback, std::int32_t line) {
  const Code* code = traceback->frame->function->code;
  Ref<Str> head(TRY(
      format_str(thread_, "  File \"{}\", line {}, in {}\n", code->filename, line, code->name)));
  TRY(add_margin());
  TRY(text_.append(head.get()));
  const std::string_view source = sources_.line(code->filename, line);
  if (source.empty()) return done;
  char margin[2 * (kGroupDepthMax + 2) + 2];
  std::fill(margin, margin + 2 * depth_, ' ');
  std::size_t size = 2 * depth_;
  if (depth_ != 0) margin[size++] = '|', margin[size++] = ' ';
  return append_source_line(thread_, text_, {margin, size}, source, traceback_position(traceback));
}

// ---- syntax errors ----

std::int64_t number_or(Object* object, std::int64_t otherwise) {
  if (object == nullptr || !is_int(object) || !static_cast<Int*>(object)->compact())
    return otherwise;
  return static_cast<Int*>(object)->value;
}

// True: the place was printed, and the message alone is the exception's text.
Result<bool> Printer::add_place_of_syntax_error(Exception* exception) {
  const auto* error = static_cast<SyntaxErrorException*>(exception);
  const std::int64_t line = number_or(error->line, -1);
  if (line < 0 || error->message == nullptr) return false;
  const bool named = error->filename != nullptr && error->filename != none(thread_);
  Ref<Str> head(named ? TRY(format_str(thread_, "  File \"{}\", line {}\n", error->filename, line))
                      : TRY(format_str(thread_, "  File \"<string>\", line {}\n", line)));
  TRY(text_.append(head.get()));
  if (error->text != nullptr && is_str(error->text)) TRY(add_syntax_text(error));
  TRY(add_margin());
  return true;
}

Status Printer::add_syntax_text(const SyntaxErrorException* error) {
  Utf8 utf8(thread_.interpreter(), static_cast<Str*>(error->text));
  if (!utf8.ok()) return raise_memory_error(thread_.interpreter());
  std::string_view text = utf8.view();
  const auto size = static_cast<std::int64_t>(text.size());
  std::int64_t offset = number_or(error->column, -1);
  std::int64_t end = number_or(error->end_column, -1);
  if (number_or(error->end_line, -1) > number_or(error->line, -1)) end = size;
  end = std::min(size + 1, end);
  const std::int64_t marks = end > 0 && end > offset ? end - offset : 1;
  --offset;
  while (!text.empty() && (text[0] == ' ' || text[0] == '\t' || text[0] == '\f')) {
    text.remove_prefix(1);
    --offset;
  }
  if (text.ends_with('\n')) text.remove_suffix(1);
  offset = std::min(offset, static_cast<std::int64_t>(text.size()));
  for (std::size_t line = text.find('\n'); line != std::string_view::npos; line = text.find('\n')) {
    if (static_cast<std::int64_t>(line) >= offset) break;
    text.remove_prefix(line + 1);
    offset -= static_cast<std::int64_t>(line) + 1;
  }
  Ref<Str> shown(TRY(make_str(thread_.interpreter(), text)));
  TRY(add_margin());
  TRY(text_.append("    "));
  TRY(text_.append(shown.get()));
  TRY(text_.append("\n"));
  if (offset < 0) return done;
  TRY(add_margin());
  TRY(text_.append_repeated(' ', 4 + static_cast<std::size_t>(offset)));
  TRY(text_.append_repeated('^', static_cast<std::size_t>(marks)));
  return text_.append("\n");
}

// ---- the last line ----

Status Printer::add_type_name(Exception* exception) {
  const auto module =
      get_attribute_if(thread_, exception->type, identifier(thread_, Id::dunder_module));
  Ref<> owned(module.ok() ? module.value().value : nullptr);
  if (!module.ok()) clear_pending(thread_);
  if (!owned || !is_str(owned)) {
    TRY(text_.append("<unknown>."));
  } else {
    const auto* name = static_cast<const Str*>(owned.get());
    if (!str_equal(name, "builtins") && !str_equal(name, "__main__")) {
      TRY(text_.append(name));
      TRY(text_.append("."));
    }
  }
  const auto qualified =
      get_attribute_if(thread_, exception->type, identifier(thread_, Id::dunder_qualname));
  Ref<> shown(qualified.ok() ? qualified.value().value : nullptr);
  if (!qualified.ok()) clear_pending(thread_);
  return shown && is_str(shown) ? text_.append(static_cast<const Str*>(shown.get()))
                                : text_.append("<unknown>");
}

Status Printer::add_last_line(Exception* exception, Object* value) {
  TRY(add_type_name(exception));
  if (value == none(thread_)) return done;
  const std::size_t before = text_.length();
  TRY(text_.append(": "));
  TRY(add_text_of(value, "<exception str() failed>"));
  if (text_.length() == before + 2) text_.shrink(before);
  return done;
}

Status Printer::add_suggestion(Exception* exception) {
  const Result<Found<Str>> found = find_suggestion(thread_, exception);
  if (!found.ok()) {
    clear_pending(thread_);
    return done;
  }
  Ref<Str> name(found.value().value);
  if (!name) return done;
  TRY(text_.append(". Did you mean: '"));
  TRY(text_.append(name.get()));
  return text_.append("'?");
}

// ---- notes ----

Status Printer::add_note(Object* note) {
  const Result<Str*> shown = str(thread_, note);
  if (!shown.ok()) {
    clear_pending(thread_);
    TRY(add_margin());
    return text_.append("<note str() failed>\n");
  }
  Ref<Str> text(shown.value());
  std::size_t start = 0;
  do {
    std::size_t end = start;
    while (end < text->length && text->at(end) != '\n') ++end;
    if (end < text->length) ++end;
    TRY(add_margin());
    TRY(text_.append(text.get(), start, end));
    start = end;
  } while (start < text->length);
  return text_.append("\n");
}

Status Printer::add_notes(Exception* exception) {
  Ref<> notes(retain_if(exception->notes));
  if (!notes || notes.get() == none(thread_)) return done;
  if (!is_list(notes) && !is_tuple(notes)) {
    TRY(add_margin());
    const std::size_t before = text_.length();
    if (!text_.append_repr(thread_, notes).ok()) {
      clear_pending(thread_);
      text_.shrink(before);
      TRY(text_.append("<__notes__ repr() failed>"));
    }
    return text_.append("\n");
  }
  Ref<Tuple> all(TRY(to_tuple(thread_, notes)));
  for (std::size_t index = 0; index < all->size; ++index) TRY(add_note((*all)[index]));
  return done;
}

// ---- unraisable ----

Status Printer::add_unraisable(Exception* exception, Object* where, Object* message) {
  if (where != nullptr) {
    TRY(message != nullptr ? add_text_of(message, "") : text_.append("Exception ignored in"));
    TRY(text_.append(": "));
    const std::size_t before = text_.length();
    if (!text_.append_repr(thread_, where).ok()) {
      clear_pending(thread_);
      text_.shrink(before);
      TRY(text_.append("<object repr() failed>"));
    }
    TRY(text_.append("\n"));
  } else if (message != nullptr) {
    TRY(add_text_of(message, ""));
    TRY(text_.append(":\n"));
  }
  if (exception == nullptr) return done;
  if (exception->traceback != nullptr) TRY(add_traceback(exception));
  TRY(add_type_name(exception));
  TRY(text_.append(": "));
  TRY(add_text_of(exception, "<exception str() failed>"));
  return text_.append("\n");
}

// ---- where it goes ----

Status write_to_stream(Thread& thread, Str* text) {
  Ref<> stream(TRY(find_stream(thread, Id::stderr_)).value);
  if (!stream || stream.get() == none(thread)) return done;
  TRY(write_text(thread, stream, text));
  const Result<Object*> flushed = call_method(thread, stream, identifier(thread, Id::flush));
  if (flushed.ok()) {
    release(flushed.value());
  } else {
    clear_pending(thread);
  }
  return done;
}

// All that can be said without memory.
void write_name_of(Thread& thread, const Exception* exception) noexcept {
  const bool too_deep = pending_matches(thread, TypeId::kRecursionError);
  clear_pending(thread);
  if (exception != nullptr) write_error_text(thread, type_name(exception->type));
  write_error_text(thread, too_deep ? " (could not be printed: too deep)\n"
                                    : " (could not be printed: no memory)\n");
}

void write_anywhere(Thread& thread, Exception* exception, Result<Str*> made) noexcept {
  if (!made.ok()) return write_name_of(thread, exception);
  Ref<Str> text(made.value());
  if (write_to_stream(thread, text).ok()) return;
  clear_pending(thread);
  Utf8 utf8(thread.interpreter(), text);
  if (utf8.ok()) write_error_text(thread, utf8.view());
}

}  // namespace

Result<Str*> format_exception(Thread& thread, Exception* exception) {
  Printer printer(thread);
  TRY(printer.add(exception));
  return printer.finish();
}

void print_exception(Thread& thread, Exception* exception) noexcept {
  Exception* pending = std::exchange(thread.pending, nullptr);
  Ref<Exception> kept(retain(exception));
  write_anywhere(thread, exception, format_exception(thread, exception));
  restore_pending(thread, pending);
}

void print_unraisable(Thread& thread, Exception* exception, Object* where,
                      Object* message) noexcept {
  Printer printer(thread);
  const Status added = printer.add_unraisable(exception, where, message);
  write_anywhere(thread, exception, added.ok() ? printer.finish() : Result<Str*>(failure));
}

}  // namespace ouro
