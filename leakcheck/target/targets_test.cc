// Targets are found by name, and what is missing is said.
#include "leakcheck/target/targets.h"

#include <algorithm>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leakcheck/target/dynamic_library.h"

namespace ouro::leakcheck {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Targets, AreNamedWithOrWithoutALibrary) {
  EXPECT_EQ(kind_of_target("").name, "ouro");
  EXPECT_EQ(kind_of_target("lua").name, "lua");
  EXPECT_EQ(kind_of_target("cpython:libpython3.12.so.1.0").name, "cpython");
  EXPECT_THAT([] { kind_of_target("cobol:x"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("unknown target: cobol")));
}

TEST(Targets, NamesAreUniqueAndOnlyTheBundledOneIsNotOpened) {
  for (const TargetKind& kind : target_kinds()) {
    EXPECT_EQ(std::ranges::count(target_kinds(), kind.name, &TargetKind::name), 1) << kind.name;
    EXPECT_EQ(kind.make == nullptr, kind.name == "ouro");
    EXPECT_EQ(kind.program.empty(), kind.name == "host") << kind.name;
  }
}

TEST(Targets, AMissingLibraryOrFunctionIsSaid) {
  EXPECT_THAT([] { make_target("lua:libnowhere.so", Heap::kPool); },
              ThrowsMessage<std::runtime_error>(HasSubstr("libnowhere.so")));
  EXPECT_THAT([] { make_target("lua:libm.so.6", Heap::kPool); },
              ThrowsMessage<std::runtime_error>(HasSubstr("no function luaL_newstate")));
}

TEST(Targets, AForeignOneRunsItsProgramAndTellsItsFailure) {
  const auto lua = make_target("lua", Heap::kPool);
  lua->begin();
  const auto state = lua->create({});
  EXPECT_EQ(state->run({ProgramKind::kCode, "assert(1 + 1 == 2)", {}}), 0);
  testing::internal::CaptureStderr();
  EXPECT_EQ(state->run({ProgramKind::kCode, "error('no')", {}}), 1);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("no"));
  EXPECT_THROW(state->run({ProgramKind::kModule, "module", {}}), std::runtime_error);
  InterpreterEvidence evidence;
  state->finalize(evidence);
  EXPECT_TRUE(lua->end().components.empty());
  EXPECT_THROW(lua->create({.fault = "skip_clear:x"}), std::runtime_error);
}

TEST(DynamicLibrary, TakesTheFirstThatIsThere) {
  const std::string names[] = {"libnowhere.so", "libm.so.6"};
  const DynamicLibrary library(names);
  EXPECT_EQ(library.name(), "libm.so.6");
  EXPECT_EQ(library.function<double(double)>("sqrt")(9), 3);
  EXPECT_EQ(library.function_if<void()>("no_such_function"), nullptr);
}

}  // namespace
}  // namespace ouro::leakcheck
