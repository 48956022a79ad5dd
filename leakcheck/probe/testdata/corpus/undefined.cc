// undefined: Six kinds of undefined behaviour, one function each.
#include <climits>
#include <cstring>

volatile int sink;
volatile int zero, forty = 40, most = INT_MAX, index_ = 10;
int* volatile nowhere;
alignas(16) char bytes[16];
char* volatile odd = bytes + 1;

__attribute__((noinline)) int shift() { return 1 << forty; }
__attribute__((noinline)) int add() { return most + 1; }
__attribute__((noinline)) int index_table() {
  int table[4] = {1, 2, 3, 4};
  return table[index_ - 6];
}
__attribute__((noinline)) int misaligned() { return *reinterpret_cast<int*>(odd); }
__attribute__((noinline)) bool truth() {
  bool value;
  const char two = 2;
  std::memcpy(&value, &two, 1);
  return value;
}
__attribute__((noinline)) double widen() { return 1.0 / 1; }
__attribute__((noinline)) int shift_again() { return 1 << (forty + 1); }

int main() {
  sink = shift();
  sink = add();
  sink = index_table();
  sink = misaligned();
  sink = truth() ? 1 : 0;
  sink = static_cast<int>(widen());
  sink = shift_again();
  return 0;
}
