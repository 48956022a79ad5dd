// Escaping: text from programs and tools is untrusted; each format takes only what cannot harm it.
#pragma once

#include <string>
#include <string_view>

namespace ouro::leakcheck {

// Valid UTF-8 without control characters (but newline and tab), without bidirectional overrides and
// without what XML 1.0 forbids. Safe for terminals; what is dropped cannot hide anything.
std::string cleaned(std::string_view text);

// Cleaned, and on one line.
std::string cleaned_line(std::string_view text);

// Cleaned, with & < > " ' as entities: for XML and HTML, text and attributes.
std::string escaped(std::string_view text);

}  // namespace ouro::leakcheck
