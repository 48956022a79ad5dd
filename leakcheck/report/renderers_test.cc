// The renderers: snapshots, and that untrusted text stays text.
#include "leakcheck/report/renderers.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "leakcheck/report/report_test_support.h"

namespace ouro::leakcheck {
namespace {

TEST(Renderers, Snapshots) {
  for (const Renderer& renderer : kRenderers) {
    expect_snapshot("example_" + std::string(renderer.file), renderer.render(example_report()));
  }
  expect_snapshot("clean_report.txt", render_text(clean_report()));
}

TEST(Renderers, NoneLetsControlCharactersThrough) {
  for (const Renderer& renderer : kRenderers) {
    EXPECT_EQ(renderer.render(example_report()).find('\x1b'), std::string::npos) << renderer.name;
  }
}

TEST(Renderers, TextEndsWithTheSummaryLine) {
  const std::string text = render_text(clean_report());
  EXPECT_TRUE(text.ends_with(summary_line(clean_report()) + "\n"));
}

TEST(Renderers, ColourIsOnlyForThoseWhoAsk) {
  EXPECT_EQ(render_text(clean_report()).find('\x1b'), std::string::npos);
  EXPECT_NE(render_text(clean_report(), TextStyle{.color = true}).find('\x1b'), std::string::npos);
}

TEST(Renderers, JsonParses) {
  const auto json = nlohmann::json::parse(render_json(example_report()));
  EXPECT_EQ(json.at("verdict"), "infrastructure");
  EXPECT_EQ(json.at("findings").at(0).at("bytes"), 48);
}

TEST(Renderers, JUnitParsesAndFailsWhatFailed) {
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(render_junit(example_report()).c_str()));
  const pugi::xml_node suite = document.child("testsuites").child("testsuite");
  EXPECT_EQ(suite.attribute("failures").as_int(), 1);
  EXPECT_EQ(suite.attribute("errors").as_int(), 2);
  EXPECT_EQ(suite.attribute("tests").as_int(), 4);
}

TEST(Renderers, HtmlLoadsNothingAndRunsNothing) {
  const std::string html = render_html(example_report());
  for (const char* forbidden : {"<script", "http://", "https://", "src=", "@import", "url("}) {
    EXPECT_EQ(html.find(forbidden), std::string::npos) << forbidden;
  }
  EXPECT_NE(html.find("Content-Security-Policy"), std::string::npos);
  EXPECT_EQ(html.find("<lambda>"), std::string::npos);
  EXPECT_NE(html.find("&lt;lambda&gt;"), std::string::npos);
}

TEST(Renderers, AreFoundByName) {
  EXPECT_NE(find_renderer("html"), nullptr);
  EXPECT_EQ(find_renderer("pdf"), nullptr);
}

}  // namespace
}  // namespace ouro::leakcheck
