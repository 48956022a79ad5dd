// Charts: values -> SVG elements. Colours are classes; the page's style gives them light and dark.
#include "leakcheck/report/chart.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "leakcheck/report/escape.h"

namespace ouro::leakcheck {
namespace {

constexpr double kWidth = 320, kHeight = 84, kLeft = 4, kRight = 4, kTop = 8, kBottom = 8;
constexpr std::size_t kColors = 8;

class GrowthChart {
 public:
  GrowthChart(const std::vector<std::uint64_t>& values, std::size_t warm_up)
      : values_(values), warm_up_(std::min(warm_up, values.size() - 1)) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    least_ = static_cast<double>(*least);
    // A flat line is drawn in the middle, not stretched into noise.
    span_ = std::max(static_cast<double>(*most) - least_, 1.0);
    flat_ = *least == *most;
  }

  std::string draw() const {
    return fmt::format(
        "<svg class=\"chart\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"{}\">"
        "<title>{}</title><rect class=\"warm\" x=\"0\" y=\"0\" width=\"{:.1f}\" height=\"{:.0f}\"/>"
        "<polyline class=\"line{}\" points=\"{}\"/>{}</svg>",
        kWidth, kHeight, summary(), summary(), x(warm_up_), kHeight, grows() ? " rising" : "",
        points(), dots());
  }

 private:
  bool grows() const { return values_.back() > values_[warm_up_]; }

  std::string summary() const {
    return fmt::format("C heap after each of {} cycles: {} at the start, {} at the end",
                       values_.size(), readable_bytes(values_.front()),
                       readable_bytes(values_.back()));
  }

  double x(std::size_t index) const {
    const double steps = static_cast<double>(std::max<std::size_t>(values_.size() - 1, 1));
    return kLeft + (kWidth - kLeft - kRight) * static_cast<double>(index) / steps;
  }

  double y(std::uint64_t value) const {
    const double share = flat_ ? 0.5 : (static_cast<double>(value) - least_) / span_;
    return kHeight - kBottom - (kHeight - kTop - kBottom) * share;
  }

  std::string points() const {
    std::string text;
    for (std::size_t index = 0; index < values_.size(); ++index) {
      text += fmt::format("{:.1f},{:.1f} ", x(index), y(values_[index]));
    }
    return text;
  }

  std::string dots() const {
    constexpr std::size_t kMostDots = 40;
    std::string text;
    if (values_.size() > kMostDots) return text;
    for (std::size_t index = 0; index < values_.size(); ++index) {
      text += fmt::format(
          "<circle class=\"dot\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.5\"><title>cycle {}: {} "
          "B</title></circle>",
          x(index), y(values_[index]), index + 1, values_[index]);
    }
    return text;
  }

  const std::vector<std::uint64_t>& values_;
  std::size_t warm_up_;
  double least_ = 0;
  double span_ = 1;
  bool flat_ = false;
};

struct Unit {
  double factor;
  const char* name;
};

std::string readable(double value, const auto& units) {
  const Unit* best = &units[0];
  for (const Unit& unit : units) {
    if (value >= unit.factor) best = &unit;
  }
  const double scaled = value / best->factor;
  return fmt::format("{:.{}f} {}", scaled, best == &units[0] || scaled >= 100 ? 0 : 1, best->name);
}

}  // namespace

std::string readable_bytes(std::uint64_t bytes) {
  constexpr auto kUnits = std::to_array<Unit>({{1, "B"}, {1e3, "kB"}, {1e6, "MB"}, {1e9, "GB"}});
  return readable(static_cast<double>(bytes), kUnits);
}

std::string readable_time(std::uint64_t nanoseconds) {
  constexpr auto kUnits = std::to_array<Unit>({{1, "ns"}, {1e3, "us"}, {1e6, "ms"}, {1e9, "s"}});
  return readable(static_cast<double>(nanoseconds), kUnits);
}

std::string growth_chart(const std::vector<std::uint64_t>& values, std::size_t warm_up) {
  return values.empty() ? std::string() : GrowthChart(values, warm_up).draw();
}

std::string stage_bar(const std::vector<StageTotal>& stages) {
  double total = 0;
  for (const StageTotal& stage : stages) total += static_cast<double>(stage.nanoseconds);
  if (total == 0) return {};
  std::string text = fmt::format(
      "<svg class=\"bar\" viewBox=\"0 0 {0:.0f} 14\" preserveAspectRatio=\"none\" role=\"img\" "
      "aria-label=\"time by stage of finalize\">",
      kWidth);
  double at = 0;
  for (std::size_t index = 0; index < stages.size(); ++index) {
    const double width = kWidth * static_cast<double>(stages[index].nanoseconds) / total;
    text += fmt::format(
        "<rect class=\"s{}\" x=\"{:.2f}\" y=\"0\" width=\"{:.2f}\" height=\"14\"><title>{}: {} "
        "({:.1f} %)</title></rect>",
        index % kColors, at, width, escaped(stages[index].name),
        readable_time(stages[index].nanoseconds / std::max<std::uint64_t>(stages[index].count, 1)),
        100 * width / kWidth);
    at += width;
  }
  return text + "</svg>";
}

}  // namespace ouro::leakcheck
