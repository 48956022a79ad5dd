// Emitter, `%` formatting: a constant format and a written-out tuple become the parts of a string
// at compile time, as Python does it: '%s-%5r' % (a, b) is f'{a!s}-{b!r:>5}'.
#include "runtime/code/emitter.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/source/arena_text.h"

namespace ouro {

using syntax::as;
using syntax::Node;

namespace {

constexpr std::size_t kArgumentsMax = 30;
constexpr int kDigitsMax = 3;

struct Directive {
  std::string_view width{};
  std::string_view precision{};
  bool has_precision = false;
  bool left = false;
  char conversion = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Up to three digits; false: more.
bool take_digits(std::string_view& text, std::string_view& digits) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  digits = text.substr(0, count);
  text.remove_prefix(count);
  return count <= kDigitsMax;
}

// Takes what follows a '%'. False: something that only str.__mod__ knows.
bool take_directive(std::string_view& text, Directive& directive) {
  while (!text.empty() && text[0] == '-') {
    directive.left = true;
    text.remove_prefix(1);
  }
  if (!text.empty() && text[0] == '0') return false;  // a flag
  if (!take_digits(text, directive.width)) return false;
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    directive.has_precision = true;
    if (!take_digits(text, directive.precision)) return false;
  }
  if (text.empty() || (text[0] != 's' && text[0] != 'r' && text[0] != 'a')) return false;
  directive.conversion = text[0];
  text.remove_prefix(1);
  return true;
}

// Does the format take exactly so many arguments, all of the simple kinds?
bool is_simple(std::string_view format, std::size_t arguments) {
  std::size_t taken = 0;
  for (std::size_t at = format.find('%'); at != std::string_view::npos; at = format.find('%')) {
    format.remove_prefix(at + 1);
    if (!format.empty() && format[0] == '%') {
      format.remove_prefix(1);
      continue;
    }
    Directive directive;
    if (!take_directive(format, directive)) return false;
    ++taken;
  }
  return taken == arguments;
}

}  // namespace

// Only constant formats with a tuple behind them, and never an error: those are left to run time.
bool Emitter::is_percent_format(const syntax::BinOp& node) {
  if (node.op != syntax::Operator::kMod) return false;
  const auto* format = syntax::if_is<syntax::Constant>(node.left);
  const auto* tuple = syntax::if_is<syntax::Tuple>(node.right);
  if (format == nullptr || format->type != syntax::ConstantKind::kString || tuple == nullptr ||
      tuple->elts.size() > kArgumentsMax) {
    return false;
  }
  for (const Node* element : tuple->elts) {
    if (element->kind == syntax::NodeKind::kStarred) return false;
  }
  return is_simple(format->text, tuple->elts.size());
}

Status Emitter::push_text(std::string_view text, std::size_t& parts) {
  if (text.empty()) return done;
  Object* object = TRY(compilation_.keep(make_str(compilation_.thread.interpreter(), text)));
  TRY(give(TRY(constant(object)), kNew));
  ++parts;
  return done;
}

Result<Operand> Emitter::percent_expression(const syntax::BinOp& node, Operand target) {
  const std::uint32_t mark = unit_->top();
  std::string_view rest = as<syntax::Constant>(node.left).text;
  const syntax::NodeList arguments = as<syntax::Tuple>(node.right).elts;
  std::size_t parts = 0;
  std::size_t argument = 0;
  for (std::size_t at = rest.find('%'); at != std::string_view::npos; at = rest.find('%')) {
    const bool percent = rest.substr(at).starts_with("%%");
    TRY(push_text(rest.substr(0, percent ? at + 1 : at), parts));
    rest.remove_prefix(percent ? at + 2 : at + 1);
    if (percent) continue;
    TRY(percent_part(arguments[argument++], rest));
    ++parts;
  }
  TRY(push_text(rest, parts));
  unit_->set_top(mark);
  const Operand place = TRY(destination(target));
  TRY(unit_->emit(Operation::kBuildString, place, static_cast<Operand>(kTemporaryBit | mark),
                  static_cast<Operand>(parts)));
  return place;
}

// One argument; takes its directive off the format.
Status Emitter::percent_part(const Node* argument, std::string_view& format) {
  Directive directive;
  OURO_CHECK(take_directive(format, directive));
  const At at(*unit_, argument->position);
  const std::uint32_t mark = unit_->top();
  const Operand value = TRY(operand(argument));
  Operand specification = kNoOperand;
  if (!directive.width.empty() || directive.has_precision) {
    const std::string_view align = directive.left || directive.width.empty() ? "" : ">";
    const std::string_view point = directive.has_precision ? "." : "";
    const std::string_view precision =
        directive.has_precision && directive.precision.empty() ? "0" : directive.precision;
    const std::string_view text =
        syntax::concatenate(compilation_.arena, {align, directive.width, point, precision});
    if (text.data() == nullptr) return compilation_.out_of_memory();
    specification = TRY(text_operand(text));
  }
  unit_->set_top(mark);
  const Operand place = TRY(unit_->push());
  return unit_->emit(Operation::kFormatValue, place, value, specification,
                     static_cast<std::uint64_t>(directive.conversion));
}

}  // namespace ouro
