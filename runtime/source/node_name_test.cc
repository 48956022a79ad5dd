// Node names: the nouns of messages, and the part of an expression that cannot be a target.
#include "runtime/source/node_name.h"

#include <gtest/gtest.h>

namespace ouro::syntax {
namespace {

TEST(NodeName, NamesExpressions) {
  const Call call{Node{NodeKind::kCall, {}}};
  EXPECT_EQ(name_of_node(&call), "function call");
  const Constant none{Node{NodeKind::kConstant, {}}, ConstantKind::kNone};
  EXPECT_EQ(name_of_node(&none), "None");
  const Constant number{Node{NodeKind::kConstant, {}}, ConstantKind::kInteger};
  EXPECT_EQ(name_of_node(&number), "literal");
}

TEST(NodeName, FindsTheWrongPart) {
  Name name{Node{NodeKind::kName, {}}};
  Call call{Node{NodeKind::kCall, {}}};
  Node* const elements[] = {&name, &call};
  const Tuple tuple{Node{NodeKind::kTuple, {}}, NodeList(elements)};
  EXPECT_EQ(find_wrong_target(&name, TargetRules::kAssign), nullptr);
  EXPECT_EQ(find_wrong_target(&tuple, TargetRules::kAssign), &call);
}

TEST(NodeName, StarredAndComparisonsDependOnTheUse) {
  Name name{Node{NodeKind::kName, {}}};
  const Starred starred{Node{NodeKind::kStarred, {}}, &name};
  EXPECT_EQ(find_wrong_target(&starred, TargetRules::kAssign), nullptr);
  EXPECT_EQ(find_wrong_target(&starred, TargetRules::kDelete), &starred);
  const CompareOperator in[] = {CompareOperator::kIn};
  const Compare compare{Node{NodeKind::kCompare, {}}, &name, in};
  EXPECT_EQ(find_wrong_target(&compare, TargetRules::kLoop), nullptr);
  EXPECT_EQ(find_wrong_target(&compare, TargetRules::kAssign), &compare);
}

}  // namespace
}  // namespace ouro::syntax
