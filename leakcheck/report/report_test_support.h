// Test support: one report with something of everything in it, and comparison with recorded text.
#pragma once

#include <string>

#include "leakcheck/report/report.h"

namespace ouro::leakcheck {

Report example_report();
Report clean_report();

// Compares with leakcheck/report/testdata/NAME; SNAP_UPDATE=1 rewrites it instead.
void expect_snapshot(const std::string& name, const std::string& text);

}  // namespace ouro::leakcheck
