// Bytes: the methods of bytes and bytearray that find, replace, split and strip.
#include <algorithm>
#include <cstring>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/bytes_methods.h"
#include "runtime/object/cuts.h"
#include "runtime/object/list.h"
#include "runtime/object/octets.h"
#include "runtime/object/text.h"
#include "runtime/object/tuple.h"

namespace ouro {
namespace {

// What to look for: a number or a buffer.
class Needle {
 public:
  explicit Needle(Thread& thread) : thread_(thread), buffer_(thread) {}

  Status take(Object* argument) {
    if (argument->type->slots->get_buffer != nullptr) return buffer_.take(argument);
    if (!has_index(argument)) {
      return refuse_type(thread_, "argument should be integer or bytes-like object, not '{}'",
                         argument);
    }
    octet_ = TRY(to_octet(thread_, argument));
    single_ = true;
    return done;
  }
  TextView view() const { return single_ ? TextView(&octet_, 1, 1) : buffer_.view(); }

 private:
  Thread& thread_;
  HeldBuffer buffer_;
  std::uint8_t octet_ = 0;
  bool single_ = false;
};

using Finder = std::size_t (*)(const TextView&, const TextView&) noexcept;

Result<std::size_t> find_with(Thread& thread, std::string_view name, Object* self,
                              Object* const* arguments, Finder finder) {
  TRY(need_first(thread, name, arguments[0]));
  const RawBounds raw = TRY(read_bounds(thread, arguments[1], arguments[2]));
  Needle needle(thread);
  TRY(needle.take(arguments[0]));
  const Octets octets = octets_of(self);
  const Bounds bounds = raw.in(octets.length);
  if (!bounds.valid()) return kNotFound;
  const auto start = static_cast<std::size_t>(bounds.start);
  const std::size_t at = finder(octets.view().part(start, bounds.size()), needle.view());
  return at == kNotFound ? kNotFound : start + at;
}

Result<Object*> index_with(Thread& thread, std::string_view name, Object* self,
                           Object* const* arguments, Finder finder) {
  const std::size_t at = TRY(find_with(thread, name, self, arguments, finder));
  if (at != kNotFound) return make_position(thread, at);
  return raise(thread, TypeId::kValueError, "subsection not found");
}

// ---- Beginnings and ends ----------------------------------------------------------------------

using Tester = bool (*)(const TextView&, const TextView&) noexcept;

Result<bool> test_one(Thread& thread, const TextView& text, bool valid, Object* wanted,
                      Tester tester) {
  HeldBuffer buffer(thread);
  TRY(buffer.take(wanted));
  return valid && tester(text, buffer.view());
}

Result<Object*> test_end(Thread& thread, std::string_view name, Object* self,
                         Object* const* arguments, Tester tester) {
  TRY(need_first(thread, name, arguments[0]));
  const RawBounds raw = TRY(read_bounds(thread, arguments[1], arguments[2]));
  const Octets octets = octets_of(self);
  const Bounds bounds = raw.in(octets.length);
  TextView text;
  if (bounds.valid()) {
    text = octets.view().part(static_cast<std::size_t>(bounds.start), bounds.size());
  }
  Object* wanted = arguments[0];
  if (is_tuple(wanted)) {
    const auto* tuple = static_cast<Tuple*>(wanted);
    for (std::size_t index = 0; index < tuple->size; ++index) {
      if (TRY(test_one(thread, text, bounds.valid(), (*tuple)[index], tester))) {
        return new_boolean(thread, true);
      }
    }
    return new_boolean(thread, false);
  }
  if (wanted->type->slots->get_buffer == nullptr) {
    return raise(thread, TypeId::kTypeError,
                 "{} first arg must be bytes or a tuple of bytes, not {}", name,
                 type_name(wanted->type));
  }
  return new_boolean(thread, TRY(test_one(thread, text, bounds.valid(), wanted, tester)));
}

// ---- Cutting ----------------------------------------------------------------------------------

constexpr bool is_space(char32_t octet) { return octet == ' ' || (octet >= 9 && octet <= 13); }
constexpr bool is_line_break(char32_t octet) { return octet == '\n' || octet == '\r'; }

// Collects pieces of the octets of an object into a list.
class Pieces {
 public:
  Pieces(Thread& thread, Object* self) : thread_(thread), self_(self) {}

  Status begin() {
    list_.reset(TRY(make_list(thread_.interpreter())));
    return done;
  }
  Status operator()(std::size_t start, std::size_t end) {
    Object* piece = TRY(make_like(thread_, self_, octets_of(self_).data + start, end - start));
    return list_append_owned(thread_.interpreter(), list_.get(), piece);
  }
  Result<Object*> finish() { return list_.take(); }
  Result<Object*> finish_reversed() {
    if (list_->size > 1) std::reverse(list_->items, list_->items + list_->size);
    return list_.take();
  }

 private:
  Thread& thread_;
  Object* self_;
  Ref<List> list_;
};

bool is_given(Thread& thread, const Object* argument) {
  return argument != nullptr && argument != none(thread);
}

Status take_separator(Thread& thread, HeldBuffer& buffer, Object* separator) {
  TRY(buffer.take(separator));
  if (buffer.length() > 0) return done;
  return raise(thread, TypeId::kValueError, "empty separator");
}

// The separator as it stands in the result of partition().
Result<Object*> separator_result(Thread& thread, Object* self, Object* separator,
                                 const HeldBuffer& buffer) {
  if (is_bytes(self)) return retain(separator);
  return make_like(thread, self, buffer.data(), buffer.length());
}

Result<Object*> partition_with(Thread& thread, Object* self, Object* separator, bool from_right) {
  HeldBuffer buffer(thread);
  TRY(take_separator(thread, buffer, separator));
  Interpreter& interpreter = thread.interpreter();
  const Octets octets = octets_of(self);
  const std::size_t at = from_right ? find_last_text(octets.view(), buffer.view())
                                    : find_text(octets.view(), buffer.view());
  if (at == kNotFound) {
    Ref<> whole(TRY(make_whole(thread, self)));
    Ref<> first(TRY(make_like(thread, self, nullptr, 0)));
    Ref<> second(TRY(make_like(thread, self, nullptr, 0)));
    if (from_right) {
      return pack_tuple<Object, Object, Object>(interpreter, first, second, whole);
    }
    return pack_tuple<Object, Object, Object>(interpreter, whole, first, second);
  }
  const std::size_t tail = at + buffer.length();
  Ref<> head(TRY(make_like(thread, self, octets.data, at)));
  Ref<> middle(TRY(separator_result(thread, self, separator, buffer)));
  Ref<> rest(TRY(make_like(thread, self, octets.data + tail, octets.length - tail)));
  return pack_tuple<Object, Object, Object>(interpreter, head, middle, rest);
}

Result<Object*> strip_with(Thread& thread, Object* self, Object* argument, cuts::Side side) {
  HeldBuffer dropped(thread);
  const bool given = is_given(thread, argument);
  if (given) TRY(dropped.take(argument));
  const Octets octets = octets_of(self);
  const cuts::Range range =
      given ? cuts::strip(octets.view(), side,
                          [&](char32_t octet) {
                            return find_character(dropped.view(), octet) != kNotFound;
                          })
            : cuts::strip(octets.view(), side, is_space);
  if (range.end - range.start == octets.length) return make_whole(thread, self);
  return make_like(thread, self, octets.data + range.start, range.end - range.start);
}

// ---- Replacing --------------------------------------------------------------------------------

constexpr std::size_t kLongest = PTRDIFF_MAX / 8;

std::uint8_t* put(std::uint8_t* out, const std::uint8_t* data, std::size_t length) {
  if (length > 0) std::memcpy(out, data, length);
  return out + length;
}

Result<Object*> intersperse(Thread& thread, Object* self, Octets replacement, std::size_t limit) {
  const Octets octets = octets_of(self);
  const std::size_t times = std::min(limit, octets.length + 1);
  std::size_t added;
  if (__builtin_mul_overflow(times, replacement.length, &added) || added > kLongest) {
    return raise(thread, TypeId::kOverflowError, "replace bytes is too long");
  }
  Object* result = TRY(make_like_for(thread, self, octets.length + added));
  std::uint8_t* out = octets_out(result);
  std::size_t taken = 0;
  for (std::size_t step = 0; step < times; ++step) {
    out = put(out, replacement.data, replacement.length);
    if (taken < octets.length) *out++ = octets.data[taken++];
  }
  put(out, octets.data + taken, octets.length - taken);
  return result;
}

Result<Object*> replace_matches(Thread& thread, Object* self, Octets old, Octets replacement,
                                const ReplacePlan& plan) {
  const Octets octets = octets_of(self);
  Object* result = TRY(make_like_for(thread, self, plan.length));
  std::uint8_t* out = octets_out(result);
  std::size_t taken = 0;
  for_each_match(octets.view(), old.view(), plan.matches, [&](std::size_t at) {
    out = put(out, octets.data + taken, at - taken);
    out = put(out, replacement.data, replacement.length);
    taken = at + old.length;
  });
  put(out, octets.data + taken, octets.length - taken);
  return result;
}

Result<Object*> replace_octets(Thread& thread, Object* self, Octets old, Octets replacement,
                               std::size_t limit) {
  if (limit == 0) return make_whole(thread, self);
  if (old.length == 0) {
    if (replacement.length == 0) return make_whole(thread, self);
    return intersperse(thread, self, replacement, limit);
  }
  const ReplacePlan plan =
      plan_replace(octets_of(self).view(), old.view(), replacement.length, limit, kLongest);
  if (plan.matches == 0) return make_whole(thread, self);
  if (!plan.fits) return raise(thread, TypeId::kOverflowError, "replace bytes is too long");
  return replace_matches(thread, self, old, replacement, plan);
}

}  // namespace

Result<bool> octets_contains(Thread& thread, Object* self, Object* item) {
  if (has_index(item)) {
    const char32_t octet = TRY(to_octet(thread, item));
    return find_character(octets_of(self).view(), octet) != kNotFound;
  }
  HeldBuffer buffer(thread);
  TRY(buffer.take(item));
  return find_text(octets_of(self).view(), buffer.view()) != kNotFound;
}

namespace octet_methods {

Result<Object*> count(Thread& thread, Object* self, Object* const* arguments) {
  TRY(need_first(thread, "count", arguments[0]));
  const RawBounds raw = TRY(read_bounds(thread, arguments[1], arguments[2]));
  Needle needle(thread);
  TRY(needle.take(arguments[0]));
  const Octets octets = octets_of(self);
  const Bounds bounds = raw.in(octets.length);
  if (!bounds.valid()) return make_int_object(thread, 0);
  const TextView text = octets.view().part(static_cast<std::size_t>(bounds.start), bounds.size());
  return make_int_object(thread, static_cast<std::intptr_t>(count_text(text, needle.view())));
}

Result<Object*> find(Thread& thread, Object* self, Object* const* arguments) {
  return make_position(thread, TRY(find_with(thread, "find", self, arguments, find_text)));
}

Result<Object*> rfind(Thread& thread, Object* self, Object* const* arguments) {
  return make_position(thread, TRY(find_with(thread, "rfind", self, arguments, find_last_text)));
}

Result<Object*> index(Thread& thread, Object* self, Object* const* arguments) {
  return index_with(thread, "index", self, arguments, find_text);
}

Result<Object*> rindex(Thread& thread, Object* self, Object* const* arguments) {
  return index_with(thread, "rindex", self, arguments, find_last_text);
}

Result<Object*> startswith(Thread& thread, Object* self, Object* const* arguments) {
  return test_end(thread, "startswith", self, arguments, starts_with);
}

Result<Object*> endswith(Thread& thread, Object* self, Object* const* arguments) {
  return test_end(thread, "endswith", self, arguments, ends_with);
}

Result<Object*> split(Thread& thread, Object* self, Object* const* arguments) {
  const std::size_t limit = TRY(read_limit(thread, arguments[1]));
  HeldBuffer separator(thread);
  const bool given = is_given(thread, arguments[0]);
  if (given) TRY(take_separator(thread, separator, arguments[0]));
  Pieces pieces(thread, self);
  TRY(pieces.begin());
  auto emit = [&](std::size_t start, std::size_t end) { return pieces(start, end); };
  const TextView text = octets_of(self).view();
  if (given) {
    TRY(cuts::split(text, separator.view(), limit, emit));
  } else {
    TRY(cuts::split_words(text, is_space, limit, emit));
  }
  return pieces.finish();
}

Result<Object*> rsplit(Thread& thread, Object* self, Object* const* arguments) {
  const std::size_t limit = TRY(read_limit(thread, arguments[1]));
  HeldBuffer separator(thread);
  const bool given = is_given(thread, arguments[0]);
  if (given) TRY(take_separator(thread, separator, arguments[0]));
  Pieces pieces(thread, self);
  TRY(pieces.begin());
  auto emit = [&](std::size_t start, std::size_t end) { return pieces(start, end); };
  const TextView text = octets_of(self).view();
  if (given) {
    TRY(cuts::split_last(text, separator.view(), limit, emit));
  } else {
    TRY(cuts::split_words_last(text, is_space, limit, emit));
  }
  return pieces.finish_reversed();
}

Result<Object*> splitlines(Thread& thread, Object* self, Object* const* arguments) {
  const bool keep_breaks = TRY(read_c_int(thread, arguments[0], 0)) != 0;
  Pieces pieces(thread, self);
  TRY(pieces.begin());
  auto emit = [&](std::size_t start, std::size_t end) { return pieces(start, end); };
  TRY(cuts::split_lines(octets_of(self).view(), is_line_break, keep_breaks, emit));
  return pieces.finish();
}

Result<Object*> partition(Thread& thread, Object* self, Object* const* arguments) {
  return partition_with(thread, self, arguments[0], false);
}

Result<Object*> rpartition(Thread& thread, Object* self, Object* const* arguments) {
  return partition_with(thread, self, arguments[0], true);
}

Result<Object*> removeprefix(Thread& thread, Object* self, Object* const* arguments) {
  HeldBuffer prefix(thread);
  TRY(prefix.take(arguments[0]));
  const Octets octets = octets_of(self);
  if (prefix.length() == 0 || !starts_with(octets.view(), prefix.view())) {
    return make_whole(thread, self);
  }
  return make_like(thread, self, octets.data + prefix.length(), octets.length - prefix.length());
}

Result<Object*> removesuffix(Thread& thread, Object* self, Object* const* arguments) {
  HeldBuffer suffix(thread);
  TRY(suffix.take(arguments[0]));
  const Octets octets = octets_of(self);
  if (suffix.length() == 0 || !ends_with(octets.view(), suffix.view())) {
    return make_whole(thread, self);
  }
  return make_like(thread, self, octets.data, octets.length - suffix.length());
}

Result<Object*> replace(Thread& thread, Object* self, Object* const* arguments) {
  HeldBuffer old(thread), replacement(thread);
  TRY(old.take(arguments[0]));
  TRY(replacement.take(arguments[1]));
  const std::size_t limit = TRY(read_limit(thread, arguments[2]));
  return replace_octets(thread, self, old.octets(), replacement.octets(), limit);
}

Result<Object*> strip(Thread& thread, Object* self, Object* const* arguments) {
  return strip_with(thread, self, arguments[0], cuts::Side::kBoth);
}

Result<Object*> lstrip(Thread& thread, Object* self, Object* const* arguments) {
  return strip_with(thread, self, arguments[0], cuts::Side::kLeft);
}

Result<Object*> rstrip(Thread& thread, Object* self, Object* const* arguments) {
  return strip_with(thread, self, arguments[0], cuts::Side::kRight);
}

}  // namespace octet_methods
}  // namespace ouro
