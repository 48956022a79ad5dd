// Emitter: walks the tree and writes the instructions of each unit.
//
// EXPRESSIONS. expression(node, target) leaves the value in `target`: a register, or kAnywhere (the
// result may be a local, a constant or a new temporary), or kNew (a new temporary, exactly the next
// free register). Temporaries are a stack: an instruction that consumes some frees them all at
// once. A local that is read late must not change, fail or vanish in between: held() copies it if
// it might.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "runtime/code/compilation.h"
#include "runtime/code/fold.h"
#include "runtime/code/symbols.h"
#include "runtime/code/unit.h"

namespace ouro {

inline constexpr Operand kAnywhere = 0xfffe;
inline constexpr Operand kNew = 0xfffd;

Operation binary_operation(syntax::Operator);

class Emitter {
 public:
  Emitter(Compilation& compilation, SymbolTable& symbols, Folder& folder)
      : compilation_(compilation), symbols_(symbols), folder_(folder) {}

  Result<Code*> emit_module(const syntax::Node* tree);

 private:
  using Node = syntax::Node;
  using NodeList = syntax::NodeList;
  using Position = syntax::Position;

  // Sets the position of instructions for as long as it lives.
  class At {
   public:
    At(Unit& unit, const Position& position) : unit_(unit), outer_(unit.position) {
      unit.position = position;
    }
    At(const At&) = delete;
    At& operator=(const At&) = delete;
    ~At() { unit_.position = outer_; }

   private:
    Unit& unit_;
    Position outer_;
  };

  // ---- units (emit_unit.cc) ----
  Status begin(Unit&, Scope*, std::string_view name, std::int32_t first_line);
  Status set_qualified_name(Unit&);
  Status prologue();
  std::uint32_t flags_of(const Unit&) const;
  Result<Object*> finish(Unit&);  // the code, kept by the compilation; back to the parent unit
  Status emit_body_of(const Node* tree);
  const syntax::Constant* docstring_of(NodeList statements) const;
  Status namespace_body(NodeList statements);
  Result<Operand> closure_of(const Unit& inner);

  // ---- operands (emit_operands.cc) ----
  Result<Operand> destination(Operand target);
  Result<Operand> constant(Object*);
  Result<Operand> none_operand();
  Result<Operand> text_operand(std::string_view);
  Result<Operand> number_operand(std::int64_t);
  Result<Operand> give(Operand value, Operand target);  // moves a value to where it is wanted
  Result<Label> label();
  bool is_trivial(const Node*);
  bool may_borrow(Operand local, std::initializer_list<const Node*> rest);
  Result<Operand> held(const Node*, std::initializer_list<const Node*> rest);
  Result<Operand> operand(const Node* node) { return expression(node, kAnywhere); }
  Status drop(Operand temporary) { return unit_->emit(Operation::kDrop, temporary); }

  enum class AccessKind : std::uint8_t { kLocal, kCell, kClassFree, kGlobal, kName };
  struct Access {
    AccessKind kind;
    std::uint16_t place;  // a register or an index into the names
    std::uint16_t name;   // for kClassFree
  };
  Result<Access> access(std::string_view text);
  Symbol* local_symbol(const Node* node) { return local_symbol_of(*unit_, node); }
  Symbol* local_symbol_of(const Unit&, const Node*);
  Result<Operand> load_name(std::string_view text, Operand target);
  Status store_name(std::string_view text, Operand value);
  Status delete_name(std::string_view text);
  Status refuse_debug(std::string_view text, const char* what);
  Result<std::uint16_t> attribute_name(std::string_view text);

  // ---- expressions (emit_expression.cc) ----
  Result<Operand> expression(const Node*, Operand target);
  Result<Operand> dispatch(const Node*, Operand target);
  Result<Operand> rare_expression(const Node*, Operand target);
  Result<Operand> constant_expression(const Node*, Operand target);
  Result<Operand> name_expression(const syntax::Name&, Operand target);
  Result<Operand> binary_expression(const syntax::BinOp&, Operand target);
  bool is_percent_format(const syntax::BinOp&);
  Result<Operand> percent_expression(const syntax::BinOp&, Operand target);
  Status percent_part(const Node* argument, std::string_view& format);
  Status push_text(std::string_view, std::size_t& parts);
  Result<Operand> unary_expression(const syntax::UnaryOp&, Operand target);
  Result<Operand> boolean_expression(const syntax::BoolOp&, Operand target);
  Result<Operand> compare_expression(const syntax::Compare&, Operand target);
  Result<Operand> single_compare(const syntax::Compare&, Operand target);
  Result<Operand> compare_right(const syntax::Compare&, std::size_t index);
  Result<Operand> compare_middle(const syntax::Compare&, std::size_t index);
  Result<Operand> lower(Operand middle, std::uint32_t mark);
  Status drop_middle(std::uint32_t mark);
  Result<Operand> optional_expression(const Node*);
  Result<Operand> attribute_expression(const syntax::Attribute&, Operand target);
  Result<Operand> subscript_expression(const syntax::Subscript&, Operand target);
  Result<Operand> slice_load(const syntax::Subscript&, const syntax::Slice&, Operand target);
  Result<Operand> slice_expression(const syntax::Slice&, Operand target);
  Result<Operand> walrus_expression(const syntax::NamedExpr&, Operand target);
  Result<Operand> choice_expression(const syntax::IfExp&, Operand target);
  Result<Operand> format_expression(const syntax::FormattedValue&, Operand target);
  Result<Operand> joined_expression(const syntax::JoinedStr&, Operand target);
  Result<Operand> yield_expression(const syntax::Yield&, Operand target);
  Result<Operand> yield_from_expression(const syntax::YieldFrom&, Operand target);
  Result<Operand> await_expression(const syntax::Await&, Operand target);
  Result<Operand> await_value(Operand value, std::uint16_t context, Operand target);
  Result<Operand> yield_value(Operand value, Operand target);
  Status check_in_function(const Node&, std::string_view what);

  // ---- displays and calls (emit_display.cc, emit_call.cc) ----
  Result<Operand> run_of(NodeList, Operation build, Operand target);
  Result<Operand> list_display(NodeList, Operand target);
  Result<Operand> set_display(NodeList, Operand target);
  Result<Operand> tuple_display(const syntax::Tuple&, Operand target);
  Result<Operand> collected(NodeList, Operation start, Operation add, Operation extend,
                            Operand target);
  Status collect(NodeList, Operand collection, Operation add, Operation extend);
  Result<Operand> dict_display(const syntax::Dict&, Operand target);
  Result<Operand> small_dict(const syntax::Dict&, Operand target);
  bool are_constants(NodeList) const;
  Result<Operand> constant_tuple_of(NodeList);
  Result<Operand> constant_set_of(NodeList);
  Result<Operand> set_of_constants(NodeList, Operand target);
  Result<Operand> call_expression(const syntax::Call&, Operand target);
  Result<Operand> plain_call(const syntax::Call&, Operand target);
  Result<Operand> load_method(const syntax::Attribute&);
  Result<Operand> call_with(Operand base, std::size_t count, NodeList args,
                            std::span<syntax::Keyword* const> keywords, Operand target);
  Result<Operand> spread_call(Operand base, Operand first, NodeList args,
                              std::span<syntax::Keyword* const> keywords, Operand target);
  Status spread_positional(Operand first, NodeList args);
  Status spread_keywords(Operand base, std::span<syntax::Keyword* const> keywords);
  Result<Operand> keyword_names(std::span<syntax::Keyword* const> keywords);
  Status keyword_run(Operand dictionary, Operand base, std::span<syntax::Keyword* const> run);
  static bool needs_spread(NodeList args, std::span<syntax::Keyword* const> keywords);
  Status check_keywords(std::span<syntax::Keyword* const> keywords);
  Status warn_about_call(const syntax::Call&);
  Status warn_about_subscript(const syntax::Subscript&);
  Status warn_about_compare(const syntax::Compare&);

  // ---- conditions (emit_condition.cc) ----
  // Jumps to the label when the truth of the expression equals `sense`, else goes on.
  Status jump_if(const Node*, bool sense, Label);
  Status jump_if_boolean(const syntax::BoolOp&, bool sense, Label);
  Status jump_if_choice(const syntax::IfExp&, bool sense, Label);
  Status jump_if_compare(const syntax::Compare&, bool sense, Label);
  Status jump_if_chain(const syntax::Compare&, bool sense, Label);
  Status compare_jump(syntax::CompareOperator, Operand left, Operand right, bool sense, Label);
  // -1: not known at compile time.
  Result<int> known_truth(const Node*);

  // ---- assignment (emit_assign.cc) ----
  Status assign(const syntax::Assign&);
  Status assign_one(const Node* target, const Node* value);
  Status assign_pairwise(NodeList targets, NodeList values);
  bool is_pairwise(const Node* target, const Node* value);
  Status store(const Node* target, Operand value);
  Status store_attribute(const syntax::Attribute&, Operand value);
  Status store_subscript(const syntax::Subscript&, Operand value);
  Status unpack(NodeList targets, Operand value);
  Status unpack_starred(NodeList targets, std::size_t star, Operand value);
  Status store_run(NodeList targets, Operand first);
  Result<Operand> local_run(NodeList targets);
  Status augmented(const syntax::AugAssign&);
  Status augment_name(const syntax::AugAssign&, const syntax::Name&);
  Status augment_attribute(const syntax::AugAssign&, const syntax::Attribute&);
  Status augment_subscript(const syntax::AugAssign&, const syntax::Subscript&);
  Result<Operand> again(Operand value);
  Status annotated(const syntax::AnnAssign&);
  Status annotate_name(const syntax::AnnAssign&, const syntax::Name&);
  Status evaluate_annotation_parts(const syntax::AnnAssign&);
  Status discard(const Node*);
  Status remove(const Node* target);
  Result<Operand> annotation_value(const Node* annotation, Operand target);

  // ---- statements (emit_statement.cc) ----
  Status body(NodeList);
  Status statement(const Node*);
  Status simple_statement(const Node*);
  Status expression_statement(const syntax::Expr&);
  Status if_statement(const syntax::If&);
  Status while_statement(const syntax::While&);
  Status for_statement(const syntax::For&);
  Status async_for_statement(const syntax::For&);
  Status return_statement(const syntax::Return&);
  Status break_statement(const Node&);
  Status continue_statement(const Node&);
  Status raise_statement(const syntax::Raise&);
  Status assert_statement(const syntax::Assert&);
  Status import_statement(const syntax::Import&);
  Status import_as(const syntax::Alias&, Operand module);
  Status import_from_statement(const syntax::ImportFrom&);
  Status delete_statement(const syntax::Delete&);
  Status check_future(const syntax::ImportFrom&);
  Result<Operand> iteration_operand(const Node*);
  Result<Operand> iteration_target(const Node* target);
  Result<std::uint32_t> async_step(const Node* target, Operand iterator);
  Status async_end(std::uint32_t handler, Operand iterator);
  Result<std::size_t> find_loop(const Node&);
  Status leave_to(Label target, std::size_t down_to);
  Result<Operand> import_module(std::string_view name, std::int64_t level,
                                Result<Operand> from_list);
  Result<Operand> imported_names(std::span<syntax::Alias* const>);

  // ---- leaving blocks (emit_try.cc) ----
  Status push_block(const Block&, const Position&);
  void pop_block() { unit_->blocks.take_last(); }
  Status unwind(std::size_t down_to, Operand* value);
  Status leave_block(const Block&, Operand* value);
  Status exit_normally(const Block&, const Position&);
  Status exit_early(const Block&);
  Status forget_name(std::string_view name);
  Status reraise(Operand exception);
  Status push_handled(Operand saved, Operand exception);
  Status store_copy(std::string_view name, Operand value);
  Status cleanup_handler(std::uint32_t handler, Operand saved);
  Status try_statement(const syntax::Try&);
  Status try_finally(const syntax::Try&);
  Status finally_handler(const syntax::Try&, std::uint32_t handler);
  // An exception being handled: its register, what was handled before, and where to go afterwards.
  struct Caught {
    Operand exception;
    Operand saved;
    std::uint32_t outer;
    Label end;
  };
  Status try_except(const syntax::Try&);
  Status except_handlers(const syntax::Try&, const Caught&);
  Status except_body(const syntax::ExceptHandler&, const Caught&);
  Status named_except_body(const syntax::ExceptHandler&, const Caught&);
  Status caught_body(const syntax::ExceptHandler&, const Caught&, std::uint32_t handler);
  Status try_star(const syntax::Try&);
  Status star_handlers(const syntax::Try&, Operand exception, Operand saved, Label end);
  Status star_handler(const syntax::ExceptHandler&, Operand list, Operand rest);
  Status star_body(const syntax::ExceptHandler&, Operand matched, Operand list, Label next);
  Status with_statement(const syntax::With&, std::size_t item);
  Status with_enter(bool async, const syntax::WithItem&);
  Status with_store(const syntax::WithItem&, std::uint32_t place);
  Status with_handler(const Position&, bool async, std::uint32_t handler, Operand exit_pair);
  Result<std::uint32_t> new_handler_at(std::uint32_t level);
  Status reserve_registers(std::uint32_t top);

  // ---- functions and classes (emit_function.cc) ----
  Status function_statement(const syntax::FunctionDef&);
  Status function_code(const syntax::FunctionDef&, Unit&);
  Status check_parameters(const syntax::Arguments&);
  struct FunctionParts {
    Operand first = 0;
    std::uint32_t bits = 0;
  };
  Status function_parts(const syntax::Arguments&, FunctionParts&);
  Status annotation_parts(const syntax::Arguments&, const Node* returns, FunctionParts&);
  Status one_annotation(std::string_view name, const Node* annotation, std::size_t& count);
  Status keyword_defaults(const syntax::Arguments&, FunctionParts&);
  Result<Operand> make_function(Unit& inner, FunctionParts, std::uint32_t mark, Operand target);
  Result<Operand> lambda_expression(const syntax::Lambda&, Operand target);
  Status push_decorators(NodeList);
  Result<Operand> apply_decorators(NodeList, std::uint32_t mark);
  Status class_statement(const syntax::ClassDef&);
  Status class_body(const syntax::ClassDef&);
  Status call_build_class(const syntax::ClassDef&, Operand base);
  Status first_constant(const syntax::Constant* docstring);

  // ---- comprehensions (emit_comprehension.cc) ----
  struct ComprehensionParts {
    std::span<syntax::Comprehension* const> generators;
    const Node* element;
    const Node* value;  // of a dict; else null
    Operand result;     // the collection; kNoOperand in a generator
  };
  Result<Operand> comprehension(const Node*, std::span<syntax::Comprehension* const>,
                                const Node* element, const Node* value, Operand target);
  Result<Operand> element_comprehension(const Node*, Operand target);
  Status check_async_comprehension(const Node*, const Scope& inner);
  Status comprehension_body(ComprehensionParts);
  Status generator_loop(const ComprehensionParts&, std::size_t index);
  Status plain_loop(const ComprehensionParts&, std::size_t index);
  Status async_loop(const ComprehensionParts&, std::size_t index);
  Result<Operand> loop_iterator(const ComprehensionParts&, std::size_t index);
  const Node* single_item(const Node* iterable);
  Status loop_content(const ComprehensionParts&, std::size_t index, Label next);
  Status add_element(const ComprehensionParts&);

  // ---- patterns (emit_pattern.cc) ----
  friend class PatternEmitter;
  Status match_statement(const syntax::Match&);
  Result<std::uint32_t> identifier_tuple(syntax::IdentifierList names);
  Failure duplicate_key(const Position&, Object* key);

  Compilation& compilation_;
  SymbolTable& symbols_;
  Folder& folder_;
  Unit* unit_ = nullptr;
};

// The text of an expression as Python's ast.unparse prints annotations; views live in the arena.
Result<Object*> unparse(Compilation&, const syntax::Node* expression);

}  // namespace ouro
