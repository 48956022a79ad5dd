// The renderers: snapshots, and that untrusted text stays text.
#include "leakcheck/report/renderers.h"

#include <set>

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

// What code scanning asks of a file, as far as it can be said of any report.
TEST(Renderers, SarifHasWhatCodeScanningAsksFor) {
  const auto sarif = nlohmann::json::parse(render_sarif(example_report()));
  EXPECT_EQ(sarif.at("version"), "2.1.0");
  EXPECT_TRUE(sarif.at("$schema").get<std::string>().ends_with("sarif-2.1.0.json"));
  ASSERT_EQ(sarif.at("runs").size(), 1u);  // two runs of one category are refused
  const auto& run = sarif["runs"][0];
  const auto& driver = run.at("tool").at("driver");
  EXPECT_EQ(driver.at("rules").at(0).at("id"), run.at("results").at(0).at("ruleId"));
  for (const char* text : {"shortDescription", "fullDescription", "help"}) {
    EXPECT_FALSE(driver["rules"][0].at(text).at("text").get<std::string>().empty());
  }
  const auto& result = run["results"][0];
  const auto& place = result.at("locations").at(0).at("physicalLocation");
  EXPECT_TRUE(place.at("artifactLocation").at("uri").is_string());
  EXPECT_GE(place.at("region").at("startLine").get<int>(), 1);
  EXPECT_EQ(result.at("partialFingerprints").at("ouroSignature/v1"), "0123456789abcdef");
  EXPECT_EQ(result.at("codeFlows").at(0).at("threadFlows").at(0).at("locations").size(), 2u);
  EXPECT_FALSE(run.at("invocations").at(0).at("executionSuccessful").get<bool>());
}

TEST(Renderers, GitlabsFingerprintsDiffer) {
  Report report = example_report();
  for (int copies = 0; copies < 3; ++copies) report.findings.push_back(report.findings[0]);
  const auto list = nlohmann::json::parse(render_gitlab(report));
  ASSERT_EQ(list.size(), 4u);
  std::set<std::string> fingerprints;
  for (const auto& entry : list) {
    fingerprints.insert(entry.at("fingerprint").get<std::string>());
    EXPECT_TRUE(entry.at("location").at("lines").at("begin").is_number_integer());
    EXPECT_FALSE(entry.at("location").at("path").get<std::string>().starts_with("./"));
  }
  EXPECT_EQ(fingerprints.size(), 4u);
}

TEST(Renderers, NoWordOfAProgramBecomesACommand) {
  Report report = example_report();
  report.findings[0].subject = "x\n::error::forged";
  report.findings[0].rule = "a,b::c";
  std::string text = render_github(report);
  for (std::size_t at = 0; (at = text.find('\n', at)) + 1 < text.size(); ++at) {
    EXPECT_TRUE(text.substr(at + 1).starts_with("::error title=") ||
                text.substr(at + 1).starts_with("::error file=") ||
                text.substr(at + 1).starts_with("::warning file=") ||
                text.substr(at + 1).starts_with("::notice title=Ouro::"))
        << text.substr(at + 1, 40);
  }
  EXPECT_EQ(text.find("\n::error::forged"), std::string::npos);
  report.findings[0].subject = "<script>alert(1)</script>";
  EXPECT_EQ(render_markdown(report).find("<script"), std::string::npos);
}

TEST(Renderers, PlacesAreFilesAndLines) {
  Report report = example_report();
  report.findings[0].location = "/nowhere/at all/a.cc:17";
  const auto sarif = nlohmann::json::parse(render_sarif(report));
  const auto& place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "/nowhere/at%20all/a.cc");
  EXPECT_EQ(place["region"]["startLine"], 17);
}

TEST(Renderers, StacksAreFoldedFromTheOutside) {
  EXPECT_EQ(render_folded(example_report()), "asan/direct_leak;main;ouro::open 48\n");
}

TEST(Renderers, AreFoundByName) {
  EXPECT_NE(find_renderer("html"), nullptr);
  EXPECT_EQ(find_renderer("pdf"), nullptr);
}

}  // namespace
}  // namespace ouro::leakcheck
