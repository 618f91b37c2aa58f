import type { Report } from '../contract/report.ts';
import { cssString } from './html-report-markup.ts';
import { PICTURE_CSS } from './html-report-picture-style.ts';

/** The style sheet of one report. Only the running head of printed pages depends on the report. */
export function reportCss(report: Report): string {
  const head = cssString(`Airway report: ${shortened(report.profile.name)}`);
  const run = cssString(`run ${report.run.id}`);
  return `${COLOURS}${LAYOUT}${PARTS}${PICTURE_CSS}${PRINT}
@page{size:A4;margin:20mm 14mm 18mm;
@top-left{content:${head};font:8pt system-ui,sans-serif;color:#55606b}
@top-right{content:${run};font:8pt system-ui,sans-serif;color:#55606b}
@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif;color:#55606b}}
`;
}

const shortened = (name: string): string => (name.length > 60 ? `${name.slice(0, 59)}…` : name);

const COLOURS = `
:root{color-scheme:light dark;
--page:#f5f6f8;--card:#fff;--ink:#1a2129;--quiet:#55606b;--line:#dce1e7;--sunk:#eef1f4;--accent:#0b5cad;
--good:#17703c;--warn:#8a5200;--bad:#b3261e;--unclear:#6a3fa0;--none:#5a6570;
--good-soft:#e4f3e9;--warn-soft:#fdf0d9;--bad-soft:#fbe7e5;--unclear-soft:#f0e9f8;--accent-soft:#e5eff9;--on-mark:#fff}
@media screen and (prefers-color-scheme:dark){:root{
--page:#12161b;--card:#1a2027;--ink:#e6eaee;--quiet:#a3aeb9;--line:#313a44;--sunk:#232a33;--accent:#7ab7f5;
--good:#6fd394;--warn:#f0b45b;--bad:#ff8f85;--unclear:#c5a3f0;--none:#a3aeb9;
--good-soft:#173124;--warn-soft:#382a12;--bad-soft:#3d1f1d;--unclear-soft:#2c2140;--accent-soft:#17293c;--on-mark:#12161b}}
`;

const LAYOUT = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
header.page,main,footer{max-width:72rem;margin:0 auto;padding:0 1.5rem}
header.page{padding-top:2rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 1rem;letter-spacing:-.01em}
h2{font-size:1.35rem;line-height:1.3;margin:2.75rem 0 .75rem}
h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
h4{font-size:1.05rem;line-height:1.35;margin:0 0 .5rem}
h5{font-size:.875rem;margin:1.25rem 0 .35rem;color:var(--quiet)}
p{margin:0 0 .5rem}
ul,ol{margin:.25rem 0;padding-left:1.4rem}
li+li{margin-top:.35rem}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
code,pre,.target,.fingerprint{font-family:ui-monospace,"Cascadia Mono","SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.8125rem}
pre{margin:.5rem 0;padding:.75rem 1rem;background:var(--sunk);border-radius:6px;white-space:pre-wrap;line-height:1.45}
pre code{font-size:inherit}
table{width:100%;border-collapse:collapse;font-size:.875rem}
th,td{padding:.5rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
tbody tr:last-child>*{border-bottom:0}
thead th{font-size:.8125rem;color:var(--quiet);font-weight:600;white-space:nowrap}
tbody th{font-weight:400}
.scroll{overflow-x:auto}
.quiet{color:var(--quiet)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
footer{margin-top:3rem;padding-top:1rem;padding-bottom:2.5rem;font-size:.8125rem;color:var(--quiet)}
footer p{margin:0 0 .25rem}
`;

const PARTS = `
.brand{margin:0 0 .25rem;font-size:.875rem;font-weight:600;color:var(--accent)}
.practice{display:inline-block;margin:0 0 1rem;padding:.4rem .75rem;border:2px dashed var(--accent);border-radius:6px;background:var(--accent-soft);font-size:.9375rem}
.practice strong{margin-right:.35rem;color:var(--accent)}
dl.site{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:.75rem 2rem;margin:0 0 1.5rem}
dl dt{font-size:.8125rem;color:var(--quiet)}
dl dd{margin:0;font-size:.9375rem}
.verdict{padding:1.25rem 1.5rem;background:var(--card);border:1px solid var(--line);border-left:6px solid var(--none);border-radius:8px}
.verdict>p{margin:0 0 .85rem;max-width:60rem;font-size:1.2rem;line-height:1.4;font-weight:600}
.v-healthy{border-left-color:var(--good)}.v-error{border-left-color:var(--bad)}.v-warning{border-left-color:var(--warn)}.v-info{border-left-color:var(--accent)}.v-unclear{border-left-color:var(--unclear)}
.counts{display:flex;flex-wrap:wrap;gap:.5rem 2.5rem}
.counts ul{display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;margin:0;padding:0;list-style:none;font-size:.9375rem}
.counts li{display:inline-flex;align-items:center;gap:.4rem;margin:0}
nav{display:flex;flex-wrap:wrap;gap:.35rem 1.5rem;margin-top:1rem;font-size:.9375rem}
.status{display:inline-flex;align-items:center;gap:.4rem;font-weight:600;white-space:nowrap}
.icon{width:1em;height:1em;flex:none;fill:currentColor}
.icon .mark{fill:none;stroke:var(--on-mark);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.icon .hollow{fill:none;stroke:currentColor;stroke-width:1.5;stroke-dasharray:2.2 1.8}
.s-passed{color:var(--good)}.s-warned{color:var(--warn)}.s-failed{color:var(--bad)}.s-info{color:var(--accent)}
.s-error{color:var(--unclear)}.s-skipped{color:var(--none);font-weight:400}
.chip{display:inline-block;padding:.05rem .5rem;border:1px solid var(--line);border-radius:4px;background:var(--sunk);font-size:.8125rem}
.os-line{margin-top:.5rem}
.chip.first{border-color:var(--accent);background:var(--accent);color:var(--on-mark);font-weight:600}
.chip.bad{border-color:var(--bad);background:var(--bad-soft);color:var(--bad)}
strong.bad{color:var(--bad)}
.group{color:var(--quiet)}
.finding{margin:0 0 1.25rem;padding:1.25rem 1.5rem;background:var(--card);border:1px solid var(--line);border-top:3px solid var(--line);border-radius:8px}
.f-error{border-top-color:var(--bad)}.f-warning{border-top-color:var(--warn)}.f-info{border-top-color:var(--accent)}
.finding>header{display:flex;flex-wrap:wrap;align-items:center;gap:.4rem .75rem;margin-bottom:.5rem;font-size:.875rem}
.finding h4{font-size:1.2rem}
.detail{max-width:60rem;white-space:pre-line}
.remedy{margin-top:1.25rem;padding:1rem 1.25rem 1.1rem;background:var(--accent-soft);border-radius:6px}
.remedy h5{margin-top:0;color:var(--accent);font-size:.9375rem}
.remedy pre{background:var(--card)}
.remedy figure{margin:1rem 0 0}
.remedy figcaption{font-size:.875rem;font-weight:600}
.hand-over h3{margin-top:0}
.hand-over h4{font-size:1rem;margin:1rem 0 .35rem}
.hand-over .request{white-space:pre-wrap;font-size:.8125rem}
.request-rows td{vertical-align:top}
.remedy .request{margin-bottom:0;font-family:inherit;font-size:.875rem}
.cause{margin:.85rem 0 0;font-size:.8125rem}
ul.inline{display:flex;flex-wrap:wrap;gap:.35rem 1rem;padding:0;list-style:none;font-size:.875rem}
ul.inline li{margin:0}
.evidence thead th:first-child,.checks thead th:first-child{width:10rem}
.evidence thead th:nth-child(2){width:38%}
table.checks,table.certificates{background:var(--card)}
.checks tr:target>*{background:var(--accent-soft)}
.r-skipped th,.r-skipped td{color:var(--quiet)}
.r-skipped a{color:inherit}
.reason{margin:.15rem 0 0;color:var(--quiet)}
.r-failed .reason,.r-warned .reason,.r-error .reason{color:var(--ink)}
.target{color:var(--quiet);margin-left:.35rem}
.number{width:5.5rem;text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
th.number{text-align:right}
.line{width:13.5rem}
.scale{display:flex;justify-content:space-between;font-weight:400}
.waterfall{display:block;width:12rem;height:1.25rem}
.waterfall .grid{fill:none;stroke:var(--line);stroke-width:1;vector-effect:non-scaling-stroke}
.b-passed{fill:var(--good)}.b-warned{fill:var(--warn)}.b-failed{fill:var(--bad)}.b-error{fill:var(--unclear)}
.chain{margin-top:1.5rem}
.chain .inline{margin:.25rem 0 .75rem}
.fingerprint{margin:.15rem 0 0;font-size:.6875rem;color:var(--quiet)}
.certificates td:first-child,.certificates td:nth-child(3){white-space:nowrap}
.certificates thead th:first-child{width:6rem}
.certificates thead th:nth-child(2){width:44%}
dl.facts{margin:0;padding:.25rem 1.25rem;background:var(--card);border:1px solid var(--line);border-radius:8px}
dl.facts>div{display:grid;grid-template-columns:10rem 1fr;gap:1rem;padding:.5rem 0;border-bottom:1px solid var(--line)}
dl.facts>div:last-child{border-bottom:0}
dl.facts dt{padding-top:.1rem}
dl.facts .row{display:block}
details{border-bottom:1px solid var(--line)}
summary{display:flex;flex-wrap:wrap;gap:.25rem .75rem;padding:.55rem .25rem;cursor:pointer;font-size:.875rem}
summary::before{content:"";align-self:center;width:.45rem;height:.45rem;border:solid var(--quiet);border-width:0 2px 2px 0;transform:rotate(-45deg)}
details[open]>summary::before{transform:rotate(45deg)}
summary .status{min-width:9rem}
details>div{padding:0 .25rem .75rem 1.4rem}
details p{font-size:.875rem}
`;

const PRINT = `
@media screen and (max-width:48rem){dl.facts>div{grid-template-columns:1fr;gap:0}.checks .line{display:none}.evidence,.checks,.certificates{min-width:34rem}}
@media print{
:root{color-scheme:light}
html{font-size:10pt}
body{background:#fff;print-color-adjust:exact;-webkit-print-color-adjust:exact}
header.page,main,footer{max-width:none;padding:0}
nav,.details{display:none}
.line{width:9rem}.waterfall{width:8rem}
a{color:inherit;text-decoration:none}
h2,h3,h4,h5,.finding>header,thead{break-after:avoid}
tr,.verdict,.remedy figure,.remedy li,dl.facts>div{break-inside:avoid}
thead{display:table-header-group}
.scroll{overflow:visible}
.finding{padding:.9rem 1rem}
.verdict,.finding,.remedy,dl.facts{border-radius:0}
p,li{orphans:3;widows:3}
}
`;
