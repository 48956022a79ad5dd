// SourceFile: bytes that are not what the file declares are an error of the whole file.
#include "runtime/code/source_file.h"

#include <algorithm>

#include "runtime/interpreter/interpreter.h"
#include "runtime/object/codec.h"
#include "runtime/object/exception.h"
#include "runtime/source/source_text.h"

namespace ouro {
namespace {

Failure raise_not_utf8(Thread& thread, std::string_view source, std::size_t place, Str* filename) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(source[place]);
  const char code[] = {kDigits[byte >> 4], kDigits[byte & 15]};
  const std::int64_t line = 1 + std::count(source.data(), source.data() + place, '\n');
  return raise(thread, TypeId::kSyntaxError,
               "Non-UTF-8 code starting with '\\x{}' in file {} on line {}, but no encoding "
               "declared; see https://peps.python.org/pep-0263/ for details",
               std::string_view(code, sizeof code), static_cast<const Object*>(filename), line);
}

// Whatever its codec says, the message is one.
Result<Code*> compile_encoded(Thread& thread, std::string_view source, std::string_view encoding,
                              Str* filename) {
  const Result<Str*> decoded = decode_bytes(thread, source, encoding, {});
  if (!decoded.ok()) {
    const bool in_codec = pending_matches(thread, TypeId::kException) &&
                          !pending_matches(thread, TypeId::kMemoryError);
    if (!in_codec) return failure;
    clear_pending(thread);
    return raise(thread, TypeId::kSyntaxError, "encoding problem: {}", encoding);
  }
  Ref<Str> text(decoded.value());
  Utf8 utf8(thread.interpreter(), text);
  if (!utf8.ok()) return failure;
  return compile(thread, utf8.view(), filename, {.ignore_cookie = true});
}

}  // namespace

Result<Code*> compile_file(Thread& thread, std::string_view source, Str* filename) {
  const syntax::FileFault fault = syntax::find_file_fault(source);
  switch (fault.kind) {
    case syntax::FileFault::Kind::kNotUtf8:
      return raise_not_utf8(thread, source, fault.place, filename);
    case syntax::FileFault::Kind::kMarkWithOther:
      return raise(thread, TypeId::kSyntaxError, "encoding problem: {} with BOM", fault.encoding);
    default: break;
  }
  const std::string_view encoding = syntax::foreign_encoding(source);
  if (!encoding.empty()) return compile_encoded(thread, source, encoding, filename);
  return compile(thread, source, filename);
}

}  // namespace ouro
