// Imports whose order matters.
#include "runtime/module/import.h"

#include "runtime/interpreter/test_support.h"

namespace ouro {
namespace {

using ImportTest = RuntimeTest;

TEST_F(ImportTest, CirclesOfTheLibraryHoldFromEveryEnd) {
  run("import genericpath\n"
      "import os.path\n"
      "assert genericpath.commonprefix(['ab', 'ac']) == 'a'\n"
      "assert os.path.exists is genericpath.exists\n");
}

}  // namespace
}  // namespace ouro
