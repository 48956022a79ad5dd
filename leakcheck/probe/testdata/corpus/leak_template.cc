// leak_template: A method of a class template in a namespace loses a block.
#include <cstdlib>
#include <utility>

#include "overwrite.h"

volatile int sink;

namespace net {

template <typename Key, typename Value>
class Table {
 public:
  __attribute__((noinline)) Value* insert(Key key) {
    auto* values = static_cast<Value*>(std::malloc(sizeof(Value) * 4));
    values[0] = static_cast<Value>(key);
    return values;
  }
};

}  // namespace net

int main(int, char**) {
  net::Table<unsigned long, long long> table;
  sink = static_cast<int>(table.insert(5)[0]);
  return 0;
}
