// The HTML report's style sheet: light and dark from the same rules, no images, no fonts, no
// scripts.
#pragma once

#include <string_view>

namespace ouro::leakcheck {

inline constexpr std::string_view kHtmlStyle = R"(
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #ffffff; --ink: #1b2430; --soft: #5b6776; --edge: #dfe3e8;
  --good: #14804a; --good-ground: #e3f5ea; --bad: #c0272d; --bad-ground: #fdeaea;
  --warn: #9a5b00; --warn-ground: #fff3dc; --line: #2b6cb0; --code: #eef1f4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161c; --card: #1a2029; --ink: #e6eaf0; --soft: #95a1b1; --edge: #2c3542;
    --good: #4cc38a; --good-ground: #12301f; --bad: #ff7b7f; --bad-ground: #3a1618;
    --warn: #f1b14b; --warn-ground: #352607; --line: #6cb2f5; --code: #232b36;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 28px 20px 60px; }
h1 { font-size: 15px; font-weight: 600; color: var(--soft); margin: 0 0 10px; letter-spacing: .02em; }
h2 { font-size: 18px; margin: 36px 0 12px; }
h2 small { font-weight: 400; font-size: 13px; color: var(--soft); margin-left: 8px; }
code, pre { font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
pre { background: var(--code); border-radius: 8px; padding: 10px 12px; margin: 8px 0 0;
  overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.verdict { border-radius: 14px; padding: 22px 26px; border: 1px solid transparent; }
.verdict strong { display: block; font-size: 34px; line-height: 1.15; letter-spacing: -.01em; }
.verdict p { margin: 6px 0 0; }
.clean { background: var(--good-ground); color: var(--good); border-color: var(--good); }
.findings { background: var(--bad-ground); color: var(--bad); border-color: var(--bad); }
.infrastructure, .truncated, .stale { background: var(--warn-ground); color: var(--warn);
  border-color: var(--warn); }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 12px;
  margin-top: 14px; }
.number { background: var(--card); border: 1px solid var(--edge); border-radius: 12px;
  padding: 12px 16px; }
.number b { display: block; font-size: 24px; font-variant-numeric: tabular-nums; }
.number span { color: var(--soft); font-size: 13px; }
.card { background: var(--card); border: 1px solid var(--edge); border-radius: 12px;
  padding: 14px 18px; margin: 0 0 10px; }
.card.bad { border-left: 4px solid var(--bad); }
.card.warn { border-left: 4px solid var(--warn); }
.card h3 { margin: 0; font-size: 15px; overflow-wrap: anywhere; }
.card p { margin: 4px 0 0; overflow-wrap: anywhere; }
.meta { color: var(--soft); font-size: 13px; }
.tag { display: inline-block; font-size: 12px; border-radius: 999px; padding: 1px 9px;
  background: var(--code); color: var(--soft); margin-right: 6px; }
.tag.bad { background: var(--bad-ground); color: var(--bad); }
.tag.good { background: var(--good-ground); color: var(--good); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: var(--card); border-radius: 12px;
  border: 1px solid var(--edge); font-size: 13.5px; }
th, td { text-align: left; padding: 7px 12px; border-bottom: 1px solid var(--edge);
  white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
th { color: var(--soft); font-weight: 600; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td.good { color: var(--good); } td.bad { color: var(--bad); font-weight: 600; }
td.warn { color: var(--warn); font-weight: 600; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 12px; }
.chart { width: 100%; height: 84px; display: block; margin-top: 8px; }
.chart .line { fill: none; stroke: var(--line); stroke-width: 2; }
.chart .line.rising { stroke: var(--bad); }
.chart .dot { fill: var(--card); stroke: var(--line); stroke-width: 1.5; }
.chart .warm { fill: var(--soft); opacity: .12; }
.bar { width: 100%; height: 14px; display: block; margin-top: 8px; border-radius: 4px; }
.s0 { fill: #2b6cb0; } .s1 { fill: #38a3a5; } .s2 { fill: #80b918; } .s3 { fill: #e6a117; }
.s4 { fill: #d9622b; } .s5 { fill: #b5446e; } .s6 { fill: #7a5cc4; } .s7 { fill: #6b7785; }
summary { cursor: pointer; color: var(--soft); font-size: 13px; margin-top: 6px; }
footer { margin-top: 40px; color: var(--soft); font-size: 13px; }
)";

}  // namespace ouro::leakcheck
