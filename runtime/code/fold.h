// Folder: computes constant expressions at compile time, where Python does, and never more than a
// little.
#pragma once

#include "runtime/code/arena_tables.h"
#include "runtime/code/compilation.h"
#include "runtime/source/syntax.h"

namespace ouro {

class Folder {
 public:
  explicit Folder(Compilation& compilation) : compilation_(compilation) {}

  // After its children: notes the value of a constant expression. What would fail or grow too much
  // is left for run time.
  Status fold(const syntax::Node* node);

  // Borrowed; null inside: not constant.
  Result<Found<Object>> value_of(const syntax::Node* node);
  bool is_constant(const syntax::Node* node) const;

 private:
  Status fold_unary(const syntax::UnaryOp&);
  Status fold_binary(const syntax::BinOp&);
  Status fold_subscript(const syntax::Subscript&);
  Status fold_tuple(const syntax::Tuple&);
  Status note(const syntax::Node*, Result<Object*> value);

  Compilation& compilation_;
  PointerMap<syntax::Node, Object> values_;
};

// The object of a literal; new reference.
Result<Object*> make_constant(Thread&, const syntax::Constant&);

// Same type and same value, all the way down: 1, 1.0 and True differ, and so do 0.0 and -0.0.
bool same_constant(const Object* left, const Object* right) noexcept;
std::size_t hash_constant(const Object*) noexcept;
// Equal in all that a program can see or run.
bool same_code(const Code* left, const Code* right) noexcept;

}  // namespace ouro
