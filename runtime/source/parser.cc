// Parser: the passes over one text, and what their outcome means.
#include "runtime/source/parser.h"

#include <new>

#include "runtime/source/arena_text.h"
#include "runtime/source/diagnosis.h"
#include "runtime/source/parse_run.h"
#include "runtime/source/source_text.h"
#include "runtime/source/tree_parser.h"

namespace ouro::syntax {
namespace {

Node* first_pass(TreeParser& parser, StartRule start) {
  switch (start) {
    case StartRule::kModule: return parser.module();
    case StartRule::kInteractive: return parser.interactive();
    case StartRule::kEval: return parser.eval_input();
    case StartRule::kFString: return parser.f_string_expression();
  }
  return nullptr;
}

// Is there more than space and comments?
bool has_code(std::string_view text) {
  for (;;) {
    const std::size_t code = text.find_first_not_of(" \t\n\f");
    if (code == text.npos) return false;
    if (text[code] != '#') return true;
    text.remove_prefix(std::min(text.find('\n', code), text.size()));
  }
}

// From the line a token ends in, or from where the tokens begin that reach into it.
std::size_t shown_start(TokenStream& tokens, std::size_t index) {
  std::uint32_t line = tokens.at(index)->position.line;
  std::size_t place = tokens.at(index)->begin;
  while (index-- != 0 && tokens.at(index)->position.end_line == line) {
    line = tokens.at(index)->position.line;
    place = tokens.at(index)->begin;
  }
  return place == 0 ? 0 : tokens.lexer().text().rfind('\n', place - 1) + 1;
}

// Mode single: only one statement. False: there are more. The parser has looked one token ahead, so
// the line of the error is behind the lexer already.
bool check_single(TokenStream& tokens, std::size_t index) {
  const Token& last = *tokens.at(index - 1);
  const std::string_view text = tokens.lexer().text();
  if (!has_code(text.substr(last.end))) return true;
  const std::size_t start = shown_start(tokens, index - 1);
  const std::string_view shown = text.substr(start, last.end - start);
  const auto line = static_cast<std::int32_t>(last.position.line);
  const auto column = [&](std::uint32_t bytes) {
    return static_cast<std::int32_t>(count_characters(shown.substr(0, bytes))) + 1;
  };
  return tokens.lexer().fail_with(
      {FailureKind::kSyntaxError, "multiple statements found while compiling a single statement",
       line, column(last.position.column), line, column(last.position.end_column), shown});
}

bool is_incomplete(const Lexer& lexer) {
  return lexer.state() == LexerState::kAtEnd || lexer.state() == LexerState::kUnfinishedString;
}

void find_failure(TreeParser& parser, TokenStream& tokens, const ParseOptions& options,
                  StartRule start, Arena& arena) {
  Lexer& lexer = tokens.lexer();
  if (options.allow_incomplete_input && is_incomplete(lexer)) {
    tokens.fail_at_last(FailureKind::kSyntaxError, "incomplete input");
    return;
  }
  Diagnosis diagnosis(arena, tokens, parser, options);
  diagnosis.run(start);
}

// The second mention of the keyword stands for the error.
SyntaxFailure repeated(Arena& arena, const Keyword& keyword) {
  const std::string_view message = concatenate(arena, {"keyword argument repeated: ", keyword.arg});
  if (message.data() == nullptr) return {FailureKind::kOutOfMemory, {}, 0, 0, 0, 0, {}};
  const Position& at = keyword.position;
  return {FailureKind::kSyntaxError,
          message,
          static_cast<std::int32_t>(at.line),
          static_cast<std::int32_t>(at.column) + 1,
          static_cast<std::int32_t>(at.end_line),
          static_cast<std::int32_t>(at.end_column) + 1,
          {}};
}

StartRule start_of(ParseMode mode) {
  switch (mode) {
    case ParseMode::kExec: return StartRule::kModule;
    case ParseMode::kEval: return StartRule::kEval;
    case ParseMode::kSingle: return StartRule::kInteractive;
  }
  return StartRule::kModule;
}

}  // namespace

ParseRun run_parser(Arena& arena, Lexer& lexer, const ParseOptions& options, StartRule start,
                    bool silent) noexcept {
  TokenStream tokens(arena, lexer);
  TreeParser parser(arena, tokens, options);
  if (silent) parser.warned_until(static_cast<std::uint32_t>(-1));
  Node* tree = first_pass(parser, start);
  if (tree != nullptr && start == StartRule::kInteractive &&
      !check_single(tokens, parser.index())) {
    tree = nullptr;
  } else if (tree == nullptr) {
    find_failure(parser, tokens, options, start, arena);
  }
  return {tree, parser.repeated_keyword()};
}

ParseResult parse(Arena& arena, std::string_view source, const ParseOptions& options) {
  const SourceText text = read_source(arena, source, options);
  if (text.text.data() == nullptr) return {nullptr, text.failure, nullptr};
  // On the arena, for it is large, and the C stack may be small.
  auto* warnings = arena.make<WarningList>();
  void* place = arena.allocate(sizeof(Lexer));
  if (warnings == nullptr || place == nullptr) {
    return {nullptr, {FailureKind::kOutOfMemory, {}, 0, 0, 0, 0, {}}, nullptr};
  }
  auto* lexer = new (place) Lexer(arena, *warnings, text.text);
  if (options.mode == ParseMode::kSingle) lexer->end_statement_at_end(!options.dont_imply_dedent);
  const ParseRun run = run_parser(arena, *lexer, options, start_of(options.mode), false);
  if (run.tree == nullptr) return {nullptr, lexer->failure(), warnings->first()};
  if (run.repeated_keyword != nullptr && !options.only_tree) {
    return {nullptr, repeated(arena, *run.repeated_keyword), warnings->first()};
  }
  return {run.tree, {}, warnings->first()};
}

}  // namespace ouro::syntax
