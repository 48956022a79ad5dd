// The memcheck log parser: walks the elements the protocol names and refuses a file without its
// end.
#include "leakcheck/probe/memcheck_log.h"

#include <utility>

#include <pugixml.hpp>

namespace ouro::leakcheck {
namespace {

Frame parse_frame(const pugi::xml_node& node) {
  Frame frame{node.child_value("fn"), node.child_value("obj"), node.child_value("file")};
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

// An auxwhat stands before the stack it explains.
std::vector<Stack> parse_stacks(const pugi::xml_node& error) {
  std::vector<Stack> stacks;
  std::string title;
  for (const auto& node : error.children()) {
    const std::string name = node.name();
    if (name == "auxwhat") title = node.child_value();
    if (name == "xauxwhat") title = node.child_value("text");
    if (name == "stack") stacks.push_back(parse_stack(node, std::exchange(title, {})));
  }
  return stacks;
}

// Bytes of a definite loss include the blocks only it reaches, which are listed again as indirect
// losses: so the numbers describe one record and are never added up.
ToolReport parse_error(const pugi::xml_node& error) {
  const pugi::xml_node details = error.child("xwhat");
  ToolReport report{.tool = "memcheck",
                    .kind = error.child_value("kind"),
                    .message = details ? details.child_value("text") : error.child_value("what"),
                    .bytes = details.child("leakedbytes").text().as_ullong(),
                    .blocks = details.child("leakedblocks").text().as_ullong(),
                    .stacks = parse_stacks(error)};
  return report;
}

ToolReport parse_signal(const pugi::xml_node& signal) {
  return {.tool = "memcheck",
          .kind = signal.child_value("signame"),
          .message = std::string("died of ") + signal.child_value("signame") + ' ' +
                     signal.child_value("event"),
          .bytes = 0,
          .blocks = 0,
          .stacks = {parse_stack(signal.child("stack"), {})}};
}

bool finished(const pugi::xml_node& root) {
  for (const auto& status : root.children("status")) {
    if (std::string_view(status.child_value("state")) == "FINISHED") return true;
  }
  return false;
}

}  // namespace

void parse_memcheck_log(std::string_view xml, Evidence& evidence) {
  pugi::xml_document document;
  const pugi::xml_parse_result result = document.load_buffer(xml.data(), xml.size());
  if (!result) {
    evidence.problems.push_back(std::string("memcheck's XML does not parse: ") +
                                result.description());
    return;
  }
  const pugi::xml_node root = document.child("valgrindoutput");
  // Two processes that wrote to one file leave two documents in it.
  if (root.next_sibling()) return evidence.problems.push_back("memcheck's XML is not one document");
  if (std::string_view(root.child_value("protocoltool")) != "memcheck") {
    return evidence.problems.push_back("the XML is not memcheck's");
  }
  if (std::string_view(root.child_value("protocolversion")) != "4") {
    return evidence.problems.push_back("memcheck's XML has an unknown protocol version");
  }
  for (const auto& error : root.children("error")) evidence.reports.push_back(parse_error(error));
  for (const auto& signal : root.children("fatal_signal")) {
    evidence.reports.push_back(parse_signal(signal));
  }
  if (!finished(root)) evidence.problems.push_back("memcheck's XML has no end");
}

}  // namespace ouro::leakcheck
