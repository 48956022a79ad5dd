// null_write: A number is written through a null pointer.
int* volatile nowhere;

__attribute__((noinline)) void store() { *nowhere = 5; }

int main() {
  store();
  return 0;
}
