// stack_overflow: A byte behind an array on the stack is written.
volatile int sink;

__attribute__((noinline)) void fill(volatile char* bytes, int size) {
  for (int index = 0; index <= size; ++index) bytes[index] = 1;
}

__attribute__((noinline)) int work() {
  char bytes[12] = {};
  fill(bytes, 12);
  return bytes[0];
}

int main() {
  sink = work();
  return 0;
}
