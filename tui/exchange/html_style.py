"""How the report looks: light and dark, on paper, on a narrow screen. No script, no font, nothing from the network."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root {
  color-scheme: light dark; --text: #22201d; --muted: #5d574e; --page: #fdfbf7; --panel: #f3efe7; --rule: #d8d0c3;
  --link: #74430a; --claim: #f6e3b8; --evidence: #d9e6f2; --against: #a3231b; --for: #1d6b3a; --weak: #8a4b08;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e9e4da; --muted: #b0a898; --page: #1b1a18; --panel: #262421; --rule: #45413a; --link: #e9b565;
    --claim: #4d3e17; --evidence: #223a50; --against: #ff8f85; --for: #7fd19c; --weak: #f0b272;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 1.05rem/1.6 Georgia, "Noto Serif", serif; }
main, header, footer, nav { max-width: 78rem; margin: 0 auto; padding: 0 1.25rem; }
h1, h2, h3 { line-height: 1.25; }
h1 { margin: 2rem 0 .25rem; font-size: 1.7rem; }
h2 { font-size: 1.15rem; margin: 0 0 .75rem; }
h3 { font-size: 1rem; margin: 0 0 .4rem; font-weight: 600; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--page); padding: .5rem; }
.about { color: var(--muted); margin: 0 0 1.5rem; overflow-wrap: anywhere; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 26rem); gap: 2.5rem; }
.text p, .text h2, .text blockquote {
  margin: 0 0 1em; padding-left: 2.4rem; position: relative; max-width: 40rem; overflow-wrap: break-word;
}
.text blockquote { font-style: italic; }
.n {
  position: absolute; left: 0; width: 1.8rem; text-align: right; color: var(--muted);
  font: .75rem/2.2 system-ui, sans-serif; text-decoration: none;
}
.furniture { color: var(--muted); font-size: .85em; }
mark { background: var(--evidence); color: inherit; padding: .05em 0; }
mark.claim { background: var(--claim); border-bottom: 2px solid var(--link); }
mark a { color: inherit; text-decoration: none; }
mark a:hover, mark a:focus { text-decoration: underline; }
mark.yellow { background: #fff2a8; color: #22201d; }
mark.green { background: #cdeecb; color: #22201d; }
mark.blue { background: #cfe4fb; color: #22201d; }
mark.pink { background: #fbd3e2; color: #22201d; }
mark.orange { background: #ffdcb0; color: #22201d; }
.side { font: .92rem/1.5 system-ui, "Noto Sans", sans-serif; }
.card {
  background: var(--panel); border-left: 4px solid var(--rule); padding: .8rem 1rem; margin: 0 0 1rem;
  border-radius: 0 4px 4px 0;
}
.card:target { outline: 2px solid var(--link); }
.card.contested { border-left-color: var(--against); }
.card blockquote { margin: 0 0 .4rem; overflow-wrap: break-word; }
.card ul { list-style: none; margin: .6rem 0 0; padding: 0; }
.card li { border-top: 1px solid var(--rule); padding: .5rem 0 .2rem; }
.card p { margin: .3rem 0; }
.who, .where, .tags, .note { color: var(--muted); }
.note { white-space: pre-wrap; overflow-wrap: break-word; }
summary { color: var(--muted); cursor: pointer; }
.relation { font-weight: 700; }
.contradicts { color: var(--against); }
.weakens { color: var(--weak); }
.supports { color: var(--for); }
footer { color: var(--muted); font: .8rem/1.6 system-ui, sans-serif; padding-bottom: 2rem; }
@media (max-width: 56rem) { .columns { grid-template-columns: minmax(0, 1fr); } }
@media print {
  body { background: #fff; color: #000; font-size: 10.5pt; }
  .skip, nav { display: none; }
  .columns { grid-template-columns: 3fr 2fr; gap: 1.2rem; }
  .card { break-inside: avoid; background: none; border: 1px solid #999; }
  a { color: inherit; }
  mark { background: none; border-bottom: 1px dotted #000; }
  mark.claim { border-bottom: 2px solid #000; }
}
""".strip()
