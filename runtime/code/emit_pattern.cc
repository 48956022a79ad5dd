// PatternEmitter: the cases of a match statement.
//
// A case's names are bound only once its whole pattern has matched, so captures go to registers of
// their own first: one for each name, before all other temporaries of the pattern. Wherever a
// pattern fails, it jumps to one place that empties all registers the pattern may have filled.
#include "runtime/code/emitter.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/protocol.h"

namespace ouro {

using syntax::as;
using syntax::Node;
using syntax::NodeKind;
using syntax::NodeList;

namespace {

bool is_wildcard(const Node* node) {
  const auto* pattern = syntax::if_is<syntax::MatchAs>(node);
  return pattern != nullptr && pattern->name.data() == nullptr && pattern->pattern == nullptr;
}

bool is_star_wildcard(const Node* node) {
  const auto* pattern = syntax::if_is<syntax::MatchStar>(node);
  return pattern != nullptr && pattern->name.data() == nullptr;
}

}  // namespace

class PatternEmitter {
 public:
  PatternEmitter(Emitter& emitter, Operand subject)
      : emitter_(emitter), unit_(*emitter.unit_), subject_(subject) {}

  // `last`: a pattern that always matches is allowed here.
  Status emit_case(const syntax::MatchCase&, bool last, Label end);

 private:
  struct Capture {
    std::string_view name;
    Operand place;
  };
  using At = Emitter::At;

  // Matches what stands in `value`. When it is `owned` it is empty after a match.
  Status match(const Node*, Operand value, bool owned);
  Status match_value(const syntax::MatchValue&, Operand value, bool owned);
  Status match_singleton(const syntax::MatchSingleton&, Operand value, bool owned);
  Status match_as(const syntax::MatchAs&, Operand value, bool owned);
  Status match_or(const syntax::MatchOr&, Operand value, bool owned);
  using Names = ArenaVector<std::string_view>;
  Status match_alternative(const Node*, Operand value, bool last, Label matched);
  Status note_captured(std::size_t outer, Names& wanted);
  Status check_captured(std::size_t outer, const Names& wanted);
  Status drop_all(std::uint32_t from, std::uint32_t to);
  Status match_sequence(const syntax::MatchSequence&, Operand value, bool owned);
  Status check_length(Operand value, std::size_t least, bool exact);
  Status unpack_items(NodeList patterns, std::size_t star, Operand value);
  Status subscript_items(NodeList patterns, std::size_t star, Operand value);
  Status match_items(NodeList patterns, Operand first);
  Status match_mapping(const syntax::MatchMapping&, Operand value, bool owned);
  Status mapping_values(const syntax::MatchMapping&, Operand value, Operand keys);
  Result<Operand> mapping_keys(const syntax::MatchMapping&);
  Status check_mapping_key(const Node* key);
  Status match_class(const syntax::MatchClass&, Operand value, bool owned);
  Status class_items(const syntax::MatchClass&, Operand attributes);
  Status check_attributes(const syntax::MatchClass&);

  Status capture(std::string_view name, Operand value, bool owned);
  Result<Operand> place_of(std::string_view name);
  Status count_captures(const Node*);
  Status note_names(NodeList);
  Status note_name(std::string_view name);
  Status fail_unless(Operation jump, Operand value) { return unit_.jump(jump, fail_, value); }
  Status finish_with(Operand value, bool owned) { return owned ? emitter_.drop(value) : done; }
  Status fail_if_none(Operand value);
  Status store_captures();

  Emitter& emitter_;
  Unit& unit_;
  const Operand subject_;
  Label fail_{};
  bool irrefutable_allowed_ = false;
  ArenaVector<Capture> places_;             // one for each name of the pattern
  ArenaVector<std::string_view> captured_;  // in order, on the path so far
};

// ---- one case ---------------------------------------------------------------------------------

Status PatternEmitter::emit_case(const syntax::MatchCase& node, bool last, Label end) {
  const std::uint32_t mark = unit_.top();
  const std::uint32_t peak = unit_.peak();
  const Label next = TRY(emitter_.label());
  places_.shrink(0);
  captured_.shrink(0);
  fail_ = TRY(emitter_.label());
  irrefutable_allowed_ = last || node.guard != nullptr;
  TRY(count_captures(node.pattern));
  unit_.reset_peak(unit_.top());
  TRY(match(node.pattern, subject_, false));
  const std::uint32_t used = unit_.peak();
  unit_.reset_peak(peak > used ? peak : used);
  TRY(store_captures());
  unit_.set_top(mark);
  if (node.guard != nullptr) TRY(emitter_.jump_if(node.guard, false, next));
  TRY(emitter_.drop(subject_));
  TRY(emitter_.body(node.body));
  {
    const At nowhere(unit_, {});
    TRY(unit_.jump(Operation::kJump, end));
    unit_.bind(fail_);
    TRY(drop_all(mark, used));
  }
  unit_.bind(next);
  return done;
}

Status PatternEmitter::store_captures() {
  for (const Capture& capture : places_) TRY(emitter_.store_name(capture.name, capture.place));
  return done;
}

// ---- captures ---------------------------------------------------------------------------------

Status PatternEmitter::note_name(std::string_view name) {
  if (name.data() == nullptr) return done;
  for (const Capture& known : places_) {
    if (known.name == name) return done;  // of another alternative; or an error found later
  }
  const Operand place = TRY(unit_.push());
  Compilation& compilation = emitter_.compilation_;
  return compilation.checked(places_.add(compilation.arena, Capture{name, place}));
}

Status PatternEmitter::note_names(NodeList patterns) {
  for (const Node* pattern : patterns) TRY(count_captures(pattern));
  return done;
}

Status PatternEmitter::count_captures(const Node* node) {
  RecursionGuard guard(emitter_.compilation_.thread, " during compilation");
  if (!guard.ok()) return failure;
  if (node == nullptr) return done;
  switch (node->kind) {
    case NodeKind::kMatchAs:
      TRY(count_captures(as<syntax::MatchAs>(node).pattern));
      return note_name(as<syntax::MatchAs>(node).name);
    case NodeKind::kMatchStar: return note_name(as<syntax::MatchStar>(node).name);
    case NodeKind::kMatchSequence: return note_names(as<syntax::MatchSequence>(node).patterns);
    case NodeKind::kMatchOr: return note_names(as<syntax::MatchOr>(node).patterns);
    case NodeKind::kMatchMapping:
      TRY(note_names(as<syntax::MatchMapping>(node).patterns));
      return note_name(as<syntax::MatchMapping>(node).rest);
    case NodeKind::kMatchClass:
      TRY(note_names(as<syntax::MatchClass>(node).patterns));
      return note_names(as<syntax::MatchClass>(node).kwd_patterns);
    default: return done;
  }
}

Result<Operand> PatternEmitter::place_of(std::string_view name) {
  for (const Capture& known : places_) {
    if (known.name == name) return known.place;
  }
  return emitter_.compilation_.error(unit_.position, {"unknown capture"});
}

Status PatternEmitter::capture(std::string_view name, Operand value, bool owned) {
  if (name.data() == nullptr) return finish_with(value, owned);
  Compilation& compilation = emitter_.compilation_;
  TRY(emitter_.refuse_debug(name, "assign to"));
  for (const std::string_view known : captured_) {
    if (known != name) continue;
    return compilation.error(unit_.position,
                             {"multiple assignments to name '", name, "' in pattern"});
  }
  TRY(compilation.checked(captured_.add(compilation.arena, name)));
  return unit_.emit(owned ? Operation::kMove : Operation::kCopy, TRY(place_of(name)), value);
}

// ---- patterns ---------------------------------------------------------------------------------

Status PatternEmitter::match(const Node* node, Operand value, bool owned) {
  RecursionGuard guard(emitter_.compilation_.thread, " during compilation");
  if (!guard.ok()) return failure;
  unit_.position = node->position;  // and so it stays for what follows, as in Python
  switch (node->kind) {
    case NodeKind::kMatchValue: return match_value(as<syntax::MatchValue>(node), value, owned);
    case NodeKind::kMatchSingleton:
      return match_singleton(as<syntax::MatchSingleton>(node), value, owned);
    case NodeKind::kMatchSequence:
      return match_sequence(as<syntax::MatchSequence>(node), value, owned);
    case NodeKind::kMatchMapping:
      return match_mapping(as<syntax::MatchMapping>(node), value, owned);
    case NodeKind::kMatchClass: return match_class(as<syntax::MatchClass>(node), value, owned);
    case NodeKind::kMatchStar: return capture(as<syntax::MatchStar>(node).name, value, owned);
    case NodeKind::kMatchAs: return match_as(as<syntax::MatchAs>(node), value, owned);
    default: return match_or(as<syntax::MatchOr>(node), value, owned);
  }
}

namespace {

// Numbers, strings, bytes (after folding of -1 and 1+2j) and dotted names.
bool is_pattern_value(const Node* node, const Folder& folder) {
  return folder.is_constant(node) || node->kind == NodeKind::kAttribute;
}

}  // namespace

Status PatternEmitter::match_value(const syntax::MatchValue& node, Operand value, bool owned) {
  if (!is_pattern_value(node.value, emitter_.folder_)) {
    return emitter_.compilation_.error(node.position,
                                       {"patterns may only match literals and attribute lookups"});
  }
  const std::uint32_t mark = unit_.top();
  const Operand left = owned ? value : TRY(emitter_.again(value));
  const Operand right = TRY(emitter_.operand(node.value));
  unit_.set_top(mark);
  return unit_.word_jump(Operation::kCompareJump, fail_, static_cast<Operand>(Comparison::kEqual),
                         left, right);
}

Status PatternEmitter::match_singleton(const syntax::MatchSingleton& node, Operand value,
                                       bool owned) {
  syntax::Constant constant{};
  constant.kind = NodeKind::kConstant;
  constant.type = node.value;
  Compilation& compilation = emitter_.compilation_;
  Object* object = TRY(compilation.keep(make_constant(compilation.thread, constant)));
  const std::uint32_t mark = unit_.top();
  const Operand left = owned ? value : TRY(emitter_.again(value));
  const Operand right = TRY(emitter_.constant(object));
  unit_.set_top(mark);
  return unit_.word_jump(Operation::kIsJump, fail_, 0, left, right);
}

Status PatternEmitter::match_as(const syntax::MatchAs& node, Operand value, bool owned) {
  if (node.pattern == nullptr) {
    if (irrefutable_allowed_) return capture(node.name, value, owned);
    Compilation& compilation = emitter_.compilation_;
    if (node.name.data() == nullptr) {
      return compilation.error(node.position, {"wildcard makes remaining patterns unreachable"});
    }
    return compilation.error(
        node.position, {"name capture '", node.name, "' makes remaining patterns unreachable"});
  }
  TRY(match(node.pattern, value, false));
  return capture(node.name, value, owned);
}

// ---- alternatives -----------------------------------------------------------------------------

// All alternatives bind the same names, and a name has the same register in each of them.
Status PatternEmitter::match_or(const syntax::MatchOr& node, Operand value, bool owned) {
  const Label outer_fail = fail_;
  const Label matched = TRY(emitter_.label());
  const bool allowed = irrefutable_allowed_;
  const std::size_t outer = captured_.size();
  Names wanted;
  for (std::size_t index = 0; index < node.patterns.size(); ++index) {
    const bool last = index + 1 == node.patterns.size();
    captured_.shrink(outer);
    fail_ = last ? outer_fail : TRY(emitter_.label());
    irrefutable_allowed_ = last && allowed;
    TRY(match_alternative(node.patterns[index], value, last, matched));
    TRY(index == 0 ? note_captured(outer, wanted) : check_captured(outer, wanted));
  }
  fail_ = outer_fail;
  unit_.bind(matched);
  return finish_with(value, owned);
}

Status PatternEmitter::match_alternative(const Node* node, Operand value, bool last,
                                         Label matched) {
  const std::size_t outer = captured_.size();
  const std::uint32_t mark = unit_.top();
  const std::uint32_t peak = unit_.peak();
  unit_.reset_peak(mark);
  TRY(match(node, value, false));
  const std::uint32_t used = unit_.peak();
  unit_.reset_peak(peak > used ? peak : used);
  if (last) return done;
  TRY(unit_.jump(Operation::kJump, matched));
  unit_.bind(fail_);
  for (std::size_t index = outer; index < captured_.size(); ++index) {
    TRY(emitter_.drop(TRY(place_of(captured_[index]))));
  }
  return drop_all(mark, used);
}

Status PatternEmitter::note_captured(std::size_t outer, Names& wanted) {
  Compilation& compilation = emitter_.compilation_;
  for (std::size_t index = outer; index < captured_.size(); ++index) {
    TRY(compilation.checked(wanted.add(compilation.arena, captured_[index])));
  }
  return done;
}

Status PatternEmitter::check_captured(std::size_t outer, const Names& wanted) {
  bool same = captured_.size() - outer == wanted.size();
  for (std::size_t index = outer; same && index < captured_.size(); ++index) {
    same = false;
    for (const std::string_view name : wanted) same = same || name == captured_[index];
  }
  if (same) return done;
  return emitter_.compilation_.error(unit_.position, {"alternative patterns bind different names"});
}

Status PatternEmitter::drop_all(std::uint32_t from, std::uint32_t to) {
  for (std::uint32_t place = from; place < to; ++place) {
    TRY(emitter_.drop(static_cast<Operand>(kTemporaryBit | place)));
  }
  return done;
}

// ---- sequences --------------------------------------------------------------------------------

Status PatternEmitter::check_length(Operand value, std::size_t least, bool exact) {
  if (!exact && least == 0) return done;
  const std::uint32_t mark = unit_.top();
  const Operand length = TRY(unit_.push());
  TRY(unit_.emit(Operation::kGetLength, length, value));
  const Operand wanted = TRY(emitter_.number_operand(static_cast<std::int64_t>(least)));
  unit_.set_top(mark);
  const Comparison comparison = exact ? Comparison::kEqual : Comparison::kGreaterEqual;
  return unit_.word_jump(Operation::kCompareJump, fail_, static_cast<Operand>(comparison), length,
                         wanted);
}

Status PatternEmitter::match_sequence(const syntax::MatchSequence& node, Operand value,
                                      bool owned) {
  const NodeList patterns = node.patterns;
  std::size_t star = patterns.size();
  bool only_wildcards = true;
  for (std::size_t index = 0; index < patterns.size(); ++index) {
    const bool starred = patterns[index]->kind == NodeKind::kMatchStar;
    if (starred && star < patterns.size()) {
      return emitter_.compilation_.error(node.position,
                                         {"multiple starred names in sequence pattern"});
    }
    if (starred) star = index;
    only_wildcards = only_wildcards &&
                     (starred ? is_star_wildcard(patterns[index]) : is_wildcard(patterns[index]));
  }
  const bool has_star = star < patterns.size();
  TRY(fail_unless(Operation::kJumpIfNotSequence, value));
  TRY(check_length(value, patterns.size() - (has_star ? 1 : 0), !has_star));
  irrefutable_allowed_ = true;
  if (!only_wildcards) {
    if (has_star && is_star_wildcard(patterns[star])) {
      TRY(subscript_items(patterns, star, value));
    } else {
      TRY(unpack_items(patterns, star, value));
    }
  }
  return finish_with(value, owned);
}

Status PatternEmitter::unpack_items(NodeList patterns, std::size_t star, Operand value) {
  const std::uint32_t mark = unit_.top();
  const Operand copy = TRY(emitter_.again(value));
  unit_.set_top(mark);
  const auto first = static_cast<Operand>(kTemporaryBit | mark);
  for (std::size_t index = 0; index < patterns.size(); ++index) TRY(unit_.push());
  if (star < patterns.size()) {
    TRY(unit_.emit(Operation::kUnpackStarred, first, copy, static_cast<Operand>(star),
                   patterns.size() - star - 1));
  } else {
    TRY(unit_.emit(Operation::kUnpackSequence, first, copy, static_cast<Operand>(patterns.size())));
  }
  TRY(match_items(patterns, first));
  unit_.set_top(mark);
  return done;
}

Status PatternEmitter::match_items(NodeList patterns, Operand first) {
  for (std::size_t index = 0; index < patterns.size(); ++index) {
    irrefutable_allowed_ = true;
    TRY(match(patterns[index], static_cast<Operand>(first + index), true));
  }
  return done;
}

// [a, *_, b]: the items before and after the star by index; the rest is not looked at.
Status PatternEmitter::subscript_items(NodeList patterns, std::size_t star, Operand value) {
  for (std::size_t index = 0; index < patterns.size(); ++index) {
    if (index == star || is_wildcard(patterns[index])) continue;
    const std::uint32_t mark = unit_.top();
    const Operand item = TRY(unit_.push());
    const Operand container = TRY(emitter_.again(value));
    Operand key = 0;
    if (index < star) {
      key = TRY(emitter_.number_operand(static_cast<std::int64_t>(index)));
    } else {
      const auto from_end = static_cast<std::int64_t>(patterns.size() - index);
      key = TRY(unit_.push());
      TRY(unit_.emit(Operation::kGetLength, key, value));
      TRY(unit_.emit(Operation::kBinarySubtract, key, key, TRY(emitter_.number_operand(from_end))));
    }
    TRY(unit_.emit(Operation::kGetItem, item, container, key));
    unit_.set_top(mark + 1);
    irrefutable_allowed_ = true;
    TRY(match(patterns[index], item, true));
    unit_.set_top(mark);
  }
  return done;
}

// ---- mappings ---------------------------------------------------------------------------------

Status PatternEmitter::check_mapping_key(const Node* key) {
  if (emitter_.folder_.is_constant(key) || key->kind == NodeKind::kAttribute) return done;
  return emitter_.compilation_.error(
      key->position, {"mapping pattern keys may only match literals and attribute lookups"});
}

// A tuple of the keys in a new temporary. Equal constants are an error at once.
Result<Operand> PatternEmitter::mapping_keys(const syntax::MatchMapping& node) {
  for (std::size_t index = 0; index < node.keys.size(); ++index) {
    TRY(check_mapping_key(node.keys[index]));
    Object* key = TRY(emitter_.folder_.value_of(node.keys[index])).value;
    for (std::size_t other = 0; key != nullptr && other < index; ++other) {
      Object* earlier = TRY(emitter_.folder_.value_of(node.keys[other])).value;
      if (earlier == nullptr || !TRY(equal(emitter_.compilation_.thread, key, earlier))) continue;
      return emitter_.duplicate_key(node.position, key);
    }
  }
  const Operand constants = TRY(emitter_.constant_tuple_of(node.keys));
  if (constants != kNoOperand) return emitter_.give(constants, kNew);
  return emitter_.run_of(node.keys, Operation::kBuildTuple, kNew);
}

Status PatternEmitter::fail_if_none(Operand value) {
  const std::uint32_t mark = unit_.top();
  const Operand copy = TRY(emitter_.again(value));
  unit_.set_top(mark);
  return unit_.jump(Operation::kJumpIfNone, fail_, copy);
}

Status PatternEmitter::match_mapping(const syntax::MatchMapping& node, Operand value, bool owned) {
  TRY(fail_unless(Operation::kJumpIfNotMapping, value));
  TRY(check_length(value, node.keys.size(), false));
  const std::uint32_t mark = unit_.top();
  irrefutable_allowed_ = true;
  if (!node.keys.empty() || node.rest.data() != nullptr) {
    const Operand keys = TRY(mapping_keys(node));
    if (!node.keys.empty()) TRY(mapping_values(node, value, keys));
    if (node.rest.data() != nullptr) {
      const Operand rest = TRY(unit_.push());
      TRY(unit_.emit(Operation::kDictWithoutKeys, rest, value, keys));
      TRY(capture(node.rest, rest, true));
    }
    TRY(emitter_.drop(keys));
  }
  unit_.set_top(mark);
  return finish_with(value, owned);
}

Status PatternEmitter::mapping_values(const syntax::MatchMapping& node, Operand value,
                                      Operand keys) {
  const std::uint32_t mark = unit_.top();
  const Operand values = TRY(unit_.push());
  TRY(unit_.emit(Operation::kMatchKeys, values, value, keys));
  TRY(fail_if_none(values));
  unit_.set_top(mark);
  for (std::size_t index = 0; index < node.keys.size(); ++index) TRY(unit_.push());
  TRY(unit_.emit(Operation::kUnpackSequence, values, values,
                 static_cast<Operand>(node.keys.size())));
  TRY(match_items(node.patterns, values));
  unit_.set_top(mark);
  return done;
}

// ---- classes ----------------------------------------------------------------------------------

Status PatternEmitter::check_attributes(const syntax::MatchClass& node) {
  for (std::size_t index = 0; index < node.kwd_attrs.size(); ++index) {
    TRY(emitter_.refuse_debug(node.kwd_attrs[index], "assign to"));
    for (std::size_t other = index + 1; other < node.kwd_attrs.size(); ++other) {
      if (node.kwd_attrs[index] != node.kwd_attrs[other]) continue;
      return emitter_.compilation_.error(
          node.kwd_patterns[other]->position,
          {"attribute name repeated in class pattern: ", node.kwd_attrs[index]});
    }
  }
  return done;
}

Status PatternEmitter::match_class(const syntax::MatchClass& node, Operand value, bool owned) {
  TRY(check_attributes(node));
  const std::uint32_t mark = unit_.top();
  const Operand cls = TRY(emitter_.expression(node.cls, kNew));
  const std::uint64_t names = TRY(emitter_.identifier_tuple(node.kwd_attrs));
  unit_.set_top(mark);
  const Operand attributes = TRY(unit_.push());
  TRY(unit_.emit(Operation::kMatchClass, attributes, value, cls,
                 node.patterns.size() | names << 32));
  TRY(fail_if_none(attributes));
  TRY(class_items(node, attributes));
  unit_.set_top(mark);
  return finish_with(value, owned);
}

Status PatternEmitter::class_items(const syntax::MatchClass& node, Operand attributes) {
  const std::size_t positional = node.patterns.size();
  const std::size_t count = positional + node.kwd_patterns.size();
  unit_.set_top(register_of(attributes));
  for (std::size_t index = 0; index < count; ++index) TRY(unit_.push());
  TRY(unit_.emit(Operation::kUnpackSequence, attributes, attributes, static_cast<Operand>(count)));
  TRY(match_items(node.patterns, attributes));
  return match_items(node.kwd_patterns, static_cast<Operand>(attributes + positional));
}

Failure Emitter::duplicate_key(const Position& position, Object* key) {
  Ref<Str> text(TRY(repr(compilation_.thread, key)));
  const Utf8 shown(compilation_.thread.interpreter(), text);
  if (!shown.ok()) return compilation_.out_of_memory();
  return compilation_.error(position,
                            {"mapping pattern checks duplicate key (", shown.view(), ")"});
}

// ---- the statement ----------------------------------------------------------------------------

Result<std::uint32_t> Emitter::identifier_tuple(syntax::IdentifierList names) {
  Interpreter& interpreter = compilation_.thread.interpreter();
  Ref<Tuple> tuple(TRY(make_tuple(interpreter, names.size())));
  for (std::size_t index = 0; index < names.size(); ++index) {
    tuple->items()[index] = TRY(intern(interpreter, names[index]));
  }
  return unit_->constant_index(TRY(compilation_.keep(static_cast<Object*>(tuple.take()))));
}

Status Emitter::match_statement(const syntax::Match& node) {
  const std::uint32_t mark = unit_->top();
  const Label end = TRY(label());
  const Operand subject = TRY(expression(node.subject, kNew));
  for (std::size_t index = 0; index < node.cases.size(); ++index) {
    const bool last = index + 1 == node.cases.size();
    PatternEmitter pattern(*this, subject);
    TRY(pattern.emit_case(*node.cases[index], last, end));
  }
  TRY(drop(subject));
  unit_->bind(end);
  unit_->set_top(mark);
  return done;
}

}  // namespace ouro
