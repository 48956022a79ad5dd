// Tool frames: every spelling of a frame that sanitizers and Valgrind have.
#include "leakcheck/probe/tool_frame.h"

#include <gtest/gtest.h>

namespace ouro::leakcheck {
namespace {

struct Spelling {
  const char* line;
  const char* function;
  const char* location;
  const char* module;
};

class SanitizerFrames : public testing::TestWithParam<Spelling> {};

TEST_P(SanitizerFrames, AreRead) {
  const ParsedFrame parsed = parse_sanitizer_frame(GetParam().line);
  ASSERT_TRUE(parsed.is_frame);
  EXPECT_EQ(parsed.frame.function, GetParam().function);
  EXPECT_EQ(parsed.frame.location, GetParam().location);
  EXPECT_EQ(parsed.frame.module, GetParam().module);
}

const Spelling kSanitizer[] = {
    {"    #0 0x7ff in __interceptor_malloc ../../src/asan_malloc.cpp:69", "__interceptor_malloc",
     "../../src/asan_malloc.cpp:69", ""},
    {"    #1 0x55 in open(int) /src/a.cc:3:5", "open(int)", "/src/a.cc:3:5", ""},
    {"#1 0x55 in open(int) a.cc:3", "open(int)", "a.cc:3", ""},
    {"    #2 0x55 in main (/bin/app+0x12ab) (BuildId: 00ff)", "main", "", "/bin/app"},
    {"    #2 0x55  (/bin/app+0x12ab) (BuildId: 00ff)", "0x12ab", "", "/bin/app"},
    {"    #2 0x55 (/bin/my app (x86)/run+0x12ab)", "0x12ab", "", "/bin/my app (x86)/run"},
    {"    #3 0x55  (<unknown module>)", "???", "", ""},
    {"    #0 count(void*) /src/r.cc:4 (app+0x122f)", "count(void*)", "/src/r.cc:4", "app"},
    {"    #0 malloc <null> (app+0x60340) (BuildId: 00)", "malloc", "", "app"},
    {"    #0 <null> <null> (app+0x60340)", "0x60340", "", "app"},
    {"    #4 0x1 in void net::Table<unsigned long, std::pair<int, int> >::put(int (*)(int)) const "
     "/a dir/t.h:9:1",
     "void net::Table<unsigned long, std::pair<int, int> >::put(int (*)(int)) const",
     "/a dir/t.h:9:1", ""},
    {"    #4 0x1 in Name::operator<(Name const&) const /src/n.cc:1",
     "Name::operator<(Name const&) const", "/src/n.cc:1", ""},
    {"    #3 0x55 in void* ThreadStartFunc<false>(void*) lsan_interceptors.cpp.o",
     "void* ThreadStartFunc<false>(void*)", "lsan_interceptors.cpp.o", ""},
    {"    #5 0x1 in operator() /src/n.cc:1", "operator()", "/src/n.cc:1", ""},
    {"    #5 0x1 in (anonymous namespace)::run() /src/n.cc", "(anonymous namespace)::run()",
     "/src/n.cc", ""},
    {"    #6 0x1 in main C:\\work\\a.cpp:12", "main", "C:\\work\\a.cpp:12", ""},
    {"    #7 0x1 in start+0x1c (dyld:arm64+0xfffff)", "start", "", "dyld:arm64"},
    {"    #8 0x1 in leak::make::h0123456789abcdef /rs/src/main.rs:4:9",
     "leak::make::h0123456789abcdef", "/rs/src/main.rs:4:9", ""},
    {"    #9 0x1 in main.(*Pool).take /go/pool.go:31", "main.(*Pool).take", "/go/pool.go:31", ""},
};

INSTANTIATE_TEST_SUITE_P(ToolFrame, SanitizerFrames, testing::ValuesIn(kSanitizer));

TEST(ToolFrame, OtherLinesAreNone) {
  for (const char* line :
       {"", "#", "# 1", "#1", "#include <x>", "  at 0x1: f (a.cc:1)", "#x 0x1 in f"}) {
    EXPECT_FALSE(parse_sanitizer_frame(line).is_frame) << line;
  }
  for (const char* line : {"", "at", "at 0x1", "at 12: f", "by me: f", "#0 0x1 in f"}) {
    EXPECT_FALSE(parse_valgrind_frame(line).is_frame) << line;
  }
}

class ValgrindFrames : public testing::TestWithParam<Spelling> {};

TEST_P(ValgrindFrames, AreRead) {
  const ParsedFrame parsed = parse_valgrind_frame(GetParam().line);
  ASSERT_TRUE(parsed.is_frame);
  EXPECT_EQ(parsed.frame.function, GetParam().function);
  EXPECT_EQ(parsed.frame.location, GetParam().location);
  EXPECT_EQ(parsed.frame.module, GetParam().module);
}

const Spelling kValgrind[] = {
    {"   at 0x4841F2F: operator new(unsigned long) (in /usr/vgpreload.so)",
     "operator new(unsigned long)", "", "/usr/vgpreload.so"},
    {"   by 0x1092D3: allocate (new_allocator.h:137)", "allocate", "new_allocator.h:137", ""},
    {"   by 0x1092D3: run(int, char**) (a.cc:20)", "run(int, char**)", "a.cc:20", ""},
    {"   by 0x1: ??? (in /opt/my (x86)/app)", "???", "", "/opt/my (x86)/app"},
    {"   by 0x1: f(int)", "f(int)", "", ""},
    {"   by 0x1: ???", "???", "", ""},
};

INSTANTIATE_TEST_SUITE_P(ToolFrame, ValgrindFrames, testing::ValuesIn(kValgrind));

TEST(ToolFrame, NumbersTellWhereAStackBegins) {
  EXPECT_EQ(parse_sanitizer_frame("    #12 0x1 in f a.cc:1").number, 12u);
  EXPECT_EQ(parse_valgrind_frame("   at 0x1: f (a.cc:1)").number, 0u);
  EXPECT_NE(parse_valgrind_frame("   by 0x1: f (a.cc:1)").number, 0u);
}

}  // namespace
}  // namespace ouro::leakcheck
