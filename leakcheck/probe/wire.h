// The wire: evidence and jobs as JSON lines, between a child and the tool that supervises it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "leakcheck/evidence.h"
#include "leakcheck/job.h"

namespace ouro::leakcheck {

std::string encode_job(const Job& job);
Job decode_job(std::string_view text);  // throws std::runtime_error

// May be written again when more of the same cycle is known.
std::string encode_cycle(const CycleEvidence& cycle);
// Of the cycle written last.
std::string encode_heap(const HeapUse& heap);
std::string encode_round(const RoundEvidence& round);
std::string encode_refusal(const RefusalEvidence& point);
std::string encode_problem(std::string_view message);
std::string encode_end(std::size_t records);

// Reads what a child wrote. A line that is no record, a wrong count of records or a missing last
// record becomes a problem of the evidence.
void decode_records(std::string_view lines, Evidence& evidence);

}  // namespace ouro::leakcheck
