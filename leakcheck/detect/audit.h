// The audit's allow-list: process-wide state that may be written, each entry with its reason.
#pragma once

#include <array>
#include <string_view>

namespace ouro::leakcheck {

struct AllowedState {
  std::string_view begins;  // of a demangled symbol, or a library's name
  std::string_view reason;
};

inline constexpr std::string_view kTheTool = "the verification tool, not the runtime";
inline constexpr std::string_view kStandardLibrary = "the C++ library's own, or a copy relocation";
inline constexpr std::string_view kCompiler = "start-up code of the compiler";

inline constexpr auto kAllowedSymbols = std::to_array<AllowedState>({
    {"ouro::leakcheck::", kTheTool},
    {"guard variable for ouro::leakcheck::", kTheTool},
    {"ouro::stress::", kTheTool},
    {"guard variable for ouro::stress::", kTheTool},
    {"CLI::", kTheTool},
    {"guard variable for CLI::", kTheTool},
    {"fmt::", kTheTool},
    {"guard variable for fmt::", kTheTool},
    {"nlohmann::", kTheTool},
    {"guard variable for nlohmann::", kTheTool},
    {"pugi::", kTheTool},
    {"std::", kStandardLibrary},
    {"guard variable for std::", kStandardLibrary},
    {"__gnu_cxx::", kStandardLibrary},
    {"stdin", kStandardLibrary},
    {"stdout", kStandardLibrary},
    {"stderr", kStandardLibrary},
    {"environ", kStandardLibrary},
    {"__environ", kStandardLibrary},
    {"optind", kStandardLibrary},
    {"__libc_single_threaded", kStandardLibrary},
    {"DW.ref.", kCompiler},  // pointers of the exception tables, written by the linker only
    {"__gmp_",
     "GMP's allocator hooks and error number: never set nor reached, sizes stay below its "
     "thresholds"},
    {"__dso_handle", kCompiler},
    {"completed.", kCompiler},
    {"__data_start", kCompiler},
    {"__frame_dummy_init_array_entry", kCompiler},
    {"__tm_", kCompiler},
});

inline constexpr auto kAllowedLibraries = std::to_array<AllowedState>({
    {"libc.so", "the platform; its process-wide state has one owner in the runtime"},
    {"libm.so", "errno and the rounding mode only, both per thread"},
    {"libgcc_s.so", "unwinding: tables found once, the same for everyone"},
    {"libstdc++.so", "the tool's; the runtime uses only its pure parts"},
    {"libgmp.so", "its allocator hooks are never set nor reached: sizes stay below its thresholds"},
    {"libutf8proc.so", "read-only tables"},
    {"ld-linux-x86-64.so", "the dynamic linker"},
    {"libpthread.so", "part of the platform"},
    {"libdl.so", "part of the platform"},
    {"libfmt.so", kTheTool},
    {"libpugixml.so", kTheTool},
    {"libdw.so", kTheTool},
});

}  // namespace ouro::leakcheck
