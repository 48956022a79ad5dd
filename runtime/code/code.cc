// Code: the body of code objects - making, ending, comparing - and the type.
#include "runtime/code/code.h"

#include <cstring>

#include "runtime/code/assembler.h"
#include "runtime/code/code_attributes.h"
#include "runtime/code/fold.h"
#include "runtime/interpreter/interpreter.h"
#include "runtime/object/exception.h"
#include "runtime/object/instance.h"

namespace ouro {

// All raw tables stand in one block: words, handlers, kinds of locals, positions.
std::size_t table_bytes(const CodeSizes& sizes) noexcept {
  return sizes.words * sizeof(Word) + sizes.handlers * sizeof(HandlerRange) + sizes.locals +
         sizes.position_bytes;
}

CodeSizes sizes_of(const Code* code) noexcept {
  return {code->word_count, code->handler_count, code->local_count, code->position_bytes};
}

namespace {

void place_tables(Code* code, std::byte* block, const CodeSizes& sizes) {
  code->words = reinterpret_cast<Word*>(block);
  block += sizes.words * sizeof(Word);
  code->handlers = reinterpret_cast<HandlerRange*>(block);
  block += sizes.handlers * sizeof(HandlerRange);
  code->local_kinds = reinterpret_cast<std::uint8_t*>(block);
  code->positions = code->local_kinds + sizes.locals;
  code->word_count = sizes.words;
  code->handler_count = sizes.handlers;
  code->local_count = sizes.locals;
  code->position_bytes = sizes.position_bytes;
}

Code* code_of(Object* object) { return static_cast<Code*>(object); }

}  // namespace

void code_traverse(Object* self, ReferenceVisitor& visitor) {
  const Code* code = code_of(self);
  visitor.visit_if(code->constants);
  visitor.visit_if(code->names);
  visitor.visit_if(code->local_names);
  visitor.visit_if(code->filename);
  visitor.visit_if(code->name);
  visitor.visit_if(code->qualified_name);
}

void code_deallocate(Interpreter& interpreter, Object* self) noexcept {
  Code* code = code_of(self);
  if (code->words != nullptr) {
    interpreter.memory().release(code->words, table_bytes(sizes_of(code)));
    code->words = nullptr;
  }
  clear_reference(code->constants);
  clear_reference(code->names);
  clear_reference(code->local_names);
  clear_reference(code->filename);
  clear_reference(code->name);
  clear_reference(code->qualified_name);
  free_instance(interpreter, self);
}

Result<Code*> make_code(Interpreter& interpreter, const CodeSizes& sizes) {
  Ref<Code> code(
      static_cast<Code*>(TRY(allocate_instance(interpreter, interpreter.type(TypeId::kCode)))));
  auto* block = static_cast<std::byte*>(interpreter.memory().allocate(table_bytes(sizes)));
  if (block == nullptr) return raise_memory_error(interpreter);
  place_tables(code, block, sizes);
  return code.take();
}

Result<Code*> copy_code(Interpreter& interpreter, const Code* from) {
  const CodeSizes sizes = sizes_of(from);
  Ref<Code> copy(TRY(make_code(interpreter, sizes)));
  std::memcpy(static_cast<void*>(copy->words), from->words, table_bytes(sizes));
  remove_caches(copy);
  copy->flags = from->flags;
  copy->constants = retain(from->constants);
  copy->names = retain(from->names);
  copy->local_names = retain(from->local_names);
  copy->argument_count = from->argument_count;
  copy->positional_only_count = from->positional_only_count;
  copy->keyword_only_count = from->keyword_only_count;
  copy->parameter_count = from->parameter_count;
  copy->variable_count = from->variable_count;
  copy->cell_count = from->cell_count;
  copy->free_count = from->free_count;
  copy->register_count = from->register_count;
  copy->first_line = from->first_line;
  copy->filename = retain(from->filename);
  copy->name = retain(from->name);
  copy->qualified_name = retain(from->qualified_name);
  return copy.take();
}

// ---- base form --------------------------------------------------------------------------------

namespace {

// The bits of the first extra word that the compiler wrote; the rest is cache.
std::uint64_t written_bits(Operation base) {
  switch (base) {
    case Operation::kMatchClass: return ~std::uint64_t{0};
    case Operation::kCompareJump:
    case Operation::kIsJump:
    case Operation::kInJump:
    case Operation::kForIter:
    case Operation::kMatchException:
    case Operation::kUnpackStarred:
    case Operation::kBuildDictWithKeys:
    case Operation::kFormatValue:
    case Operation::kMakeFunction:
    case Operation::kCallKeywords: return 0xffffffffu;
    default: return 0;
  }
}

}  // namespace

void base_instruction(const Code* code, std::uint32_t at, Word* words) noexcept {
  const Operation base = base_of(code->words[at].instruction.operation());
  words[0] = code->words[at];
  words[0].instruction.op = static_cast<std::uint16_t>(base);
  for (std::uint32_t extra = 1; extra < words_of(base); ++extra) {
    words[extra].bits = extra == 1 ? code->words[at + 1].bits & written_bits(base) : 0;
  }
}

void remove_caches(Code* code) noexcept {
  for (std::uint32_t at = 0; at < code->word_count;) {
    base_instruction(code, at, code->words + at);
    at += words_of(code->words[at].instruction.operation());
  }
}

// ---- comparison -------------------------------------------------------------------------------

namespace {

bool same_words(const Code* left, const Code* right) {
  if (left->word_count != right->word_count) return false;
  for (std::uint32_t at = 0; at < left->word_count;) {
    Word a[kInstructionWordsMax];
    Word b[kInstructionWordsMax];
    const std::uint32_t size = words_of(left->words[at].instruction.operation());
    if (size != words_of(right->words[at].instruction.operation())) return false;
    base_instruction(left, at, a);
    base_instruction(right, at, b);
    if (std::memcmp(a, b, size * sizeof(Word)) != 0) return false;
    at += size;
  }
  return true;
}

bool same_positions(const Code* left, const Code* right) {
  return left->position_bytes == right->position_bytes &&
         std::memcmp(left->positions, right->positions, left->position_bytes) == 0;
}

}  // namespace

bool same_code(const Code* left, const Code* right) noexcept {
  return left == right ||
         (str_equal(left->name, right->name) && left->argument_count == right->argument_count &&
          left->positional_only_count == right->positional_only_count &&
          left->keyword_only_count == right->keyword_only_count && left->flags == right->flags &&
          left->first_line == right->first_line && same_constant(left->names, right->names) &&
          same_constant(left->local_names, right->local_names) &&
          same_constant(left->qualified_name, right->qualified_name) && same_words(left, right) &&
          same_positions(left, right) && same_constant(left->constants, right->constants));
}

Result<Object*> code_compare(Thread& thread, Object* left, Object* right, Comparison comparison) {
  const bool equality = comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
  if (!equality || !is_exact(right, TypeId::kCode)) {
    return thread.interpreter().new_not_implemented();
  }
  const bool same = same_code(code_of(left), code_of(right));
  return new_boolean(thread, same == (comparison == Comparison::kEqual));
}

Result<std::intptr_t> code_hash(Thread& thread, Object* self) {
  const Code* code = code_of(self);
  auto hash = static_cast<std::size_t>(str_hash(thread.interpreter(), code->name));
  hash = hash * 31 + hash_constant(code->names);
  hash = hash * 31 + hash_constant(code->local_names);
  hash = hash * 31 + code->argument_count + code->keyword_only_count + code->flags;
  const auto result = static_cast<std::intptr_t>(hash);
  return result == -1 ? -2 : result;
}

}  // namespace ouro
