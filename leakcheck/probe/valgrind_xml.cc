// The parser of Valgrind's XML: walks the elements the protocol names and refuses a file without
// its end.
#include "leakcheck/probe/valgrind_xml.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include <pugixml.hpp>

namespace ouro::leakcheck {
namespace {

using std::string_view;

constexpr auto kTools = std::to_array<string_view>({"memcheck", "helgrind", "drd"});
constexpr auto kProtocols = std::to_array<string_view>({"4", "5"});

bool contains(const auto& words, string_view word) {
  return std::ranges::find(words, word) != words.end();
}

Frame parse_frame(const pugi::xml_node& node) {
  Frame frame{node.child_value("fn"), node.child_value("obj"), node.child_value("file")};
  const std::string folder = node.child_value("dir");
  if (!frame.location.empty() && !folder.empty()) frame.location = folder + '/' + frame.location;
  if (*node.child_value("line") != 0) {
    frame.location += std::string(":") + node.child_value("line");
  }
  if (frame.function.empty()) frame.function = "???";
  return frame;
}

Stack parse_stack(const pugi::xml_node& node, std::string title) {
  Stack stack{.title = std::move(title), .frames = {}};
  for (const auto& frame : node.children("frame")) stack.frames.push_back(parse_frame(frame));
  return stack;
}

// An explanation stands before the stack it explains, and may be without one; drd's other segments
// have elements of their own, some of them without any frame.
std::vector<Stack> parse_stacks(const pugi::xml_node& error) {
  std::vector<Stack> stacks;
  std::string title;
  const auto explain = [&](std::string text) {
    if (!title.empty()) stacks.push_back({std::exchange(title, {}), {}});
    title = std::move(text);
  };
  for (const auto& node : error.children()) {
    const string_view name = node.name();
    if (name == "auxwhat") explain(node.child_value());
    if (name == "xauxwhat") explain(node.child_value("text"));
    if (name == "stack") stacks.push_back(parse_stack(node, std::exchange(title, {})));
    if (name == "other_segment_start" || name == "other_segment_end") {
      explain({});
      stacks.push_back(parse_stack(node.child("stack"), std::string(name)));
    }
  }
  explain({});
  return stacks;
}

// Within <xwhat>, or beside <what> as older versions write it.
std::uint64_t leaked(const pugi::xml_node& error, const char* name) {
  const pugi::xml_node inside = error.child("xwhat").child(name);
  return (inside ? inside : error.child(name)).text().as_ullong();
}

ToolReport parse_error(const pugi::xml_node& error) {
  const pugi::xml_node details = error.child("xwhat");
  const std::string message = details ? details.child_value("text") : error.child_value("what");
  const std::uint64_t direct = direct_bytes(message);
  return {.tool = {},
          .kind = error.child_value("kind"),
          .message = message,
          .bytes = direct != 0 ? direct : leaked(error, "leakedbytes"),
          .blocks = leaked(error, "leakedblocks"),
          .stacks = parse_stacks(error)};
}

ToolReport parse_signal(const pugi::xml_node& signal) {
  return {.tool = {},
          .kind = signal.child_value("signame"),
          .message = std::string("died of ") + signal.child_value("signame") + ' ' +
                     signal.child_value("event"),
          .bytes = 0,
          .blocks = 0,
          .stacks = {parse_stack(signal.child("stack"), {})}};
}

bool finished(const pugi::xml_node& root) {
  for (const auto& status : root.children("status")) {
    if (string_view(status.child_value("state")) == "FINISHED") return true;
  }
  return false;
}

class XmlReader {
 public:
  XmlReader(const pugi::xml_node& root, Evidence& evidence)
      : root_(root), evidence_(evidence), tool_(root.child_value("protocoltool")) {}

  void read() {
    if (!contains(kTools, tool_)) {
      return problem("the XML is not memcheck's, helgrind's or drd's");
    }
    if (!contains(kProtocols, root_.child_value("protocolversion"))) {
      return problem(tool_ + "'s XML has an unknown protocol version");
    }
    evidence_.tools.push_back(tool_);
    count_errors();
    read_errors();
    read_suppressed();
    if (!finished(root_)) {
      problem(tool_ + "'s XML has no end: the log was cut, or the tool was killed");
    }
  }

 private:
  // How often each error happened; only the first time is an element of its own.
  void count_errors() {
    for (const auto& counts : root_.children("errorcounts")) {
      for (const auto& pair : counts.children("pair")) {
        counts_[pair.child_value("unique")] = pair.child("count").text().as_ullong();
      }
    }
  }

  void read_errors() {
    for (const auto& node : root_.children()) {
      const string_view name = node.name();
      if (name == "error") add_error(node);
      if (name == "fatal_signal") add(parse_signal(node));
    }
    for (const auto& [unique, count] : counts_) {
      if (!seen_.contains(unique)) {
        return problem(tool_ + " counted an error that its XML does not show");
      }
    }
  }

  void add_error(const pugi::xml_node& node) {
    ToolReport report = parse_error(node);
    const std::string unique = node.child_value("unique");
    seen_.insert(unique);
    if (const auto found = counts_.find(unique); found != counts_.end()) {
      report.occurrences = std::max<std::uint64_t>(found->second, 1);
    }
    add(std::move(report));
  }

  void add(ToolReport report) {
    report.tool = tool_;
    report.process = root_.child_value("pid");
    evidence_.reports.push_back(std::move(report));
  }

  void read_suppressed() {
    const pugi::xml_node counts = root_.child("suppcounts");
    for (const auto& pair : counts.children("pair")) {
      evidence_.suppressed.push_back(
          {tool_, pair.child_value("name"), pair.child("count").text().as_ullong()});
    }
  }

  void problem(std::string text) { evidence_.problems.push_back(std::move(text)); }

  const pugi::xml_node root_;
  Evidence& evidence_;
  const std::string tool_;
  std::map<std::string, std::uint64_t> counts_;
  std::set<std::string> seen_;
};

}  // namespace

std::uint64_t direct_bytes(string_view text) {
  const std::size_t open = text.find(" (");
  const std::size_t end = text.find(" direct, ");
  if (open == string_view::npos || end == string_view::npos || end < open) return 0;
  std::uint64_t bytes = 0;
  for (const char byte : text.substr(open + 2, end - open - 2)) {
    if (byte >= '0' && byte <= '9') bytes = bytes * 10 + static_cast<std::uint64_t>(byte - '0');
  }
  return bytes;
}

void parse_valgrind_xml(string_view xml, Evidence& evidence) {
  if (xml.find("<!DOCTYPE") != string_view::npos || xml.find("<!ENTITY") != string_view::npos) {
    evidence.problems.emplace_back("XML with a DOCTYPE: Valgrind writes none");
    return;
  }
  pugi::xml_document document;
  const pugi::xml_parse_result result = document.load_buffer(xml.data(), xml.size());
  if (!result) {
    evidence.problems.push_back(std::string("Valgrind's XML does not parse: ") +
                                result.description() +
                                "; give each process its file with --xml-file=NAME.%p");
    return;
  }
  const pugi::xml_node root = document.child("valgrindoutput");
  // Two processes that wrote to one file leave two documents in it.
  if (root.next_sibling()) {
    evidence.problems.emplace_back(
        "Valgrind's XML is not one document: give each process its file with --xml-file=NAME.%p");
    return;
  }
  XmlReader(root, evidence).read();
}

}  // namespace ouro::leakcheck
