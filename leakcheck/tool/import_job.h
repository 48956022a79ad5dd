// The import job: logs that tools have written already -> one report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "leakcheck/report/report.h"

namespace ouro::leakcheck {

// Files; of a directory all files; of a log_path (NAME.123 exists, NAME does not) all its files.
// Throws UsageError for what does not exist.
std::vector<std::string> find_logs(const std::vector<std::string>& names);

// Adds what one log says. A log that proves nothing becomes a problem of its run.
void import_log(const std::string& name, std::string_view bytes, Report& report);

// One finding for each signature, whoever saw it and how often.
void finish_import(Report& report);

}  // namespace ouro::leakcheck
