// Symbols: which scope each name of a program belongs to; the rules of Python's scoping, and its
// errors.
//
// A first walk over the tree notes how each scope uses each name; a second one over the scopes
// decides what the uses mean. Constant expressions are folded on the way (fold.h), since this walk
// sees each expression once, children first.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/code/arena_tables.h"
#include "runtime/code/compilation.h"
#include "runtime/source/syntax.h"

namespace ouro {

class Folder;

enum class ScopeKind : std::uint8_t { kModule, kClass, kFunction, kAnnotation };
enum class Comprehension : std::uint8_t { kNone, kList, kSet, kDict, kGenerator };

// How a scope uses a name: bits of Symbol::uses.
namespace use {
inline constexpr std::uint32_t kGlobal = 1 << 0;
inline constexpr std::uint32_t kLocal = 1 << 1;  // assigned
inline constexpr std::uint32_t kParameter = 1 << 2;
inline constexpr std::uint32_t kNonlocal = 1 << 3;
inline constexpr std::uint32_t kRead = 1 << 4;
inline constexpr std::uint32_t kImport = 1 << 5;
inline constexpr std::uint32_t kAnnotation = 1 << 6;
inline constexpr std::uint32_t kIterated = 1 << 7;  // the target of a comprehension's `for`
inline constexpr std::uint32_t kFreeInClass = 1
                                              << 8;  // passes through a class that has the name too
inline constexpr std::uint32_t kDeleted = 1 << 9;    // may become unbound again
inline constexpr std::uint32_t kWalrus = 1 << 10;    // assigned inside an expression
inline constexpr std::uint32_t kBound = kLocal | kParameter | kImport;
}  // namespace use

enum class Storage : std::uint8_t {
  kUnknown,
  kLocal,
  kCell,  // local, and a nested scope refers to it
  kFree,
  kGlobalExplicit,
  kGlobalImplicit,
};

inline constexpr std::uint16_t kNoRegister = 0xffff;

struct Symbol {
  const Name* name = nullptr;
  std::uint32_t uses = 0;
  Storage storage = Storage::kUnknown;
  std::uint16_t place = kNoRegister;  // the local register, once the emitter gave one
};

struct Scope {
  ScopeKind kind = ScopeKind::kModule;
  Comprehension comprehension = Comprehension::kNone;
  std::string_view name{};
  const syntax::Node* node = nullptr;
  Scope* parent = nullptr;
  ArenaVector<Scope*> children{};
  ArenaVector<Symbol*> symbols{};     // in order of appearance
  ArenaVector<Symbol*> parameters{};  // in the order of registers
  PointerMap<Name, Symbol> table{};
  std::string_view class_name{};  // for mangling
  bool nested = false;
  bool generator = false;
  bool coroutine = false;
  bool variadic = false;
  bool keyword_variadic = false;
  bool returns_value = false;
  bool needs_class_cell = false;          // a class some method of which uses __class__
  Symbol* class_cell = nullptr;           // then: the cell
  bool iterates_target = false;           // now inside the target of a comprehension's `for`
  std::uint32_t iterates_expression = 0;  // now inside so many comprehension iterables

  Symbol* find(const Name* symbol_name) const { return table.find(symbol_name); }
};

class SymbolTable {
 public:
  SymbolTable(Compilation& compilation, Folder& folder)
      : compilation_(compilation), folder_(folder) {}

  // Both walks.
  Status build(const syntax::Node* tree);
  Scope* module() const { return module_; }
  // The scope that a function, lambda, class or comprehension node opens.
  Scope* scope_of(const syntax::Node* node) const { return scopes_.find(node); }

 private:
  friend class SymbolVisitor;

  Status analyse(Scope*);
  Status decide(Scope*, Symbol*);
  Status decide_nonlocal(Scope*, Symbol*);
  Result<bool> bind_outside(Scope*, const Name*);
  Status pass_through(Scope* from, Scope* binder, const Name*);
  Failure error_at_directive(const Scope*, const Name*,
                             std::initializer_list<std::string_view> message);

  struct Directive {
    const Scope* scope = nullptr;
    const Name* name = nullptr;
    syntax::Position position{};
  };

  Compilation& compilation_;
  Folder& folder_;
  Scope* module_ = nullptr;
  PointerMap<syntax::Node, Scope> scopes_;
  ArenaVector<Directive> directives_;
};

}  // namespace ouro
