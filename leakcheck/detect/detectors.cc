// The table's helpers: look-up and merging.
#include "leakcheck/detect/detectors.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace ouro::leakcheck {

const Detector* find_detector(std::string_view name) {
  std::string wanted(name);
  std::ranges::replace(wanted, '-', '_');
  const auto found = std::ranges::find(kDetectors, wanted, &Detector::name);
  return found == kDetectors.end() ? nullptr : &*found;
}

Findings merged(Findings findings) {
  Findings unique;
  std::map<std::pair<std::string, std::string>, std::size_t> index;
  for (Finding& finding : findings) {
    const auto [place, fresh] =
        index.try_emplace({finding.detector, finding.signature}, unique.size());
    if (fresh) {
      unique.push_back(std::move(finding));
      continue;
    }
    Finding& first = unique[place->second];
    first.occurrences += finding.occurrences;
    first.bytes = std::max(first.bytes, finding.bytes);
    first.blocks = std::max(first.blocks, finding.blocks);
  }
  return unique;
}

}  // namespace ouro::leakcheck
