// Sanitizer logs: text of ASan, LSan, UBSan and TSan -> reports. Strict: a line it does not know is
// a problem, because an unread line may be an unread finding.
#pragma once

#include <string>
#include <string_view>

#include "leakcheck/evidence.h"

namespace ouro::leakcheck {

// The sanitizer option that makes every frame one line this parser understands.
inline constexpr std::string_view kFrameFormat = "stack_trace_format='@F|%n|%m|%o|%S|%f'";

void parse_sanitizer_log(std::string_view log, Evidence& evidence);

// What sanitizers print on stderr even when their log goes elsewhere must be known, too.
void check_sanitizer_stderr(std::string_view text, Evidence& evidence);

}  // namespace ouro::leakcheck
