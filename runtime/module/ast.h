// ast: what _ast and compile() share - the classes of an interpreter, and trees made into objects.
#pragma once

#include <array>
#include <string_view>

#include "runtime/object/module.h"

namespace ouro {

namespace syntax {
struct Node;
}

struct AstState;

// The state of this interpreter's _ast module, which is imported if need be; borrowed.
Result<AstState*> ast_state(Thread&);
bool is_ast_object(const AstState&, const Object*);

// The objects of a tree that the parser made.
Result<Object*> make_ast_objects(Thread&, const AstState&, const syntax::Node* tree);

}  // namespace ouro
