// ouro audit: the writable, process-wide state of any ELF program or shared object, with reasons.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "leakcheck/detect/audit_reasons.h"
#include "leakcheck/probe/builds.h"
#include "leakcheck/probe/program_file.h"
#include "leakcheck/report/escape.h"
#include "leakcheck/tool/commands.h"
#include "leakcheck/tool/options.h"

namespace ouro::leakcheck {
namespace {

struct Arguments {
  std::string file, reasons;
  bool json = false;
};

constexpr int kFindings = 1;
constexpr int kStale = 4;

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw UsageError("cannot read " + path);
  return text.str();
}

bool is_own_program(const std::string& path) {
  std::error_code error;
  return std::filesystem::equivalent(path, own_program_file(), error);
}

std::vector<AuditReason> reasons_for(const Arguments& arguments) {
  if (!arguments.reasons.empty()) return parse_audit_reasons(read_file(arguments.reasons));
  return is_own_program(arguments.file) ? own_audit_reasons() : std::vector<AuditReason>();
}

// The built-in reasons serve all builds of the tool: in one of them some explain nothing.
bool minds_stale(const Arguments& arguments) { return !arguments.reasons.empty(); }

struct Verdict {
  const char* name;
  int code;
};

Verdict verdict_of(const Audited& audited, bool minds_stale) {
  if (audited.unexplained != 0) return {"findings", kFindings};
  if (minds_stale && !audited.stale.empty()) return {"stale", kStale};
  return {"clean", 0};
}

std::uint64_t total_bytes(const Audited& audited) {
  std::uint64_t bytes = 0;
  for (const AuditedSymbol& row : audited.symbols) bytes += row.symbol->bytes;
  return bytes;
}

void print_text(const Evidence& evidence, const Audited& audited, bool stripped, bool minds_stale) {
  for (const AuditedSymbol& row : audited.symbols) {
    fmt::print("{:<12} {:>9}  {}  {}\n", row.symbol->section, row.symbol->bytes,
               cleaned_line(row.symbol->name),
               row.reason == nullptr ? "NO REASON" : "-- " + row.reason->reason);
  }
  for (const std::string& library : evidence.libraries) fmt::print("library  {}\n", library);
  if (stripped) fmt::print("stripped: what the dynamic symbols do not name is (unnamed)\n");
  for (const std::string& pattern : minds_stale ? audited.stale : std::vector<std::string>()) {
    fmt::print("stale reason: {}\n", pattern);
  }
}

void print_json(const Evidence& evidence, const Audited& audited, bool stripped, bool minds_stale,
                const char* verdict) {
  nlohmann::ordered_json document;
  document["verdict"] = verdict;
  document["stripped"] = stripped;
  document["symbols"] = nlohmann::ordered_json::array();
  for (const AuditedSymbol& row : audited.symbols) {
    nlohmann::ordered_json symbol;
    symbol["name"] = row.symbol->name;
    symbol["section"] = row.symbol->section;
    symbol["bytes"] = row.symbol->bytes;
    if (row.reason != nullptr) symbol["reason"] = row.reason->reason;
    document["symbols"].push_back(std::move(symbol));
  }
  document["libraries"] = evidence.libraries;
  document["stale"] = minds_stale ? audited.stale : std::vector<std::string>();
  constexpr auto kReplace = nlohmann::ordered_json::error_handler_t::replace;
  fmt::print("{}\n", document.dump(2, ' ', false, kReplace));
}

int audit_file(const Arguments& arguments) {
  const std::vector<AuditReason> reasons = reasons_for(arguments);
  Evidence evidence;
  const bool stripped = probe_stripped_file(arguments.file, evidence);
  if (!evidence.problems.empty()) {
    fmt::print(stderr, "ouro audit: {}\n", evidence.problems.front());
    return kInfrastructureError;
  }
  const Audited audited = audit(evidence.symbols, reasons);
  const Verdict verdict = verdict_of(audited, minds_stale(arguments));
  if (arguments.json) {
    print_json(evidence, audited, stripped, minds_stale(arguments), verdict.name);
  } else {
    print_text(evidence, audited, stripped, minds_stale(arguments));
    fmt::print("SUMMARY verdict={} symbols={} bytes={} unexplained={} stale={} libraries={}\n",
               verdict.name, audited.symbols.size(), total_bytes(audited), audited.unexplained,
               minds_stale(arguments) ? audited.stale.size() : 0, evidence.libraries.size());
  }
  return std::fflush(stdout) == 0 ? verdict.code : kInfrastructureError;
}

}  // namespace

int audit_command(int count, char** words) {
  Arguments arguments;
  CLI::App app("Lists the writable, process-wide state of an ELF file; each needs a reason.",
               "ouro audit");
  app.add_option("BINARY", arguments.file, "a program or shared object")->required();
  app.add_option("--reasons", arguments.reasons, "file: PATTERN -- REASON per line");
  app.add_flag("--json", arguments.json, "one JSON document instead of the table");
  return guarded([&] {
    if (const int code = parse(app, count, words); code >= 0) return code;
    return audit_file(arguments);
  });
}

}  // namespace ouro::leakcheck
