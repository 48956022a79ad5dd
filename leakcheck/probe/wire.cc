// The wire: one JSON object per line; the last one counts the others, so none can be lost unseen.
#include "leakcheck/probe/wire.h"

#include <array>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace ouro::leakcheck {

using nlohmann::json;

NLOHMANN_JSON_SERIALIZE_ENUM(ProgramKind, {{ProgramKind::kFile, "file"},
                                           {ProgramKind::kCode, "code"},
                                           {ProgramKind::kModule, "module"},
                                           {ProgramKind::kStandardInput, "stdin"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Heap, {{Heap::kPool, "pool"}, {Heap::kMalloc, "malloc"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Lives, {{Lives::kTogether, "together"},
                                     {Lives::kLenderLast, "lender last"},
                                     {Lives::kLenderFirst, "lender first"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Refused, {{Refused::kMemory, "memory"},
                                       {Refused::kThreads, "threads"},
                                       {Refused::kMappings, "mappings"},
                                       {Refused::kDescriptors, "descriptors"}})
NLOHMANN_JSON_SERIALIZE_ENUM(RefusalMode, {{RefusalMode::kOnce, "once"},
                                           {RefusalMode::kPersistent, "persistent"},
                                           {RefusalMode::kWindow, "window"}})
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RefusalSweep, what, mode, first, every, points_max, seconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Program, kind, text, arguments)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RunLimits, memory_bytes, instructions, milliseconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Job, target, scenario, program, rounds, cycles, parallel, lives,
                                   heap, limits, fault, canary, seed, watched_handle,
                                   memory_megabytes, probe_leaks, probe_state, probe_alive,
                                   refusals)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RefusalEvidence, at, asked, refused, started, status, error,
                                   death, hung, output, errors, blocks, descriptors, threads, left,
                                   culprits, nanoseconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ComponentEvidence, component, blocks, bytes, items, references,
                                   address)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CensusEvidence, components, blocks, bytes, unequal)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StageEvidence, name, nanoseconds, runs, expected)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CallEvidence, file, places)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CulpritEvidence, kind, type, repr, path, count, serial, made_at)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(InterpreterEvidence, slot, refused, status, error, running,
                                   cleared, ended, stages, culprits, unequal, foreign)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Fact, category, name, value)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ProcessState, facts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(HeapUse, allocated, mapped, kept, resident)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CycleEvidence, round, number, nanoseconds, heap, resident_alive,
                                   interpreters)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RoundEvidence, round, before, warm, last, after, process,
                                   heap_before, heap_after)

namespace {

// Names and reprs come from programs: bytes that are no UTF-8 must not end the child.
std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string record(std::string_view kind, json body) {
  return dump(json{{"record", kind}, {"body", std::move(body)}}) + '\n';
}

struct Decoder {
  std::string_view kind;
  void (*decode)(const json& body, Evidence& evidence);
};

// A cycle may be written more than once as it goes on: its last word counts.
void decode_cycle(const json& body, Evidence& evidence) {
  const CycleEvidence cycle = body;
  const bool goes_on = !evidence.cycles.empty() && evidence.cycles.back().round == cycle.round &&
                       evidence.cycles.back().number == cycle.number;
  if (goes_on) evidence.cycles.pop_back();
  evidence.cycles.push_back(cycle);
}

constexpr auto kDecoders = std::to_array<Decoder>({
    {"cycle", decode_cycle},
    {"heap",
     [](const json& body, Evidence& evidence) {
       if (!evidence.cycles.empty()) evidence.cycles.back().heap = body;
     }},
    {"round", [](const json& body, Evidence& evidence) { evidence.rounds.push_back(body); }},
    {"refusal", [](const json& body, Evidence& evidence) { evidence.refusals.push_back(body); }},
    {"problem", [](const json& body, Evidence& evidence) { evidence.problems.push_back(body); }},
});

class RecordReader {
 public:
  explicit RecordReader(Evidence& evidence) : evidence_(evidence) {}

  void read(std::string_view line) {
    try {
      accept(json::parse(line));
    } catch (const json::exception&) {
      evidence_.problems.push_back("the child wrote a line that is no record: " +
                                   std::string(line.substr(0, 120)));
    }
  }

 private:
  void accept(const json& line) {
    const std::string kind = line.at("record");
    if (evidence_.complete) evidence_.problems.push_back("a record after the last: " + kind);
    if (kind == "end") return end(line.at("body"));
    ++records_;
    for (const Decoder& decoder : kDecoders) {
      if (decoder.kind == kind) return decoder.decode(line.at("body"), evidence_);
    }
    evidence_.problems.push_back("the child wrote a record of an unknown kind: " + kind);
  }

  void end(std::size_t records) {
    evidence_.complete = true;
    if (records == records_) return;
    evidence_.problems.push_back("the child wrote " + std::to_string(records) + " records, " +
                                 std::to_string(records_) + " arrived");
  }

  Evidence& evidence_;
  std::size_t records_ = 0;
};

}  // namespace

std::string encode_job(const Job& job) { return dump(json(job)); }

Job decode_job(std::string_view text) {
  try {
    return json::parse(text).get<Job>();
  } catch (const json::exception& error) {
    throw std::runtime_error(std::string("not a job: ") + error.what());
  }
}

std::string encode_cycle(const CycleEvidence& cycle) { return record("cycle", cycle); }
std::string encode_heap(const HeapUse& heap) { return record("heap", heap); }
std::string encode_round(const RoundEvidence& round) { return record("round", round); }
std::string encode_refusal(const RefusalEvidence& point) { return record("refusal", point); }
std::string encode_problem(std::string_view message) {
  return record("problem", std::string(message));
}
std::string encode_end(std::size_t records) { return record("end", records); }

void decode_records(std::string_view lines, Evidence& evidence) {
  RecordReader reader(evidence);
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    reader.read(lines.substr(0, end));
    lines = end == std::string_view::npos ? std::string_view() : lines.substr(end + 1);
  }
  if (!evidence.complete) evidence.problems.push_back("the child's evidence was cut short");
}

}  // namespace ouro::leakcheck
