// Taking a census: one walk over the component table.
#include "finalize/census.h"

#include "finalize/finalize.h"

namespace ouro {
namespace {

struct ReferenceCounter final : ReferenceVisitor {
  void visit(Object&) override { ++count; }
  std::size_t count = 0;
};

template <typename Owner>
Census<Owner> census_of(const Owner& owner) {
  Census<Owner> census;
  census.memory = owner.memory().live();
  for (std::size_t index = 0; index < census.rows.size(); ++index) {
    const ComponentRow<Owner>& row = kTable<Owner>[index];
    ReferenceCounter references;
    if (row.visit_references != nullptr) row.visit_references(owner, references);
    census.rows[index] = {row.name, row.residue(owner), references.count, row.address(owner)};
  }
  return census;
}

}  // namespace

Census<Interpreter> take_census(const Interpreter& interpreter) { return census_of(interpreter); }
Census<Process> take_census(const Process& process) { return census_of(process); }

}  // namespace ouro
