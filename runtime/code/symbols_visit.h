// SymbolVisitor: the first walk of the symbol table; see symbols.h.
#pragma once

#include <span>
#include <string_view>

#include "runtime/code/symbols.h"

namespace ouro {

class SymbolVisitor {
 public:
  SymbolVisitor(Compilation& compilation, Folder& folder, SymbolTable& table)
      : compilation_(compilation), folder_(folder), table_(table) {}

  Status visit_module(const syntax::Node* tree);

 private:
  struct DirectiveKind {
    std::uint32_t use;
    std::string_view name;
  };
  static constexpr DirectiveKind kGlobal{use::kGlobal, "global"};
  static constexpr DirectiveKind kNonlocal{use::kNonlocal, "nonlocal"};

  Status enter(ScopeKind, std::string_view name, const syntax::Node*);
  void leave();
  Status add(std::string_view text, std::uint32_t uses, const syntax::Position&);
  Status add_to(Scope*, const Name*, std::uint32_t uses, const syntax::Position&);
  Status check_iterated(Symbol*, const syntax::Position&);
  std::uint32_t uses_of(const Scope*, const Name*) const;
  Status note_directive(const Name*, const syntax::Position&);

  Status visit_body(syntax::NodeList);
  Status visit_statement(const syntax::Node*);
  Status visit_block_statement(const syntax::Node*);
  Status visit_return(const syntax::Return&);
  Status visit_with(const syntax::With&);
  Status visit_try(const syntax::Try&);
  Status visit_match(const syntax::Match&);
  Status visit_function(const syntax::FunctionDef&);
  Status visit_class(const syntax::ClassDef&);
  Status visit_annotated(const syntax::AnnAssign&);
  Status visit_annotated_name(const syntax::AnnAssign&, const syntax::Name&);
  Status visit_directive(const syntax::Node&, syntax::IdentifierList, const DirectiveKind&);
  Status check_directive(const syntax::Node&, std::string_view, std::uint32_t uses,
                         const DirectiveKind&);
  Status visit_aliases(std::span<syntax::Alias* const>);

  Status visit_defaults(const syntax::Arguments&);
  Status visit_parameters(const syntax::Arguments&);
  Status visit_annotations(const syntax::Arguments&, const syntax::Node* returns);
  Status visit_annotation(const syntax::Node*);

  Status visit(const syntax::Node*);
  Status visit_all(syntax::NodeList);
  Status visit_rare(const syntax::Node*);
  Status visit_name(const syntax::Name&);
  Status visit_call(const syntax::Call&);
  Status visit_keywords(std::span<syntax::Keyword* const>);
  Status visit_lambda(const syntax::Lambda&);
  Status visit_yield(const syntax::Node*, const syntax::Node* value);
  Status refuse_in_annotation(const syntax::Node*, std::string_view what);
  Status visit_walrus(const syntax::NamedExpr&);
  Status extend_walrus(const syntax::Name&);
  Status extend_walrus_to(Scope*, const Name*, const syntax::Name&);
  Status visit_element_comprehension(const syntax::Node*, Comprehension);
  Status visit_comprehension(const syntax::Node*, Comprehension,
                             std::span<syntax::Comprehension* const>, const syntax::Node* element,
                             const syntax::Node* value);
  Status visit_iteration_target(const syntax::Node*);
  Status visit_inner_generator(const syntax::Comprehension&);

  Status visit_pattern(const syntax::Node*);
  Status visit_patterns(syntax::NodeList);
  Status capture(std::string_view name, const syntax::Node*);

  Compilation& compilation_;
  Folder& folder_;
  SymbolTable& table_;
  Scope* scope_ = nullptr;
  std::string_view class_name_{};
};

}  // namespace ouro
