// Diagnosis: its machine - marks, memory, reports - and the verdict when no rule found a mistake.
#include "runtime/source/diagnosis.h"

#include <algorithm>

#include "runtime/source/arena_text.h"
#include "runtime/source/node_name.h"

namespace ouro::syntax {

// ---- the verdict -----------------------------------------------------------------------------

void Diagnosis::run(StartRule start) noexcept {
  if (stopped()) {
    if (!tokens_.failed()) check_rest();
    return;
  }
  const Token last = tokens_.last();
  switch (start) {
    case StartRule::kModule: module(); break;
    case StartRule::kInteractive: interactive(); break;
    case StartRule::kEval: eval_input(); break;
    case StartRule::kFString: star_expressions(); break;
  }
  if (!stopped()) return report_generic(last);
  if (!tokens_.failed()) check_rest();
}

// At the last token of the first pass.
void Diagnosis::report_generic(const Token& last) noexcept {
  if (last.kind == TokenKind::kIndent || last.kind == TokenKind::kDedent) {
    report_indentation(last.kind == TokenKind::kIndent ? "unexpected indent"
                                                       : "unexpected unindent");
    return;
  }
  report(last.position, last.position, "invalid syntax");
  check_rest();
}

// A wrong token anywhere behind the failure, or a bracket open since before, matters more.
void Diagnosis::check_rest() noexcept {
  const SyntaxFailure found = lexer_.failure();
  const bool is_syntax = found.kind == FailureKind::kSyntaxError ||
                         found.kind == FailureKind::kIndentationError ||
                         found.kind == FailureKind::kTabError;
  if (!is_syntax || lexer_.state() != LexerState::kReading) return;
  const std::uint32_t line = tokens_.count() == 0 ? 0 : tokens_.last().position.line;
  lexer_.forget_failure();
  Token token;
  while (lexer_.next(token) && token.kind != TokenKind::kEnd) {
  }
  if (!lexer_.has_failed()) {
    lexer_.fail_with(found);
  } else if (lexer_.failed_quietly()) {
    const bool opened_before =
        lexer_.open_brackets() != 0 && line > lexer_.innermost_bracket().line;
    if (opened_before) {
      lexer_.fail_unclosed();
    } else {
      lexer_.fail_with(found);
    }
  }
}

// ---- tokens ----------------------------------------------------------------------------------

bool Diagnosis::see_word(std::string_view word) noexcept {
  return see(TokenKind::kName) && lexer_.text_of(token_at(mark_)) == word;
}

bool Diagnosis::take_word(std::string_view word) noexcept {
  if (!see_word(word)) return false;
  ++mark_;
  return true;
}

bool Diagnosis::too_deep() noexcept {
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  if (here >= options_.stack_limit) [[likely]]
    return false;
  lexer_.fail_with({FailureKind::kRecursionError,
                    "maximum recursion depth exceeded during compilation",
                    0,
                    0,
                    0,
                    0,
                    {}});
  return true;
}

// ---- memory ----------------------------------------------------------------------------------

const Diagnosis::MemoEntry* Diagnosis::find_memo(Memo memo, std::size_t start) noexcept {
  if (start >= memo_size_) return nullptr;
  const MemoEntry* entry = memo_[start];
  while (entry != nullptr && entry->rule != memo) entry = entry->next;
  return entry;
}

bool Diagnosis::add_memo(Memo memo, std::size_t start, bool fits) noexcept {
  if (stopped() || (start >= memo_size_ && !grow_memo(start + 1))) return false;
  auto* entry = arena_.make<MemoEntry>(memo, fits, mark_, memo_[start]);
  if (entry == nullptr) return lexer_.fail_memory();
  memo_[start] = entry;
  return true;
}

bool Diagnosis::grow_memo(std::size_t wanted) noexcept {
  const std::size_t size = std::max<std::size_t>({wanted, 2 * memo_size_, 256});
  MemoEntry** memo = arena_.make_array<MemoEntry*>(size);
  if (memo == nullptr) return lexer_.fail_memory();
  std::copy_n(memo_, memo_size_, memo);
  memo_ = memo;
  memo_size_ = size;
  return true;
}

// ---- reports ---------------------------------------------------------------------------------

bool Diagnosis::report(const Position& from, const Position& to,
                       std::string_view message) noexcept {
  if (stopped()) return false;
  const auto column = [](std::uint32_t value) {
    return value == kNoColumn ? 0 : static_cast<std::int32_t>(value) + 1;
  };
  return lexer_.fail_at(FailureKind::kSyntaxError, message,
                        {static_cast<std::int32_t>(from.line), column(from.column),
                         static_cast<std::int32_t>(to.end_line), column(to.end_column)});
}

bool Diagnosis::report_token(std::size_t index, std::string_view message) noexcept {
  return report_tokens(index, index, message);
}

bool Diagnosis::report_tokens(std::size_t first, std::size_t last,
                              std::string_view message) noexcept {
  return report(token_at(first).position, token_at(last).position, message);
}

bool Diagnosis::report_node(const Node* node, std::string_view message) noexcept {
  return node != nullptr && report(node->position, node->position, message);
}

// From the node to where the lexer is.
bool Diagnosis::report_from(const Node* node, std::string_view message) noexcept {
  if (stopped() || node == nullptr) return false;
  return lexer_.fail_at(FailureKind::kSyntaxError, message,
                        {static_cast<std::int32_t>(node->position.line),
                         static_cast<std::int32_t>(node->position.column) + 1,
                         static_cast<std::int32_t>(lexer_.line_reached()),
                         static_cast<std::int32_t>(lexer_.column_reached())});
}

bool Diagnosis::report_last(std::string_view message) noexcept {
  return !stopped() && tokens_.fail_at_last(FailureKind::kSyntaxError, message);
}

bool Diagnosis::report_indentation(std::string_view message) noexcept {
  return !stopped() && tokens_.fail_at_last(FailureKind::kIndentationError, message);
}

// Python expects this token here, whatever else is wrong.
bool Diagnosis::forced(TokenKind kind, std::string_view message) noexcept {
  return take(kind) || report_token(mark_, message);
}

// If the expression, or a part of it, cannot be such a target.
bool Diagnosis::report_target(const Node* node, TargetUse use) noexcept {
  const Node* wrong = node == nullptr ? nullptr : find_wrong_target(node, use);
  if (wrong == nullptr) return false;
  const std::string_view verb = use == TargetUse::kDelete ? "cannot delete " : "cannot assign to ";
  return report_node(wrong, concatenate(arena_, {verb, name_of_node(wrong)}));
}

}  // namespace ouro::syntax
