// ast: what _ast and compile() share - the classes of an interpreter, and trees made into objects.
#pragma once

#include <cstdint>

#include "runtime/object/module.h"

namespace ouro {

namespace syntax {
struct Node;
enum class NodeKind : std::uint8_t;
}  // namespace syntax

class Arena;
struct AstState;
struct List;

// The state of this interpreter's _ast module, which is imported if need be; borrowed.
Result<AstState*> ast_state(Thread&);
bool is_ast_object(const AstState&, const Object*);

// The objects of a tree that the parser made.
Result<Object*> make_ast_objects(Thread&, const AstState&, const syntax::Node* tree);
// The other way: the tree lives in the arena, the values of its constants in `kept`. TypeError or
// ValueError where the objects are no tree of this kind.
Result<const syntax::Node*> read_ast_objects(Thread&, const AstState&, Arena&, Object* object,
                                             syntax::NodeKind root, List* kept);

}  // namespace ouro
