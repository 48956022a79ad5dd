// global_overflow: An element behind a global array is read.
int table[10];
volatile int sink;

__attribute__((noinline)) int look_up(int index) { return table[index]; }

int main(int count, char**) {
  sink = look_up(count + 9);
  return 0;
}
