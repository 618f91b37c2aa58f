/** How the shapes of pictures look in the report. Texts are set in units of the picture, so that they scale with it. */
export const PICTURE_CSS = `
.picture{margin:.75rem 0 1.25rem;padding:1.25rem;background:var(--card);border:1px solid var(--line);border-radius:8px}
.picture svg{display:block;width:100%;min-width:40rem;max-width:54rem;height:auto;margin:0 auto;direction:ltr;font-family:inherit}
.picture figcaption{margin-top:.85rem;font-size:.875rem}
.picture-fold{margin:0 0 1rem;border:0}
.picture-fold>div{padding:0}
.picture text{fill:var(--ink);font-size:13px;unicode-bidi:plaintext}
.p-title,.p-strong{font-weight:600}
.picture .p-quiet{fill:var(--quiet);font-size:12px}.picture .p-small{fill:var(--quiet);font-size:11.5px}
.picture .p-bad-text{fill:var(--bad);font-size:12px;font-weight:600}
.p-card{fill:var(--page);stroke:var(--line)}.p-card-first{fill:var(--accent-soft);stroke:var(--accent)}
.p-card-missing{fill:none;stroke:var(--quiet);stroke-dasharray:5 4}
.p-icon{fill:none;stroke:var(--accent);stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round}
.p-trunk{fill:none;stroke:var(--none);stroke-width:2;opacity:.55}
.p-grid{fill:none;stroke:var(--line)}.p-row-line{fill:none;stroke:var(--line)}.p-now{fill:none;stroke:var(--accent);stroke-width:1.5;stroke-dasharray:4 3}
.p-track{fill:var(--sunk)}.p-hit{fill:none}
.p-deadline,.p-deadline-met{fill:none;stroke:var(--none);opacity:.45}.p-deadline-met{stroke:var(--bad);stroke-width:2;opacity:1}
.p-link,.p-link-broken{fill:none;stroke:var(--none);stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}.p-link-broken{stroke:var(--bad);stroke-dasharray:2 4}
.p-series{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round}
.p-edge-passed,.p-edge-warned,.p-edge-failed,.p-edge-error,.p-edge-skipped,.p-edge-harmless,.p-edge-running,.p-edge-beyond{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.p-edge-passed{stroke:var(--good)}.p-edge-warned{stroke:var(--warn);stroke-dasharray:9 5}.p-edge-failed{stroke:var(--bad)}.p-edge-error{stroke:var(--unclear);stroke-dasharray:7 4 1 4}
.p-edge-running{stroke:var(--accent);stroke-dasharray:4 5}.p-edge-skipped,.p-edge-harmless,.p-edge-beyond{stroke:var(--none);stroke-dasharray:1 5}
.p-mark-passed{fill:var(--good)}.p-mark-warned{fill:var(--warn)}.p-mark-failed{fill:var(--bad)}.p-mark-error{fill:var(--unclear)}.p-mark-running{fill:var(--accent)}.p-mark-skipped,.p-mark-harmless{fill:var(--none)}
.p-glyph{fill:none;stroke:var(--on-mark);stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.picture .p-word-passed{fill:var(--good)}.picture .p-word-warned{fill:var(--warn)}.picture .p-word-failed{fill:var(--bad)}.picture .p-word-error{fill:var(--unclear)}.picture .p-word-running{fill:var(--accent)}.picture .p-word-skipped,.picture .p-word-harmless{fill:var(--quiet)}
.p-word-failed,.p-word-warned,.p-word-error{font-weight:600}
.p-bar-dns{fill:var(--dns)}.p-bar-tcp{fill:var(--tcp)}.p-bar-tls{fill:var(--tls)}.p-bar-http{fill:var(--http)}.p-bar-other{fill:var(--none)}
.p-validity-good{fill:var(--good)}.p-validity-bad{fill:var(--bad)}
.p-place:hover .p-hit,.p-place:focus-visible .p-hit{fill:var(--accent-soft)}
:root{--dns:#7a5bd0;--tcp:#0b7f8f;--tls:#c26a00;--http:#2f6fd0}
@media screen and (prefers-color-scheme:dark){:root{--dns:#a990f0;--tcp:#4cc4d4;--tls:#f0a04b;--http:#74a9f7}}
@media (forced-colors:active){.picture svg{forced-color-adjust:none;background:Canvas}}
@media print{.picture{padding:.5rem;break-inside:avoid;border-radius:0}.picture svg{min-width:0;max-height:235mm}.picture-fold::details-content{content-visibility:visible;block-size:auto}}
`;
