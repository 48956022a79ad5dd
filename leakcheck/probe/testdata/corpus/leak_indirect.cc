// leak_indirect: A lost block holds the only pointer to another.
#include <cstdlib>

#include "overwrite.h"

struct Node {
  void* child;
  int value;
};

volatile int sink;

__attribute__((noinline)) void* make_child() {
  void* child = std::malloc(100);
  static_cast<volatile char*>(child)[0] = 1;
  return child;
}

__attribute__((noinline)) Node* make_node() {
  Node* node = static_cast<Node*>(std::malloc(sizeof(Node)));
  node->child = make_child();
  node->value = 3;
  sink = node->value;
  return node;
}

int main(int, char**) {
  sink = make_node()->value;
  return 0;
}
