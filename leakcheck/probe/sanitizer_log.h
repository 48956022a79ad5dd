// Sanitizer logs: text of ASan, LSan, UBSan, TSan and their like -> reports.
#pragma once

#include <string>
#include <string_view>

#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

// The sanitizer option that makes every frame one line this parser understands.
inline constexpr std::string_view kFrameFormat = "stack_trace_format='@F|%n|%m|%o|%S|%f'";

// Nothing but the sanitizer's words may be in it: an unread line may be an unread finding.
void parse_sanitizer_log(std::string_view log, Evidence& evidence);

// A log of any program, whose own words stand between the sanitizer's.
void parse_foreign_log(std::string_view log, Evidence& evidence);

// What sanitizers print on stderr even when their log goes elsewhere must be known, too.
void check_sanitizer_stderr(std::string_view text, Evidence& evidence);

}  // namespace ouro::leakcheck
