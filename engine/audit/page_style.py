"""The look of a page: dark and light as the reader has it, and plain on paper."""

from typing import Final

_LIGHT: Final = """
  --ground: #ffffff; --card: #f4f6f8; --ink: #1a1f26; --quiet: #56606c; --line: #d5dbe2;
  --handling: #1f5fbf; --no-reply: #b25400; --cherry: #a3157a; --wait: #f6d58a;
  --wait-edge: #8a5a00; --available: #bfe3c8; --available-edge: #1d7a3c; --away: #8a6d00;
  --new: #dbe6fa; --pending: #e7ddf5; --resolved: #d3eeda; --in: #0b6b76; --on-handling: #ffffff;
  --focus: #d6006c;
"""
_DARK: Final = """
  --ground: #14181d; --card: #1d232a; --ink: #e8ecf1; --quiet: #9ba7b4; --line: #343d47;
  --handling: #5b9bf5; --no-reply: #f0a04b; --cherry: #ee7cc8; --wait: #5c4510;
  --wait-edge: #f2c14e; --available: #1e4a2b; --available-edge: #63c581; --away: #d9b83a;
  --new: #25385a; --pending: #40305c; --resolved: #1f4a2c; --in: #52c7d4; --on-handling: #0b1220;
  --focus: #ff6fb5;
"""

STYLE: Final = (
    ":root { color-scheme: light dark;"
    + _LIGHT
    + "}\n@media (prefers-color-scheme: dark) { :root {"
    + _DARK
    + "} }\n@media print { :root { color-scheme: light;"
    + _LIGHT
    + """} }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 28px; max-width: 1360px; background: var(--ground);
  color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.75em; line-height: 1.2; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 1.15em; margin: 1.6em 0 0.5em; break-after: avoid; }
p { margin: 4px 0; }
.quiet, caption, footer { color: var(--quiet); font-size: 0.87em; text-align: left; }
.about { overflow-wrap: anywhere; }
.skip { position: absolute; left: -999px; }
.skip:focus { position: static; }
dl { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
dl div { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: 0.5em 0.9em; min-width: 7.5em; }
dt { color: var(--quiet); font-size: 0.83em; }
dd { margin: 0; font-size: 1.33em; font-weight: 600; font-variant-numeric: tabular-nums; }
dd small { display: block; font-size: 0.62em; font-weight: 400; color: var(--quiet); }
.scroll { overflow-x: auto; }
.chart { display: block; width: 100%; min-width: 900px; height: auto; font-size: 12.5px;
  fill: var(--ink); }
.lane { stroke: var(--line); }
.tick { stroke: var(--line); stroke-dasharray: 2 4; }
.clock, .date { text-anchor: middle; font-variant-numeric: tabular-nums; }
.date { font-weight: 600; text-anchor: start; }
.title { font-weight: 600; font-size: 13.5px; }
.explained, .hint, .left-out { fill: var(--quiet); font-size: 11px; }
.break { stroke: var(--quiet); fill: none; stroke-dasharray: 5 3; }
.left-out { text-anchor: middle; }
pattern .ground { fill: var(--ground); }
#pattern-NO_REPLY .ink { fill: var(--no-reply); }
#pattern-CHERRY_PICKING .ink { fill: var(--cherry); }
#pattern-AWAY .ink { fill: var(--away); }
.bar.HANDLING { --fill: var(--handling); --edge: var(--ground); }
.bar.NO_REPLY { --fill: url(#pattern-NO_REPLY); --edge: var(--no-reply); }
.bar.CHERRY_PICKING { --fill: url(#pattern-CHERRY_PICKING); --edge: var(--cherry); }
.bar.WAIT { --fill: var(--wait); --edge: var(--wait-edge); }
.bar.NEW { --fill: var(--new); --edge: var(--quiet); }
.bar.PENDING { --fill: var(--pending); --edge: var(--quiet); }
.bar.RESOLVED { --fill: var(--resolved); --edge: var(--quiet); }
.bar.AVAILABLE { --fill: var(--available); --edge: var(--available-edge); }
.bar.AWAY { --fill: url(#pattern-AWAY); --edge: var(--away); }
.bar.OFFLINE { --fill: none; --edge: var(--line); }
rect.bar, .bar .shape { fill: var(--fill); stroke: var(--edge); stroke-width: 1.2; }
.bar.open .shape { stroke-dasharray: 5 3; }
.mark .shape { fill: var(--ink); stroke: var(--ground); stroke-width: 1; }
.mark.INBOUND .shape { fill: var(--in); }
.mark.REPLY .shape { fill: var(--handling); }
.mark.OUTBOUND .shape { fill: var(--ground); stroke: var(--handling); stroke-width: 1.6; }
.mark.RESOLVE .shape { fill: none; stroke: var(--available-edge); stroke-width: 3; }
.mark.OTHER .shape { fill: var(--quiet); }
.in, .beside { paint-order: stroke; stroke: var(--ground); stroke-width: 3px; }
.in { stroke: none; font-weight: 600; }
.bar.HANDLING .in { fill: var(--on-handling); }
.bar.NO_REPLY .in, .bar.CHERRY_PICKING .in, .bar.AWAY .in { stroke: var(--ground);
  stroke-width: 6px; }
a { color: inherit; }
.chart a { cursor: pointer; outline: none; }
.chart a:hover .shape, .chart a:focus-visible .shape { stroke: var(--focus); stroke-width: 3; }
.readout { display: none; pointer-events: none; }
.readout p { margin: 0; padding: 8px 12px; background: var(--card); color: var(--ink);
  border: 1px solid var(--line); border-left: 4px solid var(--focus); border-radius: 6px;
  min-height: 44px; overflow-wrap: anywhere; font-size: 14px; line-height: 1.4; }
.chart a:hover .readout, .chart a:focus-visible .readout { display: block; }
.chart:has(a:hover) a:focus-visible:not(:hover) .readout { display: none; }
.chart:has(a:hover, a:focus-visible) .hint { display: none; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 5px 10px 5px 0;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th.day { padding-top: 1em; font-size: 1em; }
thead th { color: var(--quiet); font-size: 0.83em; }
td.time { white-space: nowrap; }
td.evidence { color: var(--quiet); font-size: 0.83em; min-width: 8em; }
tr:target { background: var(--card); outline: 2px solid var(--focus); }
ul { margin: 2px 0 0; padding: 0; list-style: none; font-size: 0.9em; }
li { padding-left: 16px; text-indent: -16px; }
li::before { content: "\\2192\\00a0"; color: var(--quiet); }
.elsewhere { color: var(--quiet); }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { padding: 0; font-size: 10.5px; max-width: none; }
  h2 { margin: 0.8em 0 0.3em; }
  .skip, .hint, .readout { display: none; }
  .scroll { overflow: visible; }
  .chart { min-width: 0; margin-bottom: -5%; }
  tr, dl div, svg { break-inside: avoid; }
  th.day { break-after: avoid; }
  .shape, rect.bar { print-color-adjust: exact; }
}
"""
)
