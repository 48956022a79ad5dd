// Comparison of targets: medians, slopes, and one table in three forms.
#include "leakcheck/tool/compare.h"

#include <algorithm>
#include <array>
#include <functional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "leakcheck/detect/detectors.h"
#include "leakcheck/report/escape.h"

namespace ouro::leakcheck {
namespace {

// Caches fill, and the harness itself settles.
constexpr std::size_t kWarmUpCycles = 10;

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// Between equal halves: one late step counts as what it is for each cycle.
double slope(const std::vector<double>& values) {
  const std::size_t half = values.size() / 2;
  return (median({values.begin() + static_cast<std::ptrdiff_t>(half), values.end()}) -
          median({values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half)})) /
         static_cast<double>(half);
}

double held(const HeapUse& heap) {
  return static_cast<double>(heap.allocated) + static_cast<double>(heap.mapped) -
         static_cast<double>(heap.kept);
}

std::string ended_how(const Evidence& evidence) {
  if (!evidence.problems.empty()) return evidence.problems.front();
  return evidence.complete ? "" : "it was cut short";
}

double alive(const Evidence& evidence) {
  std::vector<double> values;
  for (const CycleEvidence& cycle : evidence.cycles)
    values.push_back(static_cast<double>(cycle.resident_alive));
  return values.front();  // later ones hold what the first gave back
}

template <typename Value>
std::string shown(const std::optional<Value>& value, const char* format) {
  return value.has_value() ? fmt::format(fmt::runtime(format), *value) : "-";
}

struct Column {
  std::string_view title;
  std::string (*text)(const ComparedTarget&);
};

constexpr auto kColumns = std::to_array<Column>({
    {"target", [](const ComparedTarget& row) { return row.name; }},
    {"cycle, us",
     [](const ComparedTarget& row) { return shown(row.cycle_microseconds, "{:.0f}"); }},
    {"living, KB", [](const ComparedTarget& row) { return shown(row.living_kilobytes, "{:.0f}"); }},
    {"growth, B/cycle",
     [](const ComparedTarget& row) { return shown(row.growth_bytes, "{:.0f}"); }},
    {"once, KB", [](const ComparedTarget& row) { return shown(row.residue_kilobytes, "{:.0f}"); }},
    {"state changed", [](const ComparedTarget& row) { return shown(row.changed_facts, "{}"); }},
    {"helgrind", [](const ComparedTarget& row) { return shown(row.helgrind, "{}"); }},
    {"drd", [](const ComparedTarget& row) { return shown(row.drd, "{}"); }},
    {"begins again",
     [](const ComparedTarget& row) {
       return row.second_begin == "yes" || row.second_begin.empty() ? row.second_begin
                                                                    : std::string("no");
     }},
});

std::vector<std::string> notes_of(const ComparedTarget& target) {
  std::vector<std::string> notes;
  for (const std::string& change : target.changes) notes.push_back(change);
  if (!target.second_begin.empty() && target.second_begin != "yes")
    notes.push_back("a second begin: " + target.second_begin);
  for (const std::string& problem : target.problems) notes.push_back("not measured: " + problem);
  for (std::string& note : notes) note = cleaned_line(note);
  return notes;
}

}  // namespace

void add_cycles(const Evidence& evidence, ComparedTarget& target) {
  if (const std::string how = ended_how(evidence); !how.empty()) target.problems.push_back(how);
  std::vector<double> times, bytes;
  for (const CycleEvidence& cycle : evidence.cycles) {
    times.push_back(static_cast<double>(cycle.nanoseconds) / 1e3);
    if (bytes.size() + kWarmUpCycles < times.size()) bytes.push_back(held(cycle.heap));
  }
  if (!times.empty()) target.cycle_microseconds = median(times);
  if (bytes.size() >= 4) target.growth_bytes = slope(bytes);
  if (evidence.rounds.empty()) return;
  const RoundEvidence& round = evidence.rounds.front();
  target.residue_kilobytes = (held(round.heap_after) - held(round.heap_before)) / 1024;
  const Findings changes = merged(find_in_process_state(evidence));
  target.changed_facts = changes.size();
  for (const Finding& change : changes) target.changes.push_back(change.detail);
}

void add_living(const Evidence& one, const Evidence& many, unsigned more, ComparedTarget& target) {
  if (one.cycles.empty() || many.cycles.empty() || more == 0) return;
  target.living_kilobytes = (alive(many) - alive(one)) / more / 1024;
}

void add_second_begin(const Evidence& evidence, ComparedTarget& target) {
  const std::string how = ended_how(evidence);
  target.second_begin = how.empty() ? "yes" : how;
}

std::string render_text(const std::vector<ComparedTarget>& targets) {
  std::string text;
  const auto add_line = [&text](const std::function<std::string(const Column&)>& cell) {
    for (const Column& column : kColumns) {
      const bool first = &column == kColumns.data();
      text += first ? fmt::format("{:<17}", cell(column))
                    : fmt::format("  {:>{}}", cell(column), column.title.size());
    }
    text += '\n';
  };
  add_line([](const Column& column) { return std::string(column.title); });
  for (const ComparedTarget& target : targets)
    add_line([&](const Column& column) { return column.text(target); });
  for (const ComparedTarget& target : targets) {
    for (const std::string& note : notes_of(target))
      text += fmt::format("{}: {}\n", target.name, note);
  }
  return text;
}

std::string render_markdown(const std::vector<ComparedTarget>& targets) {
  std::string titles = "|", rule = "|", rows, notes;
  for (const Column& column : kColumns) {
    titles += fmt::format(" {} |", column.title);
    rule += &column == kColumns.data() ? "---|" : "---:|";
  }
  for (const ComparedTarget& target : targets) {
    rows += "|";
    for (const Column& column : kColumns) rows += fmt::format(" {} |", column.text(target));
    rows += '\n';
    for (const std::string& note : notes_of(target))
      notes += fmt::format("- `{}`: {}\n", target.name, note);
  }
  return titles + '\n' + rule + '\n' + rows + (notes.empty() ? "" : "\n" + notes);
}

std::string render_json(const std::vector<ComparedTarget>& targets) {
  using nlohmann::json;
  const auto number = [](const auto& value) {
    return value.has_value() ? json(*value) : json(nullptr);
  };
  json rows = json::array();
  for (const ComparedTarget& target : targets) {
    rows.push_back({{"target", target.name},
                    {"cycle_microseconds", number(target.cycle_microseconds)},
                    {"living_kilobytes", number(target.living_kilobytes)},
                    {"growth_bytes", number(target.growth_bytes)},
                    {"residue_kilobytes", number(target.residue_kilobytes)},
                    {"changed_facts", number(target.changed_facts)},
                    {"changes", target.changes},
                    {"second_begin", target.second_begin},
                    {"helgrind", number(target.helgrind)},
                    {"drd", number(target.drd)},
                    {"problems", target.problems}});
  }
  return rows.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace ouro::leakcheck
