// leak_indirect: A lost block holds the only pointer to another.
#include <cstdlib>

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

// What the dead stack may still hold would keep the blocks reachable.
__attribute__((noinline)) int overwrite() {
  volatile char bytes[4096];
  for (volatile char& byte : bytes) byte = 0;
  return bytes[17];
}

int main() {
  sink = make_node()->value;
  return overwrite();
}
