// The table's helpers: look-up and merging.
#include "leakcheck/detect/detectors.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace ouro::leakcheck {

namespace {

void add_witnesses(Finding& finding, const Finding& other) {
  for (const std::string& witness : other.witnesses) {
    if (std::ranges::find(finding.witnesses, witness) == finding.witnesses.end()) {
      finding.witnesses.push_back(witness);
    }
  }
}

template <typename KeyOf>
Findings merged_by(Findings findings, KeyOf key_of) {
  Findings unique;
  std::map<decltype(key_of(findings[0])), std::size_t> index;
  for (Finding& finding : findings) {
    const auto [place, fresh] = index.try_emplace(key_of(finding), unique.size());
    if (fresh) {
      unique.push_back(std::move(finding));
      continue;
    }
    Finding& first = unique[place->second];
    first.occurrences += finding.occurrences;
    first.bytes = std::max(first.bytes, finding.bytes);
    first.blocks = std::max(first.blocks, finding.blocks);
    add_witnesses(first, finding);
  }
  return unique;
}

}  // namespace

const Detector* find_detector(std::string_view name) {
  std::string wanted(name);
  std::ranges::replace(wanted, '-', '_');
  const auto found = std::ranges::find(kDetectors, wanted, &Detector::name);
  return found == kDetectors.end() ? nullptr : &*found;
}

Findings merged(Findings findings) {
  return merged_by(std::move(findings), [](const Finding& finding) {
    return std::pair(finding.detector, finding.signature);
  });
}

Findings merged_across_tools(Findings findings) {
  return merged_by(std::move(findings), [](const Finding& finding) { return finding.signature; });
}

}  // namespace ouro::leakcheck
