// The JSON report is what docs/report.schema.json says: every field, no other field, the right
// types.
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "leakcheck/report/renderers.h"
#include "leakcheck/report/report_test_support.h"

namespace ouro::leakcheck {
namespace {

using nlohmann::json;

bool has_type(const json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  return type == "boolean" && value.is_boolean();
}

// The part of JSON Schema that the schema uses.
void validate(const json& value, const json& schema, const std::string& where) {
  ASSERT_TRUE(has_type(value, schema.at("type"))) << where;
  if (schema.contains("enum")) {
    bool listed = false;
    for (const json& allowed : schema["enum"]) listed = listed || allowed == value;
    EXPECT_TRUE(listed) << where << ": " << value;
  }
  if (value.is_array()) {
    for (const json& item : value) validate(item, schema.at("items"), where + "[]");
  }
  if (!value.is_object()) return;
  for (const json& name : schema.at("required")) {
    EXPECT_TRUE(value.contains(name.get<std::string>())) << where << " lacks " << name;
  }
  for (const auto& [name, field] : value.items()) {
    ASSERT_TRUE(schema.at("properties").contains(name)) << where << " has " << name;
    validate(field, schema["properties"][name], where + "." + name);
  }
}

json schema() {
  std::ifstream stream(std::string(OURO_SOURCE_DIR) + "/docs/report.schema.json");
  return json::parse(stream);
}

TEST(Schema, TheExampleReportsFollowIt) {
  validate(json::parse(render_json(example_report())), schema(), "report");
  validate(json::parse(render_json(clean_report())), schema(), "report");
}

TEST(Schema, EveryListedFieldIsRequired) {
  const json rules = schema();
  EXPECT_EQ(rules.at("required").size(), rules.at("properties").size());
}

}  // namespace
}  // namespace ouro::leakcheck
