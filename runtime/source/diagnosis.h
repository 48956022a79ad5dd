#pragma once
#include "runtime/source/parse_run.h"
#include "runtime/source/tree_parser.h"
namespace ouro::syntax {
class Diagnosis {
 public:
  Diagnosis(Arena&, TokenStream& t, TreeParser&, const ParseOptions&) : t_(t) {}
  void run(StartRule) {
    if (!t_.lexer().has_failed()) t_.fail_at_last(FailureKind::kSyntaxError, "invalid syntax");
  }
  TokenStream& t_;
};
}  // namespace ouro::syntax
