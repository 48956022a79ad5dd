// regex_subject: the text that is searched - str, or anything with bytes.
#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/module/regex.h"
#include "runtime/object/container.h"
#include "runtime/object/exception.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str_kernel.h"

namespace ouro::regex {

Subject::~Subject() { release_buffer(thread_.interpreter(), buffer_); }

Status Subject::open(const Pattern* pattern, Object* string) {
  string_ = string;
  const bool is_text = is_str(string);
  if (!is_text && string->type->slots->get_buffer == nullptr) {
    return raise(thread_, TypeId::kTypeError, "expected string or bytes-like object, got '{}'",
                 static_cast<const Type*>(string->type));
  }
  if (is_text && pattern->for_bytes) {
    return raise(thread_, TypeId::kTypeError, "cannot use a bytes pattern on a string-like object");
  }
  if (!is_text && pattern->for_text) {
    return raise(thread_, TypeId::kTypeError, "cannot use a string pattern on a bytes-like object");
  }
  if (is_text) {
    text_ = view_of(static_cast<const Str*>(string));
    return done;
  }
  TRY(get_buffer(thread_, string, buffer_));
  text_ = TextView(buffer_.data, buffer_.length, 1);
  return done;
}

Result<Object*> Subject::slice(Place begin, Place end, bool or_empty) {
  if (begin < 0 || end < begin) {
    if (!or_empty) return new_none(thread_);
    begin = end = 0;
  }
  const auto from = static_cast<std::size_t>(begin), to = static_cast<std::size_t>(end);
  if (is_str(string_)) {
    return str_slice(thread_.interpreter(), static_cast<Str*>(string_), from, to);
  }
  if (is_exact(string_, TypeId::kBytes) && from == 0 && to == text_.length) return retain(string_);
  return make_bytes(thread_.interpreter(), text_.narrow() + from, to - from);
}

namespace {

Result<std::size_t> cut(Thread& thread, Object* given, std::size_t fallback, std::size_t most) {
  if (given == nullptr) return fallback;
  const std::intptr_t place = TRY(to_index_value(thread, given));
  return place < 0 ? 0 : std::min(static_cast<std::size_t>(place), most);
}

}  // namespace

Result<Range> read_range(Thread& thread, const TextView& text, Object* begin, Object* end) {
  Range range;
  range.begin = TRY(cut(thread, begin, 0, text.length));
  range.end = TRY(cut(thread, end, text.length, text.length));
  return range;
}

Result<Object*> join_pieces(Thread& thread, Subject& subject, Object* list) {
  Ref<> empty(TRY(subject.slice(0, 0)));
  return call_method(thread, empty, "join", {list});
}

}  // namespace ouro::regex
