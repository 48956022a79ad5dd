// Charts: inline SVG, drawn here, so that a report is one file and asks no network for anything.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "leakcheck/report/report.h"

namespace ouro::leakcheck {

// A line over cycles; the first `warm_up` points are drawn as warm-up. Empty for no values.
std::string growth_chart(const std::vector<std::uint64_t>& values, std::size_t warm_up);

// One bar cut into stages by their share of time, with a tooltip each; empty for no time at all.
std::string stage_bar(const std::vector<StageTotal>& stages);

// "1.2 MB", "512 B"; "3.4 ms", "870 ns".
std::string readable_bytes(std::uint64_t bytes);
std::string readable_time(std::uint64_t nanoseconds);

}  // namespace ouro::leakcheck
