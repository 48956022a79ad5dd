// _json: make_scanner, which reads a document.
#include "runtime/interpreter/interpreter.h"
#include "runtime/module/json.h"
#include "runtime/object/container.h"
#include "runtime/object/dict.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/float_text.h"
#include "runtime/object/instance.h"
#include "runtime/object/int.h"
#include "runtime/object/list.h"
#include "runtime/object/native_call.h"
#include "runtime/object/offset.h"
#include "runtime/object/owned_references.h"
#include "runtime/object/protocol.h"
#include "runtime/object/str.h"
#include "runtime/object/str_kernel.h"
#include "runtime/object/tuple.h"

namespace ouro::json {
namespace {

struct Scanner : Object {
  Object* strict;
  Object* object_hook;
  Object* object_pairs_hook;
  Object* parse_float;
  Object* parse_int;
  Object* parse_constant;
};

using ScannerReferences =
    OwnedReferences<Scanner, &Scanner::strict, &Scanner::object_hook, &Scanner::object_pairs_hook,
                    &Scanner::parse_float, &Scanner::parse_int, &Scanner::parse_constant>;

enum class Meaning : std::uint8_t { kNone, kTrue, kFalse, kConstant };

struct Word {
  std::string_view text;
  Meaning meaning;  // kConstant: the hook parse_constant decides
};
constexpr Word kWords[] = {
    {"null", Meaning::kNone},         {"true", Meaning::kTrue},
    {"false", Meaning::kFalse},       {"NaN", Meaning::kConstant},
    {"Infinity", Meaning::kConstant}, {"-Infinity", Meaning::kConstant},
};

class Reader {
 public:
  Reader(Thread& thread, const Scanner* scanner, Str* document, Dict* known, bool strict)
      : thread_(thread), scanner_(scanner), document_(document), known_(known), strict_(strict) {}

  std::size_t position() const { return at_; }

  // The value at `start`; StopIteration: there is none.
  Result<Object*> read(std::size_t start) {
    at_ = start;
    switch (peek()) {
      case '"': return read_text();
      case '{': return guarded(" while decoding a JSON object from a unicode string", '{');
      case '[': return guarded(" while decoding a JSON array from a unicode string", '[');
      default: break;
    }
    for (const Word& word : kWords) {
      if (peek() == static_cast<unsigned char>(word.text[0]) && stands_here(word.text)) {
        at_ += word.text.size();
        return value_of(word);
      }
    }
    return read_number();
  }

 private:
  // No character of a document: it is at its end.
  static constexpr char32_t kEnd = 0x110000;
  char32_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < document_->length ? document_->at(at_ + ahead) : kEnd;
  }
  bool stands_here(std::string_view text) const {
    std::size_t index = 0;
    while (index < text.size() && peek(index) == static_cast<unsigned char>(text[index])) ++index;
    return index == text.size();
  }
  void skip_space() {
    for (char32_t next = peek(); next == ' ' || next == '\n' || next == '\t' || next == '\r';) {
      ++at_;
      next = peek();
    }
  }
  Failure expected(std::string_view message) { return refuse(thread_, message, document_, at_); }

  Result<Object*> guarded(const char* where, char32_t opening) {
    RecursionGuard guard(thread_, where);
    if (!guard.ok()) return failure;
    ++at_;
    return opening == '{' ? read_object() : read_array();
  }

  Result<Object*> value_of(const Word& word) {
    if (word.meaning == Meaning::kNone) return new_none(thread_);
    if (word.meaning != Meaning::kConstant) {
      return new_boolean(thread_, word.meaning == Meaning::kTrue);
    }
    Ref<Str> name(TRY(make_str(thread_.interpreter(), word.text)));
    return call(thread_, scanner_->parse_constant, name);
  }

  Result<Object*> read_text() {
    StringAt found;
    TRY(read_string(thread_, document_, at_ + 1, strict_, found));
    at_ = found.end;
    return found.text.take();
  }

  Result<Object*> read_array() {
    Ref<List> list(TRY(make_list(thread_.interpreter())));
    skip_space();
    while (peek() != ']') {
      TRY(list_append_owned(thread_.interpreter(), list, TRY(read(at_))));
      skip_space();
      if (peek() == ']') break;
      if (peek() != ',') return expected("Expecting ',' delimiter");
      ++at_;
      skip_space();
      // A bracket here is no end, but no value either.
      if (peek() == ']') return stop();
    }
    ++at_;
    return list.take();
  }

  // Equal keys of one document are one object.
  Result<Object*> read_key() {
    if (peek() != '"') return expected("Expecting property name enclosed in double quotes");
    Ref<> key(TRY(read_text()));
    return retain(TRY(dict_set_default(thread_, known_, key, key)));
  }

  Result<Object*> read_member_value() {
    skip_space();
    if (peek() != ':') return expected("Expecting ':' delimiter");
    ++at_;
    skip_space();
    return read(at_);
  }

  Status keep(Dict* dict, List* pairs, Object* key, Object* value) {
    if (pairs == nullptr) return dict_set(thread_, dict, key, value);
    Tuple* pair = TRY(pack_tuple(thread_.interpreter(), key, value));
    return list_append_owned(thread_.interpreter(), pairs, pair);
  }

  Result<Object*> read_object() {
    Object* const nothing = none(thread_);
    const bool as_pairs = scanner_->object_pairs_hook != nothing;
    Ref<Dict> dict(TRY(make_dict(thread_.interpreter())));
    Ref<List> pairs(as_pairs ? TRY(make_list(thread_.interpreter())) : nullptr);
    skip_space();
    while (peek() != '}') {
      Ref<> key(TRY(read_key()));
      Ref<> value(TRY(read_member_value()));
      TRY(keep(dict, pairs, key, value));
      skip_space();
      if (peek() == '}') break;
      if (peek() != ',') return expected("Expecting ',' delimiter");
      ++at_;
      skip_space();
      if (peek() == '}') return expected("Expecting property name enclosed in double quotes");
    }
    ++at_;
    if (as_pairs) return call(thread_, scanner_->object_pairs_hook, pairs);
    if (scanner_->object_hook != nothing) return call(thread_, scanner_->object_hook, dict);
    return dict.take();
  }

  Failure stop() { return stop_at(at_); }
  Failure stop_at(std::size_t place) {
    Result<Object*> index = make_int_object(thread_, static_cast<std::intptr_t>(place));
    if (!index.ok()) return failure;
    Ref<> owned(index.value());
    return raise_value(thread_, TypeId::kStopIteration, owned);
  }

  static bool is_digit(char32_t character) { return character >= '0' && character <= '9'; }
  void skip_digits() {
    while (is_digit(peek())) ++at_;
  }

  Result<Object*> read_number() {
    const std::size_t start = at_;
    if (peek() == '-') ++at_;
    if (!is_digit(peek())) return stop_at(start);
    if (peek() == '0') {
      ++at_;
    } else {
      skip_digits();
    }
    bool is_float = false;
    if (peek() == '.' && is_digit(peek(1))) {
      is_float = true;
      ++at_;
      skip_digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
      if (is_digit(peek(1 + sign))) {
        is_float = true;
        at_ += 1 + sign;
        skip_digits();
      }
    }
    return number_from(start, is_float);
  }

  Result<Object*> number_from(std::size_t start, bool is_float) {
    Object* parse = is_float ? scanner_->parse_float : scanner_->parse_int;
    // What int() would make of few digits.
    constexpr std::size_t kFew = 18;
    if (!is_float && at_ - start <= kFew && parse == type_of(thread_, TypeId::kInt)) {
      const bool negative = document_->at(start) == '-';
      std::int64_t value = 0;
      for (std::size_t at = start + negative; at < at_; ++at) {
        value = value * 10 + static_cast<std::int64_t>(document_->at(at) - '0');
      }
      return make_int(thread_.interpreter(), negative ? -value : value);
    }
    if (is_float && document_->width == 1 && parse == type_of(thread_, TypeId::kFloat)) {
      const auto* first = reinterpret_cast<const char*>(document_->narrow()) + start;
      double value = 0;
      if (parse_float({first, at_ - start}, &value)) {
        return make_float(thread_.interpreter(), value);
      }
    }
    Ref<Str> text(TRY(str_slice(thread_.interpreter(), document_, start, at_)));
    return call(thread_, parse, text);
  }

  Thread& thread_;
  const Scanner* scanner_;
  Str* document_;
  Dict* known_;
  bool strict_;
  std::size_t at_ = 0;
};

constexpr Signature kCallSignature = "scan_once(string, idx)";

Result<Object*> call_scanner(Thread& thread, Object* self, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kCallSignature, arguments));
  if (!is_str(bound[0])) {
    return raise(thread, TypeId::kTypeError, "first argument must be a string, not {}",
                 type_name(bound[0]->type));
  }
  const std::intptr_t start = TRY(index_argument(thread, bound[1]));
  if (start < 0) return raise(thread, TypeId::kValueError, "idx cannot be negative");
  Ref<Scanner> scanner(retain(static_cast<Scanner*>(self)));
  Ref<Dict> known(TRY(make_dict(thread.interpreter())));
  Reader reader(thread, scanner, static_cast<Str*>(bound[0]), known,
                TRY(is_true(thread, scanner->strict)));
  Ref<> value(TRY(reader.read(static_cast<std::size_t>(start))));
  Ref<> end(TRY(make_int_object(thread, static_cast<std::intptr_t>(reader.position()))));
  return pack_tuple(thread.interpreter(), value.get(), end.get());
}

constexpr Signature kMakeSignature = "make_scanner(context)";

Result<Object*> make_scanner(Thread& thread, Type* type, const Arguments& arguments) {
  BoundArguments bound;
  TRY(bound.bind(thread, kMakeSignature, arguments));
  Ref<Scanner> scanner(static_cast<Scanner*>(TRY(allocate_instance(thread.interpreter(), type))));
  scanner->strict = TRY(get_attribute(thread, bound[0], "strict"));
  scanner->object_hook = TRY(get_attribute(thread, bound[0], "object_hook"));
  scanner->object_pairs_hook = TRY(get_attribute(thread, bound[0], "object_pairs_hook"));
  scanner->parse_float = TRY(get_attribute(thread, bound[0], "parse_float"));
  scanner->parse_int = TRY(get_attribute(thread, bound[0], "parse_int"));
  scanner->parse_constant = TRY(get_attribute(thread, bound[0], "parse_constant"));
  return scanner.take();
}

constexpr NativeMember kMembers[] = {
    {"strict", OURO_OFFSET(Scanner, strict)},
    {"object_hook", OURO_OFFSET(Scanner, object_hook)},
    {"object_pairs_hook", OURO_OFFSET(Scanner, object_pairs_hook)},
    {"parse_float", OURO_OFFSET(Scanner, parse_float)},
    {"parse_int", OURO_OFFSET(Scanner, parse_int)},
    {"parse_constant", OURO_OFFSET(Scanner, parse_constant)},
};

constexpr TypeDescriptor kScannerType = {
    .name = "Scanner",
    .module = "_json",
    .flags = flag::kCollectable,
    .object_size = sizeof(Scanner),
    .slots = {.deallocate = ScannerReferences::deallocate,
              .traverse = ScannerReferences::traverse,
              .clear = ScannerReferences::clear,
              .call = call_scanner,
              .make = make_scanner},
    .members = kMembers,
    .doc = "Reads JSON documents.",
};

}  // namespace

Status add_scanner(Thread& thread, Module* module) {
  return module_add(thread, module, "make_scanner",
                    TRY(module_add_type(thread, module, kScannerType)));
}

}  // namespace ouro::json
