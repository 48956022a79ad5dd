// The commands of the `ouro` program: one function each, in a table in main.cc.
#pragma once

#include <string_view>

namespace ouro::leakcheck {

// Exit codes that are no verdicts; see kVerdicts for those.
inline constexpr int kUsageError = 2;
inline constexpr int kInfrastructureError = 3;

inline constexpr std::string_view kVersion = "0.1.0";

// The arguments are main()'s, from the command's name on.
int run_command(int count, char** arguments);
int verify_command(int count, char** arguments);
int matrix_command(int count, char** arguments);
int quiet_command(int count, char** arguments);
int audit_command(int count, char** arguments);
int compare_command(int count, char** arguments);
int import_command(int count, char** arguments);
int list_command(int count, char** arguments);
int oom_command(int count, char** arguments);
int stress_command(int count, char** arguments);
int child_command(int count, char** arguments);

}  // namespace ouro::leakcheck
