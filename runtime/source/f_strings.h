// StringJoiner: adjacent string tokens to one Constant or JoinedStr; the f-strings of Python 3.11.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/source/literals.h"
#include "runtime/source/tree_parser.h"

namespace ouro::syntax {

struct Nesting;

class StringJoiner {
 public:
  // Of the tokens [first, end) of the parser.
  StringJoiner(TreeParser& parser, std::size_t first, std::size_t end) noexcept
      : parser_(parser), first_(first), end_(end), text_(parser.arena_), parts_(parser.stack_) {}

  Node* join(const Position& position) noexcept;

 private:
  struct Field;

  Node* constant(ConstantKind kind, std::string_view text) noexcept;
  bool check_kinds() noexcept;
  bool add_token(std::size_t index) noexcept;
  bool add_bytes(const StringToken& token) noexcept;
  bool add_text(std::string_view body, bool is_raw) noexcept;
  bool report_unknown_escape(std::string_view character) noexcept;
  Node* finish() noexcept;
  bool flush(ListBuilder& parts) noexcept;

  // ---- f-strings ----
  bool add_format(const StringToken& token) noexcept;
  bool format_parts(ListBuilder& parts, int depth) noexcept;
  bool literal_part(int depth, bool& again) noexcept;
  bool skip_literal(int depth, bool& again) noexcept;
  void skip_character_name() noexcept;
  bool field(ListBuilder& parts, int depth) noexcept;
  bool skip_expression() noexcept;
  bool skip_expression_character(Nesting& nesting) noexcept;
  bool close_bracket(Nesting& nesting) noexcept;
  Node* compile_expression(const char* begin, const char* end) noexcept;
  bool debug_text(const char* begin) noexcept;
  bool conversion(Field& field) noexcept;
  bool format_spec(Field& field, int depth) noexcept;
  void place_of(const char* brace, std::uint32_t& line, std::int32_t& column) const noexcept;

  bool fail(std::string_view message) noexcept;
  bool fail_escape(const EscapeDecoder& decoder) noexcept;
  bool fail_unexpected_end() noexcept { return fail("f-string: expecting '}'"); }
  bool at_end() const noexcept { return cursor_ == limit_; }

  TreeParser& parser_;
  std::size_t first_;
  std::size_t end_;
  TextBuffer text_;    // literal text since the last part
  ListBuilder parts_;  // of the whole
  Position position_{};
  bool is_format_ = false;
  bool has_u_prefix_ = false;
  const Token* token_ = nullptr;  // the current one
  StringToken current_{};
  const char* cursor_ = nullptr;  // in an f-string's body
  const char* limit_ = nullptr;
};

}  // namespace ouro::syntax
