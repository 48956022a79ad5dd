// leak_new: Lost objects of new, of new[] and of a vector.
#include <vector>

#include "overwrite.h"

struct Shape {
  int sides[5] = {1, 2, 3, 4, 5};
};

volatile int sink;

// What an optimiser sees leave it does not leave out.
void show(const void* object) { asm volatile("" : : "r"(object) : "memory"); }

__attribute__((noinline)) int draw_shape() {
  Shape* shape = new Shape;
  show(shape);
  sink = shape->sides[2];
  return sink;
}

__attribute__((noinline)) int draw_points(int count) {
  long* points = new long[static_cast<unsigned>(count)];
  points[0] = count;
  show(points);
  sink = static_cast<int>(points[0]);
  return sink;
}

__attribute__((noinline)) int draw_label(int count) {
  auto* label = new std::vector<long>(static_cast<unsigned>(count), 5);
  show(label);
  sink = static_cast<int>((*label)[3]);
  return sink;
}

int main(int count, char**) {
  sink = draw_shape();
  sink = draw_points(count + 6);
  sink = draw_label(count + 99);
  return 0;
}
