// Assembler: the last step of a unit; see assemble.cc. Also what makes raw code objects.
#pragma once

#include <cstdint>
#include <span>

#include "runtime/code/code.h"
#include "runtime/code/positions.h"
#include "runtime/code/unit.h"

namespace ouro {

struct CodeSizes {
  std::uint32_t words = 0;
  std::uint32_t handlers = 0;
  std::uint32_t locals = 0;
  std::uint32_t position_bytes = 0;
};

// A code object with room for its tables; everything else is zero.
Result<Code*> make_code(Interpreter&, const CodeSizes&);
// The tables stand in one block, the words first.
CodeSizes sizes_of(const Code*) noexcept;
std::size_t table_bytes(const CodeSizes&) noexcept;

class Assembler {
 public:
  Assembler(Unit& unit, Compilation& compilation) : unit_(unit), compilation_(compilation) {}

  Result<Code*> run(std::uint32_t flags);

 private:
  Status place_late_locals();
  void resolve_jumps();
  std::int64_t target_of(const Unit::Fixup&) const;
  Status add_range(std::uint32_t start, std::uint32_t end, std::uint32_t handler);
  Status collect_handlers();
  Status encode_positions();
  Status add_bytes(std::span<const std::uint8_t>);
  void copy_tables(Code*) const;
  Status fill_tables(Code*);
  void set_counts(Code*, std::uint32_t flags) const;

  Unit& unit_;
  Compilation& compilation_;
  std::uint32_t* jump_labels_ = nullptr;  // by word: the label a Jump there goes to
  ArenaVector<HandlerRange> ranges_;
  ArenaVector<std::uint8_t> positions_;
};

}  // namespace ouro
