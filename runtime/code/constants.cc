// Constants: the objects of literals, and when two of them are the same constant.
#include <bit>

#include "runtime/code/fold.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/complex.h"
#include "runtime/object/exception.h"
#include "runtime/object/float.h"
#include "runtime/object/float_text.h"
#include "runtime/object/int.h"
#include "runtime/object/set.h"

namespace ouro {

using syntax::Constant;
using syntax::ConstantKind;

namespace {

int base_of_prefix(std::string_view text) {
  if (text.size() < 3 || text[0] != '0') return 10;
  switch (text[1] | 0x20) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 10;
  }
}

Result<Object*> make_integer(Thread& thread, std::string_view text) {
  const int base = base_of_prefix(text);
  if (base != 10) text.remove_prefix(2);
  return make_int_from_text(thread, text, base);
}

double value_of_float(std::string_view text) {
  double value = 0;
  OURO_CHECK(parse_float(text, &value));
  return value;
}

// Texts that look like names are interned, as attribute names and keyword arguments will be.
bool looks_like_name(std::string_view text) {
  for (const char c : text) {
    const bool part =
        c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!part) return false;
  }
  return true;
}

Result<Object*> make_text(Thread& thread, std::string_view text) {
  if (looks_like_name(text)) return intern(thread.interpreter(), text);
  return make_str(thread.interpreter(), text);
}

}  // namespace

Result<Object*> make_constant(Thread& thread, const Constant& node) {
  Interpreter& interpreter = thread.interpreter();
  switch (node.type) {
    case ConstantKind::kNone: return interpreter.new_none();
    case ConstantKind::kTrue: return interpreter.new_boolean(true);
    case ConstantKind::kFalse: return interpreter.new_boolean(false);
    case ConstantKind::kEllipsis: return retain(interpreter.ellipsis());
    case ConstantKind::kInteger: return make_integer(thread, node.text);
    case ConstantKind::kFloat: return make_float(interpreter, value_of_float(node.text));
    case ConstantKind::kImaginary: return make_complex(interpreter, 0, value_of_float(node.text));
    case ConstantKind::kString: return make_text(thread, node.text);
    case ConstantKind::kBytes: return make_bytes(interpreter, node.text.data(), node.text.size());
    case ConstantKind::kObject: return retain(node.object);
  }
  return failure;
}

namespace {

std::size_t hash_double_bits(double value) {
  return static_cast<std::size_t>(std::bit_cast<std::uint64_t>(value) * 0x9e3779b97f4a7c15u >> 7);
}

std::size_t hash_items(Object* const* items, std::size_t count) {
  std::size_t hash = count;
  for (std::size_t index = 0; index < count; ++index) {
    hash = hash * 1000003 + hash_constant(items[index]);
  }
  return hash;
}

bool same_items(const Tuple* left, const Tuple* right) {
  if (left->size != right->size) return false;
  for (std::size_t index = 0; index < left->size; ++index) {
    if (!same_constant((*left)[index], (*right)[index])) return false;
  }
  return true;
}

bool same_bits(double left, double right) {
  return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
}

}  // namespace

std::size_t hash_constant(const Object* object) noexcept {
  switch (object->type->id) {
    case TypeId::kInt: {
      const auto* number = static_cast<const Int*>(object);
      if (number->compact()) return static_cast<std::size_t>(number->value) * 0x9e3779b97f4a7c15u;
      return hash_text(number->limbs(), number->limb_count() * sizeof(std::uint64_t));
    }
    case TypeId::kFloat: return hash_double_bits(static_cast<const Float*>(object)->value);
    case TypeId::kComplex: {
      const auto* number = static_cast<const Complex*>(object);
      return hash_double_bits(number->real) * 31 + hash_double_bits(number->imaginary);
    }
    case TypeId::kStr: {
      const auto* text = static_cast<const Str*>(object);
      return hash_text(text->data(), text->length * text->width);
    }
    case TypeId::kBytes: {
      const std::string_view view = static_cast<const Bytes*>(object)->view();
      return hash_text(view.data(), view.size());
    }
    case TypeId::kTuple: {
      const auto* tuple = static_cast<const Tuple*>(object);
      return hash_items(tuple->items(), tuple->size);
    }
    case TypeId::kCode: {
      const auto* code = static_cast<const Code*>(object);
      return hash_constant(code->qualified_name) * 31 + static_cast<std::size_t>(code->first_line);
    }
    default: return hash_address(object);
  }
}

bool same_constant(const Object* left, const Object* right) noexcept {
  if (left == right) return true;
  if (left->type != right->type) return false;
  switch (left->type->id) {
    case TypeId::kInt:
      return int_compare(static_cast<const Int*>(left), static_cast<const Int*>(right)) == 0;
    case TypeId::kFloat:
      return same_bits(static_cast<const Float*>(left)->value,
                       static_cast<const Float*>(right)->value);
    case TypeId::kComplex: {
      const auto* a = static_cast<const Complex*>(left);
      const auto* b = static_cast<const Complex*>(right);
      return same_bits(a->real, b->real) && same_bits(a->imaginary, b->imaginary);
    }
    case TypeId::kStr:
      return str_equal(static_cast<const Str*>(left), static_cast<const Str*>(right));
    case TypeId::kBytes:
      return static_cast<const Bytes*>(left)->view() == static_cast<const Bytes*>(right)->view();
    case TypeId::kTuple:
      return same_items(static_cast<const Tuple*>(left), static_cast<const Tuple*>(right));
    case TypeId::kCode:
      return same_code(static_cast<const Code*>(left), static_cast<const Code*>(right));
    default: return false;
  }
}

}  // namespace ouro
