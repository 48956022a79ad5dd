// Tool logs: XML documents are cut out, the rest is read as text by both parsers of text.
#include "leakcheck/probe/tool_log.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "leakcheck/probe/log_lines.h"
#include "leakcheck/probe/sanitizer_log.h"
#include "leakcheck/probe/valgrind_text.h"
#include "leakcheck/probe/valgrind_xml.h"

namespace ouro::leakcheck {
namespace {

using std::string_view;

constexpr string_view kEnd = "</valgrindoutput>";
constexpr std::size_t kKeptProblems = 20;

// No text has many bytes of zero; UTF-16 has.
bool is_binary(string_view bytes) { return std::ranges::count(bytes, '\0') > 0; }

// Where Valgrind's XML begins; npos: nowhere.
std::size_t find_document(string_view text, std::size_t from) {
  for (std::size_t at = from; (at = text.find('<', at)) != string_view::npos; ++at) {
    const string_view rest = text.substr(at);
    if (rest.starts_with("<?xml") || rest.starts_with("<valgrindoutput>") ||
        rest.starts_with("<!DOCTYPE")) {
      return at;
    }
  }
  return string_view::npos;
}

class LogReader {
 public:
  Evidence read(string_view bytes) {
    if (trimmed(bytes).empty()) {
      problem(
          "the log is empty: a tool that finds nothing writes nothing, and so does one that "
          "never ran");
    } else if (is_binary(bytes)) {
      problem("the log is no text: if it is packed or UTF-16, give it as plain text");
    } else {
      read_text(without_prefixes(without_controls(bytes)));
      require_proof();
    }
    tidy_problems();
    return std::move(evidence_);
  }

 private:
  static string_view trimmed(string_view text) {
    const std::size_t at = text.find_first_not_of(" \t\r\n");
    return at == string_view::npos ? string_view() : text.substr(at);
  }

  // Several processes may have written one after the other.
  void read_text(string_view text) {
    std::string outside;
    while (!text.empty()) {
      const std::size_t begin = find_document(text, 0);
      outside += text.substr(0, begin);
      if (begin == string_view::npos) break;
      const std::size_t end = text.find(kEnd, begin);
      const std::size_t size = end == string_view::npos ? end : end + kEnd.size() - begin;
      parse_valgrind_xml(text.substr(begin, size), evidence_);
      text = end == string_view::npos ? string_view() : text.substr(begin + size);
    }
    parse_valgrind_text(outside, evidence_);
    parse_foreign_log(outside, evidence_);
  }

  bool names_valgrind() const {
    return std::ranges::any_of(evidence_.tools, [](const std::string& tool) {
      return tool == "memcheck" || tool == "helgrind" || tool == "drd";
    });
  }

  // Of a Valgrind tool that does not come to its end, a problem tells; a sanitizer that lists what
  // it suppressed has come to its own.
  void require_proof() {
    if (!evidence_.reports.empty() || !evidence_.problems.empty()) return;
    if (names_valgrind() || !evidence_.suppressed.empty()) return;
    problem(
        "no report, and no tool's word that it looked: a sanitizer is silent when it finds "
        "nothing, so its silence proves nothing; `ouro verify` and Valgrind's logs do");
  }

  // The first of each, and not too many.
  void tidy_problems() {
    std::vector<std::string> kept;
    std::set<std::string> known;
    for (std::string& text : evidence_.problems) {
      if (known.insert(text).second) kept.push_back(std::move(text));
    }
    if (kept.size() > kKeptProblems) {
      const std::size_t more = kept.size() - kKeptProblems;
      kept.resize(kKeptProblems);
      kept.push_back("... and " + std::to_string(more) + " more");
    }
    evidence_.problems = std::move(kept);
  }

  void problem(std::string_view text) { evidence_.problems.emplace_back(text); }

  Evidence evidence_;
};

}  // namespace

Evidence read_tool_log(string_view bytes) { return LogReader().read(bytes); }

}  // namespace ouro::leakcheck
