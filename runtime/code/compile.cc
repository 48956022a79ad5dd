// Compile: source text through the parser, the symbol table and the emitter to a code object.
#include "runtime/code/code.h"
#include "runtime/code/compilation.h"
#include "runtime/code/emitter.h"
#include "runtime/code/fold.h"
#include "runtime/code/symbols.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/codec.h"
#include "runtime/object/exception.h"
#include "runtime/object/protocol.h"
#include "runtime/source/parser.h"
#include "runtime/source/source_text.h"

namespace ouro {

// ---- errors of the parser ---------------------------------------------------------------------

namespace {

struct FailureRow {
  syntax::FailureKind kind;
  TypeId type;
};
constexpr FailureRow kSyntaxTypes[] = {
    {syntax::FailureKind::kSyntaxError, TypeId::kSyntaxError},
    {syntax::FailureKind::kIndentationError, TypeId::kIndentationError},
    {syntax::FailureKind::kTabError, TypeId::kTabError},
};

Result<Object*> text_or_none(Thread& thread, std::string_view text) {
  if (text.data() == nullptr) return new_none(thread);
  return make_str(thread.interpreter(), text);
}

// (filename, line, column, text, end line, end column), as SyntaxError takes it.
Result<Tuple*> details_of(Thread& thread, const syntax::SyntaxFailure& failed, Str* filename) {
  Interpreter& interpreter = thread.interpreter();
  Ref<Tuple> details(TRY(make_tuple(interpreter, 6)));
  Object** items = details->items();
  items[0] = retain(filename);
  items[1] = TRY(make_int(interpreter, failed.line));
  items[2] = TRY(make_int(interpreter, failed.column));
  items[3] = TRY(text_or_none(thread, failed.text));
  const bool before_first_line = failed.line == 0;
  items[4] =
      before_first_line ? interpreter.new_none() : TRY(make_int(interpreter, failed.end_line));
  items[5] = before_first_line || failed.end_column == kNoColumn
                 ? interpreter.new_none()
                 : TRY(make_int(interpreter, failed.end_column));
  return details.take();
}

Failure raise_syntax_error(Thread& thread, TypeId type, const syntax::SyntaxFailure& failed,
                           Str* filename) {
  Ref<Str> message(TRY(make_str(thread.interpreter(), failed.message)));
  Ref<Tuple> details(TRY(details_of(thread, failed, filename)));
  Ref<> error(TRY(call(thread, type_of(thread, type), message, details)));
  return raise_object(thread, static_cast<Exception*>(error.get()));
}

}  // namespace

Failure raise_syntax_failure(Thread& thread, const syntax::SyntaxFailure& failed, Str* filename) {
  for (const FailureRow& row : kSyntaxTypes) {
    if (row.kind == failed.kind) return raise_syntax_error(thread, row.type, failed, filename);
  }
  switch (failed.kind) {
    case syntax::FailureKind::kRecursionError:
      return raise(thread, TypeId::kRecursionError, "{}", failed.message);
    case syntax::FailureKind::kValueError:
      return raise(thread, TypeId::kValueError, "{}", failed.message);
    default: return raise_memory_error(thread.interpreter());
  }
}

// ---- warnings of the parser -------------------------------------------------------------------

namespace {

// When a filter makes the warning an exception, that becomes a SyntaxError at its place.
Status issue_warning(Compilation& compilation, const syntax::SyntaxWarning& warning) {
  Thread& thread = compilation.thread;
  const TypeId category = warning.kind == syntax::WarningKind::kSyntaxWarning
                              ? TypeId::kSyntaxWarning
                              : TypeId::kDeprecationWarning;
  Ref<Str> message(TRY(make_str(thread.interpreter(), warning.message)));
  if (compile_warning(thread, category, message, compilation.filename,
                      static_cast<std::int32_t>(warning.position.line))
          .ok()) {
    return done;
  }
  if (!pending_matches(thread, category)) return failure;
  clear_pending(thread);
  return compilation.error(warning.position, {warning.message});
}

syntax::ParseMode parse_mode(CompileMode mode) {
  static constexpr syntax::ParseMode kModes[] = {syntax::ParseMode::kExec, syntax::ParseMode::kEval,
                                                 syntax::ParseMode::kSingle};
  return kModes[static_cast<std::size_t>(mode)];
}

}  // namespace

// ---- entries ----------------------------------------------------------------------------------

namespace {

Result<Code*> generate_in(Compilation& compilation, const syntax::Node* tree) {
  compilation.future = compilation.options.future_flags & code_flag::kFutureMask;
  TRY(find_future_features(compilation, tree));
  Folder folder(compilation);
  SymbolTable symbols(compilation, folder);
  TRY(symbols.build(tree));
  Emitter emitter(compilation, symbols, folder);
  Ref<Code> code(TRY(emitter.emit_module(tree)));
  if (compilation.memory_refused) return compilation.out_of_memory();
  return code.take();
}

}  // namespace

Result<Code*> generate(Thread& thread, Arena& arena, const syntax::Node* tree,
                       std::string_view source, Str* filename, const CompileOptions& options) {
  Compilation compilation(thread, arena, source, filename, options);
  return generate_in(compilation, tree);
}

namespace {

std::string_view encoding_of(std::string_view source, const CompileOptions& options) {
  return options.ignore_cookie ? std::string_view() : syntax::foreign_encoding(source);
}

CompileOptions for_text(CompileOptions options) {
  options.ignore_cookie = true;
  return options;
}

// What a codec says about the source becomes a SyntaxError before the first line.
Failure raise_codec_error(Thread& thread, Str* filename) {
  Ref<Exception> cause(take_pending(thread));
  Ref<Str> message(TRY(str(thread, cause)));
  Utf8 text(thread.interpreter(), message);
  if (!text.ok()) return failure;
  const syntax::SyntaxFailure failed{
      syntax::FailureKind::kSyntaxError, text.view(), 0, -1, 0, 0, {}};
  return raise_syntax_error(thread, TypeId::kSyntaxError, failed, filename);
}

bool failed_in_codec(Thread& thread) {
  return pending_matches(thread, TypeId::kException) &&
         !pending_matches(thread, TypeId::kMemoryError);
}

Result<Str*> decode_source(Thread& thread, std::string_view source, std::string_view encoding,
                           Str* filename) {
  const Result<Str*> decoded = decode_bytes(thread, source, encoding, {});
  if (decoded.ok() || !failed_in_codec(thread)) return decoded;
  return raise_codec_error(thread, filename);
}

}  // namespace

Result<const syntax::Node*> parse_source(Thread& thread, Arena& arena, std::string_view source,
                                         Str* filename, const CompileOptions& options) {
  if (const std::string_view encoding = encoding_of(source, options); !encoding.empty()) {
    Ref<Str> text(TRY(decode_source(thread, source, encoding, filename)));
    Utf8 utf8(thread.interpreter(), text);
    if (!utf8.ok()) return failure;
    return parse_source(thread, arena, utf8.view(), filename, for_text(options));
  }
  syntax::ParseOptions parse_options;
  parse_options.mode = parse_mode(options.mode);
  parse_options.stack_limit = thread.stack_limit;
  parse_options.ignore_cookie = options.ignore_cookie;
  parse_options.only_tree = options.only_tree;
  parse_options.dont_imply_dedent = options.dont_imply_dedent;
  parse_options.allow_incomplete_input = options.allow_incomplete_input;
  const syntax::ParseResult parsed = syntax::parse(arena, source, parse_options);
  Compilation compilation(thread, arena, source, filename, options);
  for (const syntax::SyntaxWarning* warning = parsed.warnings; warning != nullptr;
       warning = warning->next) {
    TRY(issue_warning(compilation, *warning));
  }
  if (!parsed.ok()) return raise_syntax_failure(thread, parsed.failure, filename);
  return static_cast<const syntax::Node*>(parsed.tree);
}

Result<Code*> compile(Thread& thread, std::string_view source, Str* filename,
                      const CompileOptions& options) {
  if (const std::string_view encoding = encoding_of(source, options); !encoding.empty()) {
    Ref<Str> text(TRY(decode_source(thread, source, encoding, filename)));
    Utf8 utf8(thread.interpreter(), text);
    if (!utf8.ok()) return failure;
    return compile(thread, utf8.view(), filename, for_text(options));
  }
  Arena arena(memory_of(thread));
  const syntax::Node* tree = TRY(parse_source(thread, arena, source, filename, options));
  return generate(thread, arena, tree, source, filename, options);
}

}  // namespace ouro
